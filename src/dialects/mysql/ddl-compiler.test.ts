import { describe, expect, it } from "vitest";
import {
  AddColumn,
  CreateIndex,
  CreateTable,
  DropColumn,
  DropConstraint,
  DropIndex,
  type DDLElement,
} from "../../ddl/index.ts";
import type { ServerVersion } from "../../engine/driver.ts";
import { UnsupportedOperationError } from "../../errors/index.ts";
import { checkConstraint, column, computed, Index, MetaData, Table } from "../../schema/index.ts";
import { sql } from "../../sql/index.ts";
import { typeFactories as types } from "../../types/index.ts";
import type { AlterColumnChange } from "../base/alter-column.ts";
import { loadDialect } from "../registry.ts";

const id = column("id", types.integer(), { primaryKey: true });
const posts = new Table("posts", [id, column("title", types.string(50))]);
const byTitle = new Index("ix_title", ["title"]);
const version = (text: string): ServerVersion => {
  const [major = 0, minor = 0, patch = 0] = text.split(".").map(Number);
  return { text, major, minor, patch };
};

const conditional: readonly (readonly [string, DDLElement, string])[] = [
  ["CREATE INDEX", new CreateIndex(byTitle, posts, true), "CREATE INDEX IF NOT EXISTS ix_title ON posts (title)"],
  ["DROP INDEX", new DropIndex(byTitle, posts, null, true), "DROP INDEX IF EXISTS ix_title ON posts"],
  [
    "ADD COLUMN",
    new AddColumn(posts, posts.column("title"), { ifNotExists: true }),
    "ALTER TABLE posts ADD COLUMN IF NOT EXISTS title VARCHAR(50)",
  ],
  ["DROP COLUMN", new DropColumn(posts, "title", true), "ALTER TABLE posts DROP COLUMN IF EXISTS title"],
  ["a unique constraint", new DropConstraint(posts, "uq", "unique", true), "ALTER TABLE posts DROP INDEX IF EXISTS uq"],
  [
    "a foreign key",
    new DropConstraint(posts, "fk", "foreignkey", true),
    "ALTER TABLE posts DROP FOREIGN KEY IF EXISTS fk",
  ],
  ["a CHECK", new DropConstraint(posts, "ck", "check", true), "ALTER TABLE posts DROP CONSTRAINT IF EXISTS ck"],
  [
    "a primary key",
    new DropConstraint(posts, "pk", "primary", true),
    "ALTER TABLE posts DROP CONSTRAINT IF EXISTS `PRIMARY`",
  ],
];

describe("conditions on MySQL and MariaDB", () => {
  it.each(conditional)("are written for %s on MariaDB", async (_what, element, text) => {
    const { ddl } = await loadDialect("mariadb");
    expect(ddl.compile(element)).toBe(text);
  });

  it.each(conditional)("are refused for %s on MySQL", async (_what, element) => {
    const { ddl } = await loadDialect("mysql");
    expect(() => ddl.compile(element)).toThrow(UnsupportedOperationError);
    expect(() => ddl.compile(element)).toThrow(expect.objectContaining({ code: "ALB0342" }));
  });

  it("are written for tables on both", async () => {
    for (const name of ["mysql", "mariadb"]) {
      const { ddl } = await loadDialect(name);
      expect(ddl.compile(new CreateTable(posts, true))).toContain("CREATE TABLE IF NOT EXISTS posts");
    }
  });
});

describe("features by the server's version", () => {
  it("index expressions since MySQL 8.0.13, and not on MariaDB", async () => {
    const lower = new CreateIndex(new Index("ix_lower", [sql`lower(title)`]), posts);
    const newer = await loadDialect("mysql", version("8.0.13"));
    expect(newer.ddl.compile(lower)).toBe("CREATE INDEX ix_lower ON posts ((lower(title)))");
    for (const older of [
      await loadDialect("mysql", version("8.0.12")),
      await loadDialect("mariadb", version("11.4.2")),
    ]) {
      expect(() => older.ddl.compile(lower)).toThrow(expect.objectContaining({ code: "ALB0349" }));
    }
  });

  it("leave a column with a length or an order alone", async () => {
    const { ddl } = await loadDialect("mariadb");
    const parts = new Index("ix", [sql`title(10)`, sql`id DESC`, sql`\`a b\``]);
    expect(ddl.compile(new CreateIndex(parts, posts))).toBe("CREATE INDEX ix ON posts (title(10), id DESC, `a b`)");
  });

  it.each([
    ["mysql", "8.0.36", false],
    ["mysql", "9.0.0", true],
    ["mariadb", "10.4.30", false],
    ["mariadb", "10.5.0", true],
  ] as const)("%s %s keeps a reference within a column's text: %s", async (name, text, isKept) => {
    const { features } = await loadDialect(name, version(text));
    expect(features.supportsInlineReferences).toBe(isKept);
  });
});

