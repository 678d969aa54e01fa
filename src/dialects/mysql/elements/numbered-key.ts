import type { Index, Table } from "../../../schema/index.ts";

/**
 * The index that a table cannot be made without: a column that numbers itself has to come first in a key, and is not the
 * first one of the primary key. null where there is no such need.
 */
export function numberedKey(table: Table): Index | null {
  const numbered = table.autoincrementColumn?.requireName();
  if (numbered === undefined || table.primaryKey?.columns[0] === numbered) return null;
  return table.indexes.find(({ columns }) => columns[0] === numbered) ?? null;
}
