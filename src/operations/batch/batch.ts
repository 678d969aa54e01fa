import { CommandError, UnsupportedOperationError } from "../../errors/index.ts";
import { nameText, SqlFragment } from "../../sql/index.ts";
import { AddColumnOp, refusePlacement } from "../add-column.ts";
import { CreateIndexOp, DropIndexOp } from "../create-index.ts";
import type { OperationScope } from "../directive.ts";
import type { MigrateOperation } from "../migrate-operation.ts";
import type { BatchAlterTableOp } from "./batch-alter-table.ts";
import type { BatchSink } from "./batch-operations.ts";

/** The operations of one batch: gathered while its function runs, done when it has ended. */
export class Batch implements BatchSink {
  readonly #operations: MigrateOperation[] = [];

  constructor(
    private readonly scope: OperationScope,
    private readonly batch: BatchAlterTableOp,
  ) {}

  /** @throws {CommandError} when a place is given for a column and the table is not moved */
  gather(operation: MigrateOperation): void {
    this.#operations.push(operation);
    if (operation instanceof AddColumnOp && !this.isMove) refusePlacement(operation);
  }

  /** Whether the table is moved into a new one, by what has been gathered so far. */
  get isMove(): boolean {
    const recreate = this.batch.options.recreate ?? "auto";
    if (recreate !== "auto") return recreate === "always";
    return (
      this.scope.impl.dialect.features.movesTableInBatch &&
      this.#operations.some((operation) => !isAlterable(operation))
    );
  }

  async flush(): Promise<void> {
    if (this.isMove) throw this.#refuseMove();
    for (const operation of this.#operations) await this.scope.invoke(operation);
  }

  #refuseMove(): Error {
    const { context, impl } = this.scope;
    if (context.isOffline && this.batch.options.copyFrom === undefined) {
      return new CommandError(
        "ALB0316",
        `A script cannot move table "${nameText(this.batch.table)}": it has no database to ask what the table is.`,
        {
          hint: "Say it with { copyFrom: sa.table(...) }, or run the migration on a database.",
        },
      );
    }
    return new UnsupportedOperationError("ALB0309", {
      operation: "Moving a table in a batch",
      dialect: impl.dialect.name,
      hint: 'Alter the table in place: { recreate: "never" }.',
    });
  }
}

/** Whether a table need not be moved for an operation even where columns cannot be altered in place. */
function isAlterable(operation: MigrateOperation): boolean {
  if (operation instanceof CreateIndexOp || operation instanceof DropIndexOp) return true;
  if (!(operation instanceof AddColumnOp)) return false;
  const { column } = operation;
  return !(column.serverDefault instanceof SqlFragment) && column.options.computed?.persisted !== true;
}
