import type { Identity, IdentityOptions } from "../../schema/index.ts";
import type { AutogenContext } from "../autogen-context.ts";
import type { ColumnChange } from "../column-change.ts";
import type { ComparatorResult, ComparedColumn } from "../comparators.ts";
import { columnLabel } from "./labels.ts";

/** Identity columns, where the database has such a thing: what the model leaves open is the database's own business. */
export function compareIdentity(
  context: AutogenContext,
  change: ColumnChange,
  column: ComparedColumn,
): ComparatorResult {
  const before = column.reflected.options.identity;
  const after = column.model.options.identity;
  if (!context.migrationContext.dialect.features.supportsIdentity) return after === undefined ? "continue" : "stop";
  if (before === undefined && after === undefined) return "continue";
  const different = before === undefined || after === undefined ? [] : differentOptions(before, after);
  if (before !== undefined && after !== undefined && different.length === 0) return "stop";
  const what = different.length === 0 ? (after === undefined ? "removed" : "added") : different.join(", ");
  context.log(`Detected identity on '${columnLabel(column)}': ${what}`);
  change.set({ serverDefault: after ?? column.model.serverDefault });
  // An identity takes no NULL, and the column has to say so before.
  if (before === undefined && column.reflected.nullable) change.set({ existingNullable: true, nullable: false });
  if (after === undefined && column.model.nullable) change.set({ existingNullable: false, nullable: true });
  return "stop";
}

const compared = [
  "start",
  "increment",
  "minValue",
  "maxValue",
  "cycle",
  "cache",
] as const satisfies readonly (keyof IdentityOptions)[];

function differentOptions(before: Identity, after: Identity): readonly string[] {
  const own = compared.filter((key) => {
    const wanted = after.options[key];
    return wanted !== undefined && String(wanted) !== String(before.options[key] ?? (key === "cycle" ? false : ""));
  });
  return before.always === after.always ? own : ["always", ...own];
}
