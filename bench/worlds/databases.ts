import { rm } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "../../src/dialects/registry.ts";
import { createDatabaseOn, dropDatabaseOn, type ServerFamily } from "../../src/testing/server-admin.ts";

/** The engines on which the suite runs. */
export type BenchEngine = "postgresql" | "mariadb" | "sqlite";

/** How an engine is called on the page. */
export const engineTitles: Readonly<Record<BenchEngine, string>> = {
  postgresql: "PostgreSQL",
  mariadb: "MariaDB",
  sqlite: "SQLite",
};

/** A database of the suite's own, which can be emptied between runs. */
export interface BenchDatabase {
  readonly engine: BenchEngine;
  readonly url: string;
  /** Makes it, or makes it empty again. */
  empty(): Promise<void>;
  drop(): Promise<void>;
}

const variables: Readonly<Record<ServerFamily, string>> = {
  postgresql: "ALEMBIC_TS_TEST_POSTGRES_URL",
  mariadb: "ALEMBIC_TS_TEST_MARIADB_URL",
};

/** The engines that are there. */
export function benchEngines(): readonly BenchEngine[] {
  return (["sqlite", "postgresql", "mariadb"] as const).filter(
    (engine) => engine === "sqlite" || Boolean(process.env[variables[engine]]),
  );
}

/**
 * A database, not made yet.
 *
 * @param name unique among those of this run
 * @param folder where the file of an SQLite database goes
 */
export function benchDatabase(engine: BenchEngine, name: string, folder: string): BenchDatabase {
  return engine === "sqlite" ? fileDatabase(join(folder, `${name}.db`)) : serverDatabase(engine, name);
}

/** Those on servers, as long as they are there. */
const made = new Set<BenchDatabase>();

let isBrokenOff = false;

/** Drops what a run that is broken off has left on the servers, and lets it make no more. */
export async function dropLeftovers(): Promise<void> {
  isBrokenOff = true;
  await Promise.allSettled([...made].map((database) => database.drop()));
}

function fileDatabase(path: string): BenchDatabase {
  const drop = async (): Promise<void> => {
    for (const suffix of ["", "-journal", "-wal", "-shm"]) await rm(path + suffix, { force: true });
  };
  return { engine: "sqlite", url: `sqlite:///${path}`, empty: drop, drop };
}

function serverDatabase(engine: ServerFamily, name: string): BenchDatabase {
  const server = process.env[variables[engine]] ?? "";
  const unique = `alembic_ts_bench_${process.pid}_${name}`;
  const url = new URL(server);
  url.pathname = `/${unique}`;
  // One after the other: who breaks off drops what was being made at that moment.
  let turn = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => (turn = turn.then(work, work));
  const database: BenchDatabase = {
    engine,
    url: url.href,
    empty: () =>
      inTurn(async () => {
        if (isBrokenOff) throw new Error("The run has been broken off.");
        made.add(database);
        await dropDatabaseOn(engine, server, unique);
        await createDatabaseOn(engine, server, unique);
      }),
    drop: () =>
      inTurn(async () => {
        await dropDatabaseOn(engine, server, unique);
        made.delete(database);
      }),
  };
  return database;
}

const countingTables: Readonly<Record<BenchEngine, string>> = {
  postgresql: "SELECT count(*) AS n FROM pg_indexes WHERE indexname LIKE 'ix_t_%_title'",
  mariadb:
    "SELECT count(*) AS n FROM information_schema.statistics WHERE table_schema = database() AND index_name LIKE 'ix_t_%_title'",
  sqlite: "SELECT count(*) AS n FROM sqlite_master WHERE type = 'index' AND name LIKE 'ix_t_%_title'",
};

/**
 * Looks whether a contestant has made its tables, each of which has an index.
 *
 * @throws {Error} where there are more or fewer
 */
export async function mustHaveTables(database: BenchDatabase, count: number): Promise<void> {
  const found = await numberFrom(database, countingTables[database.engine]);
  if (found !== count) throw new Error(`it has made ${found} of ${count} tables with their indexes`);
}

/**
 * Looks whether a contestant has written down its migrations.
 *
 * @param table where it does
 * @throws {Error} where there are more or fewer
 */
export async function mustHaveRows(database: BenchDatabase, table: string, count: number): Promise<void> {
  const found = await numberFrom(database, `SELECT count(*) AS n FROM ${table}`);
  if (found !== count) throw new Error(`it has ${found} of ${count} migrations in ${table}`);
}

function numberFrom({ url }: BenchDatabase, query: string): Promise<number> {
  return connect(url, async (connection) => {
    const { rows } = await connection.execute(query);
    return Number(rows[0]?.["n"]);
  });
}
