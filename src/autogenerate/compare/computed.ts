import type { AutogenContext } from "../autogen-context.ts";
import type { ColumnChange } from "../column-change.ts";
import type { ComparatorResult, ComparedColumn } from "../comparators.ts";
import { columnLabel } from "./labels.ts";

/** Generated columns: what makes one cannot be altered, so that a difference is told and nothing is written. */
export function compareComputed(
  context: AutogenContext,
  _change: ColumnChange,
  column: ComparedColumn,
): ComparatorResult {
  const before = column.reflected.options.computed;
  const after = column.model.options.computed;
  if (before === undefined && after === undefined) return "continue";
  const isSame =
    before !== undefined &&
    after !== undefined &&
    !context.comparison.differsInComputed(column.reflected, column.model);
  if (!isSame) {
    context.warn(
      `The expression of the generated column '${columnLabel(column)}' differs, and cannot be modified: drop the column and add it anew.`,
    );
  }
  return "stop";
}
