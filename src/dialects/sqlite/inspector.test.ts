import { afterEach, describe, expect, it } from "vitest";
import type { Connection } from "../../engine/connection.ts";
import { FinalName } from "../../sql/index.ts";
import { tableOf } from "../../reflection/index.ts";
import { connect } from "../registry.ts";
import { SqliteInspector } from "./inspector.ts";

const open: Connection[] = [];

async function inspectorOf(...statements: readonly string[]): Promise<SqliteInspector> {
  const connection = await connect("sqlite://");
  open.push(connection);
  for (const statement of statements) await connection.execute(statement);
  return new SqliteInspector(connection);
}

afterEach(async () => {
  for (const connection of open.splice(0)) await connection.close();
});

describe("SqliteInspector", () => {
  it("reads columns with their types, defaults, keys and generated expressions", async () => {
    const inspector = await inspectorOf(
      `CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(50) COLLATE NOCASE NOT NULL DEFAULT 'it''s, (x)',
        price NUMERIC(10, 2) DEFAULT (1 + 2), twice NUMERIC GENERATED ALWAYS AS (price * (2)) STORED)`,
    );
    const table = (await inspector.tables()).get("t");
    expect(table?.columns.map(({ name, nullable, defaultSql }) => [name, nullable, defaultSql])).toEqual([
      ["id", false, null],
      ["name", false, "'it''s, (x)'"],
      ["price", true, "1 + 2"],
      ["twice", true, null],
    ]);
    expect(table?.columns[3]?.computed).toEqual({ sql: "price * (2)", persisted: true });
    expect(table?.columns[0]?.isAutoincrement).toBe(true);
    expect(table?.options).toEqual({ sqlite: { autoincrement: true } });
  });

  it("reads constraints with the names that the statement gives them, and those without one", async () => {
    const inspector = await inspectorOf(
      "CREATE TABLE p (id INTEGER PRIMARY KEY, x INTEGER, UNIQUE (x))",
      `CREATE TABLE "child table" (a INTEGER CONSTRAINT fk_a REFERENCES p (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        b INTEGER REFERENCES p ON UPDATE SET NULL, [c d] TEXT CHECK ([c d] <> ','), -- a comment, with (
        CONSTRAINT pk PRIMARY KEY (a, b), CONSTRAINT uq UNIQUE (b, "c d"), CONSTRAINT "ck 1" CHECK (a > (0)))`,
    );
    const table = (await inspector.tables({ names: ["child table"] })).get("child table");
    expect(table?.primaryKey).toEqual({ name: "pk", columns: ["a", "b"], options: {} });
    expect(table?.uniques.map(({ name, columns }) => [name, columns])).toEqual([["uq", ["b", "c d"]]]);
    expect(table?.checks.map(({ name, sql }) => [name, sql])).toEqual([
      [null, "[c d] <> ','"],
      ["ck 1", "a > (0)"],
    ]);
    expect(
      table?.foreignKeys.map(({ name, columns, referredColumns, options }) => [
        name,
        columns,
        referredColumns,
        options,
      ]),
    ).toEqual([
      ["fk_a", ["a"], ["id"], { onDelete: "CASCADE", deferrable: true, initially: "DEFERRED" }],
      [null, ["b"], ["id"], { onUpdate: "SET NULL" }],
    ]);
  });

  it("reads indexes with expressions, order and predicate", async () => {
    const inspector = await inspectorOf(
      "CREATE TABLE t (a INTEGER, b TEXT)",
      "CREATE UNIQUE INDEX ix ON t (a DESC, lower(b), b COLLATE NOCASE) WHERE a > 0",
    );
    const table = (await inspector.tables()).get("t");
    const [index] = table?.indexes ?? [];
    expect(index?.name).toBe("ix");
    expect(index?.options.unique).toBe(true);
    expect(index?.expressions).toMatchObject([
      { expression: "a", direction: "desc" },
      { parts: [{ text: "lower(b)" }] },
      { parts: [{ text: "b COLLATE NOCASE" }] },
    ]);
    expect(index?.options.sqlite?.where).toMatchObject({ parts: [{ text: "a > 0" }] });
  });

  it("reads definitions and indexes that several tables have alike", async () => {
    const alike = `(x INTEGER CONSTRAINT fk REFERENCES p (id), "where" TEXT CHECK ("where" <> ')'), CONSTRAINT uq UNIQUE (x, "where"))`;
    const inspector = await inspectorOf(
      "CREATE TABLE p (id INTEGER PRIMARY KEY)",
      ...["a", "b"].flatMap((name) => [
        `CREATE TABLE ${name} ${alike} STRICT`,
        `CREATE INDEX ix_${name} ON ${name} ("where" DESC, x)`,
      ]),
    );
    const tables = await inspector.tables();
    for (const name of ["a", "b"]) {
      const table = tables.get(name);
      expect(table?.columns.map((column) => column.name)).toEqual(["x", "where"]);
      expect(table?.foreignKeys).toMatchObject([{ name: "fk", columns: ["x"], referredColumns: ["id"] }]);
      expect(table?.uniques).toMatchObject([{ name: "uq", columns: ["x", "where"] }]);
      expect(table?.checks).toMatchObject([{ name: null, sql: `"where" <> ')'` }]);
      expect(table?.options).toEqual({ sqlite: { strict: true } });
      const [index] = table?.indexes ?? [];
      expect(index?.name).toBe(`ix_${name}`);
      expect(index?.expressions).toMatchObject([{ expression: "where", direction: "desc" }, "x"]);
      expect(index?.options.sqlite).toBeUndefined();
    }
  });

  it("leaves out views, SQLite's own tables and what full-text search keeps", async () => {
    const inspector = await inspectorOf(
      "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)",
      "CREATE VIEW v AS SELECT id FROM t",
      "CREATE VIRTUAL TABLE docs USING fts5(body)",
    );
    expect(await inspector.tableNames()).toEqual(["docs", "t"]);
    expect(await inspector.viewNames()).toEqual(["v"]);
    expect(await inspector.hasTable("v")).toBe(true);
    expect(await inspector.hasTable("nothing")).toBe(false);
  });

  it("gives tables in the schema language, their names final", async () => {
    const inspector = await inspectorOf("CREATE TABLE t (id INTEGER PRIMARY KEY, CONSTRAINT uq UNIQUE (id))");
    const reflected = (await inspector.tables()).get("t");
    const table = reflected === undefined ? undefined : tableOf(reflected);
    expect(table?.constraints.map((constraint) => constraint.name)).toEqual([null, new FinalName("uq")]);
  });
});
