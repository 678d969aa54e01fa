import type { MigrateOperation } from "./migrate-operation.ts";
import type { BatchTarget } from "./table-operation.ts";

/** A batch directive without its types. */
export interface AnyBatchDirective {
  /** Whether the operation runs at once instead of being gathered. */
  readonly isImmediate: boolean;
  readonly buildFrom: (target: BatchTarget, args: readonly unknown[]) => MigrateOperation;
}

/** How a call on `batch` becomes an operation on the batch's table. */
export interface BatchDirective<
  Args extends readonly unknown[],
  Operation extends MigrateOperation,
> extends AnyBatchDirective {
  readonly build: (target: BatchTarget, ...args: Args) => Operation;
}

/** The directive as users call it on `batch`. */
export type BatchDirectiveCall<Of> =
  Of extends BatchDirective<infer Args, infer _Operation> ? (...args: Args) => Promise<void> : never;

/**
 * Declares the form that a directive has inside a batch: without the table's name and schema.
 *
 * @param build makes the operation from the batch's table and the call's arguments
 * @param options whether it runs at once, before everything that is gathered
 * @example
 * const batchDropContent = batchDirective(
 *   ({ table, schema }) => new ops.DropColumnOp(table, "content", { schema }),
 * );
 */
export function batchDirective<Args extends readonly unknown[], Operation extends MigrateOperation>(
  build: (target: BatchTarget, ...args: Args) => Operation,
  options: { readonly isImmediate?: boolean } = {},
): BatchDirective<Args, Operation> {
  return {
    build,
    isImmediate: options.isImmediate ?? false,
    // A call from a file that was not type-checked: the operation's constructor checks what it was given.
    buildFrom: (target, args) => build(target, ...(args as Args)),
  };
}
