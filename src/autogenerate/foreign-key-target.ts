import type { ForeignKeyConstraint, ReferredColumn, Table } from "../schema/index.ts";

/** The columns that a key of a table refers to; where it names no schema, the metadata's own is meant. */
export function targetsOf(key: ForeignKeyConstraint, table: Table): readonly ReferredColumn[] {
  const own = table.metadata?.schema ?? null;
  return own === null
    ? key.referred
    : key.referred.map((column) => (column.schema === null ? { ...column, schema: own } : column));
}

/** `schema.table`, or `table`, of what a key of a table refers to. */
export function targetName(key: ForeignKeyConstraint, table: Table): string {
  const [first] = targetsOf(key, table);
  if (first === undefined) return "";
  return first.schema === null ? first.table : `${first.schema}.${first.table}`;
}
