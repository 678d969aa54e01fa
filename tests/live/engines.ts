import { connect } from "../../src/dialects/registry.ts";
import type { Connection } from "../../src/engine/connection.ts";
import { type TestDatabase, type TestEngine, testEngines, withDatabase } from "../../src/testing/index.ts";
import { type Snapshot, snapshotMariadb, snapshotPostgresql, snapshotSqlite } from "./snapshots.ts";

/** An engine on which recorded cases are run for real. */
export interface LiveEngine {
  readonly engine: TestEngine;
  /** The file of the corpus whose cases it runs: `ops/<dialect>.json`. */
  readonly dialect: string;
  /** What the catalogue and the tables hold, read by queries of the test's own. */
  snapshot(connection: Connection, schemas: readonly string[]): Promise<Snapshot>;
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

/** The engines, by the test's own names for them. */
export const liveEngines: Readonly<Record<"postgresql" | "mariadb" | "mariadb-connector" | "sqlite", LiveEngine>> = {
  postgresql: {
    engine: testEngines.postgresql,
    dialect: "postgresql",
    snapshot: snapshotPostgresql,
    // A transaction that is rolled back leaves nothing: a database for each case would take minutes.
    isolated: (shared, use, { isTransactional }) =>
      isTransactional ? rolledBack(shared.connection, use) : inOwnDatabase(shared.database.engine, use),
  },
  mariadb: onMariadb(testEngines.mariadb),
  "mariadb-connector": onMariadb(testEngines["mariadb-connector"]),
  sqlite: {
    engine: testEngines.sqlite,
    dialect: "sqlite",
    snapshot: snapshotSqlite,
    isolated: (_shared, use) => connect("sqlite://", use),
  },
};

function onMariadb(engine: TestEngine): LiveEngine {
  return {
    engine,
    dialect: "mariadb",
    snapshot: snapshotMariadb,
    // DDL cannot be rolled back there; dropping what is there takes less than a database for each case.
    isolated: (shared, use, { schemas, isTransactional }) =>
      isTransactional ? cleanedUp(shared.connection, schemas, use) : inOwnDatabase(shared.database.engine, use),
  };
}

function inOwnDatabase<Result>(engine: TestEngine, use: Use<Result>): Promise<Result> {
  return withDatabase(engine, (database) => connect(database.url, use));
}

async function rolledBack<Result>(connection: Connection, use: Use<Result>): Promise<Result> {
  const transaction = await connection.begin();
  try {
    return await use(connection);
  } finally {
    await transaction.rollback();
  }
}

/** Drops the tables of the connection's database, and the databases that the case's set-up made. */
async function cleanedUp<Result>(
  connection: Connection,
  schemas: readonly string[],
  use: Use<Result>,
): Promise<Result> {
  try {
    return await use(connection);
  } finally {
    await connection.execute("SET foreign_key_checks = 0");
    for (const name of schemas) await connection.execute(`DROP DATABASE IF EXISTS \`${name}\``);
    const { rows } = await connection.execute(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = database()",
    );
    const tables = rows.map(({ name }) => `\`${String(name).replaceAll("`", "``")}\``);
    if (tables.length > 0) await connection.execute(`DROP TABLE ${tables.join(", ")}`);
    await connection.execute("SET foreign_key_checks = 1");
  }
}
