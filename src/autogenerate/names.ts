import { truncateName } from "../ddl/truncate-name.ts";
import { type Constraint, type Index, resolveName, type Table } from "../schema/index.ts";
import { nameText } from "../sql/index.ts";
import type { AutogenContext } from "./autogen-context.ts";

/** The name that something has in the database: made by the convention where it is, and as short as it must be there. */
export function nameIn(context: AutogenContext, item: Index | Constraint, table: Table): string | null {
  const resolved = resolveName(item, table);
  if (resolved === null) return null;
  const name = nameText(resolved.name);
  return resolved.isGenerated
    ? truncateName(name, context.migrationContext.dialect.target.identifiers.rules.maxIdentifierLength)
    : name;
}
