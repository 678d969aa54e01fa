import type { ModifyTableOps } from "../../operations/containers.ts";
import type { AutogenContext } from "../autogen-context.ts";
import type { ComparedTable } from "../comparators.ts";
import type { PluginDefinition } from "../plugins.ts";
import { StatementOps } from "../statement-op.ts";

/** A table's own options, such as its engine: those that the model gives. */
export const tableOptions: PluginDefinition = {
  name: "alembic.autogenerate.tableoptions",
  setup(plugin) {
    plugin.addAutogenerateComparator(compareTableOptions, "table", { element: "tableoptions" });
  },
};

function compareTableOptions(context: AutogenContext, ops: ModifyTableOps, { reflected, model }: ComparedTable): void {
  if (reflected === null || model === null) return;
  const change = context.comparison.tableOptionsChange({ reflected, model });
  if (change === null) return;
  context.log(`Detected changed ${change.what} on '${model.fullName}'`);
  ops.ops.push(new StatementOps(change.upgrade, change.downgrade));
}
