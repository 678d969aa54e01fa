import { CommandError } from "../errors/index.ts";

/** A target that a command was given, with where to start, if it says so. */
export interface TargetRange {
  readonly start: string | undefined;
  readonly target: string;
}

/**
 * Reads `b` or `a:b`.
 *
 * @throws {CommandError} for a range where no script is written: a database says itself where it stands
 */
export function targetRange(revision: string, isOffline: boolean): TargetRange {
  const colon = revision.indexOf(":");
  if (colon === -1) return { start: undefined, target: revision };
  if (!isOffline) {
    throw new CommandError("ALB0102", `"${revision}" is a range, and a database says itself where it stands.`, {
      hint: `Give the target alone ("${revision.slice(colon + 1)}"), or --sql to write a script for the range.`,
    });
  }
  return { start: revision.slice(0, colon) || undefined, target: revision.slice(colon + 1) };
}