describe("altering a column", () => {
  async function statements(
    name: string,
    change: AlterColumnChange,
    server: ServerVersion | null = null,
  ): Promise<readonly string[]> {
    const dialect = await loadDialect(name, server);
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
    await impl.alterColumn(posts, "v", change);
    return sent;
  }

  it("keeps everything that the call knows of the column", async () => {
    const change = {
      nullable: false,
      existingType: types.integer(),
      existingServerDefault: "4",
      existingComment: "m",
      existingAutoincrement: false,
    };
    expect(await statements("mysql", change)).toEqual([
      "ALTER TABLE posts MODIFY v INTEGER NOT NULL DEFAULT '4' COMMENT 'm'",
    ]);
  });

  it("keeps a generated column generated", async () => {
    const change = {
      comment: "twice",
      existingType: types.integer(),
      existingServerDefault: computed("id * 2", { persisted: true }),
    };
    expect(await statements("mysql", change)).toEqual([
      "ALTER TABLE posts MODIFY v INTEGER GENERATED ALWAYS AS (id * 2) STORED NULL COMMENT 'twice'",
    ]);
  });

  it("sends nothing for a moment whose default is not asked to change", async () => {
    expect(await statements("mysql", { existingType: types.dateTime() })).toEqual([]);
  });

  it("drops the old type's CHECK only where the server kept it", async () => {
    const change = { type: types.integer(), existingType: types.boolean({ createConstraint: true, name: "ck_v" }) };
    expect(await statements("mysql", change, version("8.0.15"))).toEqual(["ALTER TABLE posts MODIFY v INTEGER NULL"]);
    expect(await statements("mysql", change, version("8.0.16"))).toEqual([
      "ALTER TABLE posts DROP CHECK ck_v",
      "ALTER TABLE posts MODIFY v INTEGER NULL",
    ]);
  });

  it("asks for the type where it has to state the whole column", async () => {
    await expect(statements("mariadb", { nullable: false })).rejects.toMatchObject({ code: "ALB0346" });
  });
});

describe("a column's default", () => {
  it.each([
    ["5", "5"],
    ["-5", "-5"],
    ["1.5", "1.5"],
    ["'a-b'", "'a-b'"],
    ["b'0'", "b'0'"],
    ["now()", "now()"],
    ["(1 + 2)", "(1 + 2)"],
    ["CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)", "CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)"],
    ["1 + 2", "(1 + 2)"],
    ["3 - 1", "(3 - 1)"],
    ["(1) + (2)", "((1) + (2))"],
    ["abs(-3)", "abs(-3)"],
  ])("is written for %s as %s", async (given, text) => {
    const { ddl } = await loadDialect("mariadb");
    expect(ddl.serverDefault(sql.raw(given), types.integer())).toBe(text);
  });
});

describe("a named CHECK within a column", () => {
  it("stands at the level of the table on MariaDB, where it can keep its name", async () => {
    const table = new Table("t", [column("a", types.integer(), { check: checkConstraint("a > 1", { name: "ck_a" }) })]);
    const mariadb = await loadDialect("mariadb");
    const mysql = await loadDialect("mysql");
    expect(mariadb.ddl.compile(new CreateTable(table))).toMatch(/a INTEGER,\n\s+CONSTRAINT ck_a CHECK \(a > 1\)/);
    expect(mysql.ddl.compile(new CreateTable(table))).toMatch(/a INTEGER CONSTRAINT ck_a CHECK \(a > 1\)\n/);
  });
});
