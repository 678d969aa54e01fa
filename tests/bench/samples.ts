import type { CaseResult, Showing } from "../../bench/harness/rounds.ts";
import type { Bound, Case, Contestant, Role } from "../../bench/harness/scenario.ts";

/** A contestant that is never run. */
export function contestant(name: string, role: Role = "peer"): Contestant {
  return { name, role, command: { program: "true", args: [], cwd: "." } };
}

/** What a contestant would have shown: a time in milliseconds for each round, null where it did not run. */
export function showing(name: string, walls: readonly (number | null)[], role: Role = "peer", memory = 50): Showing {
  const samples = walls.map((wall) => (wall === null ? null : { wall, cpu: wall / 2, memory }));
  return { contestant: contestant(name, role), samples };
}

/** The result of a case. */
export function resultOf(
  showings: readonly Showing[],
  more: Partial<Case> = {},
  bounds: readonly Bound[] = [],
): CaseResult {
  const contestants = showings.map((shown) => shown.contestant);
  return {
    case: { title: "10 tables", size: 10, series: "tables", contestants, bounds, ...more },
    showings,
    refusals: [],
  };
}
