import type {
  ReflectedCheck,
  ReflectedColumn,
  ReflectedForeignKey,
  ReflectedIndex,
  ReflectedPrimaryKey,
  ReflectedTable,
  ReflectedUnique,
} from "../../../reflection/index.ts";
import { type IndexExpression, OrderedExpression, type TableOptions } from "../../../schema/index.ts";
import { sql } from "../../../sql/index.ts";
import { groupBy } from "../../../util/group-by.ts";
import type { SqliteConflict } from "../options.ts";
import { parseType } from "./parse-type.ts";
import {
  parseCreateTable,
  type ParsedConstraint,
  type parseDefinition,
  type ParsedTable,
} from "../text/parse-create-table.ts";
import { parseCreateIndex, type ParsedIndex } from "../text/parse-create-index.ts";

export interface TableRow {
  readonly name: string;
  readonly sql: string;
}

export interface ColumnRow {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly isNotNull: number;
  readonly default: string | null;
  /** Where the column stands in the primary key, from 1; 0 where it does not. */
  readonly keyPosition: number;
  /** 1: of a virtual table; 2: generated and virtual; 3: generated and stored. */
  readonly hidden: number;
}

export interface ForeignKeyRow {
  readonly table: string;
  readonly id: number;
  readonly referredTable: string;
  readonly column: string;
  /** null where the statement names no column: the primary key is meant. */
  readonly referredColumn: string | null;
  readonly onUpdate: string;
  readonly onDelete: string;
}

export interface IndexRow {
  readonly table: string;
  readonly name: string;
  readonly isUnique: number;
  /** `c`: CREATE INDEX; `u`: a UNIQUE constraint; `pk`: the primary key. */
  readonly origin: string;
  readonly sql: string | null;
  /** null for an expression. */
  readonly column: string | null;
  readonly isDescending: number;
  readonly collation: string;
}

/** The rows of a whole database, by table. */
export interface Gathered {
  readonly schema: string | null;
  readonly columns: ReadonlyMap<string, readonly ColumnRow[]>;
  readonly foreignKeys: ReadonlyMap<string, readonly ForeignKeyRow[]>;
  readonly indexes: ReadonlyMap<string, readonly IndexRow[]>;
  /** Reads definitions of tables, the same ones once. */
  readonly parseDefinition: typeof parseDefinition;
}

/** Whether a module keeps a table, such as FTS5. */
export function isVirtual({ sql: text }: TableRow): boolean {
  return /^\s*CREATE\s+VIRTUAL\s/i.test(text);
}

/** Puts together what the pragmas say of a table and what its statement says. */
export function reflectedTable(row: TableRow, gathered: Gathered): ReflectedTable {
  const parsed = parseCreateTable(row.sql, gathered.parseDefinition);
  const columns = (gathered.columns.get(row.name) ?? []).filter((column) => column.hidden !== 1);
  const lone = loneKey(columns);
  const indexes = [...groupBy(gathered.indexes.get(row.name) ?? [], (index) => index.name).values()];
  return {
    name: row.name,
    schema: gathered.schema,
    isDeclarable: !isVirtual(row),
    columns: columns.map((column) => columnOf(column, parsed, column === lone)),
    primaryKey: primaryKeyOf(columns, parsed),
    uniques: uniquesOf(
      indexes.filter(([first]) => first?.origin === "u"),
      parsed,
    ),
    foreignKeys: foreignKeysOf(gathered.foreignKeys.get(row.name) ?? [], parsed, gathered),
    checks: parsed.constraints.filter((constraint) => constraint.kind === "check").map(checkOf),
    excludes: [],
    indexes: indexes.filter(([first]) => first?.origin === "c").map(indexOf),
    comment: null,
    options: optionsOf(parsed),
  };
}

/** The column that is the whole primary key. */
function loneKey(columns: readonly ColumnRow[]): ColumnRow | null {
  const [lone, ...others] = columns.filter((column) => column.keyPosition > 0);
  return others.length === 0 ? (lone ?? null) : null;
}

function columnOf(row: ColumnRow, parsed: ParsedTable, isLoneKey: boolean): ReflectedColumn {
  const own = parsed.columns.get(row.name);
  const generated = row.hidden === 2 || row.hidden === 3;
  return {
    name: row.name,
    type: parseType(row.type, own?.collation ?? null),
    nullable: row.isNotNull === 0 && !(isLoneKey && /^integer$/i.test(row.type)),
    defaultSql: generated ? null : row.default,
    isAutoincrement: own?.isAutoincrement === true ? true : null,
    identity: null,
    computed: generated ? { sql: own?.generated ?? "", persisted: row.hidden === 3 } : null,
    comment: null,
  };
}

function primaryKeyOf(columns: readonly ColumnRow[], parsed: ParsedTable): ReflectedPrimaryKey | null {
  const keys = columns
    .filter((column) => column.keyPosition > 0)
    .toSorted((left, right) => left.keyPosition - right.keyPosition);
  if (keys.length === 0) return null;
  const own = parsed.constraints.find((constraint) => constraint.kind === "primary");
  return { name: own?.name ?? null, columns: keys.map((column) => column.name), options: keyOptions(own) };
}

