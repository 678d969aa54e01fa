import { describe, expect, it } from "vitest";
import { CommandError, UnsupportedOperationError } from "../../src/errors/index.ts";
import { type Operations, sa, sql } from "../../src/index.ts";
import { flat, onEach, sent, statementsOf } from "../support/statements-of.ts";

const all = ["postgresql", "mysql", "mariadb", "sqlite", "mssql", "oracle"];
const spelling = (name: string): string => (name === "mssql" || name === "oracle" ? "ADD" : "ADD COLUMN");

describe("op.addColumn()", () => {
  it("OPS-12 adds a column with its type, default, nullability and comment", async () => {
    const column = sa.column("a", sa.string(9), { nullable: false, serverDefault: "it's", comment: "first" });
    expect(await onEach(all, (op) => op.addColumn("t", column, { schema: "s" }))).toEqual({
      postgresql: [
        "ALTER TABLE s.t ADD COLUMN a VARCHAR(9) DEFAULT 'it''s' NOT NULL",
        "COMMENT ON COLUMN s.t.a IS 'first'",
      ],
      mysql: ["ALTER TABLE s.t ADD COLUMN a VARCHAR(9) NOT NULL COMMENT 'first' DEFAULT 'it''s'"],
      mariadb: ["ALTER TABLE s.t ADD COLUMN a VARCHAR(9) NOT NULL COMMENT 'first' DEFAULT 'it''s'"],
      sqlite: ["ALTER TABLE s.t ADD COLUMN a VARCHAR(9) DEFAULT 'it''s' NOT NULL"],
      mssql: [
        "ALTER TABLE s.t ADD a VARCHAR(9) NOT NULL DEFAULT 'it''s'",
        "execute sp_addextendedproperty 'MS_Description', N'first', 'schema', s, 'table', t, 'column', a",
      ],
      oracle: ["ALTER TABLE s.t ADD a VARCHAR2(9 CHAR) DEFAULT 'it''s' NOT NULL", "COMMENT ON COLUMN s.t.a IS 'first'"],
    });
  });

  it("OPS-13 honours ifNotExists, or refuses it, and never leaves it out without a word", async () => {
    const migrate = (op: Operations) => op.addColumn("t", sa.column("a", sa.integer()), { ifNotExists: true });
    expect(await onEach(["postgresql", "mariadb"], migrate)).toEqual({
      postgresql: ["ALTER TABLE t ADD COLUMN IF NOT EXISTS a INTEGER"],
      mariadb: ["ALTER TABLE t ADD COLUMN IF NOT EXISTS a INTEGER"],
    });
    expect((await statementsOf("mssql", migrate)).map(flat)[0]).toMatch(/^IF .*ALTER TABLE t ADD a INTEGER NULL/);
    for (const name of ["mysql", "sqlite", "oracle"]) {
      await expect(statementsOf(name, migrate)).rejects.toThrow(UnsupportedOperationError);
    }
  });

  it("OPS-14 adds a foreign key by a statement of its own, or within the column, and keeps its name", async () => {
    const column = sa.column("o", sa.integer(), {
      foreignKey: sa.foreignKey("users.id", { name: "fk_o", onDelete: "CASCADE" }),
    });
    const separate = await onEach(["postgresql", "mssql"], (op) => op.addColumn("t", column));
    const added = "ALTER TABLE t ADD CONSTRAINT fk_o FOREIGN KEY(o) REFERENCES users (id) ON DELETE CASCADE";
    expect(separate).toEqual({
      postgresql: ["ALTER TABLE t ADD COLUMN o INTEGER", added],
      mssql: ["ALTER TABLE t ADD o INTEGER NULL", added],
    });
    const inline = await onEach(["postgresql", "sqlite", "mssql", "oracle"], (op) =>
      op.addColumn("t", column, { inlineReferences: true }),
    );
    for (const [name, statements] of Object.entries(inline)) {
      expect(statements).toEqual([
        `ALTER TABLE t ${spelling(name)} o INTEGER ${name === "mssql" ? "NULL " : ""}CONSTRAINT fk_o REFERENCES users (id) ON DELETE CASCADE`,
      ]);
    }
  });

  it("OPS-15 numbers a column of the key, and makes it the key where asked to", async () => {
    const column = sa.column("id", sa.integer(), { primaryKey: true });
    expect(await onEach(["postgresql", "mysql", "mssql"], (op) => op.addColumn("t", column))).toEqual({
      postgresql: ["ALTER TABLE t ADD COLUMN id SERIAL NOT NULL"],
      mysql: ["ALTER TABLE t ADD COLUMN id INTEGER NOT NULL AUTO_INCREMENT"],
      mssql: ["ALTER TABLE t ADD id INTEGER NOT NULL IDENTITY"],
    });
    const inline = await onEach(["postgresql", "mysql", "mssql", "oracle"], (op) =>
      op.addColumn("t", column, { inlinePrimaryKey: true }),
    );
    for (const [text] of Object.values(inline)) expect(text).toMatch(/ PRIMARY KEY$/);
    const onSqlite = statementsOf("sqlite", (op) => op.addColumn("t", column, { inlinePrimaryKey: true }));
    await expect(onSqlite).rejects.toThrow(UnsupportedOperationError);
  });

  it("OPS-16 adds what the flags unique and index ask for by statements of their own", async () => {
    const unique = sa.column("a", sa.integer(), { unique: true });
    const both = sa.column("b", sa.integer(), { unique: true, index: true });
    const migrate = async (op: Operations): Promise<void> => {
      await op.addColumn("t", unique);
      await op.addColumn("t", both);
    };
    expect(await onEach(["postgresql"], migrate)).toEqual({
      postgresql: [
        "ALTER TABLE t ADD COLUMN a INTEGER",
        "ALTER TABLE t ADD UNIQUE (a)",
        "ALTER TABLE t ADD COLUMN b INTEGER",
        "CREATE UNIQUE INDEX ix_t_b ON t (b)",
      ],
    });
    expect(await statementsOf("sqlite", (op) => op.addColumn("t", both))).toEqual([
      "ALTER TABLE t ADD COLUMN b INTEGER",
      "CREATE UNIQUE INDEX ix_t_b ON t (b)",
    ]);
    await expect(statementsOf("sqlite", (op) => op.addColumn("t", unique))).rejects.toThrow(UnsupportedOperationError);
  });

  it("OPS-17 adds a column's CHECK with it, on every dialect", async () => {
    const column = sa.column("a", sa.integer(), { check: sa.checkConstraint(sql`a > 0`, { name: "ck_a" }) });
    const answers = await onEach(all, (op) => op.addColumn("t", column));
    for (const statements of Object.values(answers)) {
      expect(statements.join("; ")).toContain("CONSTRAINT ck_a CHECK (a > 0)");
    }
  });
});

