import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DriverConnection } from "../../../engine/driver.ts";
import { openConnection } from "../../../engine/open.ts";
import { DatabaseError } from "../../../errors/index.ts";
import { type TestDatabase, testEngines } from "../../../testing/index.ts";
import { makeUrl } from "../../make-url.ts";
import { drivers } from "./index.ts";

async function failure(attempt: Promise<unknown>): Promise<DatabaseError> {
  const error: unknown = await attempt.then(
    () => null,
    (error: unknown) => error,
  );
  if (error instanceof DatabaseError) return error;
  throw new Error("no database error", { cause: error });
}

const everything = `SELECT
  1::int2 AS small, 2147483647 AS int, 42::int8 AS big, 9007199254740993::int8 AS bigger, 5::oid AS oid,
  1.5::float8 AS float, 'NaN'::float4 AS nan, 1.50::numeric AS numeric, 1::money::text AS money,
  true AS yes, 'ä'::text AS text, 'x'::char(3) AS padded, 'a'::"char" AS letter, NULL::int AS nothing,
  DATE '2026-01-02' AS date, TIMESTAMP '2026-01-02 03:04:05.123456' AS timestamp,
  TIMESTAMPTZ '2026-01-02 03:04:05.123456+00' AS moment, TIME '03:04' AS time, INTERVAL '1 day' AS interval,
  '\\x00ff'::bytea AS bytes, '{"a": [1, null]}'::jsonb AS jsonb, '"x"'::json AS json,
  '6f1c3b9e-0000-4000-8000-000000000000'::uuid AS uuid, '(1,2)'::point AS point, '1 2'::int2vector AS vector`;

const normalised = {
  small: 1,
  int: 2_147_483_647,
  big: 42,
  bigger: 9_007_199_254_740_993n,
  oid: 5,
  float: 1.5,
  nan: Number.NaN,
  numeric: "1.50",
  money: "$1.00",
  yes: true,
  text: "ä",
  padded: "x  ",
  letter: "a",
  nothing: null,
  date: "2026-01-02",
  timestamp: "2026-01-02 03:04:05.123456",
  moment: "2026-01-02 03:04:05.123456+00",
  time: "03:04:00",
  interval: "1 day",
  bytes: new Uint8Array([0, 255]),
  jsonb: { a: [1, null] },
  json: "x",
  uuid: "6f1c3b9e-0000-4000-8000-000000000000",
  point: "(1,2)",
  vector: "1 2",
};

const arrays = `SELECT
  ARRAY[1,NULL,3] AS ints, ARRAY[9007199254740993]::int8[] AS bigs, ARRAY[1.50] AS numerics, ARRAY[[1,2],[3,4]] AS nested,
  ARRAY['a','b c','NULL',NULL,'say "x"','back\\slash','{}',''] AS texts, '{}'::text[] AS empty, ARRAY['n']::name[] AS names,
  ARRAY['\\x01'::bytea] AS bytes, ARRAY['{"a":1}'::jsonb] AS jsons, '[0:1]={1,2}'::int[] AS shifted,
  ARRAY[true,false] AS booleans, ARRAY[TIMESTAMPTZ '2026-01-02 00:00+00'] AS moments`;

const normalisedArrays = {
  ints: [1, null, 3],
  bigs: [9_007_199_254_740_993n],
  numerics: ["1.50"],
  nested: [
    [1, 2],
    [3, 4],
  ],
  texts: ["a", "b c", "NULL", null, 'say "x"', "back\\slash", "{}", ""],
  empty: [],
  names: ["n"],
  bytes: [new Uint8Array([1])],
  jsons: [{ a: 1 }],
  shifted: [1, 2],
  booleans: [true, false],
  moments: ["2026-01-02 00:00:00+00"],
};

