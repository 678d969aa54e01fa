import type { StepEvent } from "../config/index.ts";
import type { MigrationStep } from "../revision/index.ts";

/** Runs one step, and tells how it goes. */
export type ReportStep = (step: MigrationStep, work: () => Promise<void>) => Promise<void>;

/**
 * Tells of each step of a run when it begins and when it ends, with its place among them and the time it took.
 *
 * @param count how many steps the run has
 * @param tell hears of it
 */
export function stepReport(count: number, tell: (event: StepEvent) => void): ReportStep {
  let number = 0;
  return async (step, work) => {
    const start = performance.now();
    const facts = { event: "step", number: ++number, of: count, step: step.log, ...idsOf(step) } as const;
    const seconds = (): number => Math.round(performance.now() - start) / 1000;
    tell({ ...facts, state: "started", seconds: 0 });
    try {
      await work();
    } catch (error) {
      tell({ ...facts, state: "failed", seconds: seconds() });
      throw error;
    }
    tell({ ...facts, state: "done", seconds: seconds() });
  };
}

/** Runs a step of a script, which takes no time that anybody could wait for. */
export const untold: ReportStep = (_, work) => work();

function idsOf(step: MigrationStep): Pick<StepEvent, "kind" | "from" | "to"> {
  const kind = step.isStamp ? "stamp" : step.isUpgrade ? "upgrade" : "downgrade";
  return { kind, from: step.sourceRevisionIds, to: step.destinationRevisionIds };
}
