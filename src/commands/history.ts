import type { Config } from "../config/index.ts";
import { CURRENT, parseRevisionRange, revisionHistory } from "../revision/index.ts";
import { ScriptDirectory } from "../script/script-directory.ts";
import { checkOptions } from "../util/check-options.ts";
import { databaseHeads } from "./database-heads.ts";
import type { RevisionsResult } from "./heads.ts";
import { revisionEntry } from "./revision-entry.ts";
import { assertKnown } from "./steps.ts";

/** Options of {@link history}. */
export interface HistoryOptions {
  /** `start:end`, either of which may be absent; `current` is where the database stands. */
  readonly revRange?: string | undefined;
  /** Ask the database which of them are current. Default: false. */
  readonly indicateCurrent?: boolean | undefined;
}

/**
 * Lists revisions, the newest first.
 *
 * @param config the project's configuration
 * @param options which ones, and whether to ask the database
 * @throws {CommandError} when the range has no colon
 * @throws {RangeNotAncestorError} when its ends do not lie along one branch
 * @example
 * const { revisions } = await history(new Config("alembic.ini"), { revRange: "current:head" });
 */
export async function history(config: Config, options: HistoryOptions = {}): Promise<RevisionsResult> {
  checkOptions("history()", options, ["revRange", "indicateCurrent"]);
  const range = options.revRange === undefined ? { start: null, end: null } : parseRevisionRange(options.revRange);
  const script = await ScriptDirectory.fromConfig(config);
  const map = script.revisionMap;
  const asksDatabase = options.indicateCurrent === true || [range.start, range.end].includes(CURRENT);
  const isNeeded = asksDatabase || script.settings.revisionEnvironment;
  const rows = isNeeded ? await databaseHeads(config, script) : [];
  if (asksDatabase) assertKnown(map, rows);
  const marked = new Set(options.indicateCurrent === true ? rows : []);
  return { revisions: revisionHistory(map, range, rows).map((revision) => revisionEntry(revision, marked)) };
}
