import { describe, expect, it } from "vitest";
import { InvalidArgumentError, UnsupportedOperationError } from "../../src/errors/index.ts";
import { type Operations, sa, sql } from "../../src/index.ts";
import { onEach, statementsOf } from "../support/statements-of.ts";

const all = ["postgresql", "mysql", "mariadb", "sqlite", "mssql", "oracle"];
const altering = all.filter((name) => name !== "sqlite");

describe("adding a constraint", () => {
  it("OPS-32 makes a primary key of one column or several", async () => {
    const answers = await onEach(altering, async (op) => {
      await op.createPrimaryKey("pk_t", "t", ["a", "order"], { schema: "s" });
      await op.createPrimaryKey(null, "t", ["a"]);
    });
    expect(answers["postgresql"]).toEqual([
      'ALTER TABLE s.t ADD CONSTRAINT pk_t PRIMARY KEY (a, "order")',
      "ALTER TABLE t ADD PRIMARY KEY (a)",
    ]);
    for (const [, second] of Object.values(answers)) expect(second).toBe("ALTER TABLE t ADD PRIMARY KEY (a)");
  });

  it("OPS-33 makes a unique constraint, deferrable and with the dialect's options", async () => {
    const options = {
      deferrable: true,
      initially: "DEFERRED",
      postgresql: { nullsNotDistinct: true, include: ["c"] },
      mssql: { clustered: true },
    };
    expect(
      await onEach(["postgresql", "mssql", "oracle"], (op) =>
        op.createUniqueConstraint("uq", "t", ["a", "b"], options),
      ),
    ).toEqual({
      postgresql: [
        "ALTER TABLE t ADD CONSTRAINT uq UNIQUE NULLS NOT DISTINCT (a, b) INCLUDE (c) DEFERRABLE INITIALLY DEFERRED",
      ],
      mssql: ["ALTER TABLE t ADD CONSTRAINT uq UNIQUE CLUSTERED (a, b) DEFERRABLE INITIALLY DEFERRED"],
      oracle: ["ALTER TABLE t ADD CONSTRAINT uq UNIQUE (a, b) DEFERRABLE INITIALLY DEFERRED"],
    });
  });

  it("OPS-34 makes a foreign key with its actions and both schemas, and minds how names are quoted", async () => {
    const options = {
      onDelete: "SET NULL",
      onUpdate: "CASCADE",
      match: "FULL",
      deferrable: true,
      initially: "DEFERRED",
      sourceSchema: "s",
      referentSchema: "r",
    };
    const migrate = (op: Operations) => op.createForeignKey("fk", "t", "Users", ["a", "b"], ["x", "y"], options);
    expect(await statementsOf("postgresql", migrate)).toEqual([
      'ALTER TABLE s.t ADD CONSTRAINT fk FOREIGN KEY(a, b) REFERENCES r."Users" (x, y) MATCH FULL ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED',
    ]);
    await expect(statementsOf("mysql", migrate)).rejects.toThrow(UnsupportedOperationError);
    const bare = sa.quotedName("Users", false);
    expect(await statementsOf("postgresql", (op) => op.createForeignKey(null, "t", bare, ["a"], ["x"]))).toEqual([
      "ALTER TABLE t ADD FOREIGN KEY(a) REFERENCES Users (x)",
    ]);
    const uneven = statementsOf("postgresql", (op) => op.createForeignKey("fk", "t", "u", ["a", "b"], ["x"]));
    await expect(uneven).rejects.toThrow(InvalidArgumentError);
    const injected = statementsOf("oracle", (op) =>
      op.createForeignKey("fk", "t", "u", ["a"], ["x"], { onDelete: "CASCADE; DROP TABLE t" }),
    );
    await expect(injected).rejects.toThrow(UnsupportedOperationError);
  });

  it("OPS-35 leaves rows unchecked on PostgreSQL where NOT VALID is asked for", async () => {
    const postgresql = { notValid: true };
    const statements = await statementsOf("postgresql", async (op) => {
      await op.createForeignKey("fk", "t", "u", ["a"], ["id"], { postgresql });
      await op.createCheckConstraint("ck", "t", "a > 0", { postgresql });
    });
    for (const statement of statements) expect(statement).toMatch(/ NOT VALID$/);
  });

  it("OPS-36 makes a CHECK of text or of an expression, whose values are literals of the dialect", async () => {
    const answers = await onEach(["postgresql", "mysql", "mssql", "oracle"], async (op) => {
      await op.createCheckConstraint("ck", "t", "a > 0 AND b LIKE '%:x%'");
      await op.createCheckConstraint("ck", "t", sql`${sql.identifier("order")} = ${"it's \\"}`);
    });
    for (const [text] of Object.values(answers)) {
      expect(text).toBe("ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0 AND b LIKE '%:x%')");
    }
    expect(answers["postgresql"]?.[1]).toContain(`"order" = 'it''s \\'`);
    expect(answers["mysql"]?.[1]).toContain("`order` = 'it''s \\\\'");
  });

  it("OPS-37 makes an EXCLUDE constraint on PostgreSQL, and refuses it elsewhere", async () => {
    const migrate = (op: Operations) =>
      op.createExcludeConstraint(
        "ex",
        "booking",
        [
          ["room", "="],
          [sql`int4range(a, b)`, "&&"],
        ],
        {
          where: sql`room > ${3}`,
          using: "gist",
          deferrable: true,
          initially: "DEFERRED",
        },
      );
    expect(await statementsOf("postgresql", migrate)).toEqual([
      "ALTER TABLE booking ADD CONSTRAINT ex EXCLUDE USING gist (room WITH =, int4range(a, b) WITH &&) WHERE (room > 3) DEFERRABLE INITIALLY DEFERRED",
    ]);
    for (const name of all.slice(1)) {
      await expect(statementsOf(name, migrate)).rejects.toThrow(UnsupportedOperationError);
    }
  });
});

