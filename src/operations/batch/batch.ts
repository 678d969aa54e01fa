import type { DialectFeatures } from "../../ddl/index.ts";
import { typeBoundCheck } from "../../schema/index.ts";
import { SqlFragment } from "../../sql/index.ts";
import { AddColumnOp, refusePlacement } from "../add-column.ts";
import { CreateIndexOp, DropIndexOp } from "../create-index.ts";
import type { OperationScope } from "../directive.ts";
import type { MigrateOperation } from "../migrate-operation.ts";
import type { BatchAlterTableOp } from "./batch-alter-table.ts";
import type { BatchSink } from "./batch-operations.ts";
import { moveTable } from "./move-table.ts";

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
    const { features } = this.scope.impl.dialect;
    return features.movesTableInBatch && this.#operations.some((operation) => !isAlterable(operation, features));
  }

  /** Does what was gathered: in place, or by a move of the table. */
  async flush(): Promise<void> {
    if (this.isMove) return moveTable(this.scope, this.batch, this.#operations);
    // One statement each, in the order of the calls: what the reference sends, and what a failure can be told by.
    for (const operation of this.#operations) await this.scope.invoke(operation);
  }
}

/** Whether a table need not be moved for an operation even where columns cannot be altered in place. */
function isAlterable(operation: MigrateOperation, features: DialectFeatures): boolean {
  if (operation instanceof CreateIndexOp || operation instanceof DropIndexOp) return true;
  return operation instanceof AddColumnOp && isPlain(operation, features);
}

/** Whether a column brings nothing that could not be added in place. */
function isPlain({ column, options }: AddColumnOp, features: DialectFeatures): boolean {
  const isFilled = column.serverDefault instanceof SqlFragment || column.options.computed?.persisted === true;
  const isUnique = column.options.unique === true && column.options.index !== true;
  const isInlined = options.inlineReferences === true && features.supportsInlineReferences;
  const hasForeignKey = column.foreignKeys.length > (isInlined ? 1 : 0);
  return !isFilled && !isUnique && !hasForeignKey && typeBoundCheck(column, features) === null;
}
