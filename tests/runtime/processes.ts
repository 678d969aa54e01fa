import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import type { TestDatabase } from "../../src/testing/index.ts";
import { createPackedProject, type PackedProject } from "../support/packed.ts";

/** A command line that runs as a process of its own. */
export interface RunningCommand {
  readonly child: ChildProcess;
  /** What it has written so far, to both streams. */
  readonly output: string;
  /** Waits until it has written something; fails when it ends before. */
  wrote(pattern: RegExp): Promise<void>;
  /** Waits for its end. */
  readonly ended: Promise<EndedCommand>;
}

/** How a command line ended. */
export interface EndedCommand {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** A user's project with the packed package, whose commands run as processes. */
export interface ProcessProject extends PackedProject {
  start(...args: readonly string[]): RunningCommand;
  /** Writes a revision that follows the one before it. */
  revision(id: string, down: string | null, upgrade: string, downgrade?: string): Promise<void>;
}

/** A project on a database, which is gone after the test. */
export async function createProcessProject(database: TestDatabase): Promise<ProcessProject> {
  const project = await createPackedProject();
  onTestFinished(() => project.remove());
  await project.alembic("init", "migrations");
  await configure(project, `sqlalchemy.url = ${database.url.replaceAll("%", "%%")}`);
  return {
    ...project,
    start: (...args) => start(project.path, args),
    revision: (id, down, upgrade, downgrade = "") =>
      project.write(`migrations/versions/${id}_.ts`, revisionText(id, down, upgrade, downgrade)),
  };
}

/** Adds a line to the main section of alembic.ini. */
export async function configure(project: PackedProject, line: string): Promise<void> {
  const ini = await project.read("alembic.ini");
  await project.write("alembic.ini", ini.replace("[alembic]\n", `[alembic]\n${line}\n`));
}

function revisionText(id: string, down: string | null, upgrade: string, downgrade: string): string {
  return `import { type Operations, sa, sql } from "alembic-ts";
void sa, sql;
export const revision = ${JSON.stringify(id)};
export const downRevision = ${JSON.stringify(down)};
export const branchLabels = null;
export const dependsOn = null;
export async function upgrade(op: Operations): Promise<void> {
  ${upgrade}
}
export async function downgrade(op: Operations): Promise<void> {
  ${downgrade}
}
`;
}

function start(path: string, args: readonly string[]): RunningCommand {
  const command = join(path, "node_modules", manifest.name, manifest.bin.alembic);
  const child = spawn(process.execPath, [command, ...args], {
    cwd: path,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      for (const look of waiting) look();
    });
  }
  const ended = new Promise<EndedCommand>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status, signal) => resolve({ status, signal, output }));
  });
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return {
    child,
    ended,
    get output() {
      return output;
    },
    wrote: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!pattern.test(output)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        void ended.then(() => reject(new Error(`the process ended without writing ${String(pattern)}:\n${output}`)));
      }),
  };
}
