import { connect } from "../../src/dialects/registry.ts";
import type { Connection } from "../../src/engine/connection.ts";
import {
  availableEngines,
  type TestDatabase,
  type TestEngine,
  testEngines,
  withDatabase,
} from "../../src/testing/index.ts";
import { type Snapshot, snapshotMariadb, snapshotPostgresql, snapshotSqlite } from "./snapshots.ts";

/** An engine on which recorded cases are run for real. */
export interface LiveEngine {
  readonly engine: TestEngine;
  /** The file of the corpus whose cases it runs: `ops/<dialect>.json`. */
  readonly dialect: string;
  /** What the catalogue and the tables hold, read by queries of the test's own. */
  snapshot(connection: Connection): Promise<Snapshot>;
  /** Runs a function on an empty database, of which nothing is left afterwards. */
  isolated<Result>(shared: SharedDatabase, use: Use<Result>, needs: IsolationNeeds): Promise<Result>;
}

/** What a case does beside ordinary statements. */
export interface IsolationNeeds {
  /** Whether all of it can be done within one transaction. */
  readonly isTransactional: boolean;
  /** The schemas that its set-up makes. */
  readonly schemas: readonly string[];
}

type Use<Result> = (connection: Connection) => Promise<Result>;

/** An empty database that cases share, where each can be undone. */
export interface SharedDatabase {
  readonly database: TestDatabase;
  readonly connection: Connection;
}

/** Makes a database for the cases of one engine. */
export async function shareDatabase(engine: TestEngine): Promise<SharedDatabase> {
  const database = await engine.createDatabase();
  return { database, connection: await connect(database.url) };
}

/** Ends it. */
export async function dropShared({ database, connection }: SharedDatabase): Promise<void> {
  await connection.close();
  await database.drop();
}

const all: readonly LiveEngine[] = [
  {
    engine: testEngines.postgresql,
    dialect: "postgresql",
    snapshot: snapshotPostgresql,
    // A transaction that is rolled back leaves nothing: a database for each case would take minutes.
    isolated: (shared, use, { isTransactional }) =>
      isTransactional ? rolledBack(shared.connection, use) : inOwnDatabase(shared.database.engine, use),
  },
  {
    engine: testEngines.mariadb,
    dialect: "mariadb",
    snapshot: snapshotMariadb,
    isolated: (shared, use, { schemas }) =>
      inOwnDatabase(shared.database.engine, (connection) => withoutOtherDatabases(connection, schemas, use)),
  },
  {
    engine: testEngines.sqlite,
    dialect: "sqlite",
    snapshot: snapshotSqlite,
    isolated: (_shared, use) => connect("sqlite://", use),
  },
];

/** The engines that can be used in this run. */
export function liveEngines(): readonly LiveEngine[] {
  const available = availableEngines();
  return all.filter(({ engine }) => available.includes(engine));
}

function inOwnDatabase<Result>(engine: TestEngine, use: Use<Result>): Promise<Result> {
  return withDatabase(engine, (database) => connect(database.url, use));
}

async function rolledBack<Result>(connection: Connection, use: Use<Result>): Promise<Result> {
  await connection.execute("BEGIN");
  try {
    return await use(connection);
  } finally {
    await connection.execute("ROLLBACK");
  }
}

/** A schema of a case is a database of the server: those that its set-up makes go again. */
async function withoutOtherDatabases<Result>(
  connection: Connection,
  names: readonly string[],
  use: Use<Result>,
): Promise<Result> {
  try {
    return await use(connection);
  } finally {
    await connection.execute("SET foreign_key_checks = 0");
    for (const name of names) await connection.execute(`DROP DATABASE IF EXISTS \`${name}\``);
  }
}
