import { CommandError } from "../errors/index.ts";
import type { RevisionMap } from "./revision-map.ts";
import type { Revision, RevisionNames } from "./revision.ts";

/** The two ends of a range of revisions. */
export interface RevisionRange {
  readonly start: RevisionNames;
  readonly end: RevisionNames;
}

/**
 * The word for the revisions that the database is at.
 *
 * @example revisionHistory(map, { start: CURRENT, end: null }, ["a1"]);
 */
export const CURRENT = "current";

/**
 * Reads `start:end`, either of which can be absent.
 *
 * @param text `a1:b2`, `a1:`, `:b2`, `-3:`, `current:head`
 * @throws {CommandError} when there is no colon
 * @example parseRevisionRange("a1:"); // { start: "a1", end: null }
 */
export function parseRevisionRange(text: string): { readonly start: string | null; readonly end: string | null } {
  const colon = text.indexOf(":");
  if (colon === -1) {
    throw new CommandError("ALB0431", `"${text}" is no range of revisions.`, {
      hint: `Write "<start>:<end>"; either may be left out: "${text}:" begins at ${text}, ":${text}" ends there.`,
    });
  }
  return { start: text.slice(0, colon).trim() || null, end: text.slice(colon + 1).trim() || null };
}

/**
 * Gives the revisions of a range, newest first, the start included.
 *
 * @param map the revisions
 * @param range the ends; absent ones mean `base` and `heads`, `current` the given rows
 * @param currentHeads the rows of the version table, where an end says `current`
 * @throws {RangeNotAncestorError} when the ends do not lie along one branch
 * @throws {ResolutionError} when an end denotes no revision
 * @example revisionHistory(map, parseRevisionRange("current:"), ["b2"]);
 */
export function revisionHistory<R extends Revision>(
  map: RevisionMap<R>,
  range: RevisionRange,
  currentHeads: readonly string[] = [],
): readonly R[] {
  const rows = currentHeads.length > 0 ? currentHeads : null;
  const start = range.start === CURRENT ? rows : range.start;
  const end = range.end === CURRENT ? rows : range.end;
  return map.walkRevisions(start ?? "base", end ?? "heads");
}
