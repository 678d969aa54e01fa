import { FetchedValue } from "../../schema/index.ts";
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
    logUnknown(context, column);
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
  const [before, after] = [column.reflected, column.model].map(({ type }) => context.comparison.isKnownType(type));
  // What a type that is not known has in common with others nobody can tell.
  if (before !== after) return logUnknown(context, column);
  if (context.comparison.compareType(column.reflected.type, column.model.type)) setType(context, change, column);
}

function logUnknown(context: AutogenContext, column: ComparedColumn): void {
  context.log(`Did not compare the type of '${columnLabel(column)}': one side has none that is known`);
}

function setType(context: AutogenContext, change: ColumnChange, column: ComparedColumn): void {
  const { types: compiler } = context.migrationContext.dialect;
  const [before, after] = [column.reflected.type, column.model.type].map((type) => compiler.render(type));
  context.log(`Detected type change from ${before} to ${after} on '${columnLabel(column)}'`);
  const { comparison } = context;
  const { reflected, model } = column;
  const conversion = comparison.conversion(model.identifier, reflected.type, model.type);
  change.set({ type: model.type, ...conversion });
  change.undoing = comparison.conversion(model.identifier, model.type, reflected.type);
  const isConverted = [conversion, change.undoing].some((options) => Object.keys(options).length > 0);
  if (isConverted && hasPlainDefault(column)) change.set({ serverDefault: model.serverDefault });
}

/** What has to be told how values are converted converts no default: it is stated anew, whether it is compared or not. */
function hasPlainDefault({ reflected, model }: ComparedColumn): boolean {
  const isFilledOtherwise = [reflected, model].some(
    ({ options, serverDefault }) =>
      options.identity !== undefined || options.computed !== undefined || serverDefault instanceof FetchedValue,
  );
  return !isFilledOtherwise && reflected.serverDefault !== null;
}
