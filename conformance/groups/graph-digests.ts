import { createHash } from "node:crypto";
import { firstDifference } from "../compare.ts";

/** A long list of ids in short. */
export interface Digest {
  readonly count: number;
  readonly first: readonly string[];
  readonly last: readonly string[];
  readonly sha256: string;
}

/** How many ids a digest shows at either end. */
const SHOWN = 5;

/** The digest of some lines. */
export function sha256(lines: readonly string[]): string {
  return createHash("sha256").update(lines.join("\n")).digest("hex");
}

/** The digest of a list of ids. */
export function digest(ids: readonly string[]): Digest {
  return { count: ids.length, first: ids.slice(0, SHOWN), last: ids.slice(-SHOWN), sha256: sha256(ids) };
}

/** Compares ids with a recorded list, or with the digest of one. */
export function matchesIds(expected: unknown, actual: readonly string[]): string | null {
  const isDigest = typeof expected === "object" && expected !== null && "$digest" in expected;
  return firstDifference(expected, isDigest ? { $digest: digest(actual) } : actual);
}
