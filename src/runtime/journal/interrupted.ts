import { InterruptedMigrationError } from "../../errors/index.ts";
import type { Mark } from "./journal-table.ts";

/** A step that was interrupted: some of its statements were run, and its version row was not changed. */
export interface Interrupted {
  readonly revision: string;
  readonly direction: "upgrade" | "downgrade";
  /** How many of its statements are known to be done. */
  readonly done: number;
  /** The last statement that was begun, without values and literals. */
  readonly lastStatement: string;
  /** Whether that statement is known to be done. */
  readonly isLastDone: boolean;
  /** When it was begun, in UTC. */
  readonly time: string;
  /** The table that remembers it. */
  readonly journal: string;
}

/** What the marks of a step say. */
export function interruptedBy(marks: readonly Mark[], journal: string): Interrupted | null {
  const last = marks.at(-1);
  if (last === undefined) return null;
  return {
    revision: last.revision,
    direction: last.direction,
    done: last.isDone ? last.ordinal : last.ordinal - 1,
    lastStatement: last.statement,
    isLastDone: last.isDone,
    time: last.time,
    journal,
  };
}

const forget =
  "`alembic stamp` with the revisions that the database is at then makes the tool forget the interruption.";

/** The catalogue does not say whether the last statement took effect. */
export function unknownEffect({
  revision,
  direction,
  done,
  lastStatement,
  time,
  journal,
}: Interrupted): InterruptedMigrationError {
  return new InterruptedMigrationError(
    "ALB0640",
    [
      `The ${direction} of revision ${revision} was interrupted, and it is not known whether its last statement took effect.`,
      `Done: its first ${done} statements. Begun at ${time}: ${lastStatement}`,
    ].join("\n"),
    {
      hint: [
        "Look at the database.",
        `If the statement took effect: UPDATE ${journal} SET done = 1 WHERE ordinal = ${done + 1};`,
        `if it did not: DELETE FROM ${journal} WHERE ordinal = ${done + 1};`,
        `then run the command again, and it goes on from there. Or undo by hand what was done: ${forget}`,
      ].join(" "),
    },
  );
}

/** The command wants to go elsewhere than on with the interrupted step. */
export function elsewhere({ revision, direction, done, lastStatement }: Interrupted): InterruptedMigrationError {
  return new InterruptedMigrationError(
    "ALB0641",
    `The ${direction} of revision ${revision} was interrupted after ${done} statements, and the command does not begin with it. The last one: ${lastStatement}`,
    {
      hint: `Finish it first: alembic ${direction} ${direction === "upgrade" ? revision : "-1"}. Or undo by hand what was done: ${forget}`,
    },
  );
}

/** The file does not say any more what was run. */
export function changedSince(
  { revision, direction, done, lastStatement }: Interrupted,
  found: string,
): InterruptedMigrationError {
  return new InterruptedMigrationError(
    "ALB0642",
    [
      `The ${direction} of revision ${revision} was interrupted after ${done} statements, and now does other ones: it cannot be taken up.`,
      `The last one then: ${lastStatement}`,
      `In its place now: ${found}`,
    ].join("\n"),
    {
      hint: `Bring back the statements that were run (a query that finds other rows now leads to other statements too), or finish or undo the revision by hand: ${forget}`,
    },
  );
}
