import {
  CheckConstraint,
  Column,
  type ColumnOptions,
  Computed,
  ExcludeConstraint,
  ForeignKeyConstraint,
  Index,
  type IndexExpression,
  OrderedExpression,
  PrimaryKeyConstraint,
  type ReferredColumn,
  Table,
  type TableItem,
  UniqueConstraint,
} from "../schema/index.ts";
import { type Identifier, nameText, SqlFragment } from "../sql/index.ts";

/** New names of columns, by their names before. */
export type ColumnNames = ReadonlyMap<string, string>;

/** A table as the database will have it once it has another name. */
export function withTableName(table: Table, name: Identifier): Table {
  return new Table(name, table.items, table.options);
}

/** A table as the database will have it once columns have other names: so has everything that mentions them. */
export function withColumnNames(table: Table, names: ColumnNames): Table {
  return new Table(
    table.identifier,
    table.items.map((item) => renamedItem(item, names)),
    table.options,
  );
}

/** A table whose foreign keys refer to other names. */
export function withReferences(table: Table, rename: (referred: ReferredColumn) => ReferredColumn): Table {
  return new Table(
    table.identifier,
    table.items.map((item) =>
      item instanceof ForeignKeyConstraint
        ? new ForeignKeyConstraint(item.columns, item.referred.map(rename), item.options)
        : item,
    ),
    table.options,
  );
}

function renamedItem(item: TableItem, names: ColumnNames): TableItem {
  const renamed = (column: string): string => names.get(column) ?? column;
  if (item instanceof Column) return renamedColumn(item, names);
  if (item instanceof PrimaryKeyConstraint) return new PrimaryKeyConstraint(item.columns.map(renamed), item.options);
  if (item instanceof UniqueConstraint) return new UniqueConstraint(item.columns.map(renamed), item.options);
  if (item instanceof ForeignKeyConstraint)
    return new ForeignKeyConstraint(item.columns.map(renamed), item.targets, item.options);
  if (item instanceof CheckConstraint) return new CheckConstraint(renamedSql(item.condition, names), item.options);
  if (item instanceof ExcludeConstraint) return renamedExclude(item, names);
  if (!(item instanceof Index)) return item;
  return new Index(
    item.name,
    item.expressions.map((each) => renamedExpression(each, names)),
    item.options,
  );
}

function renamedExclude({ elements, options }: ExcludeConstraint, names: ColumnNames): ExcludeConstraint {
  const renamed = elements.map(([operand, operator]) => [renamedOperand(operand, names), operator] as const);
  const { where, ops } = options;
  return new ExcludeConstraint(renamed, {
    ...options,
    ...(where === undefined ? {} : { where: renamedSql(where, names) }),
    ...(ops === undefined ? {} : { ops: renamedKeys(ops, names) }),
  });
}

function renamedKeys<Value>(by: Readonly<Record<string, Value>>, names: ColumnNames): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(by).map(([column, value]) => [names.get(column) ?? column, value]));
}

function renamedColumn(column: Column, names: ColumnNames): Column {
  const { computed } = column.options;
  const changes: ColumnOptions =
    computed === undefined
      ? {}
      : { computed: new Computed(renamedSql(computed.expression, names), { persisted: computed.persisted }) };
  const name = names.get(column.requireName());
  return column.with(name === undefined ? changes : { ...changes, name });
}

function renamedExpression(expression: IndexExpression, names: ColumnNames): IndexExpression {
  if (expression instanceof OrderedExpression) {
    const inner = renamedExpression(expression.expression, names);
    if (inner instanceof OrderedExpression) return inner;
    return new OrderedExpression(inner, expression.direction, expression.nulls, expression.label);
  }
  return renamedOperand(expression, names);
}

function renamedOperand(operand: Identifier | SqlFragment, names: ColumnNames): Identifier | SqlFragment {
  if (operand instanceof SqlFragment) return renamedSql(operand, names);
  return names.get(nameText(operand)) ?? operand;
}

/** SQL of the database with columns renamed, as the database itself would: outside of strings. */
function renamedSql<Text extends string | SqlFragment>(sql: Text, names: ColumnNames): Text;
function renamedSql(sql: string | SqlFragment, names: ColumnNames): string | SqlFragment {
  if (typeof sql === "string") return renamedText(sql, names);
  return new SqlFragment(
    sql.parts.map((part) => (part.kind === "text" ? { kind: "text", text: renamedText(part.text, names) } : part)),
  );
}

function renamedText(text: string, names: ColumnNames): string {
  return text.replaceAll(/'(?:[^']|'')*'|[\p{L}_][\p{L}\p{N}_$]*/gu, (token) => names.get(token) ?? token);
}
