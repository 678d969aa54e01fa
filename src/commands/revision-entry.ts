import type { Script } from "../script/script.ts";

/** A revision as the commands report it. */
export interface RevisionEntry {
  readonly revision: string;
  /** What it builds on: none for a base, several for a merge point. */
  readonly downRevisions: readonly string[];
  /** What else has to run first, as its file says it: ids or labels. */
  readonly dependencies: readonly string[];
  /** The ids and labels that lead to it, sorted. */
  readonly branchLabels: readonly string[];
  /** What builds on it. */
  readonly nextRevisions: readonly string[];
  /** Nothing builds on it. */
  readonly isHead: boolean;
  /** Nothing builds on it or depends on it. */
  readonly isRealHead: boolean;
  readonly isBranchPoint: boolean;
  readonly isMergePoint: boolean;
  /** A row of the version table names it; false where the command does not ask the database. */
  readonly isCurrent: boolean;
  /** The first paragraph of the doc comment. */
  readonly message: string;
  /** The whole doc comment. */
  readonly doc: string;
  /** The file's absolute path. */
  readonly path: string;
}

/** A revision as data. */
export function revisionEntry(script: Script, current: ReadonlySet<string> = new Set()): RevisionEntry {
  return {
    revision: script.revision,
    downRevisions: script.downRevisions,
    dependencies: listOf(script.dependencies),
    branchLabels: [...script.branchLabels].toSorted(),
    nextRevisions: script.nextRevisions,
    isHead: script.isHead,
    isRealHead: script.isRealHead,
    isBranchPoint: script.isBranchPoint,
    isMergePoint: script.isMergePoint,
    isCurrent: current.has(script.revision),
    message: script.doc,
    doc: script.longDoc,
    path: script.path,
  };
}

function listOf(names: string | readonly string[] | null): readonly string[] {
  return names === null ? [] : [names].flat();
}
