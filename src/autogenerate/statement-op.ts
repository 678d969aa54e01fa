import { AutocommitOps, OpContainer } from "../operations/containers.ts";
import { ExecuteSqlOp } from "../operations/execute.ts";
import type { SqlFragment } from "../sql/index.ts";
import { call, type Deconstructed } from "../util/deconstruct.ts";

/** Statements for which there are no directives, with those that undo them. */
export class StatementOps extends OpContainer {
  constructor(
    readonly statements: readonly SqlFragment[],
    readonly undo: readonly SqlFragment[],
    /** Why the statements, but not what undoes them, have to be committed by themselves; null where they need not. */
    reason: string | null = null,
  ) {
    const ops = statements.map((statement) => new ExecuteSqlOp(statement));
    super(reason === null ? ops : [new AutocommitOps(ops)]);
    this.notes = reason === null ? [] : [reason];
  }

  override reverse(): StatementOps {
    return new StatementOps(this.undo, this.statements);
  }

  deconstruct(): Deconstructed {
    return call("statements", [this.ops]);
  }
}
