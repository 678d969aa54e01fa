import { PGlite } from "@electric-sql/pglite";
import Libsql from "libsql";
import mysql from "mysql2/promise";
import pg from "pg";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { inspect } from "../../dialects/registry.ts";
import type { Connection } from "../../engine/index.ts";
import { DatabaseError, InvalidArgumentError } from "../../errors/index.ts";
import { sql } from "../../sql/index.ts";
import { type Owner, ownerCases } from "../../../tests/support/owners.ts";
import { type TestDatabase, testEngines } from "../../testing/index.ts";
import {
  fromBetterSqlite3,
  fromLibsql,
  fromMariadb,
  fromMysql2,
  fromNodeSqlite,
  fromPg,
  fromPGlite,
  fromPostgresJs,
  type MariadbHandle,
} from "./index.ts";

describe.each(ownerCases.filter(({ engine }) => engine.isAvailable))("$name", ({ engine, open }) => {
  let database: TestDatabase;
  let owner: Owner;
  beforeAll(async () => {
    database = await engine.createDatabase();
    owner = await open(database.url);
    await owner.run("CREATE TABLE t (name VARCHAR(20) PRIMARY KEY)");
  });
  afterAll(async () => {
    await owner.end();
    await database.drop();
  });
  const names = async (connection: Connection) => {
    const { rows } = await connection.execute("SELECT name FROM t ORDER BY name");
    return rows.map((row) => row["name"]);
  };

  it("is a connection with everything that belongs to one, and is not closed with it", async () => {
    const connection = await owner.take();
    expect(connection.dialectName).toBe(engine.dialect);
    expect(connection.dialect.name).toBe(engine.dialect);
    expect(connection.serverVersion.major).toBeGreaterThan(2);
    expect(connection.inTransaction).toBe(false);
    await connection.transaction(async () => connection.execute(sql`INSERT INTO t VALUES (${"it's"})`));
    expect(await names(connection)).toEqual(["it's"]);
    expect((await connection.execute(sql`DELETE FROM t WHERE name = ${"it's"}`)).rowCount).toBe(1);
    const inspector = await inspect(connection);
    expect(await inspector.tableNames()).toEqual(["t"]);
    await connection.close();
    await connection.close();
    await owner.run("SELECT 1");
  });

  it("gives values in the form of our own drivers", async () => {
    const connection = await owner.take();
    const { rows } = await connection.execute("SELECT 9007199254740993 AS big, 1.5 AS real_or_exact, 'ä' AS text");
    const exact = engine.dialect === "sqlite" ? 1.5 : "1.5";
    expect(rows).toEqual([{ big: 9_007_199_254_740_993n, real_or_exact: exact, text: "ä" }]);
    await connection.close();
  });

  it("leaves a transaction alone that its owner has open", async () => {
    await owner.run("BEGIN");
    const connection = await owner.take();
    expect(connection.inTransaction).toBe(true);
    await expect(connection.begin()).rejects.toMatchObject({ code: "ALB0540" });
    await connection.execute("INSERT INTO t VALUES ('lost')");
    await connection.close();
    await owner.run("ROLLBACK");
    const after = await owner.take();
    expect([after.inTransaction, await names(after)]).toEqual([false, []]);
    await after.close();
  });

  it("rolls back a transaction of its own that was left open", async () => {
    const connection = await owner.take();
    await connection.begin();
    await connection.execute("INSERT INTO t VALUES ('lost')");
    await connection.close();
    const after = await owner.take();
    expect([after.inTransaction, await names(after)]).toEqual([false, []]);
    await after.close();
  });

  it("throws the errors of our own drivers", async () => {
    const connection = await owner.take();
    const failed = connection.execute("SELECT * FROM nowhere");
    await expect(failed).rejects.toBeInstanceOf(DatabaseError);
    await expect(failed).rejects.toMatchObject({ code: "ALB0526", statement: "SELECT * FROM nowhere" });
    await connection.close();
  });
});

describe("a database of PGlite", () => {
  it("is in a transaction from the moment that its owner has begun one", async () => {
    const database = await PGlite.create();
    onTestFinished(() => database.close());
    for (let round = 0; round < 50; round++) {
      await database.exec("BEGIN");
      expect((await fromPGlite(database)).inTransaction).toBe(true);
      await database.exec("ROLLBACK");
      expect((await fromPGlite(database)).inTransaction).toBe(false);
    }
  });
});

describe("what is no connection", () => {
  it("is refused with a word on what is", async () => {
    const pool = new pg.Pool();
    const unconnected = new pg.Client();
    const mysqlPool = mysql.createPool({});
    const attempts = [
      // The types refuse most of these; programs without types can pass anything.
      fromPg(pool as unknown as pg.Client),
      fromPg(unconnected),
      fromPGlite(pool as unknown as PGlite),
      fromPostgresJs(pool as unknown as postgres.Sql),
      fromMysql2(mysqlPool),
      fromMariadb({} as MariadbHandle),
      fromBetterSqlite3({} as Libsql.Database),
      fromLibsql({} as Libsql.Database),
      fromNodeSqlite(new Libsql(":memory:")),
    ];
    for (const outcome of await Promise.allSettled(attempts)) {
      const error: unknown = outcome.status === "rejected" ? outcome.reason : null;
      expect(error).toBeInstanceOf(InvalidArgumentError);
      expect(error).toMatchObject({ code: "ALB0550" });
    }
    await Promise.all([pool.end(), mysqlPool.end()]);
  });
});

describe("a pool of postgres", () => {
  it("lends one connection until the end", async () => {
    const database = await testEngines.postgresql.createDatabase();
    const pool = postgres(database.url, { max: 1 });
    const connection = await fromPostgresJs(pool);
    await connection.execute("SET application_name = 'lent'");
    expect((await connection.execute("SHOW application_name")).rows).toEqual([{ application_name: "lent" }]);
    await connection.close();
    await connection.close();
    expect(await pool`SELECT 1 AS one`).toEqual([{ one: 1 }]);
    await pool.end();
    await database.drop();
  });

  it("takes values of every kind, and cancels", async () => {
    const database = await testEngines.postgresql.createDatabase();
    const pool = postgres(database.url, { max: 1 });
    const connection = await fromPostgresJs(pool);
    const values = [1, { a: ["x"] }, "2026-01-02 03:04:05.123456", null, ["a", null], new Uint8Array([0, 255]), true];
    const query =
      "SELECT $1::int AS i, $2::jsonb AS j, $3::timestamp AS t, $4::text AS n, $5::text[] AS a, $6::bytea AS b, $7::boolean AS y";
    const { rows } = await connection.execute(query, values);
    expect(Object.values(rows[0] ?? {})).toEqual(values);
    const waiting = connection.execute("SELECT pg_sleep(60)");
    const outcome = waiting.catch((error: DatabaseError) => error.code);
    await new Promise((resolve) => setImmediate(resolve));
    await connection.cancel();
    expect(await outcome).toBe("ALB0521");
    await connection.close();
    await pool.end();
    await database.drop();
  });
});
