import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { connect } from "../../src/dialects/registry.ts";
import type { Row } from "../../src/engine/driver.ts";
import { type TestDatabase, testEngines } from "../../src/testing/index.ts";
import { createProcessProject, type ProcessProject } from "./processes.ts";
import { packedFile } from "../support/packed.ts";

// Building and packing the package is no part of any one test.
beforeAll(() => packedFile());

async function postgresql(): Promise<{ readonly database: TestDatabase; readonly project: ProcessProject }> {
  const database = await testEngines.postgresql.createDatabase();
  onTestFinished(() => database.drop());
  return { database, project: await createProcessProject(database) };
}

async function query({ url }: TestDatabase, sql: string): Promise<readonly Row[]> {
  return (await connect(url, async (connection) => connection.execute(sql))).rows;
}

function inBlock(...statements: readonly string[]): string {
  return `await op.getContext().autocommitBlock(async () => { ${statements.join(" ")} });`;
}

const validity =
  "SELECT c.relname AS name, i.indisvalid AS valid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relname = 'ix_t_id'";

describe("an autocommit block on PostgreSQL", () => {
  it("takes statements that cannot run in a transaction", async () => {
    const { database, project } = await postgresql();
    const other = `${new URL(database.url).pathname.slice(1)}_other`;
    onTestFinished(async () => void (await query(database, `DROP DATABASE IF EXISTS ${other}`)));
    await project.revision(
      "a1",
      null,
      `await op.execute("CREATE TYPE mood AS ENUM ('sad')"); await op.execute("CREATE TABLE t (id integer, m mood)");
       ${inBlock(
         `await op.execute("ALTER TYPE mood ADD VALUE 'happy'");`,
         `await op.createIndex("ix_t_id", "t", ["id"], { postgresql: { concurrently: true } });`,
         'await op.execute("VACUUM t");',
         `await op.execute("CREATE DATABASE ${other}");`,
       )}
       await op.execute("INSERT INTO t VALUES (1, 'happy')");`,
    );
    const { exitCode, stderr } = await project.alembic("upgrade", "head");
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(await query(database, "SELECT * FROM t")).toEqual([{ id: 1, m: "happy" }]);
    expect(await query(database, validity)).toEqual([{ name: "ix_t_id", valid: true }]);
    expect(await query(database, `SELECT 1 AS there FROM pg_database WHERE datname = '${other}'`)).toHaveLength(1);
  });

  it.each([
    [
      "an operation",
      'await op.createIndex("ix_t_id", "t", ["id"], { unique: true, postgresql: { concurrently: true } });',
    ],
    ["text", 'await op.execute("CREATE UNIQUE INDEX CONCURRENTLY ix_t_id ON t (id)");'],
  ])("reports an index that %s left INVALID, and the next run drops it and builds it again", async (_form, create) => {
    const { database, project } = await postgresql();
    await project.revision(
      "a1",
      null,
      `await op.execute("CREATE TABLE t (id integer)"); await op.execute("INSERT INTO t VALUES (1), (1)"); ${inBlock(create)}`,
    );
    const failed = await project.alembic("upgrade", "head");
    expect(failed.stderr).toMatch(
      /The index "?ix_t_id"? may be there, marked INVALID: the next run drops it and builds it again\./,
    );
    expect(failed.exitCode).toBe(1);
    expect(await query(database, validity)).toEqual([{ name: "ix_t_id", valid: false }]);
    await query(database, "DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t)");
    const { exitCode, stderr } = await project.alembic("upgrade", "head");
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(await query(database, validity)).toEqual([{ name: "ix_t_id", valid: true }]);
    expect(await query(database, "SELECT to_regclass('alembic_version_journal')::text AS journal")).toEqual([
      { journal: null },
    ]);
  });
});
