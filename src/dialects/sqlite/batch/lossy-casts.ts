import type { CopiedColumn } from "../../../ddl/index.ts";
import type { SqlType } from "../../../types/index.ts";
import type { TableDatabase } from "./database.ts";

/** Whether values keep what they are when they are cast to a type: text and bytes do, numbers are made of anything. */
export function isNumericCast(declared: string): boolean {
  if (/INT/i.test(declared)) return true;
  return !/CHAR|CLOB|TEXT|BLOB/i.test(declared);
}

/**
 * How many values of each column a cast would change: `'x9'` becomes 0, `1.5` becomes 1. One pass over the table.
 *
 * @param columns those that are cast to a number
 * @param render writes a type as it stands in CAST
 */
export async function countLosses(
  database: TableDatabase,
  columns: readonly CopiedColumn[],
  render: (type: SqlType) => string,
): Promise<readonly number[]> {
  if (columns.length === 0) return [];
  const quote = (column: CopiedColumn): string => database.connection.dialect.identifiers.quote(column.source);
  const counts = columns.map(({ cast, ...column }, index) => {
    const name = quote({ cast, ...column });
    return `coalesce(sum(CAST(${name} AS ${cast === null ? "" : render(cast)}) <> ${name}), 0) AS n${index}`;
  });
  const table = `${database.quote(database.schema)}.${database.quote(database.name)}`;
  const [row = {}] = await database.rows(`SELECT ${counts.join(", ")} FROM ${table}`);
  return columns.map((_, index) => Number(Object.values(row)[index]));
}
