import { AddConstraint, CreateIndex, type DDLElement, DropConstraint, DropIndex } from "../../../ddl/index.ts";
import type { Inspector } from "../../../reflection/inspector.ts";
import {
  CheckConstraint,
  type Column,
  type Index,
  OrderedExpression,
  optionsOf,
  type Table,
} from "../../../schema/index.ts";
import { sql, SqlFragment } from "../../../sql/index.ts";
import { ARRAY, Enum, type SqlType } from "../../../types/index.ts";
import type { StatementChange, TableOnBothSides, TypeUses } from "../../base/comparison.ts";
import type { Dialect } from "../../base/dialect.ts";

/** An enum type of the models, with the tables that use it. */
interface UsedEnum {
  readonly name: string;
  /** null for the default one. */
  readonly schema: string | null;
  readonly values: readonly string[];
  readonly uses: TableOnBothSides[];
  /** Nobody has said that the type is made elsewhere. */
  isOurs: boolean;
}

/** A column of the database that holds values of a type. */
interface HoldingColumn {
  readonly table: Table;
  readonly column: Column;
}

/** What enum types need before the tables are changed: new types for columns of tables that are there, and values. */
export async function enumChanges(
  dialect: Dialect,
  uses: TypeUses,
  inspector: Inspector,
): Promise<readonly StatementChange[]> {
  const standard = await inspector.defaultSchema();
  const used = usedEnums(dialect, uses.tables, standard);
  const changes: StatementChange[] = [];
  const known = new Map<string, readonly string[]>();
  for (const schema of new Set([...used.values()].map((each) => each.schema))) {
    for (const { name, values } of await inspector.enums(schema)) known.set(JSON.stringify([schema, name]), values);
  }
  for (const [key, own] of used) {
    const values = known.get(key);
    if (values === undefined) changes.push(...(own.isOurs ? [createdType(own)] : []));
    else if (values.join("\0") !== own.values.join("\0"))
      changes.push(changedValues(dialect, own, values, holding(dialect, uses.reflected(), own, standard)));
  }
  return changes;
}

function usedEnums(
  dialect: Dialect,
  tables: readonly TableOnBothSides[],
  standard: string | null,
): ReadonlyMap<string, UsedEnum> {
  const used = new Map<string, UsedEnum>();
  for (const sides of tables) {
    for (const column of sides.model.columns.values()) {
      const type = enumOf(dialect, column.type);
      if (type?.name === undefined) continue;
      const schema = type.schema === undefined || type.schema === standard ? null : type.schema;
      const key = JSON.stringify([schema, type.name]);
      const known = used.get(key) ?? { name: type.name, schema, values: type.values, uses: [], isOurs: false };
      used.set(key, known);
      known.isOurs ||= type.createType && !type.isMetadataBound;
      if (!known.uses.includes(sides)) known.uses.push(sides);
    }
  }
  return used;
}

function enumOf(dialect: Dialect, type: SqlType): Enum | null {
  const own = type.forDialect(dialect.name);
  if (own instanceof ARRAY) return enumOf(dialect, own.item);
  return own instanceof Enum && own.nativeEnum && !own.inheritSchema ? own : null;
}

/** A table that is made makes its types itself; dropping it again leaves them, so that the way back has to drop them. */
function createdType({ name, schema, values, uses }: UsedEnum): StatementChange {
  const path = sql.identifier(...pathOf(schema, name));
  const isMadeWithTable = uses.some(({ reflected }) => reflected === null);
  return {
    what: `added enum type '${name}'`,
    upgrade: isMadeWithTable ? [] : [create(path, values)],
    downgrade: [sql`DROP TYPE ${path}`],
  };
}

function create(path: SqlFragment, values: readonly string[]): SqlFragment {
  return sql`CREATE TYPE ${path} AS ENUM (${sql.join(values.map((value) => sql.literal(value)))})`;
}

function changedValues(
  dialect: Dialect,
  own: UsedEnum,
  before: readonly string[],
  columns: readonly HoldingColumn[],
): StatementChange {
  const downgrade = recreated(dialect, own, before, columns);
  const added = own.values.filter((value) => !before.includes(value));
  const isExtended = before.join("\0") === own.values.filter((value) => before.includes(value)).join("\0");
  const what = `changed values of enum type '${own.name}'`;
  if (!isExtended) return { what, upgrade: recreated(dialect, own, own.values, columns), downgrade };
  // Here a default may need it, or a later revision of the same run.
  const reasonToCommit = "PostgreSQL lets nothing use a value of an enum type before it is committed.";
  return { what, upgrade: addedValues(own, added), downgrade, reasonToCommit };
}

