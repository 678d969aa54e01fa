import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeUrl } from "../dialects/make-url.ts";
import { drivers } from "../dialects/sqlite/drivers/index.ts";
import { ConnectionError, DatabaseError, InvalidArgumentError } from "../errors/index.ts";
import { IdentifierPreparer, LiteralCompiler, sql } from "../sql/index.ts";
import { type TestDatabase, testEngines } from "../testing/index.ts";
import { Connection, type ConnectionDialect, type Executable } from "./connection.ts";
import { openConnection } from "./open.ts";

const dialect: ConnectionDialect = {
  name: "sqlite",
  identifiers: new IdentifierPreparer({
    open: '"',
    close: '"',
    reservedWords: new Set(["select"]),
    legalCharacters: /^[a-z0-9_]+$/,
    illegalInitial: /^\d/,
    maxIdentifierLength: 100,
  }),
  literals: new LiteralCompiler(),
  placeholder: () => "?",
};

describe("a connection", () => {
  let database: TestDatabase;
  let connection: Connection;
  const open = async (isInTransaction = false) =>
    new Connection(await openConnection(makeUrl(database.url), drivers), dialect, { isInTransaction });
  const names = async () => {
    const { rows } = await connection.execute("SELECT name FROM t ORDER BY name");
    return rows.map((row) => row["name"]);
  };
  const insert = async (name: string) => connection.execute("INSERT INTO t VALUES (?)", [name]);

  beforeEach(async () => {
    database = await testEngines.sqlite.createDatabase();
    connection = await open();
    await connection.execute("CREATE TABLE t (name TEXT PRIMARY KEY)");
  });
  afterEach(async () => {
    await connection.close();
    await database.drop();
  });

  it("runs text, fragments and compiled queries", async () => {
    await connection.execute("INSERT INTO t VALUES (?)", ["a"]);
    await connection.execute(sql`INSERT INTO ${sql.identifier("t")} VALUES (${"it's"})`);
    await connection.execute({ sql: "INSERT INTO t VALUES (?)", parameters: ["c"] });
    expect(await names()).toEqual(["a", "c", "it's"]);
    expect(connection).toMatchObject({ dialectName: "sqlite", inTransaction: false, isClosed: false });
    expect(connection.serverVersion.major).toBe(3);
  });

  it("refuses what it cannot run, and values given twice", async () => {
    await expect(connection.execute(sql`SELECT 1`, [1])).rejects.toMatchObject({ code: "ALB0505" });
    for (const wrong of [undefined, null, 1, {}, { sql: "SELECT 1" }, { compile: () => "" }]) {
      // Callers without types can pass anything.
      const attempt = connection.execute(wrong as unknown as Executable);
      await expect(attempt).rejects.toBeInstanceOf(InvalidArgumentError);
      await expect(attempt).rejects.toMatchObject({ code: "ALB0506" });
    }
  });

  it("runs statements in the order in which they were given, awaited or not", async () => {
    const seen: string[] = [];
    connection.onStatement((statement) => seen.push(statement.sql));
    const all = ["a", "b", "c"].map(async (name) => insert(name));
    all.push(connection.execute("SELECT nowhere"), insert("d"));
    const outcomes = await Promise.allSettled(all);
    expect(outcomes.map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
    expect(seen).toHaveLength(5);
    expect(await names()).toEqual(["a", "b", "c", "d"]);
  });

  it("tells each statement without its values, those of transactions too, until the listener is taken off", async () => {
    const events: unknown[] = [];
    const stop = connection.onStatement((event) => events.push(event));
    await connection.transaction(async () => insert("a"));
    stop();
    await insert("b");
    expect(events).toEqual([
      { sql: "BEGIN IMMEDIATE", parameterCount: 0 },
      { sql: "INSERT INTO t VALUES (?)", parameterCount: 1 },
      { sql: "COMMIT", parameterCount: 0 },
    ]);
  });

  it("commits a transaction and rolls one back", async () => {
    const first = await connection.begin();
    expect([connection.inTransaction, first.isActive]).toEqual([true, true]);
    await insert("a");
    await first.commit();
    const second = await connection.begin();
    await insert("b");
    await second.rollback();
    await second.rollback();
    expect([connection.inTransaction, first.isActive, second.isActive]).toEqual([false, false, false]);
    expect(await names()).toEqual(["a"]);
  });

  it("has one transaction at a time, which is committed once", async () => {
    const transaction = await connection.begin();
    await expect(connection.begin()).rejects.toMatchObject({ code: "ALB0540" });
    await transaction.commit();
    await expect(transaction.commit()).rejects.toMatchObject({ code: "ALB0541" });
  });

  it("rolls back to a savepoint, which ends with what is round it", async () => {
    const outer = await connection.begin();
    await insert("a");
    const inner = await connection.beginNested();
    await insert("b");
    await inner.rollback();
    const kept = await connection.beginNested();
    await insert("c");
    await kept.commit();
    const open = await connection.beginNested();
    await outer.commit();
    expect([open.isActive, connection.inTransaction]).toEqual([false, false]);
    expect(await names()).toEqual(["a", "c"]);
  });

  it("opens a transaction where a savepoint has none round it", async () => {
    const transaction = await connection.beginNested();
    await insert("a");
    await transaction.rollback();
    expect(await names()).toEqual([]);
  });

  it("runs a function in a transaction", async () => {
    expect(await connection.transaction(async () => (await insert("a")).rowCount)).toBe(1);
    const failed = connection.transaction(async () => {
      await insert("b");
      throw new TypeError("no");
    });
    await expect(failed).rejects.toEqual(new TypeError("no"));
    await connection.transaction(async (transaction) => {
      await insert("c");
      await transaction.rollback();
    });
    expect(await names()).toEqual(["a"]);
    expect(connection.inTransaction).toBe(false);
  });

  it("rolls back a transaction whose commit the database refused", async () => {
    await connection.execute("PRAGMA foreign_keys = ON");
    await connection.execute("CREATE TABLE u (name TEXT REFERENCES t DEFERRABLE INITIALLY DEFERRED)");
    const refused = connection.transaction(async () => connection.execute("INSERT INTO u VALUES ('none')"));
    await expect(refused).rejects.toBeInstanceOf(DatabaseError);
    expect(connection.inTransaction).toBe(false);
    expect((await connection.execute("SELECT * FROM u")).rows).toEqual([]);
    await connection.transaction(async () => insert("a"));
    expect(await names()).toEqual(["a"]);
  });

  it("leaves no transaction behind when it cannot be opened", async () => {
    const other = await open();
    const holder = await other.begin();
    await connection.execute("PRAGMA busy_timeout = 1");
    await expect(connection.begin()).rejects.toMatchObject({ code: "ALB0523" });
    expect(connection.inTransaction).toBe(false);
    await holder.rollback();
    await other.close();
    await connection.transaction(async () => insert("a"));
    expect(await names()).toEqual(["a"]);
  });

  it("leaves a transaction alone that was there before", async () => {
    const borrowed = await open(true);
    await borrowed.execute("BEGIN");
    expect(borrowed.inTransaction).toBe(true);
    await expect(borrowed.begin()).rejects.toMatchObject({ code: "ALB0540" });
    const savepoint = await borrowed.beginNested();
    await borrowed.execute("INSERT INTO t VALUES ('lost')");
    await savepoint.rollback();
    expect(borrowed.inTransaction).toBe(true);
    await borrowed.close();
    expect(await names()).toEqual([]);
  });

  it("rolls back and refuses statements once it is closed", async () => {
    const other = await open();
    await other.begin();
    await other.execute("INSERT INTO t VALUES ('lost')");
    await other.close();
    await other.close();
    await other.cancel();
    const late = other.execute("SELECT 1");
    await expect(late).rejects.toBeInstanceOf(ConnectionError);
    await expect(late).rejects.toMatchObject({ code: "ALB0519", statement: "SELECT 1" });
    expect([other.isClosed, other.inTransaction]).toEqual([true, false]);
    expect(await names()).toEqual([]);
  });

  it("closes after the statements that were given before", async () => {
    const other = await open();
    const pending = other.execute("INSERT INTO t VALUES ('kept')");
    await other.close();
    expect((await pending).rowCount).toBe(1);
    expect(await names()).toEqual(["kept"]);
  });
});
