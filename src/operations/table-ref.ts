import type { TableRef } from "../ddl/index.ts";
import type { Identifier } from "../sql/index.ts";

/** A table by its name and schema, as the impl takes it. */
export function tableRef(name: Identifier, schema: Identifier | null | undefined): TableRef {
  return { identifier: name, schema: schema ?? null };
}
