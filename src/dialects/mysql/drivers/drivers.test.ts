import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Driver, DriverConnection } from "../../../engine/driver.ts";
import { ConnectionError, DatabaseError } from "../../../errors/index.ts";
import { type TestDatabase, testEngines } from "../../../testing/index.ts";
import { makeUrl } from "../../make-url.ts";
import { drivers } from "./index.ts";
import { expectDialect, MysqlSession } from "./session.ts";

async function failure(attempt: Promise<unknown>): Promise<DatabaseError> {
  const error: unknown = await attempt.then(
    () => null,
    (error: unknown) => error,
  );
  if (error instanceof DatabaseError) return error;
  throw new Error("no database error", { cause: error });
}

const everything = `SELECT 1 AS one, 9007199254740993 AS big, CAST(18446744073709551615 AS UNSIGNED) AS biggest,
  CAST(1.50 AS DECIMAL(10,2)) AS exact, 1.5e0 AS approximate, 'ä' AS text, X'00ff' AS bytes, NULL AS nil, TRUE AS yes,
  DATE '2026-01-02' AS day, TIMESTAMP '2026-01-02 03:04:05.123456' AS moment, TIME '03:04:05' AS time`;

const normalised = {
  one: 1,
  big: 9_007_199_254_740_993n,
  biggest: 18_446_744_073_709_551_615n,
  exact: "1.50",
  approximate: 1.5,
  text: "ä",
  bytes: new Uint8Array([0, 255]),
  nil: null,
  yes: 1,
  day: "2026-01-02",
  moment: "2026-01-02 03:04:05.123456",
  time: "03:04:05",
};

const table = `CREATE TABLE kinds (
  small SMALLINT ZEROFILL, flags BIT(10), f FLOAT, d DOUBLE, n DECIMAL(30,10), y YEAR, e ENUM('a','b'), s SET('a','b'),
  j JSON, t TEXT, b BLOB, v VARBINARY(5), c CHAR(3), l LONGTEXT, ts TIMESTAMP(6) NULL, dt DATETIME, p POINT)`;

const stored = `INSERT INTO kinds VALUES (5, b'1010101010', 0.1, 0.1, 12345678901234567890.5, 2026, 'a', 'a,b', '{"a": 1}', 't', 'b', 'v',
  'c', 'l', '2026-01-02 03:04:05.123456', '2026-01-02 03:04:05', POINT(1, 2))`;

