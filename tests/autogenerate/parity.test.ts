import { describe, expect, it } from "vitest";
import {
  compareMetadata,
  comparators,
  produceMigrations,
  registerPlugin,
  Rewriter,
  type IncludeName,
} from "../../src/autogenerate/index.ts";
import { sa, sql } from "../../src/index.ts";
import { AddColumnOp, DropColumnOp } from "../../src/operations/add-column.ts";
import { UpgradeOps } from "../../src/operations/containers.ts";
import { CreateTableOp } from "../../src/operations/create-table.ts";
import { MigrationScript } from "../../src/operations/migration-script.ts";
import { Printer, renderOps } from "../../src/render/index.ts";
import { overrideOf } from "../../src/render/render-item.ts";
import { MigrationContext } from "../../src/runtime/index.ts";
import type { Column, TableItem } from "../../src/schema/index.ts";
import type { SqlType } from "../../src/types/index.ts";
import { testEngines } from "../../src/testing/engines.ts";
import { found, models, open, roundTrip } from "./harness.ts";

const id = (): TableItem => sa.column("id", sa.integer(), { primaryKey: true });
const birds = (...items: readonly TableItem[]): ReturnType<typeof models> => models(["birds", [id(), ...items]]);
const made = (...columns: readonly string[]): string =>
  `CREATE TABLE birds (${["id INTEGER NOT NULL PRIMARY KEY", ...columns].join(", ")})`;
const { sqlite, postgresql, mariadb } = testEngines;

const typePairs: readonly (readonly [text: string, type: SqlType, isChanged: boolean])[] = [
  ["VARCHAR(10)", sa.string(12), true],
  ["VARCHAR(10)", sa.string(), false],
  ["NUMERIC(8, 2)", sa.DECIMAL(8, 2), false],
  ["NUMERIC(8, 2)", sa.numeric(9, 2), true],
  ["INTEGER", sa.bigInteger(), true],
  ["BOOLEAN", sa.boolean(), false],
];

