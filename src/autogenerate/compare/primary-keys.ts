import type { ModifyTableOps } from "../../operations/containers.ts";
import type { PrimaryKeyConstraint, Table } from "../../schema/index.ts";
import { FinalName } from "../../sql/index.ts";
import type { AutogenContext } from "../autogen-context.ts";
import type { ComparedTable } from "../comparators.ts";
import { addConstraintOp, dropConstraintOp } from "../ops-from-schema.ts";
import type { PluginDefinition } from "../plugins.ts";

/** Primary keys by their columns: a changed one is dropped and made anew. */
export const primaryKeys: PluginDefinition = {
  name: "alembic.autogenerate.primarykeys",
  setup(plugin) {
    plugin.addAutogenerateComparator(comparePrimaryKeys, "table", { element: "primarykeys" });
  },
};

function comparePrimaryKeys(context: AutogenContext, ops: ModifyTableOps, { reflected, model }: ComparedTable): void {
  if (reflected === null || model === null) return;
  const [before, after] = [keyOf(reflected), keyOf(model)];
  if (columnsOf(before) === columnsOf(after)) return;
  const dropped = before === null || before.name !== null ? before : named(context, before);
  if (before !== null && dropped === null) {
    context.warn(`The primary key of '${model.fullName}' differs, and has no name by which it could be dropped.`);
    return;
  }
  context.log(`Detected changed primary key on '${model.fullName}'`);
  if (dropped !== null) ops.ops.push(dropConstraintOp(context, dropped, model));
  if (after !== null)
    ops.ops.push(addConstraintOp(context, after.name === null ? implicit(context, after, model) : after, model));
}

function named(context: AutogenContext, key: PrimaryKeyConstraint): PrimaryKeyConstraint | null {
  const name = context.comparison.primaryKeyName;
  return name === null ? null : key.withName(new FinalName(name));
}

/** The name that the server is going to give, so that the key can be dropped again. */
function implicit(context: AutogenContext, key: PrimaryKeyConstraint, { name }: Table): PrimaryKeyConstraint {
  const { features } = context.migrationContext.dialect;
  const own = context.comparison.primaryKeyName ?? features.implicitPrimaryKeyName(name);
  return own === null ? key : key.withName(new FinalName(own));
}

function keyOf({ primaryKey }: Table): PrimaryKeyConstraint | null {
  return primaryKey;
}

function columnsOf(key: PrimaryKeyConstraint | null): string {
  return key === null ? "" : key.columns.join("\0");
}
