import type { Revision } from "./revision.ts";

/** What one step of a plan does to the version table, and where it leads. */
interface StepInfo {
  readonly isUpgrade: boolean;
  /** The ids on the upper side; several only where a stamp comes down from several branches. */
  readonly upRevisionIds: readonly string[];
  /** The ids on the lower side, dependencies included; none for a base. */
  readonly downRevisionIds: readonly string[];
  /** The ids that the step leaves. */
  readonly sourceRevisionIds: readonly string[];
  /** The ids that the step leads to. */
  readonly destinationRevisionIds: readonly string[];
  /** The step without its message: `upgrade a1 -> b2`. */
  readonly shortLog: string;
  /** The step as it is logged: `upgrade a1 -> b2, create the users`. */
  readonly log: string;
}

/** One step of a plan. */
export type MigrationStep<R extends Revision = Revision> = RevisionStep<R> | StampStep;

/**
 * A step that runs one revision's `upgrade()` or `downgrade()`.
 *
 * @example
 * const record = { revision: "a1", downRevision: null, branchLabels: null, dependsOn: null };
 * new RevisionStep(new Revision(record), true).log; // "upgrade  -> a1"
 */
export class RevisionStep<R extends Revision = Revision> implements StepInfo {
  readonly isStamp = false;

  /**
   * @param revision the revision to run
   * @param isUpgrade which of its two functions
   */
  constructor(
    readonly revision: R,
    readonly isUpgrade: boolean,
  ) {}

  /** Whether code of a revision runs. */
  get isMigration(): boolean {
    return !this.isStamp;
  }

  get upRevisionIds(): readonly string[] {
    return [this.revision.revision];
  }

  get downRevisionIds(): readonly string[] {
    return this.revision.normalizedDownRevisions;
  }

  get sourceRevisionIds(): readonly string[] {
    return this.isUpgrade ? this.downRevisionIds : this.upRevisionIds;
  }

  get destinationRevisionIds(): readonly string[] {
    return this.isUpgrade ? this.upRevisionIds : this.downRevisionIds;
  }

  get shortLog(): string {
    const below = this.revision.downRevisions.join(", ");
    const { revision } = this.revision;
    return this.isUpgrade ? `upgrade ${below} -> ${revision}` : `downgrade ${revision} -> ${below}`;
  }

  get log(): string {
    const { doc } = this.revision;
    return doc === "" ? this.shortLog : `${this.shortLog}, ${doc}`;
  }
}

/**
 * A step that changes rows of the version table and runs nothing.
 *
 * @example new StampStep([], ["a1"], true, true).log; // "stamp_revision  -> a1"
 */
export class StampStep implements StepInfo {
  readonly isStamp = true;

  /**
   * @param sourceRevisionIds the rows to replace
   * @param destinationRevisionIds the rows to have instead
   * @param isUpgrade whether the destination lies above
   * @param isBranchMove whether a branch begins or ends: a row comes or goes and no other changes
   */
  constructor(
    readonly sourceRevisionIds: readonly string[],
    readonly destinationRevisionIds: readonly string[],
    readonly isUpgrade: boolean,
    readonly isBranchMove: boolean,
  ) {}

  /** Whether code of a revision runs. */
  get isMigration(): boolean {
    return !this.isStamp;
  }

  get upRevisionIds(): readonly string[] {
    return this.isUpgrade ? this.destinationRevisionIds : this.sourceRevisionIds;
  }

  get downRevisionIds(): readonly string[] {
    return this.isUpgrade ? this.sourceRevisionIds : this.destinationRevisionIds;
  }

  get shortLog(): string {
    return `stamp_revision ${this.sourceRevisionIds.join(", ")} -> ${this.destinationRevisionIds.join(", ")}`;
  }

  get log(): string {
    return this.shortLog;
  }
}
