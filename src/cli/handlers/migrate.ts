import type { MigrationResult } from "../../commands/steps.ts";
import type { DryRunOutcome } from "../../runtime/dry-run.ts";
import { UsageError } from "../../errors/index.ts";
import { exitStatus } from "../failure.ts";
import type { OptionValues } from "../invocation.ts";
import type { Output } from "../output.ts";
import type { CommandRun } from "./handler.ts";

/** Prints what a command gives that migrates. The script of offline mode is on standard output already. */
export function reportMigration(result: MigrationResult, { out }: CommandRun): number {
  if (out.isJson) out.json(result);
  else for (const each of result.dryRun ?? []) tellDryRun(each, result, out);
  return exitStatus.done;
}

function tellDryRun({ kind, notRun }: DryRunOutcome, { steps }: MigrationResult, out: Output): void {
  if (steps.length === 0) return out.line("-- Dry run: there is nothing to do.");
  if (kind === "written") {
    return out.line("-- Dry run: nothing was run, for this database could not undo it; this is what would have been.");
  }
  out.line("-- Dry run: everything was run and rolled back; the database is as it was.");
  if (notRun.length === 0) return;
  out.line("-- Left out, because no rollback undoes them:");
  for (const statement of notRun) out.line(`${statement};`);
}

/**
 * The seconds of `--lock-timeout`; undefined where it was not given.
 *
 * @throws {UsageError} when it is no number of seconds
 */
export function lockTimeoutOf(options: OptionValues): number | undefined {
  const text = options.text("lock-timeout");
  if (text === undefined || /^\d+(\.\d+)?$/.test(text)) return text === undefined ? undefined : Number(text);
  throw new UsageError("ALB0139", `--lock-timeout takes a number of seconds, not "${text}".`, {
    hint: "Write it as --lock-timeout 30; 0 does not wait at all.",
  });
}
