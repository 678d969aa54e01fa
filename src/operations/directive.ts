import type { DialectImpl } from "../dialects/base/impl.ts";
import type { Connection } from "../engine/connection.ts";
import { InvalidArgumentError } from "../errors/index.ts";
import type { MetaData } from "../schema/index.ts";
import type { MigrateOperation } from "./migrate-operation.ts";
import type { MigrationContext } from "./migration-context.ts";

/** What an implementation works with. */
export interface OperationScope {
  readonly context: MigrationContext;
  readonly impl: DialectImpl;
  /** Holds the naming convention that applies. */
  readonly metadata: MetaData;
  /** Runs another operation, at once. */
  invoke(operation: MigrateOperation): Promise<unknown>;
  /** The migration's connection, for statements that take their turn among the operations. */
  getBind(): Connection;
  /** Puts a task into the innermost queue, behind what was called before. */
  enqueue<Value>(task: () => Promise<Value>): Promise<Value>;
  /** Runs a callback whose own calls on `op` have their own queue. */
  block<Value>(body: () => Promise<Value>): Promise<Value>;
}

/** A constructor of operations. */
export type OperationClass<Operation extends MigrateOperation> = abstract new (...args: never[]) => Operation;

/** What an operation does: registered by its class. */
export type Implementation<Operation extends MigrateOperation, Result> = (
  scope: OperationScope,
  operation: Operation,
) => Promise<Result>;

/** A directive without its types, as the registry keeps it. */
export interface AnyDirective {
  readonly prototype: object;
  readonly buildFrom: (args: readonly unknown[]) => MigrateOperation;
  readonly run: (scope: OperationScope, operation: MigrateOperation) => Promise<unknown>;
}

/** A directive: how its call becomes an operation, and what the operation does. */
export interface Directive<
  Args extends readonly unknown[],
  Operation extends MigrateOperation,
  Result,
> extends AnyDirective {
  readonly build: (...args: Args) => Operation;
  readonly implement: Implementation<Operation, Result>;
}

/** The directive as users call it on `op`. */
export type DirectiveCall<Of> =
  Of extends Directive<infer Args, infer _Operation, infer Result> ? (...args: Args) => Promise<Result> : never;

/**
 * Declares a directive.
 *
 * @param of the class of its operation
 * @param build makes the operation from the call's arguments; throws on arguments it cannot take
 * @param implement does it
 * @example
 * class CreateViewOp extends MigrateOperation {
 *   constructor(
 *     readonly name: string,
 *     readonly query: SqlFragment,
 *   ) {
 *     super();
 *   }
 *
 *   deconstruct() {
 *     return call("op.createView", [this.name, this.query]);
 *   }
 * }
 *
 * export const createView = directive(
 *   CreateViewOp,
 *   (name: string, query: SqlFragment) => new CreateViewOp(name, query),
 *   async ({ impl }, { name, query }) => {
 *     await impl.execute(sql`create view ${sql.identifier(name)} as ${query}`);
 *   },
 * );
 */
export function directive<Args extends readonly unknown[], Operation extends MigrateOperation, Result = void>(
  of: OperationClass<Operation>,
  build: (...args: Args) => Operation,
  implement: Implementation<Operation, Result>,
): Directive<Args, Operation, Result> {
  return {
    build,
    implement,
    prototype: of.prototype,
    // A call from a file that was not type-checked: the operation's constructor checks what it was given.
    buildFrom: (args) => Object.freeze(build(...(args as Args))),
    run: runnerOf(of, implement),
  };
}

/** An implementation that refuses operations of another class. */
export function runnerOf<Operation extends MigrateOperation, Result>(
  of: OperationClass<Operation>,
  implement: Implementation<Operation, Result>,
): AnyDirective["run"] {
  return async (scope, operation) => {
    if (operation instanceof of) return implement(scope, operation);
    throw new InvalidArgumentError("ALB0830", `${operation.constructor.name} is no ${of.name}.`, {
      hint: "Register an implementation for its own class.",
    });
  };
}