describe("op.dropConstraint()", () => {
  it("OPS-38 drops each kind as its dialect does", async () => {
    const types = ["unique", "foreignkey", "primary", "check"] as const;
    const answers = await onEach(altering, async (op) => {
      for (const type of types) await op.dropConstraint("c", "t", { type, schema: "s" });
    });
    for (const name of ["postgresql", "mssql", "oracle"]) {
      expect(answers[name]).toEqual(types.map(() => "ALTER TABLE s.t DROP CONSTRAINT c"));
    }
    const ofMysql = ["DROP INDEX c", "DROP FOREIGN KEY c", "DROP PRIMARY KEY"].map((text) => `ALTER TABLE s.t ${text}`);
    expect(answers["mysql"]).toEqual([...ofMysql, "ALTER TABLE s.t DROP CHECK c"]);
    expect(answers["mariadb"]).toEqual([...ofMysql, "ALTER TABLE s.t DROP CONSTRAINT c"]);
  });

  it("OPS-38 honours ifExists, or refuses it, and needs a name and, on MySQL, a type", async () => {
    const conditional = (op: Operations) => op.dropConstraint("c", "t", { type: "foreignkey", ifExists: true });
    expect(await onEach(["postgresql", "mariadb"], conditional)).toEqual({
      postgresql: ["ALTER TABLE t DROP CONSTRAINT IF EXISTS c"],
      mariadb: ["ALTER TABLE t DROP FOREIGN KEY IF EXISTS c"],
    });
    await expect(statementsOf("mysql", conditional)).rejects.toThrow(UnsupportedOperationError);
    await expect(statementsOf("mysql", (op) => op.dropConstraint("c", "t"))).rejects.toThrow(UnsupportedOperationError);
    const unnamed = (op: Operations) => op.dropConstraint(null as unknown as string, "t", { type: "check" });
    await expect(statementsOf("postgresql", unnamed)).rejects.toThrow(UnsupportedOperationError);
    const misnamed = (op: Operations) => op.dropConstraint("c", "t", { type: "fk" as "check" });
    await expect(statementsOf("postgresql", misnamed)).rejects.toThrow(InvalidArgumentError);
  });

  it("OPS-39 is refused on SQLite like every change of a constraint, with batch mode as the way out", async () => {
    const calls: readonly ((op: Operations) => Promise<unknown>)[] = [
      (op) => op.createPrimaryKey("pk", "t", ["a"]),
      (op) => op.createUniqueConstraint("uq", "t", ["a"]),
      (op) => op.createForeignKey("fk", "t", "u", ["a"], ["id"]),
      (op) => op.createCheckConstraint("ck", "t", "a > 0"),
      (op) => op.createExcludeConstraint("ex", "t", [["a", "="]]),
      (op) => op.dropConstraint("c", "t", { type: "check" }),
    ];
    for (const call of calls) {
      await expect(statementsOf("sqlite", call)).rejects.toMatchObject({
        name: "UnsupportedOperationError",
        hint: expect.stringContaining("batchAlterTable"),
      });
    }
  });
});

