import type { World } from "../worlds/world.ts";

/** A program that is run and measured. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * What a contestant is: the tool under test, another tool that does the same job, the least that the job takes, or a
 * part of the job that a bound needs to know.
 */
export type Role = "tool" | "peer" | "floor" | "part";

/** One of those that do the same job in turns. */
export interface Contestant {
  readonly name: string;
  readonly role: Role;
  readonly command: Command;
  /** Brings the world into the state in which each run starts. Not measured. */
  readonly before?: () => Promise<void>;
  /** Looks whether the run has done its job; throws where it has not. Not measured. */
  readonly after?: () => Promise<void>;
  /** What the program says when it has done its job. */
  readonly says?: string;
}

/** One job of one size, which contestants do in turns. */
export interface Case {
  /** Unique in the scenario: `5,000 revisions`. */
  readonly title: string;
  /** What the time may grow with; null where there is nothing. */
  readonly size: number | null;
  /** Which cases are one series over sizes: `check, PostgreSQL`. */
  readonly series: string;
  readonly contestants: readonly Contestant[];
  readonly bounds: readonly Bound[];
  /** Undoes what preparing has done. */
  readonly cleanUp?: () => Promise<void>;
}

/** What the figures of one case say, by the contestants' names. */
export interface Figures {
  /** Whether it ran. */
  has(name: string): boolean;
  /** How many times as long the one takes as the other: the median of the rounds' own ratios. */
  ratio(name: string, other: string): number;
  /** The median of the wall time, in milliseconds. */
  time(name: string): number;
  /** The median of the peak memory, in MiB; null where the system does not tell. */
  memory(name: string): number | null;
}

/** A claim about a case that a run confirms or refutes. */
export interface Bound {
  /** What is claimed, with its limit: `at most 1.4 times node -e 0`. */
  readonly claim: string;
  readonly direction: "at most" | "at least";
  readonly limit: number;
  /**
   * By how much it is known to be missed, where it is: 1.4 for two fifths beyond the limit. The page says so and why; the
   * quick form fails where it is missed by clearly more.
   */
  readonly missedBy?: number;
  /** The contestants without which there is nothing to say. */
  readonly needs: readonly string[];
  /** Null where the system does not tell what it takes. */
  readonly measure: (figures: Figures) => number | null;
}

/** A claim about how the tool's time grows over the sizes of a series. */
export interface GrowthBound {
  readonly series: string;
  readonly contestant: string;
  readonly from: number;
  readonly limit: number;
}

/** A scenario of the suite: one file in `bench/scenarios/`. */
export interface Scenario {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  /** What is measured, in a sentence or two, for the page. */
  readonly about: string;
  /** Yields the cases one after the other; each is run before the next is prepared. */
  cases(world: World): AsyncIterable<Case>;
  readonly growth?: readonly GrowthBound[];
}