describe.runIf(testEngines.mariadb.isAvailable).each(drivers)("the driver $name", (driver: Driver) => {
  let database: TestDatabase;
  let connection: DriverConnection;
  const run = async (sql: string, ...values: unknown[]) => connection.execute(sql, values);
  const connect = async (url: string) => driver.connect(makeUrl(url), {});

  beforeAll(async () => {
    database = await testEngines.mariadb.createDatabase();
    connection = await connect(database.url);
  });
  afterAll(async () => {
    await connection.close();
    await connection.close();
    await database.drop();
  });

  it("finds out what the server is, whatever the URL calls it", async () => {
    const other = await connect(database.url.replace(/^\w+:/, "mysql:"));
    for (const each of [connection, other]) {
      expect(each.dialectName).toBe("mariadb");
      expect(each.serverVersion.major).toBeGreaterThanOrEqual(10);
      expect(each.beginStatement).toBe("BEGIN");
    }
    await other.close();
  });

  it("gives values in one form, with and without placeholders", async () => {
    expect((await run(everything)).rows).toStrictEqual([normalised]);
    expect((await run(`${everything}, ? AS extra`, 7)).rows).toStrictEqual([{ ...normalised, extra: 7 }]);
  });

  it("gives stored values in one form", async () => {
    await run(table);
    await run(stored);
    const { rows } = await run("SELECT * FROM kinds");
    expect(rows).toStrictEqual([
      {
        small: 5,
        flags: 682,
        f: 0.1,
        d: 0.1,
        n: "12345678901234567890.5000000000",
        y: 2026,
        e: "a",
        s: "a,b",
        j: '{"a": 1}',
        t: "t",
        b: new Uint8Array([98]),
        v: new Uint8Array([118]),
        c: "c",
        l: "l",
        ts: "2026-01-02 03:04:05.123456",
        dt: "2026-01-02 03:04:05",
        p: expect.any(Uint8Array),
      },
    ]);
  });

  it.each(["", "NO_BACKSLASH_ESCAPES", "ANSI_QUOTES"])(
    "takes values of every kind with sql_mode '%s'",
    async (mode) => {
      const other = await connect(database.url);
      await other.execute("SET SESSION sql_mode = ?", [mode]);
      const moment = new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678));
      const texts = ["ä😀", "it's", `a\\'; DROP TABLE x; -- "`, "\\", "a\nb\0c\u001A", "", "?"];
      const values = [
        1,
        -1.5,
        9_007_199_254_740_993n,
        true,
        null,
        undefined,
        new Uint8Array([0, 255]),
        moment,
        { a: [1] },
      ];
      const list = [...texts, ...values].map((_, index) => `? AS v${index}`).join(", ");
      const { rows } = await other.execute(`SELECT ${list}, '?' AS quoted /* ? */ -- ?`, [...texts, ...values]);
      expect(Object.values(rows[0] ?? {})).toStrictEqual([
        ...texts,
        1,
        "-1.5",
        9_007_199_254_740_993n,
        1,
        null,
        null,
        new Uint8Array([0, 255]),
        "2026-01-02 03:04:05.678",
        '{"a":[1]}',
        "?",
      ]);
      await other.close();
    },
  );

  it("refuses too few and too many values", async () => {
    expect((await failure(run("SELECT ?, ?", 1))).code).toBe("ALB0532");
    expect((await failure(run("SELECT ?, '?', `?` -- ?", 1, 2))).code).toBe("ALB0532");
  });

  it("counts the rows that a statement touched", async () => {
    await run("CREATE TABLE counted (a INT PRIMARY KEY, b INT)");
    expect((await run("INSERT INTO counted (a) VALUES (1), (2), (3)")).rowCount).toBe(3);
    expect((await run("UPDATE counted SET a = a")).rowCount).toBe(3);
    expect(await run("SELECT a FROM counted WHERE a > ?", 1)).toEqual({ rows: [{ a: 2 }, { a: 3 }], rowCount: 2 });
    expect(await run("SELECT a FROM counted WHERE a = 7")).toEqual({ rows: [], rowCount: 0 });
    expect(await run("DELETE FROM counted WHERE a = 3")).toEqual({ rows: [], rowCount: 1 });
  });

  it("gives the rows of a procedure", async () => {
    await run("CREATE PROCEDURE answers() BEGIN SELECT 1 AS a; SELECT 2 AS b; END");
    expect((await run("CALL answers()")).rows).toEqual([{ b: 2 }]);
    await run("CREATE PROCEDURE silent() BEGIN DO 1; END");
    expect((await run("CALL silent()")).rows).toEqual([]);
  });

  it("gives rows that hold nothing but the columns, also one with a strange name", async () => {
    const { rows } = await run("SELECT 1 AS `a``b`, 2 AS `a b`, 3 AS `_metadata`");
    expect(rows).toEqual([{ "a`b": 1, "a b": 2, _metadata: 3 }]);
  });

  it.each([
    ["SELEC 1", "ALB0527", "ER_PARSE_ERROR 1064"],
    ["SELECT 1; SELECT 2", "ALB0528", "ER_PARSE_ERROR 1064"],
    ["SELECT * FROM nowhere", "ALB0526", "ER_NO_SUCH_TABLE 1146"],
    ["SELECT missing FROM t", "ALB0526", "ER_BAD_FIELD_ERROR 1054"],
    ["DROP TABLE nowhere", "ALB0526", "ER_BAD_TABLE_ERROR 1051"],
    ["ALTER TABLE t DROP COLUMN missing", "ALB0526", "ER_CANT_DROP_FIELD_OR_KEY 1091"],
    ["CREATE TABLE t (a INT)", "ALB0525", "ER_TABLE_EXISTS_ERROR 1050"],
    ["ALTER TABLE t ADD COLUMN id INT", "ALB0525", "ER_DUP_FIELDNAME 1060"],
    ["CREATE INDEX t_name ON t (name)", "ALB0525", "ER_DUP_KEYNAME 1061"],
    ["INSERT INTO t VALUES (1, 'x')", "ALB0522", "ER_DUP_ENTRY 1062"],
    ["INSERT INTO t VALUES (2, NULL)", "ALB0522", "ER_BAD_NULL_ERROR 1048"],
    ["INSERT INTO u VALUES (5)", "ALB0522", "ER_NO_REFERENCED_ROW_2 1452"],
    ["DROP TABLE t", "ALB0522", "ER_ROW_IS_REFERENCED_2 1451"],
    ["INSERT INTO t VALUES (2, 'much too long')", "ALB0529", "ER_DATA_TOO_LONG 1406"],
    ["INSERT INTO t VALUES ('abc', 'x')", "ALB0529", "ER_TRUNCATED_WRONG_VALUE_FOR_FIELD 1366"],
    ["KILL QUERY CONNECTION_ID()", "ALB0521", "ER_QUERY_INTERRUPTED 1317"],
    ["SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = 1205", "ALB0523", "ER_LOCK_WAIT_TIMEOUT 1205"],
    ["SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213", "ALB0523", "ER_LOCK_DEADLOCK 1213"],
    ["SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = 1142", "ALB0524", "ER_TABLEACCESS_DENIED_ERROR 1142"],
    ["SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = 1290", "ALB0534", "ER_OPTION_PREVENTS_STATEMENT 1290"],
    ["SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = 1114", "ALB0535", "ER_RECORD_FILE_FULL 1114"],
    ["SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = 1235", "ALB0536", "ER_NOT_SUPPORTED_YET 1235"],
    ["SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = 1828", "ALB0530", "1828"],
    ["SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = 1105", "ALB0520", "ER_UNKNOWN_ERROR 1105"],
  ])("says what is wrong with %s", async (sql, code, databaseCode) => {
    await run("CREATE TABLE IF NOT EXISTS t (id INT PRIMARY KEY, name VARCHAR(5) NOT NULL, KEY t_name (name))");
    await run("CREATE TABLE IF NOT EXISTS u (t_id INT, FOREIGN KEY (t_id) REFERENCES t (id))");
    await run("INSERT IGNORE INTO t VALUES (1, 'x')");
    const error = await failure(run(sql));
    expect(error).toMatchObject({ code, statement: sql });
    expect(error.databaseCode).toContain(databaseCode);
    expect(error.message).not.toMatch(/conn:|parameters:|\nsql/);
    expect(code === "ALB0520" || error.hint !== undefined).toBe(true);
  });

  it("keeps values out of errors", async () => {
    await run("CREATE TABLE secrets (a VARCHAR(100), b INT, UNIQUE (a, b))");
    await run("INSERT INTO secrets VALUES (?, ?)", "s3cret", 1);
    for (const [sql, values] of [
      ["INSERT INTO secrets VALUES (?, ?)", ["s3cret", 1]],
      ["INSERT INTO secrets (b) VALUES (?)", ["s3cret"]],
      ["SELECT ? FROM WHERE", ["s3cret"]],
      ["INSERT INTO secrets (a) VALUES (?)", ["s3cret".repeat(30)]],
    ] as const) {
      const error = await failure(run(sql, ...values));
      expect(error.statement).toBe(sql);
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

  it("cancels the statement that runs, and goes on", async () => {
    await connection.cancel();
    const waiting = failure(run("SELECT SLEEP(60) FROM (SELECT 1) AS one WHERE SLEEP(60)"));
    await connection.cancel();
    expect(await waiting).toMatchObject({ code: "ALB0521" });
    expect((await run("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  });

  it.each(["while it works", "while it waits"])("tells that the server ended it %s", async (moment) => {
    const victim = await connect(database.url);
    const { rows } = await victim.execute("SELECT CONNECTION_ID() AS id", []);
    const running = moment === "while it works" ? failure(victim.execute("SELECT SLEEP(60)", [])) : null;
    await run(`KILL CONNECTION ${String(rows[0]?.["id"])}`);
    const error = await (running ?? failure(victim.execute("SELECT 2", [])));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.code).toBe("ALB0518");
    expect(await failure(victim.execute("SELECT 3", []))).toMatchObject({ code: "ALB0518", statement: "SELECT 3" });
    await victim.close();
  });

  it("says what is wrong with a login, in its own words", async () => {
    const { host, port, database: name } = makeUrl(database.url);
    const server = `${host}:${port}`;
    const cases = [
      [`mysql://nobody:s3cret@${server}/${name}`, "ALB0512", 'refused the user "nobody"'],
      [database.url.replace(`/${name}`, "/nowhere_at_all"), "ALB0513", 'has no database "nowhere_at_all"'],
      ["mysql://u:s3cret@127.0.0.1:1/d", "ALB0510", "no database server at 127.0.0.1:1: nothing listens there"],
      ["mysql://u:s3cret@no-such-host.invalid/d", "ALB0511", 'the host "no-such-host.invalid" is not known'],
      ["mysql://u@localhost/d?unix_socket=/nowhere", "ALB0510", "/nowhere: there is no such socket"],
    ] as const;
    for (const [url, code, message] of cases) {
      const error = await failure(connect(url));
      expect(error).toBeInstanceOf(ConnectionError);
      expect([url, error.code]).toEqual([url, code]);
      expect(error.message).toContain(message);
      expect(error.hint).toBeDefined();
      expect(`${error.message} ${error.hint} ${error.stack} ${String(error.cause)}`).not.toContain("s3cret");
    }
  });

  it("does not wait longer than the URL says", async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const address = silent.address();
    const port = typeof address === "object" ? address?.port : 0;
    const error = await failure(connect(`mysql://u@127.0.0.1:${port}/d?connect_timeout=0.2`));
    expect(error).toMatchObject({ code: "ALB0510", message: expect.stringContaining("did not answer in time") });
    silent.close();
  });

  it("demands TLS where the URL does", async () => {
    const { rows } = await run("SELECT @@have_ssl AS tls");
    const outcome = await connect(`${database.url}?ssl=on`).then(
      async (secure) => secure.close().then(() => "secure"),
      (error: DatabaseError) => error.message.replace(/ at .* has/, " has"),
    );
    expect(outcome).toBe(rows[0]?.["tls"] === "YES" ? "secure" : "the server has no TLS");
  });

  it.each([
    ["?sslmod=required", 'Did you mean "sslmode"?'],
    ["?ssl=perhaps", "It takes: on or off."],
  ])("refuses %s", async (query, hint) => {
    await expect(connect(database.url + query)).rejects.toMatchObject({ code: "ALB0504", hint });
  });
});

describe("a URL that says MariaDB", () => {
  const handleOf = (version: string) => ({
    threadId: null,
    query: async () => ({
      fields: [{ name: "VERSION()", type: 253, isBinary: false }],
      rows: [[Buffer.from(version)]],
      affectedRows: 0,
    }),
    close: async () => undefined,
  });

  it.each(["8.4.3", "8.0.36-0ubuntu0.22.04.1", "8.0.11-TiDB-v7.5.0"])("is refused by MySQL %s", async (version) => {
    const session = await MysqlSession.open(handleOf(version), null);
    expect(session.dialectName).toBe("mysql");
    await expect(expectDialect(session, "mariadb")).rejects.toMatchObject({
      code: "ALB0517",
      hint: "Write mysql:// in the URL.",
    });
    expect(await expectDialect(session, "mysql")).toBe(session);
  });

  it.each(["10.11.19-MariaDB-0+deb12u1", "11.4.2-MariaDB-ubu2404-log"])("is right about %s", async (version) => {
    const session = await MysqlSession.open(handleOf(version), null);
    expect(await expectDialect(session, "mariadb")).toBe(session);
  });
});
