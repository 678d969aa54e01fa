import { describe, expect, it } from "vitest";
import { InvalidArgumentError, UnsupportedOperationError } from "../../src/errors/index.ts";
import { type Operations, sa, sql } from "../../src/index.ts";
import { flat, onEach, statementsOf } from "../support/statements-of.ts";

const all = ["postgresql", "mysql", "mariadb", "sqlite", "mssql", "oracle"];
const key = sa.column("id", sa.integer(), { primaryKey: true });

describe("op.createTable()", () => {
  it("OPS-01 makes the table with its columns and constraints, then its indexes, and resolves to the table", async () => {
    const migrate = async (op: Operations): Promise<void> => {
      const posts = await op.createTable("posts", [
        key,
        sa.column("title", sa.string(50), { nullable: false, index: true }),
        sa.column("owner_id", sa.integer(), { foreignKey: sa.foreignKey("users.id", { onDelete: "CASCADE" }) }),
        sa.uniqueConstraint(["title"], { name: "uq_title" }),
        sa.index("ix_owner", ["owner_id", sa.desc("title")]),
      ]);
      expect([posts.name, ...posts.columns.keys()]).toEqual(["posts", "id", "title", "owner_id"]);
      await op.bulkInsert(posts, [{ id: 1, title: "First" }]);
    };
    expect((await statementsOf("postgresql", migrate)).map(flat)).toEqual([
      "CREATE TABLE posts (id SERIAL NOT NULL, title VARCHAR(50) NOT NULL, owner_id INTEGER, PRIMARY KEY (id), " +
        "CONSTRAINT uq_title UNIQUE (title), FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE CASCADE)",
      "CREATE INDEX ix_posts_title ON posts (title)",
      "CREATE INDEX ix_owner ON posts (owner_id, title DESC)",
      "INSERT INTO posts (id, title) VALUES (1, 'First')",
    ]);
  });

  it("OPS-02 takes a schema, a comment, prefixes, ifNotExists and info", async () => {
    const options = { schema: "fleet", prefixes: ["TEMPORARY"], ifNotExists: true, comment: "it's", info: { any: 1 } };
    const answers = await onEach(["postgresql", "mysql"], (op) => op.createTable("t", [key], options));
    expect(answers).toEqual({
      postgresql: [
        "CREATE TEMPORARY TABLE IF NOT EXISTS fleet.t (id SERIAL NOT NULL, PRIMARY KEY (id))",
        "COMMENT ON TABLE fleet.t IS 'it''s'",
      ],
      mysql: [
        "CREATE TEMPORARY TABLE IF NOT EXISTS fleet.t (id INTEGER NOT NULL AUTO_INCREMENT, PRIMARY KEY (id))COMMENT='it''s'",
      ],
    });
  });

  it("OPS-03 numbers an integer key in each dialect's own form, unless it is told not to", async () => {
    const numbered = await onEach(all, (op) => op.createTable("t", [key]));
    const columns = Object.entries(numbered).map(([name, [text]]) => [name, /\((.*?),/.exec(text ?? "")?.[1]]);
    expect(Object.fromEntries(columns)).toEqual({
      postgresql: "id SERIAL NOT NULL",
      mysql: "id INTEGER NOT NULL AUTO_INCREMENT",
      mariadb: "id INTEGER NOT NULL AUTO_INCREMENT",
      sqlite: "id INTEGER NOT NULL",
      mssql: "id INTEGER NOT NULL IDENTITY",
      oracle: "id INTEGER NOT NULL",
    });
    const plain = sa.column("id", sa.integer(), { primaryKey: true, autoincrement: false });
    for (const [text] of Object.values(await onEach(all, (op) => op.createTable("t", [plain])))) {
      expect(text).toBe("CREATE TABLE t (id INTEGER NOT NULL, PRIMARY KEY (id))");
    }
    const big = sa.column("id", sa.bigInteger(), { primaryKey: true });
    const small = sa.column("id", sa.smallInteger(), { primaryKey: true });
    expect((await statementsOf("postgresql", (op) => op.createTable("t", [big])))[0]).toContain("BIGSERIAL");
    expect((await statementsOf("postgresql", (op) => op.createTable("t", [small])))[0]).toContain("SMALLSERIAL");
  });

  it("OPS-03 puts the column that is numbered first in a key of several", async () => {
    const columns = [
      sa.column("a", sa.integer(), { primaryKey: true }),
      sa.column("id", sa.integer(), { primaryKey: true, autoincrement: true }),
    ];
    const answers = await onEach(["postgresql", "mysql"], (op) => op.createTable("t", columns));
    expect(answers["postgresql"]?.[0]).toContain("PRIMARY KEY (id, a)");
    expect(answers["mysql"]?.[0]).toContain("PRIMARY KEY (id, a)");
  });

  it("OPS-04 writes comments of tables and columns where each dialect keeps them", async () => {
    const column = sa.column("a", sa.integer(), { comment: "first" });
    const answers = await onEach(all, (op) => op.createTable("t", [column], { schema: "s", comment: "of t" }));
    expect(answers["postgresql"]?.slice(1)).toEqual([
      "COMMENT ON TABLE s.t IS 'of t'",
      "COMMENT ON COLUMN s.t.a IS 'first'",
    ]);
    expect(answers["oracle"]?.slice(1)).toEqual(answers["postgresql"]?.slice(1));
    expect(answers["mysql"]).toEqual(["CREATE TABLE s.t (a INTEGER COMMENT 'first')COMMENT='of t'"]);
    expect(answers["sqlite"]).toEqual(["CREATE TABLE s.t (a INTEGER)"]);
    expect(answers["mssql"]?.slice(1)).toEqual([
      "execute sp_addextendedproperty 'MS_Description', N'of t', 'schema', s, 'table', t",
      "execute sp_addextendedproperty 'MS_Description', N'first', 'schema', s, 'table', t, 'column', a",
    ]);
  });

  it("OPS-05 takes each dialect's table options, and leaves those of the others alone", async () => {
    const options = {
      postgresql: { partitionBy: "RANGE (id)", tablespace: "fast" },
      mysql: { engine: "InnoDB", charset: "utf8mb4" },
      mariadb: { engine: "Aria" },
      sqlite: { withRowid: false, strict: true },
      oracle: { compress: true },
    };
    const column = sa.column("id", sa.integer(), { primaryKey: true, autoincrement: false });
    const answers = await onEach(all, (op) => op.createTable("t", [column], options));
    const suffixes = Object.entries(answers).map(([name, [text]]) => [name, text?.split("PRIMARY KEY (id))")[1]]);
    expect(Object.fromEntries(suffixes)).toEqual({
      postgresql: " PARTITION BY RANGE (id) TABLESPACE fast",
      mysql: "ENGINE=InnoDB CHARSET=utf8mb4",
      mariadb: "ENGINE=Aria CHARSET=utf8mb4",
      sqlite: " WITHOUT ROWID, STRICT",
      mssql: "",
      oracle: " COMPRESS",
    });
  });

  it("OPS-06 makes a native enum once, before its first table, and asks whether it is there only where told to", async () => {
    const state = sa.enum(["low", "high"], { name: "tide" });
    const twice = async (op: Operations): Promise<void> => {
      await op.createTable("one", [sa.column("a", state)]);
      await op.createTable("two", [sa.column("a", state)]);
    };
    expect((await statementsOf("postgresql", twice)).map(flat)).toEqual([
      "CREATE TYPE tide AS ENUM ('low', 'high')",
      "CREATE TABLE one (a tide)",
      "CREATE TABLE two (a tide)",
    ]);
    const asked = sa.enum(["low"], { name: "tide", checkFirst: true });
    const [first] = await statementsOf("postgresql", (op) => op.createTable("t", [sa.column("a", asked)]));
    expect(first).toMatch(/CREATE TYPE tide/);
    expect(first).toMatch(/duplicate_object|IF NOT EXISTS|pg_type/);
    const left = sa.enum(["low"], { name: "tide", createType: false });
    expect(await statementsOf("postgresql", (op) => op.createTable("t", [sa.column("a", left)]))).toHaveLength(1);
    expect((await onEach(["mysql"], (op) => op.createTable("t", [sa.column("a", state)])))["mysql"]).toEqual([
      "CREATE TABLE t (a ENUM('low','high'))",
    ]);
  });

  it("OPS-07 keeps other values out by a CHECK where a type is not native", async () => {
    const columns = [
      sa.column("flag", sa.boolean({ createConstraint: true, name: "ck_flag" })),
      sa.column("state", sa.enum(["a", "b"], { nativeEnum: false, createConstraint: true, name: "ck_state" })),
    ];
    const answers = await onEach(all, (op) => op.createTable("t", columns));
    for (const [name, [text]] of Object.entries(answers)) {
      expect(text).toContain(`CONSTRAINT ck_state CHECK (state IN ('a', 'b'))`);
      expect(text?.includes("CONSTRAINT ck_flag CHECK (flag IN (0, 1))")).toBe(!["postgresql", "mssql"].includes(name));
    }
    const silent = await statementsOf("sqlite", (op) => op.createTable("t", [sa.column("flag", sa.boolean())]));
    expect(silent[0]).not.toContain("CHECK");
  });

  it("OPS-08 writes generated and identity columns, and refuses what a dialect cannot store", async () => {
    const columns = [
      sa.column("id", sa.integer(), { identity: sa.identity({ always: true, start: 3 }), nullable: false }),
      sa.column("b", sa.integer(), { computed: sa.computed(sql`id + 1`, { persisted: true }) }),
    ];
    const migrate = (op: Operations) => op.createTable("t", columns);
    const answers = await onEach(["postgresql", "mysql", "sqlite", "mssql"], migrate);
    expect(answers).toEqual({
      postgresql: [
        "CREATE TABLE t (id INTEGER GENERATED ALWAYS AS IDENTITY (START WITH 3), b INTEGER GENERATED ALWAYS AS (id + 1) STORED)",
      ],
      mysql: ["CREATE TABLE t (id INTEGER NOT NULL, b INTEGER GENERATED ALWAYS AS (id + 1) STORED)"],
      sqlite: ["CREATE TABLE t (id INTEGER NOT NULL, b INTEGER GENERATED ALWAYS AS (id + 1) STORED)"],
      mssql: ["CREATE TABLE t (id INTEGER NOT NULL IDENTITY(3,1), b AS (id + 1) PERSISTED)"],
    });
    await expect(statementsOf("oracle", migrate)).rejects.toThrow(UnsupportedOperationError);
  });
});

describe("the other directives of tables", () => {
  it("OPS-09 drops a table, with its schema, and only where it is there", async () => {
    const answers = await onEach(all, async (op) => {
      await op.dropTable("posts");
      await op.dropTable("posts", { schema: "fleet", ifExists: true });
    });
    for (const statements of Object.values(answers)) {
      expect(statements).toEqual(["DROP TABLE posts", "DROP TABLE IF EXISTS fleet.posts"]);
    }
  });

  it("OPS-10 renames a table as each dialect does, quotes and all", async () => {
    const answers = await onEach(all, (op) => op.renameTable("it's", "u", { schema: "s" }));
    expect(answers).toEqual({
      postgresql: [`ALTER TABLE s."it's" RENAME TO u`],
      mysql: ["ALTER TABLE s.`it's` RENAME TO s.u"],
      mariadb: ["ALTER TABLE s.`it's` RENAME TO s.u"],
      sqlite: [`ALTER TABLE s."it's" RENAME TO u`],
      mssql: ["EXEC sp_rename 's.[it''s]', u"],
      oracle: [`ALTER TABLE s."it's" RENAME TO u`],
    });
  });

  it("OPS-11 sets and drops a table's comment, and refuses it where none is kept", async () => {
    const migrate = async (op: Operations): Promise<void> => {
      await op.createTableComment("t", "it's", { schema: "s" });
      await op.dropTableComment("t", { schema: "s", existingComment: "it's" });
    };
    expect(await onEach(["postgresql", "mysql", "mssql", "oracle"], migrate)).toEqual({
      postgresql: ["COMMENT ON TABLE s.t IS 'it''s'", "COMMENT ON TABLE s.t IS NULL"],
      mysql: ["ALTER TABLE s.t COMMENT 'it''s'", "ALTER TABLE s.t COMMENT ''"],
      mssql: [
        "execute sp_addextendedproperty 'MS_Description', N'it''s', 'schema', s, 'table', t",
        "execute sp_dropextendedproperty 'MS_Description', 'schema', s, 'table', t",
      ],
      oracle: ["COMMENT ON TABLE s.t IS 'it''s'", "COMMENT ON TABLE s.t IS ''"],
    });
    await expect(statementsOf("sqlite", migrate)).rejects.toThrow(UnsupportedOperationError);
  });
});

describe("an option that there is not", () => {
  it("OPS-46 is refused before anything ran, with the one that was meant", async () => {
    const misspelt = { ifExist: true } as object;
    const failed = statementsOf("postgresql", (op) => op.dropTable("posts", misspelt));
    await expect(failed).rejects.toThrow(InvalidArgumentError);
    await expect(failed).rejects.toMatchObject({ code: "ALB0802", hint: "Did you mean 'ifExists'?" });
  });

  it("OPS-46 of one dialect is refused on every dialect, and that of no dialect at all too", async () => {
    for (const dialect of all) {
      const own = { postgresql: { partitionby: "x" } } as object;
      await expect(statementsOf(dialect, (op) => op.createTable("t", [key], own))).rejects.toThrow(
        InvalidArgumentError,
      );
      const unknown = { postgres: { partitionBy: "x" } } as object;
      await expect(statementsOf(dialect, (op) => op.createTable("t", [key], unknown))).rejects.toThrow(
        InvalidArgumentError,
      );
    }
  });
});
