import { spawn } from "node:child_process";

/** What a program answered. */
export interface Answer {
  /** Null where a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Options of {@link run}. */
export interface RunOptions {
  readonly cwd?: string;
  /** Added to this process's environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  /** Milliseconds after which it is ended: it has no exit code then. */
  readonly timeout?: number;
}

/** Runs a program to its end. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Answer> {
  const { cwd, env, input, timeout } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, timeout, env: { ...process.env, NO_COLOR: "1", ...env } });
    const output = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (chunk: string) => {
        output[stream] += chunk;
      });
    }
    child.once("error", reject);
    child.once("close", (exitCode, signal) => resolve({ exitCode, signal, ...output }));
    child.stdin.on("error", () => {}); // a program may end without reading its input
    child.stdin.end(input ?? "");
  });
}

/** Runs a program that has to succeed. */
export async function mustRun(program: string, args: readonly string[], cwd: string): Promise<void> {
  const answer = await run(program, args, { cwd });
  if (answer.exitCode === 0) return;
  throw new Error(`${program} ${args.join(" ")} failed\n${answer.stdout}${answer.stderr}`);
}
