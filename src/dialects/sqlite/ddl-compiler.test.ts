import { describe, expect, it } from "vitest";
import { AddColumn, CreateIndex, CreateTable, DropColumn, RenameColumn } from "../../ddl/index.ts";
import type { ServerVersion } from "../../engine/driver.ts";
import { column, computed, foreignKey, Index, MetaData, Table } from "../../schema/index.ts";
import { sql } from "../../sql/index.ts";
import { typeFactories as types } from "../../types/index.ts";
import { connect, loadDialect } from "../registry.ts";
import { sqliteQuoting } from "./text/quoting.ts";

const id = column("id", types.integer(), { primaryKey: true });
const posts = new Table("posts", [id, column("title", types.string(50))]);
const version = (minor: number): ServerVersion => ({ text: `3.${minor}.0`, major: 3, minor, patch: 0 });

describe("what SQLite cannot do in place", () => {
  it.each([
    ["dropping a column", 34, new DropColumn(posts, "title")],
    ["renaming a column", 24, new RenameColumn(posts, "title", "name")],
    ["a STRICT table", 36, new CreateTable(new Table("t", [id], { sqlite: { strict: true } }))],
    [
      "a generated column",
      30,
      new CreateTable(new Table("t", [column("b", types.integer(), { computed: computed("1") })])),
    ],
  ])("refuses %s before the version that brought it", async (_what, minor, element) => {
    const older = await loadDialect("sqlite", version(minor));
    const newer = await loadDialect("sqlite", version(minor + 1));
    expect(() => older.ddl.compile(element)).toThrow(expect.objectContaining({ code: "ALB0340" }));
    expect(newer.ddl.compile(element)).not.toBe("");
  });

  it("refuses conditions that its ALTER TABLE does not take", async () => {
    const { ddl } = await loadDialect("sqlite");
    const conditional = [
      new AddColumn(posts, posts.column("title"), { ifNotExists: true }),
      new DropColumn(posts, "title", true),
    ];
    for (const element of conditional)
      expect(() => ddl.compile(element)).toThrow(expect.objectContaining({ code: "ALB0342" }));
  });

  it.each([
    { type: types.text() },
    { nullable: false },
    { serverDefault: "x" },
    { comment: "x" },
    { newColumnName: "name", nullable: false },
  ])("refuses alterColumn with %o before anything ran, and names batch mode", async (change) => {
    const dialect = await loadDialect("sqlite");
    const sent: string[] = [];
    const run = async (text: string) => {
      sent.push(text);
      return { rows: [], rowCount: null };
    };
    const runner = { isOffline: true, literalBinds: true, run, staticOutput: () => undefined };
    const impl = dialect.createImpl({
      dialect,
      runner,
      connection: null,
      metadata: new MetaData(),
      warn: () => undefined,
    });
    await expect(impl.alterColumn(posts, "title", change)).rejects.toMatchObject({
      code: "ALB0341",
      hint: expect.stringContaining("batchAlterTable"),
    });
    expect(sent).toEqual([]);
  });

  it("refuses a column's constraint before the column is added", async () => {
    const dialect = await loadDialect("sqlite");
    const sent: string[] = [];
    const run = async (text: string) => {
      sent.push(text);
      return { rows: [], rowCount: null };
    };
    const runner = { isOffline: true, literalBinds: true, run, staticOutput: () => undefined };
    const impl = dialect.createImpl({
      dialect,
      runner,
      connection: null,
      metadata: new MetaData(),
      warn: () => undefined,
    });
    const holder = new Table("posts", [column("author", types.integer(), { foreignKey: foreignKey("users.id") })]);
    await expect(impl.addColumn(holder, holder.column("author"))).rejects.toMatchObject({ code: "ALB0306" });
    expect(sent).toEqual([]);
  });
});

describe("names on SQLite", () => {
  it("are quoted where the library itself would refuse them", async () => {
    await connect("sqlite://", async (connection) => {
      const { identifiers } = (await loadDialect("sqlite")).target;
      for (const word of [
        ...sqliteQuoting.reservedWords,
        "over",
        "filter",
        "generated",
        "materialized",
        "strict",
        "rowid_",
      ]) {
        const name = identifiers.quote(word);
        await connection.execute(`CREATE TABLE ${name} (${name} INTEGER CHECK (${name} > 0), b)`);
        await connection.execute(`CREATE INDEX ${identifiers.quote(`${word}_ix`)} ON ${name} (${name})`);
        await connection.execute(`ALTER TABLE ${name} RENAME COLUMN ${name} TO other`);
        const { rows } = await connection.execute(`SELECT name FROM sqlite_master WHERE type = 'table'`);
        expect(rows).toEqual([{ name: word }]);
        await connection.execute(`DROP TABLE ${name}`);
      }
    });
  });

  it("of an index carry the schema, and the table none", async () => {
    const { ddl } = await loadDialect("sqlite");
    const table = new Table("posts", [id], { schema: "fleet" });
    const partial = new Index("ix", ["id"], { sqlite: { where: sql`id > ${3}` } });
    expect(ddl.compile(new CreateIndex(partial, table))).toBe("CREATE INDEX fleet.ix ON posts (id) WHERE id > 3");
  });
});

describe("a default on SQLite", () => {
  it.each([
    ["5", "5"],
    ["'a'", "'a'"],
    ["CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP"],
    ["now()", "CURRENT_TIMESTAMP"],
    ["(1)", "(1)"],
    ["-1", "(-1)"],
    ["abs(-1)", "(abs(-1))"],
    ["'a' || 'b'", "('a' || 'b')"],
    ["(1) + (2)", "((1) + (2))"],
    ["(')')", "(')')"],
  ])("given as %s is %s, and the library takes it", async (given, text) => {
    const { ddl } = await loadDialect("sqlite");
    const table = new Table("t", [column("v", types.integer(), { serverDefault: sql.raw(given) })]);
    expect(ddl.serverDefault(sql.raw(given), types.integer())).toBe(text);
    await connect("sqlite://", (connection) => connection.execute(ddl.compile(new CreateTable(table))));
  });
});