/** What every driver of the dialect does in the same way. */
function behavesAlike(open: () => Promise<{ connection: DriverConnection; end: () => Promise<void> }>): void {
  let connection: DriverConnection;
  let end: () => Promise<void>;
  beforeAll(async () => {
    ({ connection, end } = await open());
    await run("SET TIME ZONE 'UTC'");
    await run("SET lc_monetary = 'C'");
  });
  afterAll(async () => end());
  const run = async (sql: string, ...values: unknown[]) => connection.execute(sql, values);

  it("tells dialect and version", () => {
    expect(connection.dialectName).toBe("postgresql");
    expect(connection.serverVersion.major).toBeGreaterThanOrEqual(14);
    expect(connection.serverVersion.text).toContain(String(connection.serverVersion.major));
    expect(connection.beginStatement).toBe("BEGIN");
  });

  it("gives values in one form, with and without placeholders", async () => {
    expect((await run(everything)).rows).toStrictEqual([normalised]);
    expect((await run(`${everything}, $1::int AS extra`, 7)).rows).toStrictEqual([{ ...normalised, extra: 7 }]);
    expect((await run(arrays)).rows).toStrictEqual([normalisedArrays]);
  });

  it("gives types of the user's own as text", async () => {
    await run("CREATE TYPE mood AS ENUM ('sad', 'ok')");
    expect((await run("SELECT 'ok'::mood AS one, ARRAY['ok','sad']::mood[] AS many")).rows).toEqual([
      { one: "ok", many: "{ok,sad}" },
    ]);
  });

  it("takes values of every kind", async () => {
    const moment = new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678));
    const { rows } = await run(
      `SELECT $1::int AS int, $2::int8 AS big, $3::float8 AS float, $4::text AS text, $5::boolean AS yes, $6::int AS nothing,
        $7::bytea AS bytes, $8::timestamptz AS moment, $9::jsonb AS json, $10::text[] AS texts, $11::numeric AS numeric, $12::int AS missing`,
      1,
      9_007_199_254_740_993n,
      1.5,
      "ä'\"\\",
      true,
      null,
      new Uint8Array([0, 1]),
      moment,
      { a: [1, "x"] },
      ["a", null, 'b"\\,{}'],
      "12.30",
      undefined,
    );
    expect(rows).toStrictEqual([
      {
        int: 1,
        big: 9_007_199_254_740_993n,
        float: 1.5,
        text: "ä'\"\\",
        yes: true,
        nothing: null,
        bytes: new Uint8Array([0, 1]),
        moment: "2026-01-02 03:04:05.678+00",
        json: { a: [1, "x"] },
        texts: ["a", null, 'b"\\,{}'],
        numeric: "12.30",
        missing: null,
      },
    ]);
  });

  it("takes a number where text is wanted, and dates of any year", async () => {
    const dates = [new Date(Date.UTC(-43, 2, 15)), new Date(Date.UTC(12_026, 0, 1))];
    const { rows } = await run(
      "SELECT $1::text AS text, $2::timestamptz AS before, $3::timestamptz AS after",
      5,
      ...dates,
    );
    expect(rows).toEqual([{ text: "5", before: "0044-03-15 00:00:00+00 BC", after: "12026-01-01 00:00:00+00" }]);
  });

  it("counts the rows that a statement touched, and runs several statements", async () => {
    await run("CREATE TABLE counted (a int)");
    expect((await run("INSERT INTO counted VALUES (1), (2), (3)")).rowCount).toBe(3);
    expect(await run("DELETE FROM counted WHERE a > $1 RETURNING a", 1)).toEqual({
      rows: [{ a: 2 }, { a: 3 }],
      rowCount: 2,
    });
    expect(await run("SELECT a FROM counted WHERE a = 7")).toEqual({ rows: [], rowCount: 0 });
    expect(await run("INSERT INTO counted VALUES (8); SELECT max(a) AS a FROM counted")).toEqual({
      rows: [{ a: 8 }],
      rowCount: 1,
    });
    expect((await run("-- nothing")).rows).toEqual([]);
  });

  it("gives rows that hold nothing but the columns, also one with a hostile name", async () => {
    const { rows } = await run(`SELECT 1 AS "__proto__", 2 AS "a b"`);
    expect(Object.keys(rows[0] ?? {})).toEqual(["__proto__", "a b"]);
  });

  it.each([
    ["SELECT * FROM nowhere", "ALB0526", "42P01", 'relation "nowhere" does not exist', 15],
    ["SELECT missing", "ALB0526", "42703", "missing", 8],
    ["SELECT missing()", "ALB0526", "42883", "missing()", 8],
    ["SELECT 1::missing", "ALB0526", "42704", "missing", 11],
    ["CREATE TABLE missing.t ()", "ALB0526", "3F000", "missing", 14],
    ["DROP DATABASE nowhere", "ALB0526", "3D000", "nowhere", undefined],
    ["SELEC 1", "ALB0527", "42601", "SELEC", 1],
    ["CREATE TABLE t (a int)", "ALB0525", "42P07", "already exists", undefined],
    ["ALTER TABLE t ADD COLUMN id int", "ALB0525", "42701", "already exists", undefined],
    ["CREATE SCHEMA public", "ALB0525", "42P06", "already exists", undefined],
    ["CREATE TYPE kind AS ENUM ()", "ALB0525", "42710", "already exists", undefined],
    ["INSERT INTO t VALUES (1, 'x')", "ALB0522", "23505", "duplicate key", undefined],
    ["INSERT INTO t VALUES (2, NULL)", "ALB0522", "23502", "null value", undefined],
    ["INSERT INTO t VALUES (2, 'long')", "ALB0522", "23514", "check constraint", undefined],
    ["INSERT INTO u VALUES (5)", "ALB0522", "23503", "foreign key", undefined],
    ["SELECT 'abc'::int", "ALB0529", "22P02", "invalid input syntax", 8],
    ["SELECT 1/0", "ALB0529", "22012", "division by zero", undefined],
    ["ALTER TABLE t ALTER COLUMN name TYPE int", "ALB0529", "42804", "cannot be cast", undefined],
    ["DROP TABLE t", "ALB0530", "2BP01", "u_t_id_fkey", undefined],
    ["BEGIN READ ONLY; CREATE TABLE v ()", "ALB0534", "25006", "read-only", undefined],
    ["DO $$ BEGIN RAISE query_canceled; END $$", "ALB0521", "57014", "", undefined],
    ["BEGIN; VACUUM", "ALB0533", "25001", "VACUUM", undefined],
    ["BEGIN; ALTER TYPE kind ADD VALUE 'new'; SELECT 'new'::kind", "ALB0533", "55P04", "new", 48],
    ["DO $$ BEGIN RAISE lock_not_available; END $$", "ALB0523", "55P03", "", undefined],
    ["DO $$ BEGIN RAISE deadlock_detected; END $$", "ALB0523", "40P01", "", undefined],
    ["DO $$ BEGIN RAISE serialization_failure; END $$", "ALB0523", "40001", "", undefined],
    ["DO $$ BEGIN RAISE disk_full; END $$", "ALB0535", "53100", "", undefined],
    ["DO $$ BEGIN RAISE feature_not_supported; END $$", "ALB0536", "0A000", "", undefined],
    ["DO $$ BEGIN RAISE insufficient_privilege; END $$", "ALB0524", "42501", "", undefined],
    ["DO $$ BEGIN RAISE internal_error; END $$", "ALB0520", "XX000", "", undefined],
  ])("says what is wrong with %s", async (sql, code, databaseCode, message, position) => {
    await run("CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, name text NOT NULL CHECK (length(name) < 3))");
    await run("CREATE TABLE IF NOT EXISTS u (t_id int REFERENCES t)");
    await run("DO $$ BEGIN CREATE TYPE kind AS ENUM ('old'); EXCEPTION WHEN duplicate_object THEN END $$");
    await run("INSERT INTO t VALUES (1, 'x') ON CONFLICT DO NOTHING");
    const error = await failure(run(sql));
    await run("ROLLBACK");
    expect(error).toMatchObject({ code, databaseCode, statement: sql, position });
    expect(error.message).toContain(message);
    expect(error.message).toContain(`[${databaseCode}]`);
    expect(code === "ALB0520" || error.hint !== undefined).toBe(true);
  });

  it("keeps values out of errors", async () => {
    await run("CREATE TABLE secrets (a text UNIQUE, n int)");
    await run("INSERT INTO secrets VALUES ($1)", "s3cret");
    for (const [sql, values] of [
      ["INSERT INTO secrets VALUES ($1)", ["s3cret"]],
      ["INSERT INTO secrets (n) VALUES ($1)", ["s3cret"]],
      ["SELECT $1::uuid[]", [["s3cret"]]],
      ["SELECT $1::jsonb", ["s3cret"]],
    ] as const) {
      const error = await failure(run(sql, ...values));
      const all = [
        error.message,
        error.hint,
        error.stack,
        JSON.stringify(error),
        JSON.stringify(error.cause),
        String(error.cause),
      ];
      expect(all.join(" ")).not.toContain("s3cret");
      expect(error.cause).toBeInstanceOf(Error);
    }
  });

  it("refuses everything in a failed transaction, and does not call its commit one", async () => {
    await run("BEGIN");
    await run("CREATE TABLE lost (a int)");
    await failure(run("SELECT missing"));
    expect(await failure(run("SELECT 1"))).toMatchObject({ code: "ALB0531", databaseCode: "25P02" });
    expect(await failure(run("COMMIT"))).toMatchObject({ code: "ALB0531", databaseCode: "25P02", statement: "COMMIT" });
    expect((await run("SELECT to_regclass('lost') AS lost")).rows).toEqual([{ lost: null }]);
    await run("ROLLBACK");
  });

  it("tells the server's notices", async () => {
    const notices: unknown[] = [];
    connection.onNotice?.((notice) => notices.push(notice));
    await run("DO $$ BEGIN RAISE NOTICE 'hello'; RAISE WARNING 'careful'; END $$");
    expect(notices).toEqual([
      { severity: "NOTICE", message: "hello" },
      { severity: "WARNING", message: "careful" },
    ]);
  });
}

async function open(database: TestDatabase): Promise<{ connection: DriverConnection; end: () => Promise<void> }> {
  const connection = await openConnection(makeUrl(database.url), drivers);
  const end = async () => {
    await connection.close();
    await connection.close();
    await database.drop();
  };
  return { connection, end };
}

describe("the driver pg", () => {
  behavesAlike(async () => open(await testEngines.postgresql.createDatabase()));
});

describe("the driver pglite", () => {
  behavesAlike(async () => open(await testEngines.pglite.createDatabase()));
});
