import type { Comparison, TablePair } from "../../dialects/base/comparison.ts";
import { AddConstraintOp } from "../../operations/add-constraint.ts";
import { ModifyTableOps, OpContainer } from "../../operations/containers.ts";
import { DropIndexOp } from "../../operations/create-index.ts";
import { CreatePrimaryKeyOp } from "../../operations/create-primary-key.ts";
import { DropConstraintOp } from "../../operations/drop-constraint.ts";
import type { MigrateOperation } from "../../operations/migrate-operation.ts";
import { type ConstraintName, FinalName, nameText } from "../../sql/index.ts";

/** Has what undoes the operations drop constraints without names by those that the database is going to give them. */
export function droppedByGeneratedNames(
  comparison: Comparison,
  changes: ModifyTableOps,
  { reflected, model }: TablePair,
): void {
  if (!leavesOf(changes).some(isNameless)) return;
  const taken = new Set([...reflected.constraints, ...reflected.indexes].flatMap(({ name }) => textOf(name)));
  for (const op of leavesOf(changes)) {
    const isDrop = op instanceof DropConstraintOp || op instanceof DropIndexOp;
    if (isDrop) for (const name of textOf(op.name)) taken.delete(name);
  }
  const named = (op: MigrateOperation): MigrateOperation => {
    if (op instanceof OpContainer) op.ops = op.ops.map(named);
    if (!isNameless(op)) return op;
    const name = comparison.generatedName(op.toConstraint(), model, taken);
    if (name !== null) taken.add(name);
    return new NamelessConstraintOps(op, changes, name);
  };
  changes.ops = changes.ops.map(named);
}

const nameUnknown =
  "No name is known to drop this constraint by: put in the one that the database gave it, or name it in the models before this revision is run.";

/** Adds a constraint without a name; what undoes it has to know the one that the database gave it. */
class NamelessConstraintOps extends ModifyTableOps {
  readonly #drop: DropConstraintOp;

  constructor(op: AddConstraintOp, { table, options }: ModifyTableOps, name: string | null) {
    super(table, [op], options);
    const drop = op.reverse();
    this.#drop = name === null ? drop : new DropConstraintOp(new FinalName(name), drop.table, drop.options, op);
  }

  override reverse(): ModifyTableOps {
    const undone = new ModifyTableOps(this.table, [this.#drop], this.options);
    if (this.#drop.name === null) undone.notes = [nameUnknown];
    return undone;
  }
}

function leavesOf({ ops }: OpContainer): readonly MigrateOperation[] {
  return ops.flatMap((op) => (op instanceof OpContainer ? leavesOf(op) : [op]));
}

function isNameless(op: MigrateOperation): op is AddConstraintOp {
  return op instanceof AddConstraintOp && op.name === null && !(op instanceof CreatePrimaryKeyOp);
}

function textOf(name: ConstraintName | null): readonly string[] {
  return name === null ? [] : [nameText(name)];
}
