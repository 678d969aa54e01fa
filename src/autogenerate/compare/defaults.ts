import { FetchedValue } from "../../schema/index.ts";
import type { AutogenContext, CompareServerDefault } from "../autogen-context.ts";
import type { ColumnChange } from "../column-change.ts";
import type { ComparatorResult, ComparedColumn } from "../comparators.ts";
import type { PluginDefinition } from "../plugins.ts";
import { compareComputed } from "./computed.ts";
import { compareIdentity } from "./identity.ts";
import { columnLabel } from "./labels.ts";

/** What fills a column: a default, an expression, an identity. */
export const defaults: PluginDefinition = {
  name: "alembic.autogenerate.defaults",
  setup(plugin) {
    const element = "server_default";
    plugin.addAutogenerateComparator(askUser, "column", { element, priority: "first" });
    plugin.addAutogenerateComparator(compareComputed, "column", { element });
    plugin.addAutogenerateComparator(compareIdentity, "column", { element });
    plugin.addAutogenerateComparator(noteAutoincrement, "column", { element });
    plugin.addAutogenerateComparator(compareDefault, "column", { element, priority: "last" });
  },
};

function askUser(
  context: AutogenContext,
  change: ColumnChange,
  column: ComparedColumn,
): ComparatorResult | Promise<ComparatorResult> {
  const { reflected, model } = column;
  const before = reflected.options.identity ?? reflected.options.computed ?? reflected.serverDefault;
  const after = model.options.identity ?? model.options.computed ?? model.serverDefault;
  if (before === null && after === null) return "continue";
  change.set({ existingServerDefault: before });
  const compare = context.options.compareServerDefault ?? false;
  return typeof compare === "function" ? userVerdict(compare, context, change, column) : "continue";
}

async function userVerdict(
  compare: CompareServerDefault,
  context: AutogenContext,
  change: ColumnChange,
  column: ComparedColumn,
): Promise<ComparatorResult> {
  const { reflected, model } = column;
  const { comparison } = context;
  const isChanged = await compare(
    context.migrationContext,
    reflected,
    model,
    comparison.defaultSql(reflected),
    model.serverDefault,
    comparison.defaultSql(model),
  );
  if (isChanged === true) setDefault(context, change, column);
  return isChanged === null || isChanged === undefined ? "continue" : "stop";
}

/** Never a change by itself: it goes with others, where the database writes a column anew to change it. */
function noteAutoincrement(_context: AutogenContext, change: ColumnChange, { reflected }: ComparedColumn): void {
  if (reflected.options.autoincrement === true) change.set({ existingAutoincrement: true, autoincrement: true });
}

function compareDefault(context: AutogenContext, change: ColumnChange, column: ComparedColumn): void {
  const { reflected, model } = column;
  if ((context.options.compareServerDefault ?? false) === false) return;
  if (reflected.serverDefault === null && model.serverDefault === null) return;
  const isFilledOtherwise = [reflected, model].some(
    ({ options }) => options.identity !== undefined || options.computed !== undefined,
  );
  if (isFilledOtherwise || model.serverDefault instanceof FetchedValue) return;
  if (context.comparison.differsInDefault(reflected, model)) setDefault(context, change, column);
}

function setDefault(context: AutogenContext, change: ColumnChange, column: ComparedColumn): void {
  context.log(`Detected server default on '${columnLabel(column)}'`);
  change.set({ serverDefault: column.model.serverDefault });
}