/** Of several constraints on the same columns each has its own text. */
function uniquesOf(groups: readonly (readonly IndexRow[])[], parsed: ParsedTable): readonly ReflectedUnique[] {
  const written = parsed.constraints.filter((constraint) => constraint.kind === "unique");
  return groups.map((rows) => {
    const columns = rows.flatMap((row) => (row.column === null ? [] : [row.column]));
    const own = taken(written, columns);
    return { name: own?.name ?? null, columns, options: keyOptions(own), duplicatesIndex: null };
  });
}

/** A constraint on columns, taken out of the list; one with a name first, since SQLite makes one of several that are alike. */
function taken(written: ParsedConstraint[], columns: readonly string[]): ParsedConstraint | undefined {
  const isOwn = (constraint: ParsedConstraint): boolean => same(constraint.columns, columns);
  const named = written.findIndex((constraint) => isOwn(constraint) && constraint.name !== null);
  const at = named < 0 ? written.findIndex(isOwn) : named;
  return at < 0 ? undefined : written.splice(at, 1)[0];
}

function keyOptions(own: ParsedConstraint | undefined): ReflectedUnique["options"] {
  if (own === undefined) return {};
  const onConflict = conflictWord(own.onConflict);
  const options = {
    ...(onConflict === undefined ? {} : { onConflict }),
    ...(own.collations.some((collation) => collation !== null) ? { collations: own.collations } : {}),
    ...(own.descending.includes(true)
      ? { orders: own.descending.map((isDescending) => (isDescending ? ("desc" as const) : null)) }
      : {}),
  };
  return Object.keys(options).length === 0 ? {} : { sqlite: options };
}

export function conflictWord(text: string | null): SqliteConflict | undefined {
  return (["ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE"] as const).find((word) => word === text);
}

function foreignKeysOf(
  rows: readonly ForeignKeyRow[],
  parsed: ParsedTable,
  gathered: Gathered,
): readonly ReflectedForeignKey[] {
  const written = parsed.constraints.filter((constraint) => constraint.kind === "foreignkey");
  return [...groupBy(rows, (row) => row.id).values()].map((group) => {
    const columns = group.map((row) => row.column);
    const own = taken(written, columns);
    const [first] = group;
    const referredTable = first?.referredTable ?? "";
    return {
      name: own?.name ?? null,
      columns,
      referredSchema: gathered.schema,
      referredTable,
      referredColumns: group.map((row, index) => row.referredColumn ?? keyColumn(gathered, referredTable, index)),
      options: {
        ...action("onUpdate", first?.onUpdate),
        ...action("onDelete", first?.onDelete),
        ...(own?.deferrable === true ? { deferrable: true } : {}),
        ...(own?.initiallyDeferred === true ? { initially: "DEFERRED" } : {}),
      },
    };
  });
}

function keyColumn({ columns }: Gathered, table: string, index: number): string {
  return columns.get(table)?.find((column) => column.keyPosition === index + 1)?.name ?? "";
}

function action(key: "onUpdate" | "onDelete", word: string | undefined): { readonly [key: string]: string } {
  return word === undefined || word === "NO ACTION" ? {} : { [key]: word };
}

function checkOf(constraint: ParsedConstraint): ReflectedCheck {
  return { name: constraint.name, sql: constraint.condition ?? "", isNameGenerated: false };
}

function indexOf(rows: readonly IndexRow[]): ReflectedIndex {
  const [first] = rows;
  const written = first?.sql ?? "";
  const isPlain = rows.every(({ column }) => column !== null) && !/COLLATE|WHERE/i.test(written);
  const parsed = isPlain ? plainIndex : parseCreateIndex(written);
  return {
    name: first?.name ?? "",
    expressions: rows.map((row, position) => expressionOf(row, parsed.expressions[position] ?? "")),
    options: {
      unique: first?.isUnique === 1,
      ...(parsed.where === null ? {} : { sqlite: { where: sql.raw(parsed.where) } }),
    },
    duplicatesConstraint: null,
  };
}

/** What is written of an index says nothing that its rows do not say. */
const plainIndex: ParsedIndex = { expressions: [], where: null };

/** A plain column by its name; a collation or an expression as it was written. */
function expressionOf(row: IndexRow, written: string): IndexExpression {
  const isPlain = row.column !== null && !/\bCOLLATE\b/i.test(written);
  const expression = row.column !== null && isPlain ? row.column : sql.raw(written.replace(/\s+(ASC|DESC)\s*$/i, ""));
  return row.isDescending === 1 ? new OrderedExpression(expression, "desc") : expression;
}

function optionsOf(parsed: ParsedTable): TableOptions {
  const isAutoincrement = [...parsed.columns.values()].some((column) => column.isAutoincrement);
  const own = {
    ...(isAutoincrement ? { autoincrement: true } : {}),
    ...(parsed.isWithoutRowid ? { withRowid: false } : {}),
    ...(parsed.isStrict ? { strict: true } : {}),
  };
  return Object.keys(own).length === 0 ? {} : { sqlite: own };
}

function same(left: readonly string[], right: readonly string[]): boolean {
  return (
    left.length === right.length && left.every((name, index) => name.toLowerCase() === right[index]?.toLowerCase())
  );
}
