import { connect } from "../../src/dialects/registry.ts";
import { type TestDatabase, type TestEngine, withDatabase } from "../../src/testing/index.ts";
import { type Snapshot, snapshotMariadb, snapshotPostgresql, snapshotSqlite } from "../live/snapshots.ts";
import { createPackedProject, type PackedProject } from "../support/packed.ts";
import type { Answer } from "../support/run.ts";
import { chainFor } from "./chain.ts";
import type { CrashTarget } from "./targets.ts";

/** When a process is killed: before a statement is sent, while the database works at it, or when its answer has come. */
export type Moment = "before" | "during" | "after";

export const moments: readonly Moment[] = ["before", "during", "after"];

/** Where a process is killed. */
export interface KillPoint {
  /** The number of the statement, from 1, in the order in which the connection sends them. */
  readonly statement: number;
  readonly moment: Moment;
}

/** What became of a database whose migration was killed. */
export interface Outcome extends KillPoint {
  /** Whether the process ended by the kill. */
  readonly isKilled: boolean;
  /**
   * What went wrong; null where the next run ended as it should and the database is as after a run that nothing
   * happened to.
   */
  readonly loss: string | null;
}

/** Twelve revisions on one engine, and what a run without a kill makes of them. */
export interface CrashWorld {
  /** How many statements a run sends. */
  readonly statements: number;
  kill(point: KillPoint): Promise<Outcome>;
  remove(): Promise<void>;
}

const snapshots: Readonly<
  Record<TestEngine["dialect"], (connection: Parameters<typeof snapshotSqlite>[0]) => Promise<Snapshot>>
> = {
  postgresql: snapshotPostgresql,
  mariadb: snapshotMariadb,
  sqlite: snapshotSqlite,
};

/** What a process says at its end where nothing that is still open keeps it. */
const calmEnd = "Nothing is left open.";

// The killer sits in env, around the connection that the migration gets: nothing of the tool itself knows of it.
const env = `import { writeFileSync, writeSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { connect, defineEnvironment } from "alembic-ts";

const at = Number(process.env["KILL_AT"] ?? 0);
const moment = process.env["KILL_MOMENT"];
const die = () => process.kill(process.pid, "SIGKILL");

// A database within this process holds the thread while it works: another thread has to do it.
const flag = new Int32Array(new SharedArrayBuffer(4));
const isWithin = process.env["DATABASE_URL"].startsWith("sqlite");
if (isWithin && moment === "during") {
  const code = "const { workerData } = require('node:worker_threads'); Atomics.wait(workerData, 0, 0); process.kill(" + process.pid + ", 'SIGKILL');";
  const worker = new Worker(code, { eval: true, workerData: flag });
  await new Promise((resolve) => worker.once("online", resolve));
  worker.unref();
}
const dieSoon = () => {
  if (!isWithin) return setImmediate(die);
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
};

// It comes to pass only where nothing is left open.
process.once("beforeExit", () => writeSync(2, "${calmEnd}"));

export default defineEnvironment(async (context) => {
  await connect(process.env["DATABASE_URL"], async (connection) => {
    let count = 0;
    connection.onStatement(() => {
      count += 1;
      if (count === at && moment === "before") die();
      if (count === at && moment === "during") dieSoon();
      if (count === at + 1 && moment === "after") die();
    });
    context.configure({ connection });
    await context.runMigrations();
    writeFileSync(new URL("../statements", import.meta.url), String(count));
  });
  if (at > 0) die();
});
`;

/** Writes the project, and runs it once without a kill. */
export async function createCrashWorld(target: CrashTarget): Promise<CrashWorld> {
  const { engine, urlOf } = target;
  const project = await createPackedProject(target.project);
  await project.alembic("init", "migrations");
  await project.write("migrations/env.ts", env);
  await writeChain(project, chainFor(engine.name));
  const expected = await withDatabase(engine, async (database) => {
    const complaint = complaintAt(await upgrade(project, urlOf(database.url)));
    if (complaint !== null) throw new Error(`without a kill, the chain ${complaint}`);
    return snapshotOf(database);
  });
  return {
    statements: Number(await project.read("statements")),
    kill: (point) => withDatabase(engine, (database) => kill(project, database, urlOf(database.url), point, expected)),
    remove: () => project.remove(),
  };
}

async function writeChain(project: PackedProject, bodies: readonly string[]): Promise<void> {
  for (const [index, body] of bodies.entries()) {
    await project.write(
      `migrations/versions/${idOf(index)}_.ts`,
      `import { sa, sql } from "alembic-ts";
void sa, sql;
export const revision = "${idOf(index)}";
export const downRevision = ${index === 0 ? "null" : `"${idOf(index - 1)}"`};
export const branchLabels = null;
export const dependsOn = null;
export async function upgrade(op) {
${body}
}
`,
    );
  }
}

function idOf(index: number): string {
  return `r${String(index + 1).padStart(2, "0")}`;
}

async function kill(
  project: PackedProject,
  database: TestDatabase,
  url: string,
  point: KillPoint,
  expected: Snapshot,
): Promise<Outcome> {
  const killed = await upgrade(project, url, point);
  const isKilled = killed.signal === "SIGKILL";
  if (!isKilled) return { ...point, isKilled, loss: `the run was not killed: ${killed.stderr}` };
  const complaint = complaintAt(await upgrade(project, url));
  if (complaint !== null) return { ...point, isKilled, loss: `the next run ${complaint}` };
  const found = await snapshotOf(database);
  const isSame = JSON.stringify(found) === JSON.stringify(expected);
  return { ...point, isKilled, loss: isSame ? null : `the database differs: ${difference(expected, found)}` };
}

/** What is wrong with the end of a run that nothing happened to; null where nothing is. */
function complaintAt({ exitCode, stderr }: Answer): string | null {
  if (exitCode !== 0) return `fails: ${stderr}`;
  if (/\(node:\d+\)|unhandled/i.test(stderr)) return `is warned by Node: ${stderr}`;
  return stderr.includes(calmEnd) ? null : `leaves something open at its end: ${stderr}`;
}

function upgrade(project: PackedProject, url: string, point?: KillPoint): Promise<Answer> {
  const kills = point === undefined ? {} : { KILL_AT: String(point.statement), KILL_MOMENT: point.moment };
  return project.alembicWith({ env: { DATABASE_URL: url, ...kills } }, "upgrade", "head");
}

async function snapshotOf({ url, engine }: TestDatabase): Promise<Snapshot> {
  const take = snapshots[engine.dialect];
  if (take === undefined) throw new Error(`there is no snapshot of ${engine.dialect}`);
  return connect(url, async (connection) => take(connection));
}

function difference(expected: Snapshot, found: Snapshot): string {
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
  const different = keys.filter((key) => JSON.stringify(expected[key]) !== JSON.stringify(found[key]));
  return different
    .map((key) => `${key}: ${JSON.stringify(expected[key])} became ${JSON.stringify(found[key])}`)
    .join("\n");
}
