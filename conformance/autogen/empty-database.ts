import { connect } from "../../src/dialects/registry.ts";
import type { Connection } from "../../src/engine/connection.ts";
import { testEngines, type TestDatabase } from "../../src/testing/engines.ts";
import setUpRun from "../../tests/support/set-up-run.ts";

/** Gives each case an empty database of one dialect. */
export class EmptyDatabases {
  #database: TestDatabase | null = null;
  #tearDown: (() => Promise<void>) | null = null;

  constructor(readonly dialect: string) {}

  /** Whether other runs use the same server and see the schemas that a case makes. */
  get isShared(): boolean {
    return this.dialect === "mariadb" || this.dialect === "mysql";
  }

  /** Runs something on an empty database, of which nothing is left afterwards. */
  async use<Value>(schemas: readonly string[], work: (connection: Connection) => Promise<Value>): Promise<Value> {
    if (this.dialect === "sqlite") return connect("sqlite://", work);
    this.#database ??= await this.#create();
    const { url } = this.#database;
    try {
      return await connect(url, work);
    } finally {
      await connect(url, (connection) => this.#clear(connection, schemas));
    }
  }

  async close(): Promise<void> {
    await this.#database?.drop();
    this.#database = null;
    await this.#tearDown?.();
    this.#tearDown = null;
  }

  async #create(): Promise<TestDatabase> {
    // Where a run of tests has found its servers already, these are taken.
    if (process.env["ALEMBIC_TS_TEST_RUN_FOLDER"] === undefined) this.#tearDown = await setUpRun();
    const engine = Object.values(testEngines).find(
      ({ dialect, name }) => dialect === this.dialect && name !== "pglite",
    );
    if (engine === undefined || !engine.isAvailable) throw new Error(`there is no server of ${this.dialect} here`);
    const database = await engine.createDatabase();
    if (this.isShared) {
      await connect(database.url, (connection) =>
        connection.execute("ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"),
      );
    }
    return database;
  }

  async #clear(connection: Connection, schemas: readonly string[]): Promise<void> {
    await (this.isShared ? clearMariadb(connection, schemas) : clearPostgresql(connection));
  }
}

async function clearPostgresql(connection: Connection): Promise<void> {
  const { rows } = await connection.execute(
    "SELECT quote_ident(nspname) AS name FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'",
  );
  for (const { name } of rows) await connection.execute(`DROP SCHEMA ${String(name)} CASCADE`);
  await connection.execute("CREATE SCHEMA public");
}

async function clearMariadb(connection: Connection, schemas: readonly string[]): Promise<void> {
  await connection.execute("SET foreign_key_checks = 0");
  for (const name of schemas) await connection.execute(`DROP DATABASE IF EXISTS \`${name}\``);
  const { rows } = await connection.execute(
    "SELECT table_name AS name, table_type AS kind FROM information_schema.tables WHERE table_schema = database()",
  );
  for (const { name, kind } of rows) {
    const what = kind === "VIEW" ? "VIEW" : kind === "SEQUENCE" ? "SEQUENCE" : "TABLE";
    await connection.execute(`DROP ${what} IF EXISTS \`${String(name).replaceAll("`", "``")}\``);
  }
}