describe("an index", () => {
  it("OPS-40 has columns, expressions and orders, a schema, and is made only where it is not there", async () => {
    const migrate = async (op: Operations): Promise<void> => {
      await op.createIndex("ix", "t", ["a", sa.desc("b")], { schema: "s", unique: true });
      await op.createIndex("ix2", "t", [sql`lower(a)`]);
    };
    expect(await onEach(["postgresql", "mysql", "sqlite", "mssql", "oracle"], migrate)).toEqual({
      postgresql: ["CREATE UNIQUE INDEX ix ON s.t (a, b DESC)", "CREATE INDEX ix2 ON t (lower(a))"],
      mysql: ["CREATE UNIQUE INDEX ix ON s.t (a, b DESC)", "CREATE INDEX ix2 ON t ((lower(a)))"],
      sqlite: ["CREATE UNIQUE INDEX s.ix ON t (a, b DESC)", "CREATE INDEX ix2 ON t (lower(a))"],
      mssql: ["CREATE UNIQUE INDEX ix ON s.t (a, b DESC)", "CREATE INDEX ix2 ON t (lower(a))"],
      oracle: ["CREATE UNIQUE INDEX s.ix ON s.t (a, b DESC)", "CREATE INDEX ix2 ON t (lower(a))"],
    });
    const conditional = (op: Operations) => op.createIndex("ix", "t", ["a"], { ifNotExists: true });
    for (const name of ["postgresql", "mariadb", "sqlite"]) {
      expect(await statementsOf(name, conditional)).toEqual(["CREATE INDEX IF NOT EXISTS ix ON t (a)"]);
    }
    await expect(statementsOf("mysql", conditional)).rejects.toThrow(UnsupportedOperationError);
  });

  it("OPS-40 says where its NULLs are only on a dialect that knows, and is refused elsewhere", async () => {
    const migrate = (op: Operations) => op.createIndex("ix", "t", [sa.nullsLast(sa.desc("a"))]);
    expect(await statementsOf("postgresql", migrate)).toEqual(["CREATE INDEX ix ON t (a DESC NULLS LAST)"]);
    for (const name of ["mysql", "mariadb", "sqlite", "mssql"]) {
      await expect(statementsOf(name, migrate)).rejects.toMatchObject({ code: "ALB0318" });
    }
  });

  it("OPS-41 takes PostgreSQL's options", async () => {
    const postgresql = {
      concurrently: true,
      using: "gin",
      ops: { a: "jsonb_path_ops" },
      include: ["b"],
      nullsNotDistinct: true,
      with: { fillfactor: 70 },
      tablespace: "ts",
      where: sql`a > ${1}`,
    };
    expect(await statementsOf("postgresql", (op) => op.createIndex("ix", "t", ["a"], { postgresql }))).toEqual([
      "CREATE INDEX CONCURRENTLY ix ON t USING gin (a jsonb_path_ops) INCLUDE (b) NULLS NOT DISTINCT WITH (fillfactor = 70) TABLESPACE ts WHERE a > 1",
    ]);
  });

  it("OPS-42 takes the options of MySQL, MariaDB, SQL Server, SQLite and Oracle", async () => {
    const options = {
      mysql: { length: { a: 10 }, using: "hash", prefix: "FULLTEXT" },
      mssql: { clustered: true, include: ["b"], where: "a > 1" },
      sqlite: { where: sql`a > 1` },
      oracle: { bitmap: true, compress: true },
    };
    expect(await onEach(all.slice(1), (op) => op.createIndex("ix", "t", ["a"], options))).toEqual({
      mysql: ["CREATE FULLTEXT INDEX ix ON t (a(10)) USING hash"],
      mariadb: ["CREATE FULLTEXT INDEX ix ON t (a(10)) USING hash"],
      sqlite: ["CREATE INDEX ix ON t (a) WHERE a > 1"],
      mssql: ["CREATE CLUSTERED INDEX ix ON t (a) INCLUDE (b) WHERE a > 1"],
      oracle: ["CREATE BITMAP INDEX ix ON t (a) COMPRESS"],
    });
    const own = { mysql: { length: 5 }, mariadb: { length: 7 } };
    expect(await statementsOf("mariadb", (op) => op.createIndex("ix", "t", ["a"], own))).toEqual([
      "CREATE INDEX ix ON t (a(7))",
    ]);
  });

  it("OPS-43 is dropped by its name, and by its table where the dialect needs it", async () => {
    const migrate = (op: Operations) => op.dropIndex("ix", { tableName: "t", schema: "s", ifExists: true });
    expect(await onEach(["postgresql", "mariadb", "sqlite", "mssql", "oracle"], migrate)).toEqual({
      postgresql: ["DROP INDEX IF EXISTS s.ix"],
      mariadb: ["DROP INDEX IF EXISTS ix ON s.t"],
      sqlite: ["DROP INDEX IF EXISTS s.ix"],
      mssql: ["DROP INDEX IF EXISTS ix ON s.t"],
      oracle: ["DROP INDEX IF EXISTS s.ix"],
    });
    const concurrently = { postgresql: { concurrently: true } };
    expect(await statementsOf("postgresql", (op) => op.dropIndex("ix", concurrently))).toEqual([
      "DROP INDEX CONCURRENTLY ix",
    ]);
    for (const name of ["mysql", "mariadb", "mssql"]) {
      const refused = statementsOf(name, (op) => op.dropIndex("ix"));
      await expect(refused).rejects.toMatchObject({ hint: expect.stringContaining("tableName") });
    }
    const unnamed = (op: Operations) => op.dropIndex(null as unknown as string, { tableName: "t" });
    for (const name of all) await expect(statementsOf(name, unnamed)).rejects.toThrow(InvalidArgumentError);
  });
});

