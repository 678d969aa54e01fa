import type { Case, Contestant, Figures } from "./scenario.ts";
import { measure, type Sample } from "./measure.ts";
import { median } from "./statistics.ts";

/** How often contestants run. */
export interface Effort {
  /** Rounds that there are at least, the warm-up not counted. */
  readonly rounds: number;
  /** Rounds that there are at most. */
  readonly mostRounds: number;
  /** Milliseconds after which a contestant that has its rounds does not run again. */
  readonly budget: number;
  /** Milliseconds: who takes longer than this for one run gets one warm-up less, and two rounds at most. */
  readonly patience: number;
}

/** What a contestant has shown: one sample a round; null where it did not run. */
export interface Showing {
  readonly contestant: Contestant;
  readonly samples: readonly (Sample | null)[];
}

/** A contestant that did not do its job. */
export interface Refusal {
  readonly name: string;
  readonly reason: string;
}

/** What came out of a case. */
export interface CaseResult {
  readonly case: Case;
  readonly showings: readonly Showing[];
  readonly refusals: readonly Refusal[];
}

interface Runner {
  readonly contestant: Contestant;
  readonly samples: (Sample | null)[];
  spent: number;
  slowest: number;
  reason: string | null;
}

/**
 * Lets the contestants of a case run in turns: a warm-up each, then round by round, each round begun by another one, so
 * that what else the machine does hits all of them alike.
 *
 * @param notes a file that may be written over
 * @throws {Error} when the tool under test, or a floor, fails; a peer that fails is a refusal
 */
export async function runRounds(job: Case, effort: Effort, notes: string): Promise<CaseResult> {
  const runners: readonly Runner[] = job.contestants.map((contestant) => ({
    contestant,
    samples: [],
    spent: 0,
    slowest: 0,
    reason: null,
  }));
  for (const runner of runners) await warmUp(runner, effort, notes);
  for (let round = 0; round < effort.mostRounds; round++) {
    const turn = runners.map((_, index) => runners[(index + round) % runners.length] ?? null);
    const ran = [];
    for (const runner of turn) if (runner !== null) ran.push(await takeTurn(runner, effort, notes));
    if (!ran.includes(true)) break;
  }
  return {
    case: job,
    showings: runners.filter(({ reason }) => reason === null),
    refusals: runners.flatMap(({ contestant: { name }, reason }) => (reason === null ? [] : [{ name, reason }])),
  };
}

async function warmUp(runner: Runner, effort: Effort, notes: string): Promise<void> {
  try {
    const sample = await runOnce(runner.contestant, notes);
    runner.slowest = sample.wall;
    // A second warm-up of many seconds would tell nothing that the first did not.
    if (sample.wall > effort.patience) runner.samples.push(sample);
  } catch (error) {
    if (runner.contestant.role !== "peer") throw error;
    runner.reason = error instanceof Error ? error.message : String(error);
  }
}

/** Whether it ran. Its samples stay in step with the rounds. */
async function takeTurn(runner: Runner, effort: Effort, notes: string): Promise<boolean> {
  const taken = runner.samples.filter((sample) => sample !== null).length;
  if (runner.reason !== null || !isDue(runner, taken, effort)) {
    runner.samples.push(null);
    return false;
  }
  const sample = await runOnce(runner.contestant, notes);
  runner.samples.push(sample);
  runner.spent += sample.wall;
  return true;
}

function isDue({ spent, slowest }: Runner, taken: number, { rounds, budget, patience }: Effort): boolean {
  if (slowest > patience) return taken < 2;
  return taken < rounds || spent < budget;
}

async function runOnce(contestant: Contestant, notes: string): Promise<Sample> {
  await contestant.before?.();
  const sample = measure(contestant.command, notes);
  await contestant.after?.();
  return sample;
}

/** The figures that the showings of a case give. */
export function figuresOf({ showings }: CaseResult): Figures {
  const samplesOf = (name: string): readonly (Sample | null)[] => {
    const found = showings.find(({ contestant }) => contestant.name === name);
    if (found === undefined) throw new Error(`There is no contestant "${name}".`);
    return found.samples;
  };
  const time = (name: string): number => median(present(samplesOf(name)).map(({ wall }) => wall));
  return {
    has: (name) => showings.some(({ contestant }) => contestant.name === name),
    time,
    ratio(name, other) {
      const others = samplesOf(other);
      const pairs = samplesOf(name).flatMap((sample, round) => {
        const peer = others[round];
        return sample === null || peer === null || peer === undefined ? [] : [sample.wall / peer.wall];
      });
      return pairs.length === 0 ? time(name) / time(other) : median(pairs);
    },
    memory(name) {
      const memories = present(samplesOf(name)).flatMap(({ memory }) => memory ?? []);
      return memories.length === 0 ? null : median(memories);
    },
  };
}

/** The rounds in which there was a run. */
export function present(samples: readonly (Sample | null)[]): readonly Sample[] {
  return samples.filter((sample) => sample !== null);
}
