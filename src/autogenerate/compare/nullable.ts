import type { AutogenContext } from "../autogen-context.ts";
import type { ColumnChange } from "../column-change.ts";
import type { ComparedColumn } from "../comparators.ts";
import { columnLabel } from "./labels.ts";

/** Whether NULL is allowed; what the database decides by itself is left alone. */
export function compareNullable(context: AutogenContext, change: ColumnChange, column: ComparedColumn): void {
  const { reflected, model } = column;
  change.set({ existingNullable: reflected.nullable });
  if (reflected.nullable === model.nullable) return;
  if (isDecidedByDatabase(column)) {
    context.log(`Ignored the nullability of '${columnLabel(column)}', which the database decides`);
    return;
  }
  context.log(`Detected ${model.nullable ? "NULL" : "NOT NULL"} on '${columnLabel(column)}'`);
  change.set({ nullable: model.nullable });
}

function isDecidedByDatabase({ reflected, model }: ComparedColumn): boolean {
  const isIdentity = reflected.options.identity !== undefined || model.options.identity !== undefined;
  const isComputed = reflected.options.computed !== undefined || model.options.computed !== undefined;
  return isIdentity || (isComputed && model.options.nullable === undefined);
}
