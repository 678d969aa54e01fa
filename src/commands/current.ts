import type { Config } from "../config/index.ts";
import type { Interrupted } from "../runtime/journal/interrupted.ts";
import { ScriptDirectory } from "../script/script-directory.ts";
import { type RevisionEntry, revisionEntry } from "./revision-entry.ts";
import { runEnvironment } from "./run-env.ts";
import { assertKnown } from "./steps.ts";

/** Where one database stands. */
export interface CurrentState {
  /** The database's URL with its password hidden; null where it is not known. */
  readonly url: string | null;
  /** The rows of its version table. */
  readonly heads: readonly string[];
  /** What is current: the rows, and what they imply on other branches. */
  readonly revisions: readonly RevisionEntry[];
  /** A step that was interrupted between two statements, and that the next run takes up; null where there is none. */
  readonly interrupted: Interrupted | null;
  /** Whether the rows are exactly the heads of the project's revisions. */
  readonly isAtHead: boolean;
}

/** What {@link current} gives. */
export interface CurrentResult {
  /** One entry for each database that env migrates. */
  readonly databases: readonly CurrentState[];
  /** Whether all of them are at the heads. */
  readonly isAtHead: boolean;
}

/**
 * Says where a database stands. Makes and changes nothing.
 *
 * @param config the project's configuration
 * @throws {CommandError} when the database is at a revision that no file has
 * @example
 * const { isAtHead } = await current(new Config("alembic.ini"));
 */
export async function current(config: Config): Promise<CurrentResult> {
  const script = await ScriptDirectory.fromConfig(config);
  const map = script.revisionMap;
  const scriptHeads = new Set(map.getHeads({ considerDependsOn: true }));
  const databases: CurrentState[] = [];
  await runEnvironment(config, script, {
    isReadOnly: true,
    fn: async (heads, context) => {
      assertKnown(map, heads);
      databases.push({
        url: context.connection?.url ?? null,
        heads,
        interrupted: await context.getInterrupted(),
        revisions: map.getAllCurrent(heads).map((revision) => revisionEntry(revision, new Set(heads))),
        isAtHead: heads.length === scriptHeads.size && heads.every((head) => scriptHeads.has(head)),
      });
      return [];
    },
  });
  return { databases, isAtHead: databases.every(({ isAtHead }) => isAtHead) };
}
