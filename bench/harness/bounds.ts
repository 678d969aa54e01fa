import type { Bound, Figures, GrowthBound, Scenario } from "./scenario.ts";
import { type CaseResult, figuresOf } from "./rounds.ts";
import { exponent } from "./statistics.ts";

/** Whether a claim holds. */
export interface Verdict {
  readonly scenario: string;
  readonly title: string;
  readonly claim: string;
  /** Null where it was not measured. */
  readonly measured: number | null;
  /** By how much it misses: 1 is exactly at the limit, 1.5 half as much again. */
  readonly excess: number | null;
  readonly limit: number;
}

/** Everything that a scenario's cases showed. */
export interface ScenarioResult {
  readonly scenario: Scenario;
  readonly cases: readonly CaseResult[];
}

/** Judges every claim of a scenario. */
export function judge({ scenario, cases }: ScenarioResult): readonly Verdict[] {
  const ofCases = cases.flatMap((result) => {
    const figures = figuresOf(result);
    return result.case.bounds.map((bound) => judgeBound(scenario.title, result.case.title, bound, figures));
  });
  const ofGrowth = (scenario.growth ?? []).map((bound) => judgeGrowth(scenario.title, bound, cases));
  return [...ofCases, ...ofGrowth];
}

/** A claim half of whose limit is missed again, or worse, is no noise. */
export function isRegression({ excess }: Verdict): boolean {
  return excess !== null && excess > 1.5;
}

function judgeBound(scenario: string, title: string, bound: Bound, figures: Figures): Verdict {
  const { claim, limit, direction, needs } = bound;
  const measured = needs.every((name) => figures.has(name)) ? bound.measure(figures) : null;
  if (measured === null) return { scenario, title, claim, limit, measured: null, excess: null };
  return { scenario, title, claim, limit, measured, excess: excessOf(measured, limit, direction) };
}

function excessOf(measured: number, limit: number, direction: Bound["direction"]): number {
  if (direction === "at most") return measured / limit;
  // An overhead of nothing, or less within the noise, is as much smaller as anybody can ask.
  return measured <= 0 ? Number.POSITIVE_INFINITY : limit / measured;
}

function judgeGrowth(scenario: string, bound: GrowthBound, cases: readonly CaseResult[]): Verdict {
  const measured = growthOf(bound.series, bound.contestant, cases, bound.from);
  const claim = `grows with the size to the power of at most ${bound.limit}, from ${bound.from.toLocaleString("en")} on`;
  const excess = measured === null ? null : measured / bound.limit;
  return { scenario, title: bound.series, claim, limit: bound.limit, measured, excess };
}

/** The exponent of a contestant's time against the size, over a series; null where there are no two sizes. */
export function growthOf(series: string, contestant: string, cases: readonly CaseResult[], from = 0): number | null {
  const points = cases.flatMap((result) => {
    const { size } = result.case;
    const figures = figuresOf(result);
    if (result.case.series !== series || size === null || size < from || !figures.has(contestant)) return [];
    return [{ size, time: figures.time(contestant) }];
  });
  return exponent(points);
}
