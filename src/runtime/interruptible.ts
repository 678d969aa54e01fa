import type { Interruption } from "../config/index.ts";
import type { Connection } from "../engine/connection.ts";
import { CommandError } from "../errors/index.ts";

/**
 * Runs work that stops when asked to: what the connection is running is cancelled in the server. Where the database
 * works within this thread nobody can ask while a statement runs: there the wish ends the process, as without us.
 */
export async function interruptible<Value>(
  connection: Connection | null,
  interruption: Interruption | null,
  work: () => Promise<Value>,
): Promise<Value> {
  if (interruption === null || connection === null || !connection.isCancellable) return work();
  const { signal } = interruption;
  const stopListening = interruption.listen();
  // A request that cannot be made says nothing new: the connection is gone, or the process ends soon.
  const cancel = (): void => void connection.cancel().catch(() => undefined);
  signal.addEventListener("abort", cancel);
  try {
    return await work();
  } finally {
    signal.removeEventListener("abort", cancel);
    stopListening();
  }
}

/** The error of whatever would go on after a wish to stop. */
export function stopped(signal: AbortSignal): CommandError {
  return new CommandError(
    "ALB0650",
    `The run was stopped${signal.reason === undefined ? "" : ` by ${String(signal.reason)}`}.`,
    {
      hint: "What was not committed is rolled back. Run the command again to go on.",
    },
  );
}
