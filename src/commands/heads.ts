import type { Config } from "../config/index.ts";
import { ScriptDirectory } from "../script/script-directory.ts";
import { checkOptions } from "../util/check-options.ts";
import { type RevisionEntry, revisionEntry } from "./revision-entry.ts";

/** Options of {@link heads}. */
export interface HeadsOptions {
  /** Leave out revisions that another depends on. Default: false. */
  readonly resolveDependencies?: boolean | undefined;
}

/** Revisions, as several commands give them. */
export interface RevisionsResult {
  readonly revisions: readonly RevisionEntry[];
}

/**
 * Lists the revisions that nothing builds on.
 *
 * @param config the project's configuration
 * @param options whether dependencies count
 * @throws {ScriptError} when the script folder is not there, or a file in it is no revision
 * @example
 * const { revisions } = await heads(new Config("alembic.ini"));
 */
export async function heads(config: Config, options: HeadsOptions = {}): Promise<RevisionsResult> {
  checkOptions("heads()", options, ["resolveDependencies"]);
  const script = await ScriptDirectory.fromConfig(config);
  const map = script.revisionMap;
  const ids = map.getHeads({ considerDependsOn: options.resolveDependencies });
  return { revisions: map.getRevisions(ids).map((revision) => revisionEntry(revision)) };
}
