import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import type { Command } from "./scenario.ts";

/** What one run of a program took. */
export interface Sample {
  /** Milliseconds from its start to its end. */
  readonly wall: number;
  /** Milliseconds of user and system time, its children's included; null where the system does not tell. */
  readonly cpu: number | null;
  /** MiB at its largest; null where the system does not tell. */
  readonly memory: number | null;
}

/** A sample, and what the program said. */
export interface Run {
  readonly sample: Sample;
  readonly output: string;
}

const timer = "/usr/bin/time";

/** Whether processor time and peak memory can be told: GNU time asks wait4(2) for them. */
export const tellsResources = existsSync(timer);

/**
 * Runs a program to its end, and measures it.
 *
 * @param limit milliseconds after which it is ended, with everything that it has started; null where it may take its time
 * @param notes a file that may be written over
 * @throws {Error} with what the program said, when it fails, and when it is ended
 */
export async function measure(command: Command, limit: number | null, notes: string): Promise<Run> {
  const { status, output, wall, isLate } = await runToEnd(command, limit, notes);
  if (isLate) throw new Error(`more than ${(limit ?? 0) / 1000} s for one run`);
  if (status !== 0) {
    const { program, args } = command;
    throw new Error(`${output.trim().slice(-2000)}\n(${[program, ...args].join(" ")} ended with ${status})`);
  }
  return { output, sample: { wall, ...(tellsResources ? readNotes(notes) : { cpu: null, memory: null }) } };
}

interface Ended {
  readonly status: number | null;
  readonly output: string;
  readonly wall: number;
  readonly isLate: boolean;
}

function runToEnd(command: Command, limit: number | null, notes: string): Promise<Ended> {
  const { program, args } = tellsResources ? timed(command, notes) : command;
  const { cwd, env } = command;
  return new Promise((resolve, reject) => {
    const started = performance.now();
    // A process group of its own, which is ended as a whole.
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, NO_COLOR: "1", CI: "", ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const said: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => said.push(chunk));
    let isLate = false;
    const end = (): void => {
      isLate = true;
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    };
    const alarm = limit === null ? undefined : setTimeout(end, limit);
    child.once("error", reject);
    child.once("close", (status) => {
      clearTimeout(alarm);
      const wall = performance.now() - started;
      resolve({ status, output: Buffer.concat(said).toString(), wall, isLate });
    });
  });
}

function timed({ program, args }: Command, notes: string): Pick<Command, "program" | "args"> {
  return { program: timer, args: ["--quiet", "--output", notes, "--format", "%U %S %M", program, ...args] };
}

function readNotes(notes: string): Pick<Sample, "cpu" | "memory"> {
  const [user = 0, system = 0, kibibytes = 0] = readFileSync(notes, "utf8").trim().split(" ").map(Number);
  return { cpu: (user + system) * 1000, memory: kibibytes / 1024 };
}
