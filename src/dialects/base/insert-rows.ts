import type { Column, Table } from "../../schema/index.ts";
import { sql, SqlFragment } from "../../sql/index.ts";

/** A row, by names of columns. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * An INSERT of rows that have the same columns. Absent columns are left out, but for those that have a default of the
 * application.
 *
 * @param target the table as it stands in SQL
 * @throws {InvalidArgumentError} when a row has a key that is no column
 */
export function insertRows(target: string, table: Table, rows: readonly Row[]): SqlFragment {
  for (const row of rows) for (const key of Object.keys(row)) table.column(key);
  const columns = rows[0] === undefined ? [] : insertedColumns(table, rows[0]);
  const names = sql.join(columns.map((column) => sql.identifier(column.identifier)));
  const tuples = rows.map((row) => sql`(${sql.join(columns.map((column) => insertedValue(row, column)))})`);
  return sql`INSERT INTO ${sql.raw(target)} (${names}) VALUES ${sql.join(tuples)}`;
}

/**
 * Rows in the order given, those that stand together and have the same columns in one group.
 *
 * @param maxValues how many values the rows of a group may have in all
 */
export function groupRows(table: Table, rows: readonly Row[], maxValues: number): readonly (readonly Row[])[] {
  const groups: Row[][] = [];
  let signature: string | null = null;
  for (const row of rows) {
    const columns = insertedColumns(table, row);
    const own = JSON.stringify(columns.map((column) => column.requireName()));
    const last = groups.at(-1);
    if (last !== undefined && own === signature && (last.length + 1) * columns.length <= maxValues) last.push(row);
    else groups.push([row]);
    signature = own;
  }
  return groups;
}

function insertedColumns(table: Table, row: Row): readonly Column[] {
  return [...table.columns.values()].filter(
    (column) => row[column.requireName()] !== undefined || column.options.default !== undefined,
  );
}

function insertedValue(row: Row, column: Column): SqlFragment {
  const value = row[column.requireName()] ?? (column.requireName() in row ? null : defaultOf(column));
  return value instanceof SqlFragment ? value : sql.bind(value, column.type);
}

/** The application's default: a value, or a function that makes one for each row. */
function defaultOf({ options: { default: value } }: Column): unknown {
  // A function of unknown parameters: it is called as its documentation says, with none.
  return typeof value === "function" ? (value as () => unknown)() : value;
}
