import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { connect } from "../../src/dialects/registry.ts";
import { startEmbeddedPostgres } from "../../src/dialects/postgresql/drivers/embedded-server.ts";
import { type TestDatabase, testEngines } from "../../src/testing/index.ts";
import { createProcessProject, type EndedCommand } from "./processes.ts";
import { packedFile } from "../support/packed.ts";

// Building and packing the package is no part of any one test.
beforeAll(() => packedFile());

interface Server {
  readonly database: TestDatabase;
  readonly sleep: string;
  /** Ends the session that the migration runs on. */
  readonly breakConnection: () => Promise<void>;
}

async function databaseOn(engine: (typeof testEngines)[keyof typeof testEngines]): Promise<TestDatabase> {
  const database = await engine.createDatabase();
  onTestFinished(() => database.drop());
  return database;
}

async function terminatedBackend(): Promise<Server> {
  const database = await databaseOn(testEngines.postgresql);
  const terminate =
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(60)' AND pid <> pg_backend_pid()";
  return {
    database,
    sleep: "SELECT pg_sleep(60)",
    breakConnection: () => runUntilRow(database.url, terminate),
  };
}

async function restartedServer(): Promise<Server> {
  const server = await startEmbeddedPostgres();
  onTestFinished(() => server.stop());
  const database = { engine: testEngines.postgresql, url: server.url, drop: async () => undefined };
  const isAsleep = "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)' AND pid <> pg_backend_pid()";
  return {
    database,
    sleep: "SELECT pg_sleep(60)",
    async breakConnection() {
      await runUntilRow(server.url, isAsleep);
      await crash(server.url);
    },
  };
}

/** Kills one of the server's processes, upon which it ends every session, recovers and starts again; waits until it has. */
async function crash(url: string): Promise<void> {
  const connection = await connect(url);
  const { rows } = await connection.execute("SELECT pg_backend_pid() AS pid");
  process.kill(Number(rows[0]?.["pid"]), "SIGKILL");
  await connection.close().catch(() => undefined);
  const isUp = (): Promise<boolean> => connect(url, () => true).catch(() => false);
  while (!(await isUp()));
}

async function killedConnection(): Promise<Server> {
  const database = await databaseOn(testEngines.mariadb);
  const find =
    "SELECT id FROM information_schema.processlist WHERE db = database() AND info LIKE '%SLEEP(60)' AND id <> connection_id()";
  return {
    database,
    sleep: "UPDATE t SET id = SLEEP(60)",
    breakConnection: () =>
      connect(database.url, async (connection) => {
        let id: unknown;
        while (id === undefined) id = (await connection.execute(find)).rows[0]?.["id"];
        await connection.execute(`KILL CONNECTION ${Number(id)}`);
      }),
  };
}

/** Asks until there is an answer: what it looks for comes about in another process. */
async function runUntilRow(url: string, sql: string): Promise<void> {
  await connect(url, async (connection) => {
    while ((await connection.execute(sql)).rows.length === 0);
  });
}

const cases = [
  { name: "PostgreSQL, by pg_terminate_backend", open: terminatedBackend, isAvailable: true },
  { name: "PostgreSQL, by a restart of the server", open: restartedServer, isAvailable: true },
  { name: "MariaDB, by KILL CONNECTION", open: killedConnection, isAvailable: testEngines.mariadb.isAvailable },
].filter(({ isAvailable }) => isAvailable);

describe.each(cases)("a connection that is lost in the middle of a migration: $name", ({ open }) => {
  it("fails with the revision, the statement and status 1; nothing is half recorded, and the next run goes on", async () => {
    const { database, sleep, breakConnection } = await open();
    const project = await createProcessProject(database);
    await connect(database.url, async (connection) => connection.execute("CREATE TABLE t (id integer)"));
    const insert = 'await op.execute("INSERT INTO t VALUES (1)");';
    await project.revision("a1", null, `${insert} await op.execute("${sleep}");`);
    const command = project.start("upgrade", "head");
    await command.wrote(/Running upgrade/);
    await breakConnection();
    expectLoss(await command.ended, sleep);
    await project.revision("a1", null, insert);
    const { exitCode, stderr } = await project.alembic("upgrade", "head");
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    const { rows } = await connect(database.url, async (connection) => connection.execute("SELECT * FROM t"));
    expect(rows).toEqual([{ id: 1 }]);
  });
});

function expectLoss({ status, output }: EndedCommand, statement: string): void {
  expect(output).toContain("FAILED: Revision a1 failed in upgrade()");
  expect(output).toContain(`The statement: ${statement}`);
  expect(output).toMatch(/connection|session/);
  expect(output).not.toMatch(/unhandled|UnhandledPromise/i);
  expect(status).toBe(1);
}
