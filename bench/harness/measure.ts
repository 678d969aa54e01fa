import { spawnSync } from "node:child_process";
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

const timer = "/usr/bin/time";

/** Whether processor time and peak memory can be told: GNU time asks wait4(2) for them. */
export const tellsResources = existsSync(timer);

/**
 * Runs a program to its end, and measures it.
 *
 * @param notes a file that may be written over
 * @throws {Error} with what the program said, when it fails
 */
export function measure(command: Command, notes: string): Sample {
  const { program, args } = tellsResources ? timed(command, notes) : command;
  const started = performance.now();
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    cwd: command.cwd,
    env: { ...process.env, NO_COLOR: "1", CI: "", ...command.env },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 1 << 30,
  });
  const wall = performance.now() - started;
  if (error !== undefined || status !== 0) {
    const said = `${error?.message ?? ""}${stdout ?? ""}${stderr ?? ""}`.slice(-2000);
    throw new Error(`${command.program} ${command.args.join(" ")} ended with ${status}: ${said}`);
  }
  return { wall, ...(tellsResources ? readNotes(notes) : { cpu: null, memory: null }) };
}

function timed({ program, args }: Command, notes: string): Pick<Command, "program" | "args"> {
  return { program: timer, args: ["--quiet", "--output", notes, "--format", "%U %S %M", program, ...args] };
}

function readNotes(notes: string): Pick<Sample, "cpu" | "memory"> {
  const [user = 0, system = 0, kibibytes = 0] = readFileSync(notes, "utf8").trim().split(" ").map(Number);
  return { cpu: (user + system) * 1000, memory: kibibytes / 1024 };
}
