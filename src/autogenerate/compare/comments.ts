import type { ModifyTableOps } from "../../operations/containers.ts";
import { CreateTableCommentOp, DropTableCommentOp } from "../../operations/create-table-comment.ts";
import type { AutogenContext } from "../autogen-context.ts";
import type { ColumnChange } from "../column-change.ts";
import type { ComparedColumn, ComparedTable } from "../comparators.ts";
import type { PluginDefinition } from "../plugins.ts";
import { columnLabel } from "./labels.ts";

/** Comments of columns and tables, where the database keeps comments. An empty one is none. */
export const comments: PluginDefinition = {
  name: "alembic.autogenerate.comments",
  setup(plugin) {
    plugin.addAutogenerateComparator(compareColumnComment, "column", { element: "comments" });
    plugin.addAutogenerateComparator(compareTableComment, "table", { element: "comments" });
  },
};

function compareColumnComment(context: AutogenContext, change: ColumnChange, column: ComparedColumn): void {
  const before = column.reflected.comment ?? "";
  const after = column.model.comment ?? "";
  if (!keepsComments(context) || (before === "" && after === "")) return;
  change.set({ existingComment: before === "" ? null : before });
  if (before === after) return;
  context.log(`Detected column comment '${columnLabel(column)}'`);
  change.set({ comment: after === "" ? null : after });
}

function compareTableComment(context: AutogenContext, ops: ModifyTableOps, { reflected, model }: ComparedTable): void {
  if (reflected === null || model === null) return;
  const before = reflected.comment ?? "";
  const after = model.comment ?? "";
  if (!keepsComments(context) || before === after) return;
  const options = {
    existingComment: before === "" ? null : before,
    ...(model.schema === null ? {} : { schema: model.schema }),
  };
  ops.ops.push(
    after === ""
      ? new DropTableCommentOp(model.identifier, options)
      : new CreateTableCommentOp(model.identifier, after, options),
  );
}

function keepsComments({ migrationContext }: AutogenContext): boolean {
  return migrationContext.dialect.features.supportsComments;
}
