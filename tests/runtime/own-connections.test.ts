import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { downgrade, upgrade } from "../../src/commands/index.ts";
import type { Connection } from "../../src/engine/index.ts";
import { MigrationError } from "../../src/errors/index.ts";
import type { EnvironmentContext } from "../../src/runtime/index.ts";
import * as sa from "../../src/sa.ts";
import { sql } from "../../src/sql/index.ts";
import type { TestDatabase } from "../../src/testing/index.ts";
import { type Owner, ownerCases } from "../support/owners.ts";
import { createProject, line } from "./project.ts";

/** Settings that a program may have made, unlike those of a new session. */
const settings: Readonly<Record<string, readonly string[]>> = {
  postgresql: [
    "CREATE SCHEMA app",
    "SET search_path TO app, public",
    "SET statement_timeout = '77s'",
    "SET lock_timeout = '66s'",
    "SET timezone = 'Asia/Tokyo'",
    "SET datestyle = 'German'",
    "SET default_transaction_isolation = 'repeatable read'",
    "SET application_name = 'the program'",
    "SET standard_conforming_strings = on",
    "SET bytea_output = 'escape'",
  ],
  mariadb: [
    "SET time_zone = '+09:00'",
    "SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES'",
    "SET lock_wait_timeout = 77",
    "SET max_statement_time = 66",
    "SET foreign_key_checks = 0",
    "SET unique_checks = 0",
    "SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE",
    "SET @own = 'kept'",
  ],
  sqlite: ["PRAGMA foreign_keys = ON", "PRAGMA busy_timeout = 4321", "PRAGMA recursive_triggers = ON"],
};

/** What is asked for to see whether anything has changed; values too, which the package reads as it is set up to. */
const questions: Readonly<Record<string, readonly string[]>> = {
  postgresql: [
    "SELECT name, setting FROM pg_settings WHERE context = 'user' ORDER BY name",
    "SELECT current_user, session_user, current_schema(), pg_current_xact_id_if_assigned() IS NULL AS idle",
    "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory'",
    "SELECT name FROM pg_prepared_statements ORDER BY name",
    "SELECT 9007199254740993::bigint AS big, 1.5::numeric AS exact, date '2026-01-02' AS day, '{1,2}'::int[] AS list, '\\xff'::bytea AS bytes",
  ],
  mariadb: [
    "SHOW SESSION VARIABLES WHERE variable_name NOT IN ('timestamp', 'rand_seed1', 'rand_seed2', 'pseudo_thread_id', 'last_insert_id', 'identity', 'error_count', 'warning_count', 'last_gtid', 'gtid_seq_no') AND variable_name NOT LIKE 'gtid%' AND variable_name NOT LIKE 'innodb_%' AND variable_name NOT LIKE '%_status'",
    "SELECT @own, @@in_transaction, database()",
    "SELECT 9007199254740993 AS big, 1.5 AS exact, date '2026-01-02' AS day, x'ff' AS bytes",
  ],
  sqlite: [
    "PRAGMA foreign_keys",
    "PRAGMA busy_timeout",
    "PRAGMA recursive_triggers",
    "PRAGMA defer_foreign_keys",
    "PRAGMA ignore_check_constraints",
    "PRAGMA legacy_alter_table",
    "PRAGMA writable_schema",
    "PRAGMA journal_mode",
    "SELECT 42 AS whole, 1.5 AS part, x'ff' AS bytes",
  ],
};

async function stateOf(owner: Owner, dialect: string): Promise<readonly unknown[]> {
  const answers: unknown[] = [];
  for (const question of questions[dialect] ?? []) answers.push(await owner.read(question));
  return answers;
}

const revisions = line(
  {
    id: "a100",
    async upgrade(op) {
      const posts = await op.createTable("posts", [
        sa.column("id", sa.integer(), { primaryKey: true, autoincrement: false }),
        sa.column("title", sa.string(50), { nullable: false }),
      ]);
      await op.bulkInsert(posts, [{ id: 1, title: 'it\'s \\ "one"' }]);
      await op.getBind().execute(sql`INSERT INTO posts (id, title) VALUES (${2}, ${"\\' two"})`);
    },
    downgrade: (op) => op.dropTable("posts"),
  },
  {
    id: "b200",
    async upgrade(op) {
      await op.addColumn("posts", sa.column("votes", sa.integer(), { serverDefault: "0" }));
      throw new RangeError("on purpose");
    },
  },
);

describe.each(ownerCases.filter(({ engine }) => engine.isAvailable))("$name, in migrations", ({ engine, open }) => {
  let database: TestDatabase;
  let owner: Owner;
  beforeEach(async () => {
    database = await engine.createDatabase();
    owner = await open(database.url);
    for (const statement of settings[engine.dialect] ?? []) await owner.run(statement);
  });
  afterEach(async () => {
    await owner.end();
    await database.drop();
  });

  const env = async (context: EnvironmentContext): Promise<void> => {
    const connection: Connection = await owner.take();
    try {
      context.configure({ connection });
      await context.runMigrations();
    } finally {
      await connection.close();
    }
  };
  const titles = async () => (await owner.read("SELECT title FROM posts ORDER BY id")) as readonly { title: string }[];

  it("is as it was after migrations that went well", async () => {
    const before = await stateOf(owner, engine.dialect);
    const config = await createProject(revisions, env);
    await upgrade(config, "a100");
    expect((await titles()).map(({ title }) => title)).toEqual(['it\'s \\ "one"', "\\' two"]);
    expect(await stateOf(owner, engine.dialect)).toEqual(before);
    await downgrade(config, "base");
    expect(await stateOf(owner, engine.dialect)).toEqual(before);
  });

  it("is as it was after a migration that failed", async () => {
    const before = await stateOf(owner, engine.dialect);
    const config = await createProject(revisions, env);
    await upgrade(config, "a100");
    await expect(upgrade(config, "b200")).rejects.toBeInstanceOf(MigrationError);
    expect(await stateOf(owner, engine.dialect)).toEqual(before);
    expect(await titles()).toHaveLength(2);
  });

  it("is still in the transaction that its owner had open", async () => {
    await owner.run("CREATE TABLE audit (n INTEGER)");
    await owner.run("BEGIN");
    await owner.run("INSERT INTO audit VALUES (1)");
    const reading = line({ id: "a100", upgrade: (op) => op.execute("INSERT INTO audit VALUES (2)") });
    // DDL would end a transaction of MariaDB's: the version table is there before.
    const config = await createProject(reading, env);
    if (engine.capabilities.transactionalDdl) await upgrade(config, "head");
    await owner.run("ROLLBACK");
    expect(await owner.read("SELECT n FROM audit")).toEqual([]);
    await upgrade(config, "head");
    expect(await owner.read("SELECT n FROM audit")).toHaveLength(1);
  });
});
