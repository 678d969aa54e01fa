import type { Bound, Figures } from "./scenario.ts";

/** "At most `limit` times as long as `other`". */
export function atMost(name: string, limit: number, other: string): Bound {
  return {
    claim: `at most ${limit} times ${other}`,
    direction: "at most",
    limit,
    needs: [name, other],
    measure: (figures) => figures.ratio(name, other),
  };
}

/** "At least `limit` times faster than `other`". */
export function fasterThan(name: string, limit: number, other: string): Bound {
  return {
    claim: limit === 1 ? `faster than ${other}` : `at least ${limit} times faster than ${other}`,
    direction: "at least",
    limit,
    needs: [name, other],
    measure: (figures) => figures.ratio(other, name),
  };
}

/** "An overhead over `floor` at least `limit` times smaller than that of `other`". */
export function smallerOverhead(name: string, limit: number, other: string, floor: string): Bound {
  return {
    claim: `an overhead over ${floor} at least ${limit} times smaller than that of ${other}`,
    direction: "at least",
    limit,
    needs: [name, other, floor],
    measure: (figures) => overhead(figures, other, floor) / overhead(figures, name, floor),
  };
}

/** Less than a millisecond, or less than nothing, is within the noise, and counts as a millisecond. */
function overhead(figures: Figures, name: string, floor: string): number {
  return Math.max(1, figures.time(name) - figures.time(floor));
}

/** "Peak memory at most that of `other`". */
export function noMoreMemory(name: string, other: string): Bound {
  return {
    claim: `peak memory at most that of ${other}`,
    direction: "at most",
    limit: 1,
    needs: [name, other],
    measure(figures) {
      const own = figures.memory(name);
      const others = figures.memory(other);
      return own === null || others === null ? null : own / others;
    },
  };
}

/** "Peak memory under `limit` MB" */
export function memoryBelow(name: string, limit: number): Bound {
  return {
    claim: `peak memory under ${limit} MB`,
    direction: "at most",
    limit,
    needs: [name],
    measure(figures) {
      const mebibytes = figures.memory(name);
      return mebibytes === null ? null : mebibytes * 1.048576;
    },
  };
}

/** A claim that is missed today, and by how much. */
export function missed(bound: Bound, missedBy: number): Bound {
  return { ...bound, missedBy };
}