describe("names", () => {
  const namingConvention = {
    ix: "ix_%(column_0_label)s",
    uq: "uq_%(table_name)s_%(column_0_N_name)s",
    ck: "ck_%(table_name)s_%(constraint_name)s",
    fk: "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    pk: "pk_%(table_name)s",
  };

  it("OPS-44 come from the naming convention where none is given, and for a CHECK out of the one given", async () => {
    const statements = await statementsOf(
      "postgresql",
      async (op) => {
        await op.createUniqueConstraint(null, "t", ["a", "b"]);
        await op.createPrimaryKey(null, "t", ["a"]);
        await op.createForeignKey(null, "t", "u", ["a"], ["id"]);
        await op.createIndex(null, "t", ["a"]);
        await op.createCheckConstraint("pos", "t", "a > 0");
        await op.dropConstraint("pos", "t", { type: "check" });
        await op.dropConstraint("pos", "t");
        await op.createUniqueConstraint("mine", "t", ["a"]);
      },
      { namingConvention },
    );
    const names = statements.map((text) => /(?:CONSTRAINT|INDEX) (\w+)/.exec(text)?.[1]);
    expect(names).toEqual(["uq_t_a_b", "pk_t", "fk_t_a_u", "ix_t_a", "ck_t_pos", "ck_t_pos", "pos", "mine"]);
    const withoutConvention = await statementsOf("postgresql", (op) => op.createUniqueConstraint(null, "t", ["a"]));
    expect(withoutConvention).toEqual(["ALTER TABLE t ADD UNIQUE (a)"]);
  });

  it("OPS-44 are cut with a hash where the convention makes them too long, and refused where the user does", async () => {
    const long = "a".repeat(70);
    const [made] = await statementsOf("postgresql", (op) => op.createUniqueConstraint(null, "t", [long]), {
      namingConvention,
    });
    const name = /CONSTRAINT (\w+)/.exec(made ?? "")?.[1] ?? "";
    expect(name).toMatch(/^uq_t_a+_[0-9a-f]{4}$/);
    expect(name.length).toBeLessThanOrEqual(63);
    const given = statementsOf("postgresql", (op) => op.createUniqueConstraint(long, "t", ["a"]));
    await expect(given).rejects.toThrow(InvalidArgumentError);
  });

  it("OPS-45 are final by op.f(): no convention expands them", async () => {
    const migrate = async (op: Operations): Promise<void> => {
      await op.createCheckConstraint(op.f("pos"), "t", "a > 0");
      await op.dropConstraint(op.f("pos"), "t", { type: "check" });
    };
    expect(await statementsOf("postgresql", migrate, { namingConvention })).toEqual([
      "ALTER TABLE t ADD CONSTRAINT pos CHECK (a > 0)",
      "ALTER TABLE t DROP CONSTRAINT pos",
    ]);
  });

  it("OPS-57 are quoted where the dialect needs it, by its own words and in its own quotes", async () => {
    const migrate = (op: Operations) => op.dropColumn("Night Shift", 'a"`]b', { schema: "order" });
    expect(await onEach(all, migrate)).toEqual({
      postgresql: ['ALTER TABLE "order"."Night Shift" DROP COLUMN "a""`]b"'],
      mysql: ['ALTER TABLE `order`.`Night Shift` DROP COLUMN `a"``]b`'],
      mariadb: ['ALTER TABLE `order`.`Night Shift` DROP COLUMN `a"``]b`'],
      sqlite: ['ALTER TABLE "order"."Night Shift" DROP COLUMN "a""`]b"'],
      mssql: ['ALTER TABLE [order].[Night Shift] DROP COLUMN [a"`]]b]'],
      oracle: ['ALTER TABLE "order"."Night Shift" DROP COLUMN "a""`]b"'],
    });
    const schemas = await statementsOf("mssql", async (op) => {
      await op.dropTable("t", { schema: "a.b" });
      await op.dropTable("t", { schema: sa.quotedName("a.b", true) });
      await op.dropTable(sa.quotedName("order", false));
    });
    expect(schemas).toEqual(["DROP TABLE a.b.t", "DROP TABLE [a.b].t", "DROP TABLE order"]);
  });
});
