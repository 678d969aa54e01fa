import type { Case, Contestant, Figures } from "./scenario.ts";
import { measure, type Sample } from "./measure.ts";
import { median } from "./statistics.ts";

/** How often contestants run. All times are in milliseconds. */
export interface Effort {
  /** Rounds that there are at least, the warm-up not counted. */
  readonly rounds: number;
  /** Rounds that there are at most. */
  readonly mostRounds: number;
  /** A contestant that has its rounds does not run again when it has taken as long as this in all. */
  readonly budget: number;
  /** Who takes longer than this for its first run has its figure from it; only the tool and the floor run once more. */
  readonly patience: number;
  /** A peer that takes longer than this for a run is ended. */
  readonly limit: number;
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
  isSlow: boolean;
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
    isSlow: false,
    reason: null,
  }));
  for (const runner of runners) await warmUp(runner, effort, notes);
  for (let round = 0; round < effort.mostRounds; round++) {
    if (round >= effort.rounds && !runners.some((runner) => isDue(runner, round, effort))) break;
    const turn = [...runners.slice(round % runners.length), ...runners.slice(0, round % runners.length)];
    for (const runner of turn) await takeTurn(runner, round, effort, notes);
  }
  return {
    case: job,
    showings: runners.filter(({ reason }) => reason === null),
    refusals: runners.flatMap(({ contestant: { name }, reason }) => (reason === null ? [] : [{ name, reason }])),
  };
}

async function warmUp(runner: Runner, effort: Effort, notes: string): Promise<void> {
  const sample = await attempt(runner, effort, notes);
  if (sample === null || sample.wall <= effort.patience) return;
  runner.isSlow = true;
  runner.samples.push(sample);
}

/** Samples stay in step with the rounds: null where it did not run. */
async function takeTurn(runner: Runner, round: number, effort: Effort, notes: string): Promise<void> {
  if (isDue(runner, round, effort)) {
    const sample = await attempt(runner, effort, notes);
    runner.samples.push(sample);
    runner.spent += sample?.wall ?? 0;
  } else if (runner.samples.length <= round) runner.samples.push(null);
}

function isDue({ contestant, spent, isSlow, reason }: Runner, round: number, { rounds, budget }: Effort): boolean {
  if (reason !== null) return false;
  if (isSlow) return round === 1 && (contestant.role === "tool" || contestant.role === "floor");
  return round < rounds || spent < budget;
}

/** One run; null where a peer could not do the job, which keeps it out from then on. */
async function attempt(runner: Runner, effort: Effort, notes: string): Promise<Sample | null> {
  try {
    return await runOnce(runner.contestant, effort, notes);
  } catch (error) {
    if (runner.contestant.role !== "peer") throw error;
    runner.reason = error instanceof Error ? error.message : String(error);
    return null;
  }
}

async function runOnce(contestant: Contestant, { limit }: Effort, notes: string): Promise<Sample> {
  const { role, before, command, says, after } = contestant;
  await before?.();
  const { sample, output } = await measure(command, role === "peer" ? limit : null, notes);
  if (says !== undefined && !output.includes(says)) throw new Error(`it said: ${output.trim().slice(-2000)}`);
  await after?.();
  return sample;
}

/**
 * Leaves out the peers that would take too long for a case, as far as smaller cases of its series tell: those that could
 * not do one, and those that were slow at one already, and would pass the limit if they took as much longer as there is
 * more to do.
 */
export function leaveOutSlow(
  job: Case,
  earlier: readonly CaseResult[],
  effort: Effort,
): { readonly job: Case; readonly refusals: readonly Refusal[] } {
  const refusals = job.contestants.flatMap(({ name, role }) => {
    const reason = role === "peer" ? reasonToLeaveOut(name, job, earlier, effort) : null;
    return reason === null ? [] : [{ name, reason }];
  });
  const names = new Set(refusals.map(({ name }) => name));
  return { job: { ...job, contestants: job.contestants.filter(({ name }) => !names.has(name)) }, refusals };
}

function reasonToLeaveOut(
  name: string,
  job: Case,
  earlier: readonly CaseResult[],
  { patience, limit }: Effort,
): string | null {
  for (const result of earlier) {
    const { series, size, title } = result.case;
    if (series !== job.series || size === null || job.size === null || size >= job.size) continue;
    if (result.refusals.some((refusal) => refusal.name === name)) return `as with ${title}`;
    const figures = figuresOf(result);
    if (!figures.has(name) || figures.time(name) <= patience) continue;
    const expected = (figures.time(name) * job.size) / size;
    if (expected > limit) return `with ${title} it is slow, with these it would take ${Math.round(expected / 1000)} s`;
  }
  return null;
}

/**
 * The figures that the showings of a case give.
 *
 * @param by what counts as time: the clock, or, where the system tells it, the processor's time
 */
export function figuresOf({ showings }: CaseResult, by: "wall" | "cpu" = "wall"): Figures {
  const samplesOf = (name: string): readonly (Sample | null)[] => {
    const found = showings.find(({ contestant }) => contestant.name === name);
    if (found === undefined) throw new Error(`There is no contestant "${name}".`);
    return found.samples;
  };
  const timeOf = (sample: Sample): number => sample[by] ?? sample.wall;
  const time = (name: string): number => median(present(samplesOf(name)).map(timeOf));
  return {
    has: (name) => showings.some(({ contestant }) => contestant.name === name),
    time,
    ratio(name, other) {
      const others = samplesOf(other);
      const pairs = samplesOf(name).flatMap((sample, round) => {
        const peer = others[round];
        return sample === null || peer === null || peer === undefined ? [] : [timeOf(sample) / timeOf(peer)];
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
