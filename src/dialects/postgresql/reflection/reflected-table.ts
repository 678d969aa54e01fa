import type {
  ReflectedCheck,
  ReflectedColumn,
  ReflectedExclude,
  ReflectedForeignKey,
  ReflectedIndex,
  ReflectedPrimaryKey,
  ReflectedTable,
  ReflectedUnique,
} from "../../../reflection/index.ts";
import {
  type IdentityOptions,
  type IndexExpression,
  type IndexOptions,
  OrderedExpression,
  type TableOptions,
} from "../../../schema/index.ts";
import { sql, type SqlFragment } from "../../../sql/index.ts";
import { parseType } from "./parse-type.ts";
import type { ColumnRow, ConstraintRow, IdentityRow, IndexElementRow, IndexRow, TableRow } from "./rows.ts";

/** The rows of a whole schema, by table. */
export interface Gathered {
  /** As it was asked for: null for the default one. */
  readonly schema: string | null;
  readonly defaultSchema: string;
  readonly columns: ReadonlyMap<string, readonly ColumnRow[]>;
  readonly constraints: ReadonlyMap<string, readonly ConstraintRow[]>;
  readonly indexes: ReadonlyMap<string, readonly IndexRow[]>;
  /** Values of enum types, by `schema.name`. */
  readonly enums: ReadonlyMap<string, readonly string[]>;
}

/** Puts the rows of one table together. */
export function reflectedTable(row: TableRow, gathered: Gathered): ReflectedTable {
  const constraints = gathered.constraints.get(row.name) ?? [];
  const indexes = gathered.indexes.get(row.name) ?? [];
  const key = constraints.find((constraint) => constraint.kind === "p");
  return {
    name: row.name,
    schema: gathered.schema,
    isDeclarable: !row.isMadeOtherwise,
    columns: (gathered.columns.get(row.name) ?? []).map((column) => columnOf(column, gathered)),
    primaryKey: key === undefined ? null : primaryKeyOf(key),
    uniques: constraints.filter((constraint) => constraint.kind === "u").map(uniqueOf),
    foreignKeys: constraints
      .filter((constraint) => constraint.kind === "f")
      .map((constraint) => foreignKeyOf(constraint, gathered)),
    checks: constraints
      .filter((constraint) => constraint.kind === "c")
      .map((constraint) => checkOf(constraint, row.name)),
    excludes: constraints
      .filter((constraint) => constraint.kind === "x")
      .flatMap((constraint) => excludeOf(constraint, indexes)),
    indexes: indexes.map(indexOf),
    comment: row.comment,
    options: tableOptions(row, gathered),
  };
}

function tableOptions(row: TableRow, { defaultSchema }: Gathered): TableOptions {
  const { parents, partitionKey, method, options, tablespace, isUnlogged } = row;
  const inherits = (parents ?? []).map(({ schema, name }) => (schema === defaultSchema ? name : `${schema}.${name}`));
  const own = {
    ...(inherits.length === 0 ? {} : { inherits }),
    ...(partitionKey === null ? {} : { partitionBy: partitionKey }),
    ...(method === null ? {} : { using: method }),
    ...storageParameters(options),
    ...(tablespace === null ? {} : { tablespace }),
  };
  return {
    ...(isUnlogged ? { prefixes: ["UNLOGGED"] } : {}),
    ...(Object.keys(own).length === 0 ? {} : { postgresql: own }),
  };
}

function columnOf(row: ColumnRow, { enums, defaultSchema }: Gathered): ReflectedColumn {
  const values = row.typeKind === "e" ? enums.get(`${row.typeSchema}.${row.typeName}`) : undefined;
  const enumSchema = row.typeSchema === defaultSchema ? null : row.typeSchema;
  const type = parseType({
    text: row.type,
    dimensions: row.dimensions,
    collation: row.collation,
    enumeration: values === undefined ? null : { name: row.typeName, schema: enumSchema, values },
  });
  const isGenerated = row.generated !== "";
  const isSerial = row.hasOwnSequence && (row.default ?? "").startsWith("nextval(");
  return {
    name: row.name,
    type,
    nullable: !row.isNotNull,
    defaultSql: isGenerated || isSerial ? null : row.default,
    isAutoincrement: isSerial,
    identity: row.identity === "" ? null : identityOf(row.identity, row.identityOptions),
    computed: isGenerated ? { sql: unwrapped(row.default ?? ""), persisted: row.generated === "s" } : null,
    comment: row.comment,
  };
}

function identityOf(kind: string, options: IdentityRow | null): IdentityOptions {
  const always = kind === "a";
  if (options === null) return { always };
  const { start, increment, minValue, maxValue, cache, cycle } = options;
  return {
    always,
    start: BigInt(start),
    increment: BigInt(increment),
    minValue: BigInt(minValue),
    maxValue: BigInt(maxValue),
    cycle,
    cache: BigInt(cache),
  };
}

function primaryKeyOf(row: ConstraintRow): ReflectedPrimaryKey {
  return { name: row.name, columns: row.columns ?? [], options: { ...deferral(row), ...included(row) } };
}

function uniqueOf(row: ConstraintRow): ReflectedUnique {
  const nulls = row.nullsNotDistinct ? { nullsNotDistinct: true } : {};
  const own = { ...nulls, ...(row.include === null ? {} : { include: row.include }) };
  const options = Object.keys(own).length === 0 ? {} : { postgresql: own };
  return {
    name: row.name,
    columns: row.columns ?? [],
    options: { ...deferral(row), ...options },
    duplicatesIndex: row.name,
  };
}

function included({ include }: ConstraintRow): { readonly postgresql?: { readonly include: readonly string[] } } {
  return include === null ? {} : { postgresql: { include } };
}

