import { InvalidArgumentError } from "../errors/index.ts";
import type { DryRunOutcome } from "../runtime/dry-run.ts";
import type { EnvironmentSettings } from "../runtime/environment-context.ts";
import type { ScriptText } from "./script-text.ts";
import type { MigrationResult } from "./steps.ts";
import type { MigrateOptions } from "./upgrade.ts";

/** What a command's dry run does, from what it was asked for to what it gives. */
export interface DryRunPart {
  /** What env is told. */
  readonly settings: Pick<EnvironmentSettings, "onDryRun">;
  /** Completes the result with what was done to each database, and what was written of it. */
  complete(result: MigrationResult, text: ScriptText): MigrationResult;
}

/**
 * The part of a command that concerns a dry run; nothing where none is asked for.
 *
 * @throws {InvalidArgumentError} when a script is asked for as well
 */
export function dryRunPart({ dryRun = false, sql = false }: MigrateOptions): DryRunPart {
  if (!dryRun) return { settings: {}, complete: (result) => result };
  if (sql) throw twoWays();
  const outcomes: DryRunOutcome[] = [];
  return {
    settings: { onDryRun: (outcome) => void outcomes.push(outcome) },
    complete: (result, text) => ({ ...result, sql: text.textOrNull, dryRun: outcomes }),
  };
}

function twoWays(): InvalidArgumentError {
  return new InvalidArgumentError("ALB0138", "A dry run and a script exclude each other.", {
    hint: "Leave out --sql: where a database cannot undo what it ran, the dry run writes the script by itself.",
  });
}
