import mysql from "mysql2/promise";
import pg from "pg";
import { startEmbeddedPostgres, type StartedServer } from "../../src/testing/index.ts";
import { createTemporaryFolder } from "../../src/testing/temporary-folder.ts";

const postgresKey = "ALEMBIC_TS_TEST_POSTGRES_URL";
const mariadbKey = "ALEMBIC_TS_TEST_MARIADB_URL";

/**
 * Finds the servers that tests use, before the first test file starts, and makes a folder for what test files share. Both
 * are told in the environment.
 * Test processes are forked afterwards and inherit it.
 */
export default async function setUpRun(): Promise<() => Promise<void>> {
  await provideMariadb();
  const embedded = await providePostgres();
  const folder = await createTemporaryFolder();
  process.env["ALEMBIC_TS_TEST_RUN_FOLDER"] = folder.path;
  return async () => {
    await Promise.all([embedded?.stop(), folder.remove()]);
  };
}

async function providePostgres(): Promise<StartedServer | null> {
  const asked = process.env[postgresKey];
  const url = asked || "postgresql://postgres@127.0.0.1:5432/test";
  const refusal = await attempt(() => greetPostgres(url));
  if (refusal === null) {
    process.env[postgresKey] = url;
    return null;
  }
  if (asked && process.env["CI"]) throw new Error(`${postgresKey} names no server that answers: ${refusal.message}`);
  if (asked) tell(`No server answers at ${postgresKey}: the tests on PostgreSQL run on one that is started for them.`);
  const embedded = await startEmbeddedPostgres();
  process.env[postgresKey] = embedded.url;
  return embedded;
}

async function provideMariadb(): Promise<void> {
  const asked = process.env[mariadbKey];
  const url = asked || "mariadb://root@127.0.0.1:3306/test";
  const refusal = await attempt(() => greetMariadb(url));
  if (refusal !== null && process.env["CI"]) {
    throw new Error(`no MariaDB server answers at ${mariadbKey} (or its default): ${refusal.message}`);
  }
  process.env[mariadbKey] = refusal === null ? url : "";
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function attempt(greet: () => Promise<void>): Promise<Error | null> {
  try {
    await greet();
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function greetPostgres(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  await client.connect();
  await client.end();
}

async function greetMariadb(url: string): Promise<void> {
  const connection = await mysql.createConnection({ uri: url.replace(/^mariadb:/, "mysql:"), connectTimeout: 5000 });
  await connection.end();
}
