import type { Bound, Figures, GrowthBound, Scenario } from "./scenario.ts";
import { type CaseResult, figuresOf } from "./rounds.ts";
import { exponent } from "./statistics.ts";

/** Whether a claim holds. */
export interface Verdict {
  /** The case, or the series. */
  readonly title: string;
  readonly claim: string;
  readonly limit: number;
  /** Null where it was not measured. */
  readonly measured: number | null;
  /** By how much it misses: 1 is exactly at the limit, 1.5 half as much again. */
  readonly excess: number | null;
}

/** Everything that a scenario's cases showed. */
export interface ScenarioResult {
  readonly scenario: Scenario;
  readonly cases: readonly CaseResult[];
}

/** Judges every claim of a scenario. */
export function judge({ scenario, cases }: ScenarioResult): readonly Verdict[] {
  return [
    ...cases.flatMap((result) => judgeCase(result)),
    ...(scenario.growth ?? []).flatMap((bound) => judgeGrowth(bound, cases)),
  ];
}

/** Judges the claims of a case, by the clock or in processor time. */
function judgeCase(result: CaseResult, by: "wall" | "cpu" = "wall"): readonly Verdict[] {
  const figures = figuresOf(result, by);
  return result.case.bounds.map((bound) => judgeBound(result.case.title, bound, figures));
}

/**
 * The claims of a case that are missed by more than half of their limit, or by half as much again as is known, by the
 * clock and in processor time: a machine that has other things to do changes the one, hardly the other.
 */
export function regressionsOf(result: CaseResult): readonly Verdict[] {
  const byProcessor = judgeCase(result, "cpu");
  return judgeCase(result).filter((verdict, index) => {
    const most = 1.5 * Math.max(1, result.case.bounds[index]?.missedBy ?? 1);
    return isBeyond(verdict, most) && isBeyond(byProcessor[index] ?? verdict, most);
  });
}

function isBeyond({ excess }: Verdict, most: number): boolean {
  return excess !== null && excess > most;
}

function judgeBound(title: string, bound: Bound, figures: Figures): Verdict {
  const { claim, limit, direction, needs } = bound;
  const measured = needs.every((name) => figures.has(name)) ? bound.measure(figures) : null;
  if (measured === null) return { title, claim, limit, measured, excess: null };
  return { title, claim, limit, measured, excess: direction === "at most" ? measured / limit : limit / measured };
}

/** Nothing to say of a series that was not run. */
function judgeGrowth(bound: GrowthBound, cases: readonly CaseResult[]): readonly Verdict[] {
  const { series, contestant, from, limit } = bound;
  if (!cases.some((result) => result.case.series === series)) return [];
  const measured = growthOf(series, contestant, cases, from);
  const claim = `grows with the size to the power of at most ${limit}, from ${from.toLocaleString("en")} on`;
  return [{ title: series, claim, limit, measured, excess: measured === null ? null : measured / limit }];
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

/** How each contestant's time grows over each series that has several sizes. */
export function growthsOf(
  cases: readonly CaseResult[],
): readonly { readonly series: string; readonly contestant: string; readonly exponent: number }[] {
  const serieses = [...new Set(cases.map((result) => result.case.series))];
  return serieses.flatMap((series) => {
    const showings = cases.filter((result) => result.case.series === series).flatMap((result) => result.showings);
    const names = [...new Set(showings.map(({ contestant }) => contestant.name))];
    return names.flatMap((contestant) => {
      const found = growthOf(series, contestant, cases);
      return found === null ? [] : [{ series, contestant, exponent: found }];
    });
  });
}
