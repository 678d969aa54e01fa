import type { Config } from "../config/index.ts";
import { ScriptDirectory } from "../script/script-directory.ts";
import { checkOptions } from "../util/check-options.ts";
import { runEnvironment } from "./run-env.ts";
import { ScriptText } from "./script-text.ts";

/** Options of {@link ensureVersion}. */
export interface EnsureVersionOptions {
  /** Write a script in place of making the table. Default: false. */
  readonly sql?: boolean | undefined;
  /** How long to wait for another migration on the same database, in seconds. Default: the setting `lock_timeout`, else 600. */
  readonly lockTimeout?: number | undefined;
}

/** What {@link ensureVersion} gives. */
export interface EnsureVersionResult {
  /** The script, where one was asked for; else null. */
  readonly sql: string | null;
}

/**
 * Makes the version table where it is missing.
 *
 * @param config the project's configuration
 * @param options whether to write a script
 * @throws {DatabaseError} when the database refuses it
 * @example
 * await ensureVersion(new Config("alembic.ini"));
 */
export async function ensureVersion(config: Config, options: EnsureVersionOptions = {}): Promise<EnsureVersionResult> {
  checkOptions("ensureVersion()", options, ["sql", "lockTimeout"]);
  const asSql = options.sql ?? false;
  const script = await ScriptDirectory.fromConfig(config);
  const text = new ScriptText(config);
  await runEnvironment(config, script, {
    asSql,
    lockTimeout: options.lockTimeout,
    outputBuffer: text,
    fn: async (_heads, context) => {
      await context.versionTable.create();
      return [];
    },
  });
  return { sql: asSql ? text.text : null };
}
