import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { connect } from "../../src/dialects/registry.ts";
import { type TestDatabase, type TestEngine, testEngines } from "../../src/testing/index.ts";
import { createProcessProject, type ProcessProject, type RunningCommand } from "./processes.ts";
import { packedFile } from "../support/packed.ts";

// Building and packing the package is no part of any one test.
beforeAll(() => packedFile());

const servers = [
  { engine: testEngines.postgresql, sleep: "SELECT pg_sleep(60)" },
  { engine: testEngines.mariadb, sleep: "UPDATE t SET id = SLEEP(60)" },
].filter(({ engine }) => engine.isAvailable);

async function databaseOn(engine: TestEngine): Promise<TestDatabase> {
  const database = await engine.createDatabase();
  onTestFinished(() => database.drop());
  return database;
}

/** A project whose only revision inserts a row, says so, and then runs a statement for a minute. */
async function slowProject(database: TestDatabase, sleep: string): Promise<ProcessProject> {
  const project = await createProcessProject(database);
  await connect(database.url, async (connection) => connection.execute("CREATE TABLE t (id integer)"));
  await project.revision(
    "a1",
    null,
    `await op.execute("INSERT INTO t VALUES (1)"); console.error("a1 runs"); await op.execute("${sleep}");`,
  );
  return project;
}

async function startSlow(project: ProcessProject): Promise<RunningCommand> {
  const command = project.start("upgrade", "head");
  await command.wrote(/a1 runs/);
  return command;
}

async function rowsLeft(database: TestDatabase): Promise<number> {
  const { rows } = await connect(database.url, async (connection) => connection.execute("SELECT * FROM t"));
  return rows.length;
}

describe.each(servers)("a signal on $engine.name", ({ engine, sleep }) => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "%s cancels the statement, rolls back, frees the lock and ends with status %i",
    async (signal, status) => {
      const database = await databaseOn(engine);
      const project = await slowProject(database, sleep);
      const command = await startSlow(project);
      const started = performance.now();
      command.child.kill(signal);
      const ended = await command.ended;
      expect(ended).toMatchObject({ status, signal: null });
      expect(ended.output).toContain("FAILED: Revision a1 failed in upgrade()");
      expect(ended.output).toContain("ALB0600");
      // The server lets the row and the lock go only when the statement, which has most of its minute left, has ended.
      expect(await rowsLeft(database)).toBe(0);
      expect(await project.alembic("stamp", "head", "--lock-timeout", "0")).toMatchObject({ exitCode: 0 });
      expect(performance.now() - started).toBeLessThan(45_000);
    },
  );

  it("ends the wait for the lock", async () => {
    const database = await databaseOn(engine);
    const project = await slowProject(database, sleep);
    await startSlow(project);
    const waiter = project.start("upgrade", "head");
    await waiter.wrote(/Waiting for another migration/);
    waiter.child.kill("SIGINT");
    const ended = await waiter.ended;
    expect(ended.status).toBe(130);
    expect(ended.output).toContain("FAILED: The run was stopped by SIGINT.");
  });

  it("ends the process in time where the migration does not come back to the database", async () => {
    const database = await databaseOn(engine);
    const project = await createProcessProject(database);
    await project.revision(
      "a1",
      null,
      'console.error("a1 runs"); await new Promise(() => setInterval(() => {}, 1000));',
    );
    const command = await startSlow(project);
    command.child.kill("SIGINT");
    expect(await command.ended).toMatchObject({ status: 130 });
  });

  it("kills when it comes twice", async () => {
    const database = await databaseOn(engine);
    const project = await createProcessProject(database);
    await project.revision(
      "a1",
      null,
      'process.once("SIGINT", () => console.error("heard")); console.error("a1 runs"); await new Promise(() => setInterval(() => {}, 1000));',
    );
    const command = await startSlow(project);
    command.child.kill("SIGINT");
    await command.wrote(/heard/);
    command.child.kill("SIGTERM");
    // The status of the second: who waits for the first to be heeded ends with its own.
    expect(await command.ended).toMatchObject({ status: 143 });
  });
});

describe("a signal on SQLite", () => {
  it("ends the process within its statement, and the database rolls back", async () => {
    const database = await databaseOn(testEngines.sqlite);
    const project = await slowProject(
      database,
      "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT max(i) FROM n",
    );
    const command = await startSlow(project);
    command.child.kill("SIGINT");
    expect(await command.ended).toMatchObject({ status: null, signal: "SIGINT" });
    expect(await rowsLeft(database)).toBe(0);
    expect(await project.alembic("stamp", "head", "--lock-timeout", "0")).toMatchObject({ exitCode: 0 });
  });
});
