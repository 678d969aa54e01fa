import type { Config } from "../config/index.ts";
import { ScriptDirectory } from "../script/script-directory.ts";
import { checkOptions } from "../util/check-options.ts";
import { runComparison } from "./run-comparison.ts";
import type { Shadow } from "./shadow.ts";

/** What {@link check} gives. */
export interface CheckResult {
  /** Whether models and database agree. */
  readonly isUpToDate: boolean;
  /** The source of each operation that would be written, in order. */
  readonly operations: readonly string[];
}

/** Options of {@link check}. */
export interface CheckOptions {
  /** Compare with what the revisions make of an empty database. Default: the configuration's `shadow`, else false. */
  readonly shadow?: Shadow | undefined;
}

/**
 * Compares the models with the database, as `revision --autogenerate` does, and writes nothing.
 *
 * @param config the project's configuration
 * @param options whether to do without the database
 * @throws {CommandError} when the database is not at the heads, or env gives no models
 * @example
 * const { isUpToDate, operations } = await check(new Config("alembic.ini"));
 */
export async function check(config: Config, options: CheckOptions = {}): Promise<CheckResult> {
  checkOptions("check()", options, ["shadow"]);
  const script = await ScriptDirectory.fromConfig(config);
  const { RevisionContext } = await import("./revision-context.ts");
  const context = new RevisionContext(config, script, {}, "autogenerate");
  await runComparison(config, script, options.shadow, {
    isReadOnly: true,
    fn: async (heads, running) => {
      await context.pass(heads, running);
      return [];
    },
  });
  const operations = context.sources();
  return { isUpToDate: operations.length === 0, operations };
}
