import { NullType } from "../../types/index.ts";
import type { AutogenContext, CompareType } from "../autogen-context.ts";
import type { ColumnChange } from "../column-change.ts";
import type { ComparatorResult, ComparedColumn } from "../comparators.ts";
import type { PluginDefinition } from "../plugins.ts";
import { columnLabel } from "./labels.ts";

/** A column's type: by the user's own word first, else by the dialect's. */
export const types: PluginDefinition = {
  name: "alembic.autogenerate.types",
  setup(plugin) {
    plugin.addAutogenerateComparator(askUser, "column", { element: "types", priority: "first" });
    plugin.addAutogenerateComparator(askDialect, "column", { element: "types", priority: "last" });
  },
};

function askUser(
  context: AutogenContext,
  change: ColumnChange,
  column: ComparedColumn,
): ComparatorResult | Promise<ComparatorResult> {
  const { compareType } = context.options;
  const { reflected, model } = column;
  if (compareType === false) return "stop";
  change.set({ existingType: reflected.type });
  if (reflected.type instanceof NullType || model.type instanceof NullType) {
    context.log(`Did not compare the type of '${columnLabel(column)}': one side has none that is known`);
    return "stop";
  }
  return typeof compareType === "function" ? userVerdict(compareType, context, change, column) : "continue";
}

async function userVerdict(
  compareType: CompareType,
  context: AutogenContext,
  change: ColumnChange,
  column: ComparedColumn,
): Promise<ComparatorResult> {
  const { reflected, model } = column;
  const isChanged = await compareType(context.migrationContext, reflected, model, reflected.type, model.type);
  if (isChanged === true) setType(context, change, column);
  return isChanged === null || isChanged === undefined ? "continue" : "stop";
}

function askDialect(context: AutogenContext, change: ColumnChange, column: ComparedColumn): void {
  if (context.comparison.compareType(column.reflected.type, column.model.type)) setType(context, change, column);
}

function setType(context: AutogenContext, change: ColumnChange, column: ComparedColumn): void {
  const { types: compiler } = context.migrationContext.dialect;
  const [before, after] = [column.reflected.type, column.model.type].map((type) => compiler.render(type));
  context.log(`Detected type change from ${before} to ${after} on '${columnLabel(column)}'`);
  const { comparison } = context;
  const { reflected, model } = column;
  change.set({ type: model.type, ...comparison.conversion(model.identifier, reflected.type, model.type) });
  change.undoing = comparison.conversion(model.identifier, model.type, reflected.type);
}
