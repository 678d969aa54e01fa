import type { Comparison } from "../../dialects/base/comparison.ts";
import { AlterColumnOp } from "../../operations/alter-column.ts";
import { CreateCheckConstraintOp } from "../../operations/create-check-constraint.ts";
import { CreateExcludeConstraintOp } from "../../operations/create-exclude-constraint.ts";
import { CreateIndexOp, DropIndexOp } from "../../operations/create-index.ts";
import { CreatePrimaryKeyOp } from "../../operations/create-primary-key.ts";
import { CreateUniqueConstraintOp } from "../../operations/create-unique-constraint.ts";
import { DropConstraintOp } from "../../operations/drop-constraint.ts";
import type { MigrateOperation } from "../../operations/migrate-operation.ts";
import { nameText } from "../../sql/index.ts";

/**
 * Puts the drops of what holds a column before the changes of it: an index may not take the new type, a CHECK may not
 * make sense of it, and a primary key lets no column of its own take NULL. What undoes all of it is right as well then.
 */
export function dropsBeforeAlterations(comparison: Comparison, ops: readonly MigrateOperation[]): MigrateOperation[] {
  const start = ops.findIndex(isAlteration);
  if (start < 0) return [...ops];
  const altered = ops.filter(isAlteration);
  const isMoved = (op: MigrateOperation): boolean =>
    altered.some((alteration) => isInTheWay(comparison, op, alteration));
  const [before, after] = [ops.slice(0, start), ops.slice(start)];
  return [...before, ...after.filter(isMoved), ...after.filter((op) => !isMoved(op))];
}

/** Not a rename: what follows one speaks of the column by its new name. */
function isAlteration(op: MigrateOperation): op is AlterColumnOp {
  if (!(op instanceof AlterColumnOp) || op.options.newColumnName !== undefined) return false;
  return op.options.type !== undefined || op.options.nullable !== undefined;
}

function isInTheWay(
  comparison: Comparison,
  op: MigrateOperation,
  { column, options: { type, existingType } }: AlterColumnOp,
): boolean {
  const made = op instanceof DropIndexOp || op instanceof DropConstraintOp ? op.original : null;
  const name = nameText(column);
  if (made instanceof CreatePrimaryKeyOp) return made.columns.includes(name);
  if (type === undefined || existingType === undefined || !comparison.isTypeHeldByKeys(existingType, type))
    return false;
  if (made instanceof CreateUniqueConstraintOp) return made.columns.includes(name);
  // Expressions are not read: one may hold any column.
  if (made instanceof CreateIndexOp)
    return made.toIndex().columns.includes(name) || comparison.hasExpressions(made.toIndex());
  return made instanceof CreateCheckConstraintOp || made instanceof CreateExcludeConstraintOp;
}