describe("Autogenerate", () => {
  it("AUT-01 adds and removes tables with their indexes", async () => {
    const connection = await open(sqlite, made("ring TEXT"), "CREATE INDEX ix_ring ON birds (ring)");
    const { upgrade } = await found(connection, models(["nests", [id(), sa.column("at", sa.text(), { index: true })]]));
    expect(upgrade.match(/op\.\w+\(/g)).toEqual([
      "op.createTable(",
      "op.batchAlterTable(",
      "op.f(",
      "op.batchAlterTable(",
      "op.f(",
      "op.dropTable(",
    ]);
  });

  it("AUT-03 tells whether NULL is allowed", async () => {
    const { upgrade } = await found(
      await open(sqlite, made("ring TEXT")),
      birds(sa.column("ring", sa.text(), { nullable: false })),
    );
    expect(upgrade).toContain("nullable: false");
  });

  it.each(typePairs)("AUT-04 AUT-05 compares %s by words, arguments and synonyms", async (text, type, isChanged) => {
    const { upgrade } = await found(await open(sqlite, made(`c ${text}`)), birds(sa.column("c", type)));
    expect(upgrade.includes("alterColumn")).toBe(isChanged);
  });

  it("AUT-07 compares the type that a dialect gets", async () => {
    const type = sa.json().withVariant(sa.text(), "sqlite");
    expect((await found(await open(sqlite, made("c TEXT")), birds(sa.column("c", type)))).upgrade).toBe("");
  });

  it.each([
    [false, false],
    [() => true, true],
    [() => false, false],
    [() => null, true],
  ])("AUT-08 leaves types alone, or asks a function (%#)", async (compareType, isChanged) => {
    const connection = await open(sqlite, made("c INTEGER"));
    const { upgrade } = await found(connection, birds(sa.column("c", sa.text())), { compareType });
    expect(upgrade.includes("alterColumn")).toBe(isChanged);
  });

  it("AUT-09 AUT-11 compares defaults where it is asked to, or by a function", async () => {
    const connection = await open(sqlite, made("c INTEGER DEFAULT 1"));
    const model = birds(sa.column("c", sa.integer(), { serverDefault: sql`2` }));
    expect((await found(connection, model)).upgrade).toBe("");
    expect((await found(connection, model, { compareServerDefault: true })).upgrade).toContain("serverDefault: sql`2`");
    expect((await found(connection, model, { compareServerDefault: () => false })).upgrade).toBe("");
    const same = birds(sa.column("c", sa.integer(), { serverDefault: "1" }));
    expect((await found(connection, same, { compareServerDefault: true })).upgrade).toBe("");
  });

  it("AUT-12 warns of a generated column that differs, and writes nothing", async () => {
    const connection = await open(sqlite, made("a INTEGER", "b INTEGER GENERATED ALWAYS AS (a + 1)"));
    const { upgrade, messages } = await found(
      connection,
      birds(sa.column("a", sa.integer()), sa.column("b", sa.integer(), { computed: sa.computed("a + 2") })),
    );
    expect(upgrade).toBe("");
    expect(messages.join()).toContain("birds.b");
  });

  it("AUT-18 adds an index of an expression, and finds it again", async () => {
    const { upgrade, left } = await roundTrip(
      await open(sqlite, made("ring TEXT")),
      birds(sa.column("ring", sa.text()), sa.index("ix_lower", [sql`lower(ring)`])),
    );
    expect(upgrade).toContain("lower(ring)");
    expect(left).toBe("");
  });

  it("AUT-19 tells unique constraints by name, or by columns", async () => {
    const connection = await open(sqlite, made("a TEXT", "b TEXT", "UNIQUE (a)"));
    const columns = [sa.column("a", sa.text()), sa.column("b", sa.text())];
    expect((await found(connection, birds(...columns, sa.uniqueConstraint(["a"])))).upgrade).toBe("");
    const { upgrade } = await found(
      connection,
      birds(...columns, sa.uniqueConstraint(["a"]), sa.uniqueConstraint(["b"], { name: "uq_b" })),
    );
    expect(upgrade).toContain('createUniqueConstraint("uq_b", ["b"])');
  });

  it("AUT-24 tells foreign keys by what they do", async () => {
    const connection = await open(
      sqlite,
      "CREATE TABLE a (id INTEGER PRIMARY KEY)",
      "CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER, CONSTRAINT fk FOREIGN KEY (a_id) REFERENCES a (id))",
    );
    const tables = (onDelete: string | undefined) =>
      models(
        ["a", [id()]],
        [
          "b",
          [id(), sa.column("a_id", sa.integer(), { foreignKey: sa.foreignKey("a.id", { name: "other", onDelete }) })],
        ],
      );
    expect((await found(connection, tables("NO ACTION"))).upgrade).toBe("");
    expect((await found(connection, tables("CASCADE"))).upgrade.match(/batch\.(drop|create)\w+/g)).toEqual([
      "batch.dropConstraint",
      "batch.createForeignKey",
    ]);
  });

  it("AUT-26 tells CHECKs by name and text, and leaves them alone without its plugin", async () => {
    const connection = await open(sqlite, made("n INTEGER", "CONSTRAINT ck CHECK (n > 0)"));
    const model = birds(sa.column("n", sa.integer()), sa.checkConstraint("n > 1", { name: "ck" }));
    expect((await found(connection, model)).upgrade).toContain("createCheckConstraint");
    const autogeneratePlugins = ["alembic.autogenerate.*", "~alembic.autogenerate.checkconstraint_byname"];
    expect((await found(connection, model, { autogeneratePlugins })).upgrade).toBe("");
  });

  it("AUT-27 writes names that a convention made through op.f()", async () => {
    const metadata = sa.metaData({ namingConvention: { uq: "uq_%(table_name)s_%(column_0_name)s" } });
    metadata.table("birds", [id(), sa.column("ring", sa.text(), { unique: true })]);
    expect((await found(await open(sqlite), metadata)).upgrade).toContain('op.f("uq_birds_ring")');
  });

  it("AUT-29 asks about names with their exact parents", async () => {
    const asked: unknown[] = [];
    const includeName: IncludeName = (name, type, parents) => {
      asked.push([name, type, parents]);
      return name !== "old";
    };
    const connection = await open(sqlite, made("old TEXT"), "CREATE INDEX ix ON birds (id)");
    expect((await found(connection, birds(sa.index("ix", ["id"])), { includeName })).upgrade).toBe("");
    expect(asked).toContainEqual([null, "schema", {}]);
    expect(asked).toContainEqual(["birds", "table", { schemaName: null, schemaQualifiedTableName: "birds" }]);
    expect(asked).toContainEqual([
      "old",
      "column",
      { schemaName: null, tableName: "birds", schemaQualifiedTableName: "birds" },
    ]);
  });

  it("AUT-30 asks about objects with their side and counterpart", async () => {
    const asked: unknown[] = [];
    await found(await open(sqlite, made("old TEXT")), birds(sa.column("fresh", sa.text())), {
      includeObject: (_object, name, type, isReflected, compareTo) => {
        asked.push([name, type, isReflected, compareTo !== null]);
        return true;
      },
    });
    expect(asked).toEqual(
      expect.arrayContaining([
        ["birds", "table", false, true],
        ["fresh", "column", false, false],
        ["old", "column", true, false],
        ["id", "column", false, true],
      ]),
    );
  });

  it("AUT-32 makes tables after those that they refer to", async () => {
    const metadata = models(
      ["a", [id(), sa.column("b_id", sa.integer(), { foreignKey: sa.foreignKey("b.id") })]],
      ["b", [id()]],
    );
    expect((await found(await open(sqlite), metadata)).upgrade.match(/createTable\("\w/g)).toEqual([
      'createTable("b',
      'createTable("a',
    ]);
  });

  it("AUT-35 AUT-36 AUT-38 writes tables with bare columns, and keys as constraints of the table", async () => {
    const { upgrade } = await found(
      await open(sqlite),
      birds(
        sa.column("n", sa.integer(), { serverDefault: sql`1`, unique: true }),
        sa.column("g", sa.integer(), { computed: sa.computed("n + 1", { persisted: true }) }),
      ),
    );
    expect(upgrade).toMatch(/sa\.column\("n", sa\.integer\(\), \{ .*serverDefault: sql`1`/);
    expect(upgrade).toContain('sa.primaryKeyConstraint(["id"])');
    expect(upgrade).toContain('sa.uniqueConstraint(["n"])');
    expect(upgrade).toContain('sa.computed("n + 1", { persisted: true })');
  });

  it("AUT-37 writes variants and the types of dialects", () => {
    const type = sa.json().withVariant(sa.postgresql.jsonb(), "postgresql");
    expect(new Printer().print(type)).toBe('sa.json().withVariant(sa.postgresql.jsonb(), "postgresql")');
  });

  it("AUT-40 writes other words before directives and types", async () => {
    const { upgrade } = await found(await open(sqlite), birds(), {}, { operations: "ops", schema: "schema" });
    expect(upgrade).toContain("await ops.createTable(");
    expect(upgrade).toContain("schema.column(");
  });

  it("AUT-42 lets a hook write an item, leave it out, or leave it to us", async () => {
    const override = overrideOf((kind, item) => {
      if (kind === "primary_key") return null;
      return kind === "column" && (item as Column).name === "id" ? "theirs" : false;
    });
    const { upgrade } = await found(await open(sqlite), birds(sa.column("n", sa.integer())), {}, { override });
    expect(upgrade).toContain("theirs,");
    expect(upgrade).not.toContain("primaryKeyConstraint");
    expect(upgrade).toContain('sa.column("n"');
  });

  it("AUT-43 writes the changes of a table as a batch", async () => {
    const { upgrade } = await found(
      await open(sqlite, made()),
      birds(sa.column("n", sa.integer())),
      {},
      { renderAsBatch: true },
    );
    expect(upgrade).toBe(
      'await op.batchAlterTable("birds", async (batch) => {\n  await batch.addColumn(sa.column("n", sa.integer(), { nullable: true }));\n});',
    );
  });

  it("AUT-44 writes nothing where there is nothing to do", async () => {
    const { upgrade, downgrade } = await found(await open(sqlite, made()), birds());
    expect([upgrade, downgrade]).toEqual(["", ""]);
  });

  it("AUT-46 rewrites operations by their class, and chains rewriters", async () => {
    const context = await MigrationContext.configure({ connection: await open(sqlite, made("old TEXT")) });
    const script = await produceMigrations(context, { targetMetadata: birds(sa.column("fresh", sa.text())) });
    const seen: string[] = [];
    const rewriter = new Rewriter()
      .rewrites(DropColumnOp, () => [])
      .chain(
        new Rewriter().rewrites(AddColumnOp, (_context, _revisions, op) => {
          seen.push(op.column.requireName());
          return op;
        }),
      );
    await rewriter.process(context, [], [script]);
    expect(renderOps(script.upgradeOps, {}, 0).body).not.toContain("dropColumn");
    expect(seen).toEqual(["fresh", "old"]);
    await expect(new Rewriter().rewrites(UpgradeOps, () => null).process(context, [], [script])).rejects.toMatchObject({
      code: "ALB0721",
    });
  });

  it("AUT-47 gives the differences as data", async () => {
    const context = await MigrationContext.configure({ connection: await open(sqlite, made("n INTEGER")) });
    const diffs = await compareMetadata(
      context,
      birds(sa.column("n", sa.text(), { nullable: false }), sa.column("fresh", sa.text())),
    );
    expect(
      diffs.map((diff) =>
        Array.isArray(diff[0]) ? (diff as readonly (readonly unknown[])[]).map(([kind]) => kind) : diff[0],
      ),
    ).toEqual(["add_column", ["modify_type", "modify_nullable"]]);
  });

  it("AUT-48 AUT-49 gives a script of operations, whose containers can be written", async () => {
    const context = await MigrationContext.configure({ connection: await open(sqlite) });
    const script = await produceMigrations(context, { targetMetadata: birds() });
    expect(script).toBeInstanceOf(MigrationScript);
    expect(script.revId).toBeNull();
    expect(script.upgradeOps.ops[0]).toBeInstanceOf(CreateTableOp);
    expect(renderOps(script.downgradeOps, {}, 0).body).toBe('await op.dropTable("birds");');
  });

  it("AUT-50 AUT-51 AUT-52 runs comparators of plugins by priority, until one stops its element", async () => {
    const order: string[] = [];
    const plugin = registerPlugin({
      name: "tests.order",
      setup(own) {
        own.addAutogenerateComparator(() => void order.push("last"), "schema", { element: "order", priority: "last" });
        own.addAutogenerateComparator(
          () => {
            order.push("first");
            return "stop";
          },
          "schema",
          { element: "order", priority: "first" },
        );
        own.addAutogenerateComparator(() => void order.push("other dialect"), "schema", { qualifier: "postgresql" });
        own.addAutogenerateComparator(() => void order.push("own element"), "schema");
      },
    });
    try {
      const connection = await open(sqlite);
      await found(connection, birds(), { autogeneratePlugins: ["alembic.autogenerate.*", "tests.*"] });
      expect(order).toEqual(["first", "own element"]);
      await found(connection, birds(), { autogeneratePlugins: ["alembic.autogenerate.*"] });
      expect(order).toEqual(["first", "own element"]);
      await expect(found(connection, birds(), { autogeneratePlugins: ["nobody.*"] })).rejects.toMatchObject({
        code: "ALB0713",
      });
      expect(() => registerPlugin({ name: "tests.order", setup: () => undefined })).toThrow(
        expect.objectContaining({ code: "ALB0711" }),
      );
    } finally {
      plugin.remove();
    }
    expect(comparators).toBeDefined();
  });

  it("AUT-53 takes several metadata, and refuses one table in two of them", async () => {
    const connection = await open(sqlite);
    expect((await found(connection, [birds(), models(["nests", [id()]])])).upgrade.match(/createTable/g)).toHaveLength(
      2,
    );
    await expect(found(connection, [birds(), birds()])).rejects.toMatchObject({ code: "ALB0714" });
  });

  it("AUT-55 refuses to compare without models, or without a database", async () => {
    const context = await MigrationContext.configure({ connection: await open(sqlite) });
    await expect(produceMigrations(context, {})).rejects.toMatchObject({ code: "ALB0704" });
    const offline = await MigrationContext.configure({ dialectName: "sqlite" });
    await expect(produceMigrations(offline, { targetMetadata: birds() })).rejects.toMatchObject({ code: "ALB0703" });
  });
});

describe.runIf(postgresql.isAvailable)("Autogenerate on PostgreSQL", () => {
  it("AUT-10 leaves what SERIAL makes alone, and has the server compare defaults", async () => {
    const connection = await open(
      postgresql,
      "CREATE TABLE birds (id SERIAL PRIMARY KEY, n INTEGER DEFAULT 2, t TEXT DEFAULT 'a')",
    );
    const model = birds(
      sa.column("n", sa.integer(), { serverDefault: sql`1 + 1` }),
      sa.column("t", sa.text(), { serverDefault: "a" }),
    );
    expect((await found(connection, model, { compareServerDefault: true })).upgrade).toBe("");
  });

  it("AUT-13 tells the options of an identity that the model gives", async () => {
    const connection = await open(
      postgresql,
      "CREATE TABLE birds (id INTEGER GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY)",
    );
    const model = (identity: ReturnType<typeof sa.identity>) =>
      models(["birds", [sa.column("id", sa.integer(), { primaryKey: true, identity })]]);
    expect((await found(connection, model(sa.identity()))).upgrade).toBe("");
    expect((await found(connection, model(sa.identity({ increment: 5 })))).upgrade).toContain("increment: 5");
  });

  it("AUT-14 AUT-39 tells comments, an empty one being none", async () => {
    const connection = await open(postgresql, made("n INTEGER"), "COMMENT ON COLUMN birds.n IS 'old'");
    const { upgrade, left, again } = await roundTrip(
      connection,
      models(["birds", [id(), sa.column("n", sa.integer(), { comment: "new" })], { comment: "all" }]),
    );
    expect(upgrade).toContain('comment: "new"');
    expect([left, again]).toEqual(["", upgrade]);
    expect(
      (
        await found(
          connection,
          models(["birds", [id(), sa.column("n", sa.integer(), { comment: "old" })], { comment: "" }]),
        )
      ).upgrade,
    ).toBe("");
  });

  it("AUT-16 AUT-17 AUT-21 AUT-23 tells sorting, operator classes and NULLs of indexes, not the constraints' own", async () => {
    const connection = await open(
      postgresql,
      made("a TEXT UNIQUE", "b TEXT"),
      "CREATE INDEX ix ON birds (b DESC NULLS LAST)",
      "CREATE INDEX ops ON birds (b text_pattern_ops)",
    );
    const columns = [sa.column("a", sa.text(), { unique: true }), sa.column("b", sa.text())];
    const ops = sa.index("ops", ["b"], { postgresql: { ops: { b: "text_pattern_ops" } } });
    expect(
      (await found(connection, birds(...columns, sa.index("ix", [sa.nullsLast(sa.desc("b"))]), ops))).upgrade,
    ).toBe("");
    expect(
      (await found(connection, birds(...columns, sa.index("ix", ["b"]), ops))).upgrade.match(/(drop|create)Index/g),
    ).toEqual(["dropIndex", "createIndex"]);
  });

  it("AUT-28 compares other schemas where asked to, and the default one by whatever name", async () => {
    const connection = await open(
      postgresql,
      "CREATE SCHEMA annex",
      "CREATE TABLE annex.nests (id INTEGER PRIMARY KEY)",
      made(),
    );
    const model = models(["birds", [id()], { schema: "public" }]);
    expect((await found(connection, model)).upgrade).toBe("");
    expect((await found(connection, model, { includeSchemas: true })).upgrade).toBe(
      'await op.dropTable("nests", { schema: "annex" });',
    );
  });
});

describe.runIf(mariadb.isAvailable)("Autogenerate on MariaDB", () => {
  it("AUT-06 AUT-20 AUT-22 AUT-25 compares enums, unique indexes, implicit indexes and RESTRICT as the server has them", async () => {
    const connection = await open(
      mariadb,
      "CREATE TABLE a (id INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY)",
      "CREATE TABLE b (id INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY, kind ENUM('x','y'), code VARCHAR(9), a_id INTEGER, UNIQUE KEY uq (code), CONSTRAINT fk FOREIGN KEY (a_id) REFERENCES a (id) ON DELETE RESTRICT)",
    );
    const tables = (...values: readonly string[]) =>
      models(
        ["a", [id()]],
        [
          "b",
          [
            id(),
            sa.column("kind", sa.enum(values)),
            sa.column("code", sa.string(9)),
            sa.column("a_id", sa.integer(), {
              foreignKey: sa.foreignKey("a.id", { name: "fk", onDelete: "RESTRICT" }),
            }),
            sa.uniqueConstraint(["code"], { name: "uq" }),
          ],
        ],
      );
    expect((await found(connection, tables("x", "y"))).upgrade).toBe("");
    expect((await found(connection, tables("x", "y", "z"))).upgrade).toContain('sa.enum(["x", "y", "z"])');
  });
});