describe("op.dropColumn()", () => {
  it("OPS-18 drops a column, and only where it is there", async () => {
    const plain = await onEach(all, (op) => op.dropColumn("t", "order", { schema: "s" }));
    for (const [text] of Object.values(plain)) expect(text).toMatch(/^ALTER TABLE s\.t DROP COLUMN ["`[]order["`\]]$/);
    const conditional = (op: Operations) => op.dropColumn("t", "a", { ifExists: true });
    expect(await onEach(["postgresql", "mariadb", "mssql"], conditional)).toEqual({
      postgresql: ["ALTER TABLE t DROP COLUMN IF EXISTS a"],
      mariadb: ["ALTER TABLE t DROP COLUMN IF EXISTS a"],
      mssql: ["ALTER TABLE t DROP COLUMN IF EXISTS a"],
    });
    await expect(statementsOf("mysql", conditional)).rejects.toThrow(UnsupportedOperationError);
  });

  it("OPS-19 drops what hangs on a column of SQL Server first, whatever quotes its name has", async () => {
    const mssql = { dropDefault: true, dropCheck: true, dropForeignKey: true };
    const statements = (await statementsOf("mssql", (op) => op.dropColumn("it's", "a'b", { mssql }))).map(flat);
    expect(statements).toHaveLength(4);
    expect(statements[0]).toContain("sys.default_constraints");
    expect(statements[1]).toContain("sys.check_constraints");
    expect(statements[2]).toContain("sys.foreign_keys");
    expect(statements[3]).toBe("ALTER TABLE [it's] DROP COLUMN [a'b]");
    for (const text of statements.slice(0, 3)) {
      expect(text).toContain("QUOTENAME");
      expect(text).toContain("a''b");
      expect(text).not.toMatch(/[^']it's/);
    }
    expect(await statementsOf("postgresql", (op) => op.dropColumn("t", "a", { mssql }))).toHaveLength(1);
  });
});

describe("op.alterColumn()", () => {
  it("OPS-20 changes nullability, and asks for the type where the dialect writes it anew", async () => {
    const migrate = (op: Operations) => op.alterColumn("t", "a", { nullable: false, existingType: sa.integer() });
    expect(await onEach(["postgresql", "mysql", "mssql", "oracle"], migrate)).toEqual({
      postgresql: ["ALTER TABLE t ALTER COLUMN a SET NOT NULL"],
      mysql: ["ALTER TABLE t MODIFY a INTEGER NOT NULL"],
      mssql: ["ALTER TABLE t ALTER COLUMN a INTEGER NOT NULL"],
      oracle: ["ALTER TABLE t MODIFY a NOT NULL"],
    });
    const withoutType = (op: Operations) => op.alterColumn("t", "a", { nullable: false });
    await expect(statementsOf("mysql", withoutType)).rejects.toThrow(CommandError);
    await expect(statementsOf("mssql", withoutType)).rejects.toThrow(CommandError);
    await expect(statementsOf("sqlite", migrate)).rejects.toMatchObject({
      hint: expect.stringContaining("batchAlterTable"),
    });
  });

  it("OPS-21 changes the type, on PostgreSQL by an expression of the user's", async () => {
    const change = { type: sa.integer(), existingType: sa.string(9), existingNullable: false };
    const migrate = (op: Operations) => op.alterColumn("t", "a", { ...change, postgresql: { using: "a::integer" } });
    expect(await onEach(["postgresql", "mysql", "mssql", "oracle"], migrate)).toEqual({
      postgresql: ["ALTER TABLE t ALTER COLUMN a TYPE INTEGER USING a::integer"],
      mysql: ["ALTER TABLE t MODIFY a INTEGER NOT NULL"],
      mssql: ["ALTER TABLE t ALTER COLUMN a INTEGER NOT NULL"],
      oracle: ["ALTER TABLE t MODIFY a INTEGER"],
    });
    const alone = statementsOf("postgresql", (op) => op.alterColumn("t", "a", { postgresql: { using: "a" } }));
    await expect(alone).rejects.toThrow(CommandError);
  });

  it("OPS-22 sets a default, and drops it where null is given", async () => {
    const migrate = async (op: Operations): Promise<void> => {
      await op.alterColumn("t", "a", { serverDefault: "5", existingType: sa.integer() });
      await op.alterColumn("t", "a", { serverDefault: null, existingType: sa.integer() });
    };
    const { mssql, ...answers } = await onEach(["postgresql", "mysql", "oracle", "mssql"], migrate);
    expect(answers).toEqual({
      postgresql: ["ALTER TABLE t ALTER COLUMN a SET DEFAULT '5'", "ALTER TABLE t ALTER COLUMN a DROP DEFAULT"],
      mysql: ["ALTER TABLE t ALTER COLUMN a SET DEFAULT '5'", "ALTER TABLE t ALTER COLUMN a DROP DEFAULT"],
      oracle: ["ALTER TABLE t MODIFY a DEFAULT '5'", "ALTER TABLE t MODIFY a DEFAULT NULL"],
    });
    expect(mssql?.[0]).toBe("ALTER TABLE t ADD DEFAULT '5' FOR a");
    expect(mssql?.[1]).toContain("sys.default_constraints");
  });

  it("OPS-23 renames a column as each dialect does", async () => {
    const change = { newColumnName: "b", existingType: sa.integer(), existingNullable: false };
    expect(await onEach(all, (op) => op.alterColumn("t", "a", change))).toEqual({
      postgresql: ["ALTER TABLE t RENAME a TO b"],
      mysql: ["ALTER TABLE t CHANGE a b INTEGER NOT NULL"],
      mariadb: ["ALTER TABLE t CHANGE a b INTEGER NOT NULL"],
      sqlite: ["ALTER TABLE t RENAME COLUMN a TO b"],
      mssql: ["EXEC sp_rename 't.a', b, 'COLUMN'"],
      oracle: ["ALTER TABLE t RENAME COLUMN a TO b"],
    });
  });

  it("OPS-24 sets, changes and drops a comment", async () => {
    const existing = { schema: "s", existingType: sa.integer(), existingNullable: true };
    const migrate = async (op: Operations): Promise<void> => {
      await op.alterColumn("t", "a", { ...existing, comment: "one" });
      await op.alterColumn("t", "a", { ...existing, comment: "two", existingComment: "one" });
      await op.alterColumn("t", "a", { ...existing, comment: null, existingComment: "two" });
    };
    expect(await onEach(["postgresql", "mysql", "oracle", "mssql"], migrate)).toEqual({
      postgresql: ["'one'", "'two'", "NULL"].map((text) => `COMMENT ON COLUMN s.t.a IS ${text}`),
      mysql: [" COMMENT 'one'", " COMMENT 'two'", ""].map((text) => `ALTER TABLE s.t MODIFY a INTEGER NULL${text}`),
      oracle: ["'one'", "'two'", "''"].map((text) => `COMMENT ON COLUMN s.t.a IS ${text}`),
      mssql: [
        "exec sp_addextendedproperty 'MS_Description', N'one', 'schema', s, 'table', t, 'column', a",
        "exec sp_updateextendedproperty 'MS_Description', N'two', 'schema', s, 'table', t, 'column', a",
        "exec sp_dropextendedproperty 'MS_Description', 'schema', s, 'table', t, 'column', a",
      ],
    });
  });

  it("OPS-25 changes autoincrement on MySQL, and warns elsewhere that it does nothing", async () => {
    const change = { autoincrement: true, existingType: sa.integer(), existingNullable: false } as const;
    const onMysql = await sent("mysql", (op) => op.alterColumn("t", "id", change));
    expect(onMysql.statements).toEqual(["ALTER TABLE t MODIFY id INTEGER NOT NULL AUTO_INCREMENT"]);
    const elsewhere = await sent("postgresql", (op) => op.alterColumn("t", "id", change));
    expect(elsewhere.statements).toEqual([]);
    expect(elsewhere.warnings.join()).toContain("autoincrement");
  });

  it("OPS-26 writes a column of MySQL anew with what it has, and by CHANGE where its name changes", async () => {
    const existing = {
      existingType: sa.integer(),
      existingNullable: false,
      existingServerDefault: sql`5`,
      existingComment: "c",
      existingAutoincrement: false,
    };
    const statements = await statementsOf("mysql", async (op) => {
      await op.alterColumn("t", "a", { ...existing, type: sa.bigInteger() });
      await op.alterColumn("t", "a", { ...existing, newColumnName: "b" });
    });
    expect(statements).toEqual([
      "ALTER TABLE t MODIFY a BIGINT NOT NULL DEFAULT 5 COMMENT 'c'",
      "ALTER TABLE t CHANGE a b INTEGER NOT NULL DEFAULT 5 COMMENT 'c'",
    ]);
  });

  it("OPS-27 drops an old default of SQL Server first, and warns of a NOT NULL that may be lost", async () => {
    const changed = await statementsOf("mssql", (op) =>
      op.alterColumn("t", "a", { serverDefault: "2", existingServerDefault: "1", existingType: sa.integer() }),
    );
    expect(changed).toHaveLength(2);
    expect(changed[0]).toContain("drop constraint");
    expect(changed[1]).toBe("ALTER TABLE t ADD DEFAULT '2' FOR a");
    const { warnings } = await sent("mssql", (op) => op.alterColumn("t", "a", { type: sa.integer() }));
    expect(warnings.join()).toMatch(/null/i);
  });

  it("OPS-28 adds, changes and drops an identity, and never sends an ALTER with nothing in it", async () => {
    const existingType = sa.integer();
    const statements = await statementsOf("postgresql", async (op) => {
      await op.alterColumn("t", "a", { serverDefault: sa.identity({ always: true, start: 3 }), existingType });
      await op.alterColumn("t", "a", {
        serverDefault: sa.identity({ increment: 2 }),
        existingServerDefault: sa.identity({ always: true }),
        existingType,
      });
      await op.alterColumn("t", "a", { serverDefault: null, existingServerDefault: sa.identity(), existingType });
      await op.alterColumn("t", "a", {
        serverDefault: sa.identity(),
        existingServerDefault: sa.identity(),
        existingType,
      });
    });
    expect(statements).toEqual([
      "ALTER TABLE t ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY (START WITH 3)",
      "ALTER TABLE t ALTER COLUMN a SET GENERATED BY DEFAULT SET INCREMENT BY 2",
      "ALTER TABLE t ALTER COLUMN a DROP IDENTITY",
    ]);
    for (const name of ["mysql", "mssql", "sqlite"]) {
      const refused = statementsOf(name, (op) =>
        op.alterColumn("t", "a", { serverDefault: sa.identity(), existingType }),
      );
      await expect(refused).rejects.toThrow(UnsupportedOperationError);
    }
  });

  it("OPS-29 refuses to make a column a generated one, and says what to do", async () => {
    for (const name of all) {
      const refused = statementsOf(name, (op) =>
        op.alterColumn("t", "a", { serverDefault: sa.computed("b + 1"), existingType: sa.integer() }),
      );
      await expect(refused).rejects.toBeInstanceOf(UnsupportedOperationError);
    }
  });

  it("OPS-30 takes the old type's CHECK away and puts the new one's on, by the names that the convention gave", async () => {
    const type = (name: string, ...values: string[]) =>
      sa.enum(values, { name, nativeEnum: false, createConstraint: true });
    const migrate = (op: Operations) =>
      op.alterColumn("t", "a", { type: type("new", "b", "c"), existingType: type("old", "b"), existingNullable: true });
    const namingConvention = { ck: "ck_%(table_name)s_%(constraint_name)s" };
    expect(await onEach(["postgresql"], migrate, { namingConvention })).toEqual({
      postgresql: [
        "ALTER TABLE t DROP CONSTRAINT ck_t_old",
        "ALTER TABLE t ALTER COLUMN a TYPE VARCHAR(1)",
        "ALTER TABLE t ADD CONSTRAINT ck_t_new CHECK (a IN ('b', 'c'))",
      ],
    });
  });

  it("OPS-31 sends the parts of a change in the order that works", async () => {
    const change = {
      nullable: false,
      serverDefault: "x",
      type: sa.text(),
      comment: "c",
      newColumnName: "b",
      existingType: sa.string(9),
      schema: "s",
    };
    const parts = /NOT NULL|DEFAULT|TEXT|CLOB|COMMENT|MS_Description|RENAME|sp_rename/;
    const answers = await onEach(["postgresql", "oracle", "mssql"], (op) => op.alterColumn("t", "a", change));
    const orders = Object.entries(answers).map(([name, all]) => [name, all.map((text) => parts.exec(text)?.[0])]);
    expect(Object.fromEntries(orders)).toEqual({
      postgresql: ["TEXT", "NOT NULL", "DEFAULT", "COMMENT", "RENAME"],
      oracle: ["NOT NULL", "DEFAULT", "CLOB", "COMMENT", "RENAME"],
      mssql: ["TEXT", "MS_Description", "DEFAULT", "sp_rename"],
    });
  });
});
