import { InterruptedMigrationError, ScriptError } from "../errors/index.ts";
import { createOperations, type Operations } from "../operations/operations.ts";
import { OperationQueue } from "../operations/operation-queue.ts";
import type { RevisionStep } from "../revision/index.ts";
import type { Script } from "../script/script.ts";
import type { MigrationContext } from "./migration-context.ts";
import type { StepJournal } from "./journal/step-journal.ts";
import { migrationFailure } from "./migration-failure.ts";

/** What a step is run with. */
export interface RevisionRun {
  readonly args: Readonly<Record<string, unknown>>;
  /** The rows of the version table before this step. */
  readonly headsBefore: readonly string[];
  /** The rows of the version table before the first step. */
  readonly startHeads: readonly string[];
  /** What remembers the statements that are kept where the step fails; null where nothing does. */
  readonly remembered: StepJournal | null;
}

/**
 * Runs the `upgrade()` or `downgrade()` of a revision, and waits until every operation that it called is done.
 *
 * @throws {ScriptError} when its file cannot be loaded, or has no such function
 * @throws {MigrationError} when the function, or an operation that nobody waited for, fails
 */
export async function runRevision(
  context: MigrationContext,
  step: RevisionStep<Script>,
  run: RevisionRun,
): Promise<void> {
  const migrate = await migrationFunction(step);
  const queue = new OperationQueue();
  const op = createOperations(context, queue);
  try {
    await context.withQueue(queue, async () => {
      await migrate(op, run.args);
      await queue.drain();
      await context.impl.endStep();
    });
  } catch (error) {
    // What was called and not waited for ends first: the transaction is rolled back behind it.
    await queue.drain().catch(() => undefined);
    throw error instanceof InterruptedMigrationError ? error : migrationFailure(error, step, context, run);
  } finally {
    queue.close();
  }
}

type MigrationFunction = (op: Operations, args: Readonly<Record<string, unknown>>) => unknown;

async function migrationFunction({ revision, isUpgrade }: RevisionStep<Script>): Promise<MigrationFunction> {
  const name = isUpgrade ? "upgrade" : "downgrade";
  const found = (await revision.module())[name];
  // A user's file: what its function takes is known by convention only.
  if (typeof found === "function") return found as MigrationFunction;
  throw new ScriptError("ALB0612", `${revision.path} exports no function ${name}().`, {
    hint: `Write: export async function ${name}(op: Operations): Promise<void> {}`,
  });
}
