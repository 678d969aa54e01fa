import { AutocommitOps, OpContainer } from "../operations/containers.ts";
import { ExecuteSqlOp } from "../operations/execute.ts";
import type { SqlFragment } from "../sql/index.ts";
import { call, type Deconstructed } from "../util/deconstruct.ts";

/** Statements for which there are no directives, with those that undo them. */
export class StatementOps extends OpContainer {
  readonly reason: string | null;

  constructor(
    readonly statements: readonly SqlFragment[],
    readonly undo: readonly SqlFragment[],
    /** Why the statements have to be committed by themselves; null where they need not. */
    reason: string | null = null,
    /** The same of what undoes them. */
    readonly reasonOfUndo: string | null = null,
  ) {
    const ops = statements.map((statement) => new ExecuteSqlOp(statement));
    const isAlone = reason !== null && ops.length > 0;
    super(isAlone ? [new AutocommitOps(ops)] : ops);
    this.reason = reason;
    this.notes = isAlone ? [reason] : [];
  }

  override reverse(): StatementOps {
    return new StatementOps(this.undo, this.statements, this.reasonOfUndo, this.reason);
  }

  deconstruct(): Deconstructed {
    return call("statements", [this.ops]);
  }
}
