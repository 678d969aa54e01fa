import { ScriptError } from "../errors/index.ts";

/**
 * Does something that writes a file or makes a folder.
 *
 * @param path the file or folder, for the message
 * @throws {ScriptError} where the system refuses it
 */
export async function writing(path: string, action: () => Promise<unknown>): Promise<void> {
  try {
    await action();
  } catch (cause) {
    throw new ScriptError("ALB0260", `${path} could not be written: ${messageOf(cause)}. Nothing is left of it.`, {
      hint: "Make room, or make the folder writable, and run the command again.",
      cause,
    });
  }
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
