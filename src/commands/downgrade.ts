import type { Config } from "../config/index.ts";
import { CommandError } from "../errors/index.ts";
import { planDowngrade } from "../revision/index.ts";
import { ScriptDirectory } from "../script/script-directory.ts";
import { checkOptions } from "../util/check-options.ts";
import { dryRunPart } from "./dry-run.ts";
import { targetRange } from "./ranges.ts";
import { runEnvironment } from "./run-env.ts";
import { ScriptText } from "./script-text.ts";
import { type AppliedStep, appliedStep, assertKnown, assertPossible, type MigrationResult } from "./steps.ts";
import type { MigrateOptions } from "./upgrade.ts";

/**
 * Takes a database back.
 *
 * @param config the project's configuration
 * @param revision where to: an id, `base`, `-1`, `label@base`; `from:to` for a script
 * @param options whether to write a script
 * @returns the steps that were taken, and the script
 * @throws {CommandError} when the target cannot be reached
 * @throws {MigrationError} when a revision fails
 * @example
 * const { steps } = await downgrade(new Config("alembic.ini"), "-1");
 */
export async function downgrade(
  config: Config,
  revision: string,
  options: MigrateOptions = {},
): Promise<MigrationResult> {
  checkOptions("downgrade()", options, ["sql", "tag", "lockTimeout", "dryRun"]);
  const asSql = options.sql ?? false;
  const dryRun = dryRunPart(options);
  const { start, target } = targetRange(revision, asSql);
  if (asSql && start === undefined) throw rangeNeeded(revision);
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
      const plan = planDowngrade(map, heads, target);
      assertPossible(map, heads, plan);
      steps.push(...plan.map(appliedStep));
      return plan;
    },
  });
  return dryRun.complete({ steps, sql: asSql ? text.text : null }, text);
}

function rangeNeeded(revision: string): CommandError {
  return new CommandError("ALB0103", "A script of a downgrade has to know where it starts.", {
    hint: `Give a range, as in: downgrade head:${revision} --sql`,
  });
}
