import { HeadMaintainer, type MigrationStep, type RevisionMap, type RowChange } from "../../src/revision/index.ts";
import { firstDifference } from "../compare.ts";
import { digest, sha256 } from "./graph-digests.ts";

type Change = readonly string[];

/** A step as it is recorded, or an error in its place, which is always the last. */
interface PlanStep {
  readonly revision?: string;
  readonly up: boolean;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly log: string;
  readonly changes?: readonly Change[];
  readonly heads?: readonly string[];
  readonly error?: unknown;
  readonly unordered?: boolean;
}

/** A plan that was made and carried out. */
export interface Plan {
  readonly steps: readonly PlanStep[];
}

/** A plan as it is recorded; a long one in short. */
export type RecordedPlan = Plan | { readonly $plan: Readonly<Record<string, unknown>> };

/** How a plan may differ from the recorded one. */
export interface PlanFreedom {
  readonly isUnordered: boolean;
  /** The reference gives several plans: any order in which each revision comes after what it needs is right. */
  readonly isOneOfSeveral: boolean;
}

/** Carries out a plan on rows, and records what each step does. */
export function runPlan(map: RevisionMap, rows: readonly string[], steps: readonly MigrationStep[]): Plan {
  const maintainer = new HeadMaintainer(map, rows);
  const done: PlanStep[] = [];
  for (const step of steps) {
    const seen = {
      ...(step.isStamp ? {} : { revision: step.revision.revision }),
      up: step.isUpgrade,
      from: step.sourceRevisionIds.toSorted(),
      to: step.destinationRevisionIds.toSorted(),
      log: step.shortLog,
    };
    try {
      const changes = maintainer.apply(step).map(asChange);
      done.push({ ...seen, changes, heads: [...maintainer.heads].toSorted() });
    } catch (error) {
      return { steps: [...done, { ...seen, error }] };
    }
  }
  return { steps: done };
}

function asChange(change: RowChange): Change {
  return change.kind === "update" ? [change.kind, change.from, change.to] : [change.kind, change.id];
}

/** Says whether a result is a plan. */
export function isPlan(value: unknown): value is Plan {
  return typeof value === "object" && value !== null && "steps" in value && Array.isArray(value.steps);
}

/** The first difference between a recorded plan and ours. */
export function planDifference(expected: RecordedPlan, actual: Plan, freedom: PlanFreedom): string | null {
  if ("$plan" in expected) return digestDifference(expected.$plan, actual, freedom.isUnordered);
  if (freedom.isOneOfSeveral) return freeOrderDifference(expected, actual);
  if (expected.steps.length !== actual.steps.length) {
    return `expected ${expected.steps.length} steps, got ${actual.steps.length}: ${actual.steps.map((step) => step.log).join("; ")}`;
  }
  const differences = expected.steps.map((step, index) => stepDifference(step, actual.steps[index], index));
  return differences.find((difference) => difference !== null) ?? null;
}

/** Where a step changes several rows, which of them is updated and which inserted or deleted is up to a set's order. */
function stepDifference(expected: PlanStep, actual: PlanStep | undefined, index: number): string | null {
  const place = `steps.${index}`;
  if (actual === undefined) return `${place} is missing`;
  if (expected.error !== undefined) return actual.error === undefined ? `${place}: an error was expected` : null;
  if (expected.unordered !== true && (expected.changes?.length ?? 0) < 2)
    return firstDifference(expected, actual, place);
  const { unordered: _, ...recorded } = expected;
  const loose = (step: PlanStep) => ({ ...step, changes: kinds([step]) });
  return firstDifference(loose(recorded), loose(actual), place);
}

function kinds(steps: readonly PlanStep[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [kind = ""] of steps.flatMap((step) => step.changes ?? [])) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

function freeOrderDifference(expected: Plan, actual: Plan): string | null {
  const ids = (plan: Plan) => plan.steps.map((step) => step.revision ?? step.log).toSorted();
  return (
    firstDifference(ids(expected), ids(actual), "the revisions") ??
    firstDifference(expected.steps.at(-1)?.heads, actual.steps.at(-1)?.heads, "the heads") ??
    orderDifference(actual)
  );
}

/** Each step has to come after the steps that lead to where it starts from. */
function orderDifference(plan: Plan): string | null {
  const places = new Map(plan.steps.map((step, index) => [step.revision, index]));
  const upward = plan.steps[0]?.up !== false;
  for (const [index, step] of plan.steps.entries()) {
    for (const below of upward ? step.from : step.to) {
      const place = places.get(below);
      if (place !== undefined && place > index === upward) return `steps.${index} is on the wrong side of ${below}`;
    }
  }
  return null;
}

function digestDifference(
  expected: Readonly<Record<string, unknown>>,
  actual: Plan,
  isUnordered: boolean,
): string | null {
  const ids = actual.steps.map((step) => step.revision ?? step.log);
  const heads = actual.steps.map((step) => (step.heads ?? []).join(","));
  const whole = {
    ...digest(isUnordered ? ids.toSorted() : ids),
    changes: kinds(actual.steps),
    max_heads: Math.max(...actual.steps.map((step) => step.heads?.length ?? 0)),
    heads: actual.steps.at(-1)?.heads ?? [],
    heads_sha256: sha256(heads),
  };
  const notCompared = isUnordered ? ["first", "last", "max_heads", "heads_sha256"] : [];
  const compared = (plan: object) =>
    Object.fromEntries(Object.entries(plan).filter(([key]) => !notCompared.includes(key)));
  return firstDifference(compared(expected), compared(whole)) ?? (isUnordered ? orderDifference(actual) : null);
}
