import type { MigrationStep, Revision, RevisionMap } from "../revision/index.ts";
import type { MigrationContext } from "./migration-context.ts";

/**
 * One step that was applied, as `onVersionApply` is told of it.
 *
 * @example const words = `${step.isUpgrade ? "up" : "down"} to ${step.destinationRevisionIds.join(", ")}`;
 */
export class MigrationInfo {
  readonly #step: MigrationStep;

  constructor(
    step: MigrationStep,
    readonly revisionMap: RevisionMap,
  ) {
    this.#step = step;
  }

  get isUpgrade(): boolean {
    return this.#step.isUpgrade;
  }

  /** Only the version table changed; nothing was run. */
  get isStamp(): boolean {
    return this.#step.isStamp;
  }

  get isMigration(): boolean {
    return !this.isStamp;
  }

  /** The id on the upper side, the first where there are several; null for a stamp down to base of nothing. */
  get upRevisionId(): string | null {
    return this.upRevisionIds[0] ?? null;
  }

  /** The ids on the upper side; several only for a stamp that comes down from several branches. */
  get upRevisionIds(): readonly string[] {
    return this.#step.upRevisionIds;
  }

  /** The ids on the lower side, dependencies included; none at a base. */
  get downRevisionIds(): readonly string[] {
    return this.#step.downRevisionIds;
  }

  /** The ids that the step left. */
  get sourceRevisionIds(): readonly string[] {
    return this.#step.sourceRevisionIds;
  }

  /** The ids that the step led to. */
  get destinationRevisionIds(): readonly string[] {
    return this.#step.destinationRevisionIds;
  }

  get upRevision(): Revision | null {
    return this.upRevisions[0] ?? null;
  }

  get upRevisions(): readonly Revision[] {
    return this.revisionMap.getRevisions(this.upRevisionIds);
  }

  get downRevisions(): readonly Revision[] {
    return this.revisionMap.getRevisions(this.downRevisionIds);
  }

  get sourceRevisions(): readonly Revision[] {
    return this.revisionMap.getRevisions(this.sourceRevisionIds);
  }

  get destinationRevisions(): readonly Revision[] {
    return this.revisionMap.getRevisions(this.destinationRevisionIds);
  }
}

/** What `onVersionApply` is given. */
export interface VersionApplied {
  readonly ctx: MigrationContext;
  readonly step: MigrationInfo;
  /** The rows of the version table after the step. */
  readonly heads: ReadonlySet<string>;
  /** What `runMigrations()` was given. */
  readonly runArgs: Readonly<Record<string, unknown>>;
}
