import type { Config } from "../config/index.ts";
import { CommandError } from "../errors/index.ts";
import { planStamp } from "../revision/index.ts";
import { ScriptDirectory } from "../script/script-directory.ts";
import { checkOptions } from "../util/check-options.ts";
import { targetRange } from "./ranges.ts";
import { runEnvironment } from "./run-env.ts";
import { ScriptText } from "./script-text.ts";
import { type AppliedStep, appliedStep, assertKnown, assertPossible, type MigrationResult } from "./steps.ts";
import type { ScriptOptions } from "./upgrade.ts";

/** Options of {@link stamp}. */
export interface StampOptions extends ScriptOptions {
  /** Empty the version table first, whatever it holds. Default: false. */
  readonly purge?: boolean | undefined;
}

/**
 * Makes the version table say that a database is at given revisions, without running them.
 *
 * @param config the project's configuration
 * @param revisions one identifier or several; `base` for none; `from:to` for a script
 * @param options whether to empty the table first, or write a script
 * @returns the changes that were made, and the script
 * @throws {CommandError} when a script is asked for from different starting points
 * @throws {RevisionError} when one of the revisions is not there
 * @example
 * await stamp(new Config("alembic.ini"), "head");
 */
export async function stamp(
  config: Config,
  revisions: string | readonly string[],
  options: StampOptions = {},
): Promise<MigrationResult> {
  checkOptions("stamp()", options, ["sql", "tag", "purge", "lockTimeout"]);
  const asSql = options.sql ?? false;
  if (asSql && options.purge === true) throw purgeOffline();
  const ranges = [revisions].flat().map((revision) => targetRange(revision, asSql));
  const targets = ranges.map(({ target }) => target);
  const start = singleStart(ranges.map((range) => range.start));
  const script = await ScriptDirectory.fromConfig(config);
  const map = script.revisionMap;
  map.assertSound();
  const text = new ScriptText(config);
  const steps: AppliedStep[] = [];
  await runEnvironment(config, script, {
    asSql,
    startingRev: start,
    destinationRev: targets,
    tag: options.tag,
    lockTimeout: options.lockTimeout,
    purge: options.purge,
    outputBuffer: text,
    ensureVersionTable: true,
    fn: (heads) => {
      assertKnown(map, heads);
      const plan = planStamp(map, heads, targets);
      assertPossible(map, heads, plan);
      steps.push(...plan.map(appliedStep));
      return plan;
    },
  });
  return { steps, sql: asSql ? text.text : null };
}

function singleStart(starts: readonly (string | undefined)[]): string | undefined {
  const [first, ...others] = new Set(starts);
  if (others.length === 0) return first;
  throw new CommandError("ALB0104", "The ranges of a script of stamps begin at different revisions.", {
    hint: "Begin all of them at the same revision, or write one script for each.",
  });
}

function purgeOffline(): CommandError {
  return new CommandError("ALB0608", "A version table cannot be emptied by a script: its rows are not known.", {
    hint: "Leave out --sql, or --purge.",
  });
}
