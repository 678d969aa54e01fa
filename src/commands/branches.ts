import type { Config } from "../config/index.ts";
import { ScriptDirectory } from "../script/script-directory.ts";
import { type RevisionEntry, revisionEntry } from "./revision-entry.ts";

/** A revision on which several others build. */
export interface BranchPoint extends RevisionEntry {
  /** The revisions that build on it. */
  readonly successors: readonly RevisionEntry[];
}

/** What {@link branches} gives. */
export interface BranchesResult {
  /** The newest first. */
  readonly branchPoints: readonly BranchPoint[];
}

/**
 * Lists the revisions on which several others build.
 *
 * @param config the project's configuration
 * @throws {ScriptError} when the script folder is not there, or a file in it is no revision
 * @example
 * const { branchPoints } = await branches(new Config("alembic.ini"));
 */
export async function branches(config: Config): Promise<BranchesResult> {
  const script = await ScriptDirectory.fromConfig(config);
  const map = script.revisionMap;
  const points = map.walkRevisions().filter((revision) => revision.isBranchPoint);
  return {
    branchPoints: points.map((point) => ({
      ...revisionEntry(point),
      successors: map.getRevisions(point.nextRevisions).map((revision) => revisionEntry(revision)),
    })),
  };
}
