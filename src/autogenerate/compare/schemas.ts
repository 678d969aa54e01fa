import type { UpgradeOps } from "../../operations/containers.ts";
import type { AutogenContext } from "../autogen-context.ts";
import type { PluginDefinition } from "../plugins.ts";

/** Finds out which schemas take part; the default one is null. */
export const schemas: PluginDefinition = {
  name: "alembic.autogenerate.schemas",
  setup(plugin) {
    plugin.addAutogenerateComparator(compareSchemas, "autogenerate");
  },
};

async function compareSchemas(context: AutogenContext, ops: UpgradeOps): Promise<void> {
  await context.dispatch("schema", ops, new Set(await schemasOf(context)));
}

/** The schemas that take part; the default one is null. */
export async function schemasOf(context: AutogenContext): Promise<readonly (string | null)[]> {
  const others = context.options.includeSchemas === true ? await otherSchemas(context) : [];
  return [null, ...others].filter((schema) => context.includesName(schema, "schema", {}));
}

async function otherSchemas({ inspector }: AutogenContext): Promise<readonly string[]> {
  const standard = await inspector.defaultSchema();
  const names = await inspector.schemaNames();
  return names.filter((name) => name !== standard && name !== "information_schema").toSorted();
}
