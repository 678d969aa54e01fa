import { registerBuiltIn } from "../plugins.ts";
import { checks } from "./checks.ts";
import { comments } from "./comments.ts";
import { constraints } from "./constraints.ts";
import { defaults } from "./defaults.ts";
import { primaryKeys } from "./primary-keys.ts";
import { schemas } from "./schemas.ts";
import { tableOptions } from "./table-options.ts";
import { tables } from "./tables.ts";
import { types } from "./types.ts";

let isRegistered = false;

/** Registers what the package itself compares; a new kind of thing is its file and a line here. */
export function registerBuiltIns(): void {
  if (isRegistered) return;
  isRegistered = true;
  for (const definition of [schemas, tables, types, constraints, defaults, comments, checks, primaryKeys, tableOptions])
    registerBuiltIn(definition);
}
