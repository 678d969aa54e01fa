import type { Config } from "../config/index.ts";
import { planUpgrade } from "../revision/index.ts";
import { ScriptDirectory } from "../script/script-directory.ts";
import { checkOptions } from "../util/check-options.ts";
import { dryRunPart } from "./dry-run.ts";
import { targetRange } from "./ranges.ts";
import { runEnvironment } from "./run-env.ts";
import { ScriptText } from "./script-text.ts";
import { type AppliedStep, appliedStep, assertKnown, assertPossible, type MigrationResult } from "./steps.ts";

/** What {@link upgrade}, {@link downgrade} and {@link stamp} can be asked alike. */
export interface ScriptOptions {
  /** Write a script in place of running statements. Default: false. */
  readonly sql?: boolean | undefined;
  /** A word for env, which reads it with `context.getTagArgument()`. */
  readonly tag?: string | undefined;
  /** How long to wait for another migration on the same database, in seconds. Default: the setting `lock_timeout`, else 600. */
  readonly lockTimeout?: number | undefined;
}

/** Options of {@link upgrade} and {@link downgrade}. */
export interface MigrateOptions extends ScriptOptions {
  /** Leave the database as it was: run and roll back, or, where it cannot do that, write the script. Default: false. */
  readonly dryRun?: boolean | undefined;
}

/**
 * Upgrades a database.
 *
 * @param config the project's configuration
 * @param revision where to: an id, `head`, `heads`, `+1`, `label@head`; `a:b` for a script
 * @param options whether to write a script
 * @returns the steps that were taken, and the script
 * @throws {CommandError} when the target cannot be reached
 * @throws {MigrationError} when a revision fails
 * @example
 * const { steps } = await upgrade(new Config("alembic.ini"), "head");
 */
export async function upgrade(
  config: Config,
  revision: string,
  options: MigrateOptions = {},
): Promise<MigrationResult> {
  checkOptions("upgrade()", options, ["sql", "tag", "lockTimeout", "dryRun"]);
  const asSql = options.sql ?? false;
  const dryRun = dryRunPart(options);
  const { start, target } = targetRange(revision, asSql);
  const script = await ScriptDirectory.fromConfig(config);
  const map = script.revisionMap;
  map.assertSound();
  const text = new ScriptText(config);
  const steps: AppliedStep[] = [];
  await runEnvironment(config, script, {
    asSql,
    startingRev: start,
    destinationRev: target,
    tag: options.tag,
    lockTimeout: options.lockTimeout,
    ...dryRun.settings,
    outputBuffer: text,
    ensureVersionTable: true,
    fn: (heads) => {
      assertKnown(map, heads);
      const plan = planUpgrade(map, heads, target);
      assertPossible(map, heads, plan);
      steps.push(...plan.map(appliedStep));
      return plan;
    },
  });
  return dryRun.complete({ steps, sql: asSql ? text.text : null }, text);
}
