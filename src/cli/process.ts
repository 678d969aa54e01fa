import { startAlone } from "../loader/index.ts";
import { ProcessInterruption } from "./process-interruption.ts";
import { confirm } from "./confirm.ts";
import { expectShortProcess } from "./short-process.ts";
import { runCommandLine } from "./run.ts";

/** In milliseconds: how long what env has left open may keep the process after its command is done. */
const patience = 1000;

/** Runs a command line as this process, and sets its exit status. */
export async function runProcess(argv: readonly string[]): Promise<void> {
  process.stdout.on("error", endQuietly);
  startAlone();
  expectShortProcess();
  const interruption = new ProcessInterruption();
  const { stdout, stderr, env } = process;
  const asking = process.stdin.isTTY && stderr.isTTY ? { confirm } : {};
  const ended = await runCommandLine(argv, { stdout, stderr, env, interruption, ...asking });
  const status = interruption.status ?? ended;
  process.exitCode = status;
  endWhenWritten(status);
}

/** A connection or timer that env has left open must not keep the process. */
function endWhenWritten(status: number): void {
  const end = (): void => {
    if (process.stdout.writableLength > 0) return endWhenWritten(status);
    // oxlint-disable-next-line unicorn/no-process-exit -- something of the user's keeps the process alive
    process.exit(status);
  };
  setTimeout(end, patience).unref();
}

/** `alembic history | head` ends the reader first: there is nobody left to tell. */
function endQuietly(error: NodeJS.ErrnoException): void {
  // oxlint-disable-next-line unicorn/no-process-exit -- there is no other way out of an event
  if (error.code === "EPIPE") process.exit(0);
  throw error;
}
