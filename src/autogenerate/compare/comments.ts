import type { TablePair } from "../../dialects/base/comparison.ts";
import type { ModifyTableOps } from "../../operations/containers.ts";
import { CreateTableCommentOp, DropTableCommentOp } from "../../operations/create-table-comment.ts";
import type { AutogenContext } from "../autogen-context.ts";
import type { ColumnChange, ColumnPair } from "./columns.ts";

/** A column's comment, where the database keeps comments. An empty one is none. */
export function columnCommentChange(context: AutogenContext, { reflected, model }: ColumnPair): ColumnChange {
  const before = reflected.comment ?? "";
  const after = model.comment ?? "";
  if (!keepsComments(context) || (before === "" && after === "")) return {};
  const existing: ColumnChange = { existingComment: reflected.comment };
  if (before === after) return existing;
  context.log(`Detected column comment '${model.table?.fullName ?? ""}.${model.requireName()}'`);
  return { ...existing, comment: after === "" ? null : after };
}

/** A table's comment, where the database keeps comments. An empty one is none. */
export function compareTableComment(
  context: AutogenContext,
  ops: ModifyTableOps,
  { reflected, model }: TablePair,
): void {
  const before = reflected.comment ?? "";
  const after = model.comment ?? "";
  if (!keepsComments(context) || before === after) return;
  const options = { existingComment: reflected.comment, ...(model.schema === null ? {} : { schema: model.schema }) };
  ops.ops.push(
    after === ""
      ? new DropTableCommentOp(model.identifier, options)
      : new CreateTableCommentOp(model.identifier, after, options),
  );
}

function keepsComments({ migrationContext }: AutogenContext): boolean {
  return migrationContext.dialect.features.supportsComments;
}
