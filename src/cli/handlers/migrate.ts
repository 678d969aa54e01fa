import type { MigrationResult } from "../../commands/steps.ts";
import { exitStatus } from "../failure.ts";
import type { CommandRun } from "./handler.ts";

/** Prints what a command gives that migrates. The script of offline mode is on standard output already. */
export function reportMigration(result: MigrationResult, { out }: CommandRun): number {
  if (out.isJson) out.json(result);
  return exitStatus.done;
}
