import type { Config } from "../config/index.ts";
import { CURRENT } from "../revision/index.ts";
import { ScriptDirectory } from "../script/script-directory.ts";
import { databaseHeads } from "./database-heads.ts";
import type { RevisionsResult } from "./heads.ts";
import { revisionEntry } from "./revision-entry.ts";
import { assertKnown } from "./steps.ts";

/**
 * Shows the revisions that an identifier denotes.
 *
 * @param config the project's configuration
 * @param revision an id, `head`, `heads`, `label@head`; `current` asks the database
 * @throws {RevisionError} when it denotes none
 * @example
 * const { revisions } = await show(new Config("alembic.ini"), "head");
 */
export async function show(config: Config, revision: string): Promise<RevisionsResult> {
  const script = await ScriptDirectory.fromConfig(config);
  const map = script.revisionMap;
  const rows = revision === CURRENT ? await databaseHeads(config, script) : null;
  if (rows !== null) assertKnown(map, rows);
  return { revisions: map.getRevisions(rows ?? revision).map((found) => revisionEntry(found)) };
}
