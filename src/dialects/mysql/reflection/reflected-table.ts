import type {
  ReflectedCheck,
  ReflectedColumn,
  ReflectedForeignKey,
  ReflectedIndex,
  ReflectedPrimaryKey,
  ReflectedTable,
  ReflectedUnique,
} from "../../../reflection/index.ts";
import { type IndexExpression, OrderedExpression } from "../../../schema/index.ts";
import { sql } from "../../../sql/index.ts";
import { groupBy } from "../../../util/group-by.ts";
import { parseType } from "./parse-type.ts";

export interface TableRow {
  readonly table: string;
  readonly comment: string | null;
  readonly collation: string | null;
  readonly engine: string | null;
}

export interface ColumnRow {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly isNullable: string;
  readonly default: string | null;
  readonly extra: string;
  readonly comment: string;
  readonly collation: string | null;
  readonly generated: string | null;
}

export interface IndexRow {
  readonly table: string;
  readonly name: string;
  readonly isNotUnique: number | string;
  readonly column: string | null;
  readonly length: number | null;
  /** `A` or `D`. */
  readonly order: string | null;
  /** `BTREE`, `HASH`, `FULLTEXT`, `SPATIAL`. */
  readonly kind: string;
  readonly expression: string | null;
}

export interface ForeignKeyRow {
  readonly table: string;
  readonly name: string;
  readonly column: string;
  readonly referredSchema: string;
  readonly referredTable: string;
  readonly referredColumn: string;
  readonly onUpdate: string;
  readonly onDelete: string;
}

export interface CheckRow {
  readonly table: string;
  readonly name: string;
  readonly conditionText: string;
  /** `Column` where it belongs to a column, as MariaDB tells. */
  readonly constraintLevel: string;
}

/** The rows of a whole schema, by table. */
export interface Gathered {
  /** As it was asked for: null for the default one. */
  readonly schema: string | null;
  readonly defaultSchema: string | null;
  readonly isMariadb: boolean;
  readonly columns: ReadonlyMap<string, readonly ColumnRow[]>;
  readonly indexes: ReadonlyMap<string, readonly IndexRow[]>;
  readonly foreignKeys: ReadonlyMap<string, readonly ForeignKeyRow[]>;
  readonly checks: ReadonlyMap<string, readonly CheckRow[]>;
}

/** Puts the rows of one table together. */
export function reflectedTable(row: TableRow, gathered: Gathered): ReflectedTable {
  const indexes = [...groupBy(gathered.indexes.get(row.table) ?? [], (index) => index.name).values()];
  const key = indexes.find(([first]) => first?.name === "PRIMARY");
  const others = indexes.filter((group) => group !== key);
  const isUnique = (group: readonly IndexRow[]): boolean => isPlainUnique(group);
  return {
    name: row.table,
    schema: gathered.schema,
    isDeclarable: true,
    columns: (gathered.columns.get(row.table) ?? []).map((column) => columnOf(column, row, gathered)),
    primaryKey: key === undefined ? null : primaryKeyOf(key),
    uniques: others.filter(isUnique).map(uniqueOf),
    foreignKeys: [...groupBy(gathered.foreignKeys.get(row.table) ?? [], (foreign) => foreign.name).values()].map(
      (group) => foreignKeyOf(group, gathered),
    ),
    checks: (gathered.checks.get(row.table) ?? []).map((check) => checkOf(check, row.table)),
    excludes: [],
    indexes: others.filter((group) => !isUnique(group)).map(indexOf),
    comment: row.comment === null || row.comment === "" ? null : row.comment,
    options: tableOptions(row),
  };
}

function tableOptions({ engine, collation }: TableRow): ReflectedTable["options"] {
  const own = {
    ...(engine === null ? {} : { engine }),
    ...(collation === null ? {} : { defaultCharset: charsetOf(collation), collate: collation }),
  };
  return Object.keys(own).length === 0 ? {} : { mysql: own };
}

/** A collation's name begins with that of its character set. */
function charsetOf(collation: string): string {
  return collation.split("_")[0] ?? collation;
}

/** A unique constraint and a plain unique index are one thing here; what only an index can have makes it one. */
function isPlainUnique(group: readonly IndexRow[]): boolean {
  return group.every(
    (row) =>
      Number(row.isNotUnique) === 0 &&
      row.length === null &&
      row.column !== null &&
      row.order !== "D" &&
      row.kind === "BTREE",
  );
}

