import { CommandError } from "../errors/index.ts";
import { HeadMaintainer, type MigrationStep, type RevisionMap } from "../revision/index.ts";
import type { DryRunOutcome } from "../runtime/dry-run.ts";
import { suggest } from "../util/suggest.ts";

/** One step that a command took. */
export interface AppliedStep {
  readonly kind: "upgrade" | "downgrade" | "stamp";
  /** The revision whose function was run; null for a stamp. */
  readonly revision: string | null;
  /** The ids that the step left, without dependencies. */
  readonly from: readonly string[];
  /** The ids that the step led to, without dependencies. */
  readonly to: readonly string[];
  readonly message: string;
}

/** What a command gives that changes where a database stands. */
export interface MigrationResult {
  /** The steps that were taken, in order; of all databases, where env migrates several. */
  readonly steps: readonly AppliedStep[];
  /** The script, where one was asked for and env sent it to no other place; else null. */
  readonly sql: string | null;
  /** In a dry run, how each database was left as it was; absent where the run counts. */
  readonly dryRun?: readonly DryRunOutcome[];
}

/** What a step of a plan is, as data. */
export function appliedStep(step: MigrationStep): AppliedStep {
  if (step.isStamp) {
    const { sourceRevisionIds: from, destinationRevisionIds: to } = step;
    return { kind: "stamp", revision: null, from, to, message: "" };
  }
  const { revision, downRevisions, doc } = step.revision;
  const [from, to] = step.isUpgrade ? [downRevisions, [revision]] : [[revision], downRevisions];
  return { kind: step.isUpgrade ? "upgrade" : "downgrade", revision, from, to, message: doc };
}

/**
 * Makes sure that there is a file for each revision that a database is at.
 *
 * @throws {CommandError} naming one that has none
 */
export function assertKnown(map: RevisionMap, heads: readonly string[]): void {
  const ids = new Set(map.revisions.map((each) => each.revision));
  const unknown = heads.find((head) => !ids.has(head));
  if (unknown === undefined) return;
  const near = suggest(unknown, ids);
  throw new CommandError("ALB0101", `The database is at revision ${unknown}, and no revision file has that id.`, {
    hint:
      (near === null ? "" : `Is it ${near}? `) +
      "The file may be missing here (on another branch of your repository?), or the database belongs to another project; `stamp --purge` makes it forget.",
  });
}

/**
 * Follows a plan through the rows of the version table before anything of it is run, so that no step turns out to be impossible when
 * others are done.
 *
 * @throws {CommandError} naming the revision that cannot be migrated, and the rows that are in its way
 */
export function assertPossible(map: RevisionMap, heads: readonly string[], plan: readonly MigrationStep[]): void {
  const rows = new HeadMaintainer(map, heads);
  for (const step of plan) {
    const before = [...rows.heads];
    try {
      rows.apply(step);
    } catch (cause) {
      throw impossible(map, step, before, cause);
    }
  }
}

function impossible(map: RevisionMap, step: MigrationStep, rows: readonly string[], cause: unknown): CommandError {
  const id = step.isStamp ? step.destinationRevisionIds.join(", ") : step.revision.revision;
  const related = map.filterForLineage(rows, id, { includeDependencies: true });
  const [verb, others] = step.isUpgrade ? ["applied", "go with it"] : ["taken back", "build on it"];
  return new CommandError(
    "ALB0117",
    `Revision ${id} cannot be ${verb}, for the database is at ${related.join(", ") || "none"}. Nothing was run.`,
    {
      hint: `Revisions that are applied besides ${others}: name the target by its id, or go along one branch, as in <label>@-1.`,
      cause,
    },
  );
}