function deferral({ deferrable, deferred }: ConstraintRow): {
  readonly deferrable?: true;
  readonly initially?: "DEFERRED";
} {
  return { ...(deferrable ? { deferrable: true } : {}), ...(deferred ? { initially: "DEFERRED" } : {}) };
}

function foreignKeyOf(row: ConstraintRow, { defaultSchema }: Gathered): ReflectedForeignKey {
  const action = (key: "onUpdate" | "match") => (row[key] === null ? {} : { [key]: row[key] });
  return {
    name: row.name,
    columns: row.columns ?? [],
    referredSchema: row.referredSchema === defaultSchema ? null : row.referredSchema,
    referredTable: row.referredTable ?? "",
    referredColumns: row.referredColumns ?? [],
    options: { ...action("onUpdate"), ...onDelete(row), ...action("match"), ...deferral(row), ...notValid(row) },
  };
}

function onDelete({ onDelete: action, onDeleteColumns: columns }: ConstraintRow): { readonly onDelete?: string } {
  if (action === null) return {};
  return { onDelete: columns === null ? action : `${action} (${columns})` };
}

function notValid({ isValidated }: ConstraintRow): { readonly postgresql?: { readonly notValid: true } } {
  return isValidated ? {} : { postgresql: { notValid: true } };
}

/** The server names a CHECK after its table and columns: `t_a_check`, `t_check1`. */
function checkOf(row: ConstraintRow, table: string): ReflectedCheck {
  const isNameGenerated = row.name.startsWith(`${table}_`) && /_check\d*$/.test(row.name);
  return { name: row.name, sql: unwrapped(row.condition ?? ""), isNameGenerated };
}

/** An exclusion constraint is what its index is, with an operator for each element. */
function excludeOf(row: ConstraintRow, indexes: readonly IndexRow[]): readonly ReflectedExclude[] {
  const index = indexes.find(({ constraint }) => constraint === row.name);
  if (index === undefined) return [];
  const keys = keysOf(index);
  return [
    {
      name: row.name,
      elements: keys.map((key) => [operandOf(key), key.operator ?? ""]),
      options: {
        using: index.method,
        ...(index.predicate === null ? {} : { where: sql.raw(unwrapped(index.predicate)) }),
        ...operatorClasses(keys),
        ...deferral(row),
      },
    },
  ];
}

function keysOf({ elements }: IndexRow): readonly IndexElementRow[] {
  return elements.filter((element) => !element.isIncluded);
}

function indexOf(row: IndexRow): ReflectedIndex {
  const keys = keysOf(row);
  return {
    name: row.name,
    expressions: keys.map(expressionOf),
    options: indexOptions(row, keys),
    duplicatesConstraint: row.constraint,
  };
}

function expressionOf(element: IndexElementRow): IndexExpression {
  const expression = operandOf(element);
  const { isDescending, isNullsFirst } = element;
  if (!isDescending && !isNullsFirst) return expression;
  const nulls = isDescending === isNullsFirst ? null : isNullsFirst ? "first" : "last";
  return new OrderedExpression(expression, isDescending ? "desc" : null, nulls);
}

/** A plain column by its name; a collation or an expression as SQL. */
function operandOf(element: IndexElementRow): string | SqlFragment {
  const { column, text, collation, operatorClass } = element;
  if (column !== null && isPlain(element)) return column;
  const collated = collation === null ? text : `${text} COLLATE ${collation}`;
  return sql.raw(operatorClass === null ? collated : `${collated} ${operatorClass}`);
}

function isPlain({ column, collation }: IndexElementRow): boolean {
  return column !== null && collation === null;
}

/** The classes of plain columns by their names; what is written as SQL has its own beside it. */
function operatorClasses(keys: readonly IndexElementRow[]): { readonly ops?: Readonly<Record<string, string>> } {
  const named = keys
    .filter(isPlain)
    .flatMap(({ column, operatorClass }) =>
      column === null || operatorClass === null ? [] : [[column, operatorClass] as const],
    );
  return named.length === 0 ? {} : { ops: Object.fromEntries(named) };
}

function indexOptions(row: IndexRow, keys: readonly IndexElementRow[]): IndexOptions {
  const include = row.elements.filter((element) => element.isIncluded).map((element) => element.text);
  const own = {
    ...(row.method === "btree" ? {} : { using: row.method }),
    ...(row.predicate === null ? {} : { where: sql.raw(row.predicate) }),
    ...(include.length === 0 ? {} : { include }),
    ...operatorClasses(keys),
    ...storageParameters(row.options),
    ...(row.tablespace === null ? {} : { tablespace: row.tablespace }),
    ...(row.nullsNotDistinct ? { nullsNotDistinct: true } : {}),
  };
  return { unique: row.isUnique, ...(Object.keys(own).length === 0 ? {} : { postgresql: own }) };
}

function storageParameters(options: readonly string[] | null): { readonly with?: Readonly<Record<string, string>> } {
  return options === null || options.length === 0 ? {} : { with: Object.fromEntries(options.map(storageOption)) };
}

function storageOption(option: string): readonly [string, string] {
  const [key = "", ...value] = option.split("=");
  return [key, value.join("=")];
}

/** Takes away the parentheses that the catalogue puts around a whole expression. */
function unwrapped(text: string): string {
  if (!text.startsWith("(") || !text.endsWith(")")) return text;
  let depth = 0;
  for (let index = 0; index < text.length - 1; index++) {
    if (text[index] === "(") depth += 1;
    if (text[index] === ")") depth -= 1;
    if (depth === 0) return text;
  }
  return text.slice(1, -1);
}