function columnOf(row: ColumnRow, table: TableRow, { isMariadb }: Gathered): ReflectedColumn {
  const generated = row.generated !== null && row.generated !== "" ? row.generated : null;
  const collation = row.collation === table.collation ? null : row.collation;
  return {
    name: row.name,
    type: parseType(row.type, collation),
    nullable: row.isNullable === "YES",
    defaultSql: generated === null ? defaultOf(row, isMariadb) : null,
    isAutoincrement: /auto_increment/i.test(row.extra),
    identity: null,
    computed: generated === null ? null : { sql: generated, persisted: /stored|persistent/i.test(row.extra) },
    comment: row.comment === "" ? null : row.comment,
  };
}

/** MariaDB (10.2.7 and later) writes a default as SQL; MySQL writes a literal's bare text, and marks an expression. */
function defaultOf(row: ColumnRow, isMariadb: boolean): string | null {
  const onUpdate = /\bon update (\S+)/i.exec(row.extra)?.[0] ?? null;
  const text = isMariadb ? sqlDefault(row) : bareDefault(row);
  if (text === null) return null;
  return onUpdate === null ? text : `${text} ${onUpdate.replace(/^on update/i, "ON UPDATE")}`;
}

function sqlDefault(row: ColumnRow): string | null {
  return row.default === null || row.default === "NULL" ? null : row.default;
}

function bareDefault(row: ColumnRow): string | null {
  if (row.default === null) return null;
  if (/DEFAULT_GENERATED/i.test(row.extra) || /^current_timestamp/i.test(row.default) || /^b'[01]*'$/.test(row.default))
    return row.default;
  return /^(tiny|small|medium|big)?int|^(decimal|float|double)/i.test(row.type)
    ? row.default
    : `'${row.default.replaceAll("'", "''")}'`;
}

function primaryKeyOf(group: readonly IndexRow[]): ReflectedPrimaryKey {
  return { name: null, columns: columnsOf(group), options: {} };
}

function uniqueOf(group: readonly IndexRow[]): ReflectedUnique {
  const name = group[0]?.name ?? null;
  return { name, columns: columnsOf(group), options: {}, duplicatesIndex: name };
}

function columnsOf(group: readonly IndexRow[]): readonly string[] {
  return group.flatMap((row) => (row.column === null ? [] : [row.column]));
}

function foreignKeyOf(group: readonly ForeignKeyRow[], { defaultSchema }: Gathered): ReflectedForeignKey {
  const [first] = group;
  return {
    name: first?.name ?? null,
    columns: group.map((row) => row.column),
    referredSchema: first === undefined || first.referredSchema === defaultSchema ? null : first.referredSchema,
    referredTable: first?.referredTable ?? "",
    referredColumns: group.map((row) => row.referredColumn),
    options: { ...action("onUpdate", first?.onUpdate), ...action("onDelete", first?.onDelete) },
  };
}

/** The servers write NO ACTION and RESTRICT for the same thing, which is also what they do when nothing is said. */
function action(key: "onUpdate" | "onDelete", word: string | undefined): { readonly [key: string]: string } {
  return word === undefined || word === "NO ACTION" || word === "RESTRICT" ? {} : { [key]: word };
}

/** MySQL names a CHECK after its table, MariaDB after its column or by a number. */
function checkOf(row: CheckRow, table: string): ReflectedCheck {
  const isNameGenerated =
    /^CONSTRAINT_\d+$/.test(row.name) || (row.name.startsWith(`${table}_chk_`) && /_chk_\d+$/.test(row.name));
  // The CHECK of a column has no name of its own: MariaDB shows the column's, and cannot drop it by that.
  return { name: row.constraintLevel === "Column" ? null : row.name, sql: row.conditionText, isNameGenerated };
}

function indexOf(group: readonly IndexRow[]): ReflectedIndex {
  const [first] = group;
  const lengths = group.flatMap((row) =>
    row.column === null || row.length === null ? [] : [[row.column, row.length]],
  );
  const own = {
    ...(lengths.length === 0 ? {} : { length: Object.fromEntries(lengths) }),
    ...(first?.kind === "FULLTEXT" || first?.kind === "SPATIAL" ? { prefix: first.kind } : {}),
    ...(first?.kind === "HASH" ? { using: "hash" } : {}),
  };
  return {
    name: first?.name ?? "",
    expressions: group.map(expressionOf),
    options: {
      unique: Number(first?.isNotUnique ?? 1) === 0,
      ...(Object.keys(own).length === 0 ? {} : { mysql: own }),
    },
    duplicatesConstraint: null,
  };
}

function expressionOf(row: IndexRow): IndexExpression {
  const expression = row.column ?? sql.raw(`(${row.expression ?? ""})`);
  return row.order === "D" ? new OrderedExpression(expression, "desc") : expression;
}
