import { RevisionError } from "../errors/index.ts";
import type { MigrationStep, RevisionStep, StampStep } from "./migration-step.ts";
import type { RevisionMap } from "./revision-map.ts";
import type { Revision } from "./revision.ts";

/** One change to the version table. */
export type RowChange =
  | { readonly kind: "insert"; readonly id: string }
  | { readonly kind: "delete"; readonly id: string }
  | { readonly kind: "update"; readonly from: string; readonly to: string };

/**
 * Follows the rows of a version table through the steps of a plan, and says for each step which rows change.
 *
 * The rows are the applied revisions that nothing applied builds on or depends on.
 *
 * @example
 * const maintainer = new HeadMaintainer(map, ["a1"]);
 * const changes = maintainer.apply(new StampStep(["a1"], ["b2"], true, false)); // one update, of a1 to b2
 */
export class HeadMaintainer {
  readonly #map: RevisionMap;
  readonly #heads: Set<string>;
  // Per revision, how many applied ones build on it or depend on it; only counted once a step needs it.
  #coverage: Map<string, number> | null = null;

  /**
   * @param map the revisions
   * @param rows the ids in the version table
   * @throws {RevisionError} when an id is there twice
   */
  constructor(map: RevisionMap, rows: readonly string[]) {
    this.#map = map;
    this.#heads = new Set(rows);
    if (this.#heads.size < rows.length) {
      throw new RevisionError("ALB0429", `The version table holds a revision twice: ${rows.toSorted().join(", ")}.`, {
        hint: "Delete one of the two rows, and give the table its primary key.",
      });
    }
  }

  /** The rows as they are after the steps applied so far. */
  get heads(): ReadonlySet<string> {
    return this.#heads;
  }

  /**
   * Gives the row changes of a step, in order, and takes them as done.
   *
   * @param step the next step of the plan
   * @throws {RevisionError} when the rows do not allow the step: it is done already, or what it needs is not there
   * @example const changes = new HeadMaintainer(map, []).apply(new StampStep([], ["a1"], true, true));
   */
  apply(step: MigrationStep): readonly RowChange[] {
    const { left, entered } = step.isStamp ? this.#stampedRows(step) : this.#migratedRows(step);
    for (const id of left) this.#heads.delete(id);
    for (const id of entered) this.#heads.add(id);
    return rowChanges(left, entered);
  }

  #stampedRows(step: StampStep): RowsOfStep {
    this.#coverage = null;
    return {
      left: step.sourceRevisionIds.filter((id) => this.#heads.has(id)),
      entered: step.destinationRevisionIds.filter((id) => !this.#heads.has(id)),
    };
  }

  #migratedRows(step: RevisionStep): RowsOfStep {
    return step.isUpgrade ? this.#upgradedRows(step.revision) : this.#downgradedRows(step.revision);
  }

  #upgradedRows(revision: Revision): RowsOfStep {
    const id = revision.revision;
    if (this.#heads.has(id)) throw notAllowed(`Revision ${id} cannot be applied: it has a row already.`);
    if (this.#coverage !== null) cover(this.#coverage, revision, 1);
    return { left: revision.normalizedDownRevisions.filter((below) => this.#heads.has(below)), entered: [id] };
  }

  #downgradedRows(revision: Revision): RowsOfStep {
    const id = revision.revision;
    if (!this.#heads.has(id)) throw notAllowed(`Revision ${id} cannot be taken back: it has no row.`);
    const coverage = this.#countCoverage();
    cover(coverage, revision, -1);
    const isUncovered = (below: string) => (coverage.get(below) ?? 0) === 0 && !this.#heads.has(below);
    return { left: [id], entered: revision.normalizedDownRevisions.filter(isUncovered) };
  }

  #countCoverage(): Map<string, number> {
    if (this.#coverage !== null) return this.#coverage;
    const coverage = new Map<string, number>();
    for (const id of this.#map.getAncestors([...this.#heads])) {
      const revision = this.#map.getRevision(id);
      if (revision !== null) cover(coverage, revision, 1);
    }
    this.#coverage = coverage;
    return coverage;
  }
}

interface RowsOfStep {
  readonly left: readonly string[];
  readonly entered: readonly string[];
}

function cover(coverage: Map<string, number>, revision: Revision, by: 1 | -1): void {
  for (const below of revision.allDownRevisions) coverage.set(below, (coverage.get(below) ?? 0) + by);
}

function rowChanges(left: readonly string[], entered: readonly string[]): RowChange[] {
  const from = left.at(-1);
  const to = entered.at(-1);
  if (from === undefined) return entered.map((id) => ({ kind: "insert", id }));
  if (to === undefined) return left.map((id) => ({ kind: "delete", id }));
  return [
    ...left.slice(0, -1).map((id): RowChange => ({ kind: "delete", id })),
    ...entered.slice(0, -1).map((id): RowChange => ({ kind: "insert", id })),
    { kind: "update", from, to },
  ];
}

function notAllowed(message: string): RevisionError {
  return new RevisionError("ALB0430", message, {
    hint: "The version table has changed since the plan was made, or holds an abbreviated id: look at it, and run the command again.",
  });
}
