import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { connect } from "../../src/dialects/registry.ts";
import { availableEngines, type TestDatabase, type TestEngine, testEngines } from "../../src/testing/index.ts";
import { configure, createProcessProject, type ProcessProject, type RunningCommand } from "./processes.ts";
import { startPooler } from "./pooler.ts";
import { packedFile } from "../support/packed.ts";

// Building and packing the package is no part of any one test.
beforeAll(() => packedFile());

const engines = availableEngines({ isShared: true });

/** An empty database, which is dropped after the processes of the test have ended. */
async function databaseOn(engine: TestEngine): Promise<TestDatabase> {
  const database = await engine.createDatabase();
  onTestFinished(() => database.drop());
  return database;
}

/** A project whose first revision says that it runs and then never ends; it holds the lock, and no transaction. */
async function projectThatHangs(engine: TestEngine): Promise<ProcessProject> {
  const project = await createProcessProject(await databaseOn(engine));
  const hang = 'console.error("a1 runs"); await new Promise(() => setInterval(() => {}, 1000));';
  await project.revision("a1", null, `await op.getContext().autocommitBlock(async () => { ${hang} });`);
  return project;
}

/** Upgrades with a process that holds the lock from then on. */
async function startHolder(project: ProcessProject): Promise<RunningCommand> {
  const holder = project.start("upgrade", "head");
  await holder.wrote(/a1 runs/);
  return holder;
}

describe.each(engines)("the migration lock on $name", (engine) => {
  it("has eight processes that upgrade at the same moment apply each revision once", async () => {
    const database = await databaseOn(engine);
    const project = await createProcessProject(database);
    const log = (id: string): string => `await op.execute("INSERT INTO applied VALUES ('${id}')");`;
    await project.revision(
      "a1",
      null,
      `await op.createTable("applied", [sa.column("id", sa.string(8))]); ${log("a1")}
         await new Promise((resolve) => setTimeout(resolve, 500));`,
    );
    await project.revision("b2", "a1", log("b2"));
    await project.revision("c3", "b2", log("c3"));
    const commands = Array.from({ length: 8 }, () => project.start("upgrade", "head"));
    const ends = await Promise.all(commands.map(({ ended }) => ended));
    expect(ends.map(({ status, output }) => (status === 0 ? "done" : output))).toEqual(Array(8).fill("done"));
    const applied = await connect(database.url, async (connection) => connection.execute("SELECT id FROM applied"));
    expect(applied.rows.map(({ id }) => String(id)).toSorted()).toEqual(["a1", "b2", "c3"]);
    const runners = ends.filter(({ output }) => output.includes("Running upgrade"));
    expect(runners).toHaveLength(1);
    const waiters = ends.filter(({ output }) => output.includes("Waiting for another migration to end"));
    expect(waiters.length).toBeGreaterThan(0);
    for (const { output } of waiters) {
      expect(output).toMatch(/held by (session|process) \d+ .*since \d{4}-\d\d-\d\d/);
      const holders = output.match(/held by (session|process) \d+/g) ?? [];
      expect(holders).toEqual([...new Set(holders)]);
    }
  });

  it("is free again when its holder was killed", async () => {
    const project = await projectThatHangs(engine);
    const holder = await startHolder(project);
    const waiter = project.start("stamp", "head");
    await waiter.wrote(/Waiting for another migration/);
    holder.child.kill("SIGKILL");
    expect(await waiter.ended).toMatchObject({ status: 0 });
  });

  it("keeps writers away for --lock-timeout, and neither readers nor who does without it", async () => {
    const project = await projectThatHangs(engine);
    await startHolder(project);
    const late = await project.alembic("upgrade", "head", "--lock-timeout", "0.2");
    expect(late.stderr).toMatch(
      /FAILED: The migration lock was not free within 0.2 s: it is held by (session|process) \d+/,
    );
    expect(late.stderr).toContain("ALB0630");
    expect(late.exitCode).toBe(1);
    await configure(project, "lock_timeout = 0");
    expect(await project.alembic("ensure-version")).toMatchObject({ exitCode: 1 });
    expect(await project.alembic("current")).toMatchObject({ exitCode: 0 });
    await configure(project, "lock = false");
    expect(await project.alembic("stamp", "head")).toMatchObject({ exitCode: 0 });
  });
});

describe("the migration lock behind a pooler", () => {
  it("is refused before anything is locked, and lock = false does without it", async () => {
    const database = await databaseOn(testEngines.postgresql);
    const project = await createProcessProject({ ...database, url: await startPooler(database.url) });
    await project.revision("a1", null, `await op.execute("CREATE TABLE t (id integer)");`);
    const refused = await project.alembic("upgrade", "head");
    expect(refused.stderr).toMatch(/FAILED: The migration lock cannot be held here: a pooler stands between/);
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("ALB0632") });
    const locks = await connect(database.url, async (connection) =>
      connection.execute(
        "SELECT 1 FROM pg_locks l, pg_database d WHERE l.locktype = 'advisory' AND d.oid = l.database AND d.datname = current_database()",
      ),
    );
    expect(locks.rows).toEqual([]);
    await configure(project, "lock = false");
    expect(await project.alembic("upgrade", "head")).toMatchObject({ exitCode: 0 });
  });
});
