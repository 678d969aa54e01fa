import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Driver, DriverConnection } from "../../../engine/driver.ts";
import { ConnectionError, DatabaseError, DriverMissingError, InvalidArgumentError } from "../../../errors/index.ts";
import { makeUrl } from "../../make-url.ts";
import { drivers } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "alembic-ts-sqlite-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sideFolder = process.env["ALEMBIC_TS_SIDE_FOLDER"];
const folders = sideFolder === undefined ? [] : [sideFolder];
let files = 0;
const newFile = () => join(folder, `${++files}.db`);

async function installed(driver: Driver): Promise<boolean> {
  try {
    await (await driver.connect(makeUrl("sqlite://"), { folders })).close();
    return true;
  } catch (error) {
    if (error instanceof DriverMissingError) return false;
    throw error;
  }
}

async function failure(attempt: Promise<unknown>): Promise<DatabaseError> {
  const error: unknown = await attempt.then(
    () => null,
    (error: unknown) => error,
  );
  if (error instanceof DatabaseError) return error;
  throw new Error("no database error", { cause: error });
}

const available = new Map<Driver, boolean>();
for (const driver of drivers) available.set(driver, await installed(driver));

describe.each(drivers.filter((driver) => available.get(driver)))("the driver $name", (driver) => {
  const connect = (url: string) => driver.connect(makeUrl(url), { folders });
  const run = (connection: DriverConnection, sql: string, ...values: unknown[]) => connection.execute(sql, values);

  async function withDatabase(work: (connection: DriverConnection) => Promise<void>, url = "sqlite://"): Promise<void> {
    const connection = await connect(url);
    try {
      await work(connection);
    } finally {
      await connection.close();
    }
  }

  it("tells dialect and version", () =>
    withDatabase(async (connection) => {
      expect(connection.dialectName).toBe("sqlite");
      expect(connection.serverVersion.major).toBe(3);
      expect(connection.serverVersion.minor).toBeGreaterThan(30);
      expect(connection.beginStatement).toBe("BEGIN IMMEDIATE");
    }));

  it("gives values in one form", () =>
    withDatabase(async (connection) => {
      const { rows, rowCount } = await run(
        connection,
        "SELECT 1 AS one, -9007199254740993 AS big, 1.5 AS real, 'ä' AS text, x'00ff' AS bytes, NULL AS nil",
      );
      expect(rows).toStrictEqual([
        { one: 1, big: -9007199254740993n, real: 1.5, text: "ä", bytes: new Uint8Array([0, 255]), nil: null },
      ]);
      expect(rowCount).toBe(1);
    }));

  it("takes values of every kind", () =>
    withDatabase(async (connection) => {
      const moment = new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678));
      const values = [1, 1.5, 9007199254740993n, "a", true, null, undefined, new Uint8Array([1]), moment, { a: [1] }];
      await run(connection, "CREATE TABLE t (a, b, c, d, e, f, g, h, i, j)");
      await run(connection, "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", ...values);
      const types = "abcdefghij".replaceAll(/./g, (name) => `, typeof(${name})`).slice(2);
      const { rows } = await run(connection, `SELECT ${types} FROM t`);
      expect(Object.values(rows[0] ?? {})).toEqual(
        "integer real integer text integer null null blob text text".split(" "),
      );
      const stored = await run(connection, "SELECT e, h, i, j FROM t");
      expect(stored.rows).toStrictEqual([
        { e: 1, h: new Uint8Array([1]), i: "2026-01-02 03:04:05.678", j: '{"a":[1]}' },
      ]);
    }));

  it("counts the rows that a statement touched", () =>
    withDatabase(async (connection) => {
      expect((await run(connection, "CREATE TABLE t (a INTEGER PRIMARY KEY)")).rowCount).toBe(0);
      expect((await run(connection, "INSERT INTO t VALUES (1), (2), (3)")).rowCount).toBe(3);
      expect((await run(connection, "CREATE TABLE u (a)")).rowCount).toBe(0);
      expect(await run(connection, "DELETE FROM t WHERE a > ? RETURNING a", 1)).toEqual({
        rows: [{ a: 2 }, { a: 3 }],
        rowCount: 2,
      });
      expect(await run(connection, "SELECT a FROM t WHERE a = 7")).toEqual({ rows: [], rowCount: 0 });
    }));

  it("gives rows that hold nothing but the columns, also one with a hostile name", () =>
    withDatabase(async (connection) => {
      const { rows } = await run(connection, `SELECT 1 AS "__proto__", 2 AS "a b"`);
      expect(Object.keys(rows[0] ?? {})).toEqual(["__proto__", "a b"]);
      expect(Object.getPrototypeOf(rows[0])).toBe(Object.prototype);
    }));

  it("keeps foreign keys off unless the URL asks", async () => {
    const read = async (connection: DriverConnection) => {
      const { rows } = await run(connection, "PRAGMA foreign_keys");
      expect(rows).toEqual([{ foreign_keys: expected }]);
    };
    let expected = 0;
    await withDatabase(read);
    await withDatabase(read, "sqlite:///:memory:?foreign_keys=off");
    expected = 1;
    await withDatabase(read, "sqlite://?foreign_keys=on");
  });

  it("refuses a second statement instead of dropping it", () =>
    withDatabase(async (connection) => {
      const error = await failure(run(connection, "CREATE TABLE a (x); CREATE TABLE b (x)"));
      expect(error).toMatchObject({ code: "ALB0528", statement: "CREATE TABLE a (x); CREATE TABLE b (x)" });
      expect((await run(connection, "SELECT count(*) AS n FROM sqlite_master")).rows).toEqual([{ n: 0 }]);
    }));

  it("takes semicolons where they end nothing", () =>
    withDatabase(async (connection) => {
      await run(connection, `CREATE TABLE "a;b" (x DEFAULT ';', [y;] TEXT) -- one; two\n;;`);
      await run(connection, `CREATE TRIGGER t AFTER INSERT ON "a;b" BEGIN UPDATE "a;b" SET x = 1; SELECT 2; END;`);
      await run(connection, `/* a; b */ SELECT 'it''s; ?' AS x;`);
      expect(await run(connection, "-- nothing\n;")).toEqual({ rows: [], rowCount: 0 });
    }));

  it("refuses too few and too many values", () =>
    withDatabase(async (connection) => {
      expect((await failure(run(connection, "SELECT ?, ?", 1))).code).toBe("ALB0532");
      expect((await failure(run(connection, "SELECT ?, '?'", 1, 2))).code).toBe("ALB0532");
    }));

  it.each([
    ["SELEC 1", "ALB0527", "SQLITE_ERROR"],
    ["SELECT * FROM nowhere", "ALB0526", "SQLITE_ERROR"],
    ["SELECT missing FROM t", "ALB0526", "SQLITE_ERROR"],
    ["CREATE TABLE t (a)", "ALB0525", "SQLITE_ERROR"],
    ["ALTER TABLE t ADD COLUMN a", "ALB0525", "SQLITE_ERROR"],
    ["INSERT INTO t VALUES (1, 'x')", "ALB0522", "SQLITE_CONSTRAINT_PRIMARYKEY"],
    ["INSERT INTO t VALUES (2, NULL)", "ALB0522", "SQLITE_CONSTRAINT_NOTNULL"],
    ["INSERT INTO t VALUES (2, 'long')", "ALB0522", "SQLITE_CONSTRAINT_CHECK"],
    ["COMMIT", "ALB0520", "SQLITE_ERROR"],
  ])("says what is wrong with %s", (sql, code, databaseCode) =>
    withDatabase(async (connection) => {
      await run(connection, "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL CHECK (length(b) < 3))");
      await run(connection, "INSERT INTO t VALUES (1, 'x')");
      const error = await failure(run(connection, sql));
      expect(error).toMatchObject({ code, databaseCode, statement: sql });
      expect(error.message).toContain(databaseCode);
    }),
  );

  it("keeps values out of errors", () =>
    withDatabase(async (connection) => {
      await run(connection, "CREATE TABLE t (a TEXT UNIQUE)");
      await run(connection, "INSERT INTO t VALUES (?)", "s3cret");
      const error = await failure(run(connection, "INSERT INTO t VALUES (?)", "s3cret"));
      expect(error).toMatchObject({ databaseCode: "SQLITE_CONSTRAINT_UNIQUE", statement: "INSERT INTO t VALUES (?)" });
      expect(`${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain("s3cret");
    }));

  it("rolls back once, and again without complaint", () =>
    withDatabase(async (connection) => {
      await run(connection, connection.beginStatement);
      await run(connection, "CREATE TABLE t (a)");
      await run(connection, "ROLLBACK");
      await run(connection, "ROLLBACK");
      expect((await run(connection, "SELECT count(*) AS n FROM sqlite_master")).rows).toEqual([{ n: 0 }]);
    }));

  it("waits for another session's lock as long as the URL says, then tells it", async () => {
    const file = newFile();
    await withDatabase(async (holder) => {
      await run(holder, holder.beginStatement);
      await withDatabase(async (waiter) => {
        const start = performance.now();
        const error = await failure(run(waiter, waiter.beginStatement));
        expect(error).toMatchObject({ code: "ALB0523", databaseCode: "SQLITE_BUSY" });
        expect(performance.now() - start).toBeGreaterThan(150);
        expect(performance.now() - start).toBeLessThan(30_000);
      }, `sqlite:///${file}?timeout=0.2`);
    }, `sqlite:///${file}`);
  });

  it.each([
    ["BEGIN IMMEDIATE", []],
    ["INSERT INTO t VALUES (?)", [1]],
    ["-- first\nINSERT INTO t VALUES (?) RETURNING a", [1]],
    ["CREATE TABLE u (a)", []],
  ])("is none the worse for a lock that it met with %s", async (sql, values) => {
    const url = `sqlite:///${newFile()}?timeout=0.001`;
    await withDatabase(async (holder) => {
      await run(holder, "CREATE TABLE t (a)");
      await run(holder, holder.beginStatement);
      await withDatabase(async (waiter) => {
        expect((await failure(run(waiter, sql, ...values))).code).toBe("ALB0523");
        await run(holder, "ROLLBACK");
        await run(waiter, waiter.beginStatement);
        await run(waiter, "INSERT INTO t VALUES (?)", 2);
        await run(waiter, "COMMIT");
        expect((await run(holder, "SELECT a FROM t")).rows).toEqual([{ a: 2 }]);
      }, url);
    }, url);
  });

  it("makes the file, reads it again, and keeps a read-only one as it is", async () => {
    const file = newFile();
    await withDatabase(async (connection) => void (await run(connection, "CREATE TABLE t (a)")), `sqlite:///${file}`);
    await withDatabase(async (connection) => {
      expect((await run(connection, "SELECT * FROM t")).rows).toEqual([]);
      expect(await failure(run(connection, "CREATE TABLE u (a)"))).toMatchObject({
        code: "ALB0534",
        databaseCode: "SQLITE_READONLY",
      });
    }, `sqlite:///${file}?mode=ro`);
  });

  it.each([
    ["a folder that is not there", () => join(folder, "none", "app.db"), "unable to open database file"],
    ["a folder", () => folder, "unable to open database file"],
    ["a file that is to be there", () => `${newFile()}?mode=rw`, "there is no such file"],
    ["a read-only file that is not there", () => `${newFile()}?mode=ro`, "there is no such file"],
    ["a file of another kind", () => writeJunk(), "not an SQLite database"],
  ])("names the path of %s", async (_, place, reason) => {
    const path = place();
    const error = await failure(connect(`sqlite:///${path}`));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.code).toBe("ALB0516");
    expect(error.message).toContain(path.split("?")[0]);
    expect(error.message).toContain(reason);
    expect(existsSync(path.split("?")[0] ?? "")).toBe(!path.includes("none") && !path.includes("?"));
  });

  it("refuses an option that it does not know, and a value that an option cannot have", async () => {
    const refused = async (url: string) => connect(url).catch((error: unknown) => error);
    const mistyped = await refused("sqlite://?foreign_key=on");
    expect(mistyped).toBeInstanceOf(InvalidArgumentError);
    expect(mistyped).toMatchObject({ code: "ALB0504", hint: 'Did you mean "foreign_keys"?' });
    expect(await refused("sqlite://?foreign_keys=perhaps")).toMatchObject({
      code: "ALB0504",
      hint: "It takes: on or off.",
    });
    expect(await refused("sqlite://?timeout=soon")).toMatchObject({ code: "ALB0504" });
    await (await connect("sqlite://?check_same_thread=false")).close();
  });

  it("closes twice, and writes no warning", async () => {
    const warnings: string[] = [];
    const listen = (warning: Error) => warnings.push(warning.message);
    process.on("warning", listen);
    const connection = await connect("sqlite://");
    await connection.close();
    await connection.close();
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", listen);
    expect(warnings).toEqual([]);
  });
});

function writeJunk(): string {
  const path = newFile();
  writeFileSync(path, "no database at all. ".repeat(100));
  chmodSync(path, 0o600);
  return path;
}

describe("a driver that is not there", () => {
  it.runIf(drivers.some((driver) => !available.get(driver)))("names the command that installs it", async () => {
    for (const driver of drivers.filter((driver) => !available.get(driver))) {
      const error: unknown = await driver.connect(makeUrl("sqlite://"), {}).catch((error: unknown) => error);
      expect(error).toBeInstanceOf(DriverMissingError);
      expect(error).toMatchObject({ code: "ALB0503", hint: `npm install ${driver.packageName ?? "better-sqlite3"}` });
    }
  });
});
