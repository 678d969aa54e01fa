import type { OpContainer } from "../../operations/containers.ts";
import type { AutogenContext } from "../autogen-context.ts";
import { compareTables } from "./tables.ts";

/** Compares every schema that takes part; the default one is null. */
export async function compareSchemas(context: AutogenContext, ops: OpContainer): Promise<void> {
  for (const schema of await schemasOf(context)) await compareTables(context, ops, schema);
}

/** The schemas that take part, the default one first, as null. */
export async function schemasOf(context: AutogenContext): Promise<readonly (string | null)[]> {
  const others = context.options.includeSchemas === true ? await otherSchemas(context) : [];
  return [null, ...others].filter((schema) => context.includesName(schema, "schema", {}));
}

async function otherSchemas({ inspector }: AutogenContext): Promise<readonly string[]> {
  const standard = await inspector.defaultSchema();
  const names = await inspector.schemaNames();
  return names.filter((name) => name !== standard && name !== "information_schema").toSorted();
}
