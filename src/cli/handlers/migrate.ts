import type { MigrationResult } from "../../commands/steps.ts";
import { UsageError } from "../../errors/index.ts";
import { exitStatus } from "../failure.ts";
import type { OptionValues } from "../invocation.ts";
import type { CommandRun } from "./handler.ts";

/** Prints what a command gives that migrates. The script of offline mode is on standard output already. */
export function reportMigration(result: MigrationResult, { out }: CommandRun): number {
  if (out.isJson) out.json(result);
  return exitStatus.done;
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