function addedValues({ name, schema, values }: UsedEnum, added: readonly string[]): readonly SqlFragment[] {
  const path = sql.identifier(...pathOf(schema, name));
  return added.map((value) => {
    const at = values.indexOf(value);
    const previous = values[at - 1];
    const first = values.find((each) => !added.includes(each));
    const place =
      previous !== undefined
        ? sql` AFTER ${sql.literal(previous)}`
        : first === undefined
          ? sql``
          : sql` BEFORE ${sql.literal(first)}`;
    return sql`ALTER TYPE ${path} ADD VALUE ${sql.literal(value)}${place}`;
  });
}

/** The columns of the database that hold a type, those too that the models drop or give another one. */
function holding(
  dialect: Dialect,
  tables: readonly Table[],
  own: UsedEnum,
  standard: string | null,
): readonly HoldingColumn[] {
  return tables.flatMap((table) =>
    [...table.columns.values()].flatMap((column) => {
      const type = enumOf(dialect, column.type);
      const schema = type?.schema === undefined || type.schema === standard ? null : type.schema;
      return type?.name === own.name && schema === own.schema ? [{ table, column }] : [];
    }),
  );
}

/** The type made anew, with the columns that hold it turned over: nothing else takes a value out of a type. */
function recreated(
  dialect: Dialect,
  { name, schema }: UsedEnum,
  after: readonly string[],
  columns: readonly HoldingColumn[],
): readonly SqlFragment[] {
  const path = sql.identifier(...pathOf(schema, name));
  const aside = `${name}_before`;
  const moved = columns.flatMap(({ table, column }) => {
    const target = sql.identifier(...pathOf(table.schemaName, table.name));
    const own = sql.identifier(column.requireName());
    const brackets = column.type.forDialect(dialect.name) instanceof ARRAY ? sql`[]` : sql``;
    const text = dialect.ddl.serverDefault(column.serverDefault, column.type);
    const alter = sql`ALTER TABLE ${target} ALTER COLUMN ${own}`;
    return [
      ...(text === null ? [] : [sql`${alter} DROP DEFAULT`]),
      sql`${alter} TYPE ${path}${brackets} USING ${own}::text${brackets}::${path}${brackets}`,
      ...(text === null ? [] : [sql`${alter} SET DEFAULT ${sql.raw(text)}`]),
    ];
  });
  const readers = columns.flatMap(({ table, column }) => readersOf(dialect, table, column));
  const statement = (element: DDLElement): SqlFragment => sql.raw(dialect.ddl.compile(element));
  return [
    ...[...new Map(readers).values()].map(([drop]) => statement(drop)),
    sql`ALTER TYPE ${path} RENAME TO ${sql.identifier(aside)}`,
    create(path, after),
    ...moved,
    sql`DROP TYPE ${sql.identifier(...pathOf(schema, aside))}`,
    ...[...new Map(readers).values()].map(([, add]) => statement(add)),
  ];
}

/** CHECKs and indexes that compare a column with values of the old type: the new one has no operators for those. */
function readersOf(
  dialect: Dialect,
  table: Table,
  column: Column,
): readonly (readonly [CheckConstraint | Index, readonly [drop: DDLElement, add: DDLElement]])[] {
  const reads = (text: string): boolean => text.includes(column.requireName());
  const checks = table.constraints.filter((constraint) => constraint instanceof CheckConstraint);
  const [own, indexes] = [
    checks.filter(({ condition }) => reads(dialect.ddl.text(condition))),
    table.indexes.filter((index) => reads(expressionsOf(dialect, index))),
  ];
  return [
    ...own.flatMap((check) => {
      if (check.name === null) return [];
      const drop = new DropConstraint(table, check.name, "check");
      return [[check, [drop, new AddConstraint(check, table)]] as const];
    }),
    ...indexes.map(
      (index) => [index, [new DropIndex(index, table, table.schema), new CreateIndex(index, table)]] as const,
    ),
  ];
}

/** What an index says besides the names of columns. */
function expressionsOf(dialect: Dialect, index: Index): string {
  const items = index.expressions.map((item) => (item instanceof OrderedExpression ? item.expression : item));
  const { where } = optionsOf(index.options, "postgresql");
  const expressions = [...items, where].filter((item) => item instanceof SqlFragment);
  return expressions.map((expression) => dialect.ddl.text(expression)).join(" ");
}

function pathOf(schema: string | null, name: string): readonly [string, ...string[]] {
  return schema === null ? [name] : [schema, name];
}
