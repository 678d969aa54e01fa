import type { Connection } from "../../engine/connection.ts";
import { FinalName } from "../../sql/index.ts";
import type { AnyBatchDirective, BatchDirectiveCall } from "../batch-directive.ts";
import type { OperationScope } from "../directive.ts";
import { attempt } from "../attempt.ts";
import type { MigrateOperation } from "../migrate-operation.ts";
import type { MigrationContext } from "../migration-context.ts";
import type { BatchTarget } from "../table-operation.ts";
import * as directives from "./directives.ts";

type BatchFacade<Directives> = { readonly [Name in keyof Directives]: BatchDirectiveCall<Directives[Name]> };

/** `batch`: the directives that change one table, without its name. They are gathered, and done when the batch ends. */
export interface BatchOperations extends BatchFacade<typeof directives> {
  /**
   * Marks a name as final: no naming convention expands it.
   *
   * @param name the name as it is to stand in the database
   * @example await batch.createUniqueConstraint(batch.f("users_email_key"), ["email"]);
   */
  f(name: string): FinalName;

  /**
   * The connection that the migration runs on.
   *
   * @example const { rows } = await batch.getBind().execute("select 1 as one");
   */
  getBind(): Connection;

  /**
   * The migration that is running.
   *
   * @example const isOffline = batch.getContext().isOffline;
   */
  getContext(): MigrationContext;

  /**
   * Gathers an operation that is there as an object.
   *
   * @param operation an operation on the batch's table
   * @example await batch.invoke(operation);
   */
  invoke(operation: MigrateOperation): Promise<unknown>;
}

const builders = new Map<string, AnyBatchDirective>(Object.entries(directives));

/** Adds the batch form of a directive of one's own. */
export function registerBatchDirective(name: string, own: AnyBatchDirective): void {
  builders.set(name, own);
}

/** What a batch does with the operations that its calls make. */
export interface BatchSink {
  gather(operation: MigrateOperation): void;
}

/** Makes `batch` for one table. */
export function createBatchOperations(scope: OperationScope, target: BatchTarget, sink: BatchSink): BatchOperations {
  const calls = [...builders].map(([name, { buildFrom, isImmediate }]) => {
    const take = async (operation: MigrateOperation): Promise<unknown> => {
      if (isImmediate) return scope.invoke(operation);
      return sink.gather(operation);
    };
    return [name, (...args: readonly unknown[]) => enqueue(scope, () => buildFrom(target, args), take)];
  });
  const own = {
    f: (name: string) => new FinalName(name),
    getBind: () => scope.getBind(),
    getContext: () => scope.context,
    invoke: (operation: MigrateOperation) =>
      enqueue(
        scope,
        () => operation,
        async (made) => sink.gather(made),
      ),
  };
  // Every directive of the barrel is among the calls, and users' own are typed by module augmentation.
  return Object.freeze({ ...Object.fromEntries(calls), ...own }) as BatchOperations;
}

function enqueue(
  scope: OperationScope,
  make: () => MigrateOperation,
  take: (operation: MigrateOperation) => Promise<unknown>,
): Promise<unknown> {
  const made = attempt(make);
  return scope.enqueue(async () => take(made()));
}
