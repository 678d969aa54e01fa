import { describe, expect, it, onTestFinished } from "vitest";
import { produceMigrations } from "../../src/autogenerate/index.ts";
import { connect } from "../../src/dialects/registry.ts";
import type { Connection } from "../../src/engine/connection.ts";
import { OpContainer } from "../../src/operations/containers.ts";
import { createOperations } from "../../src/operations/operations.ts";
import { renderOps } from "../../src/render/index.ts";
import { MigrationContext } from "../../src/runtime/index.ts";
import { sa, sql } from "../../src/index.ts";
import type { MetaData } from "../../src/schema/index.ts";
import type { SqlType } from "../../src/types/index.ts";
import { testEngines } from "../../src/testing/engines.ts";
import { found, models as tables, open as openDatabase, roundTrip, run } from "./harness.ts";

const mood = (...values: readonly string[]) => sa.enum(values, { name: "mood" });

/** Tables by name, each with an id and further columns. */
function models(tables: Readonly<Record<string, Readonly<Record<string, SqlType>>>>): MetaData {
  const metadata = sa.metaData();
  for (const [name, columns] of Object.entries(tables)) {
    metadata.table(name, [
      sa.column("id", sa.integer(), { primaryKey: true }),
      ...Object.entries(columns).map(([column, type]) => sa.column(column, type)),
    ]);
  }
  return metadata;
}

async function compare(connection: Connection, targetMetadata: MetaData): Promise<readonly [OpContainer, OpContainer]> {
  const context = await MigrationContext.configure({ connection, targetMetadata });
  const script = await produceMigrations(context, context.options);
  return [script.upgradeOps, script.downgradeOps];
}

async function apply(connection: Connection, ops: OpContainer): Promise<void> {
  const op = createOperations(await MigrationContext.configure({ connection }));
  const leaves = (container: OpContainer): readonly OpContainer["ops"][number][] =>
    container.ops.flatMap((each) => (each instanceof OpContainer ? leaves(each) : [each]));
  for (const operation of leaves(ops)) await op.invoke(operation);
}

const source = (ops: OpContainer): string => renderOps(ops, {}, 0).body;

describe.runIf(testEngines.postgresql.isAvailable)("an enum type of PostgreSQL", () => {
  async function open(): Promise<Connection> {
    const { url, drop } = await testEngines.postgresql.createDatabase();
    const connection = await connect(url);
    onTestFinished(async () => {
      await connection.close();
      await drop();
    });
    return connection;
  }

  async function enumTypes(connection: Connection): Promise<readonly unknown[]> {
    const { rows } = await connection.execute(
      `SELECT t.typname || ': ' || string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) AS type
       FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid GROUP BY t.typname ORDER BY 1`,
    );
    return rows.map((row) => row["type"]);
  }

  /** From one set of models to another and back: what is found, what is left to do after each step. */
  async function there(before: MetaData, after: MetaData) {
    const connection = await open();
    await apply(connection, (await compare(connection, before))[0]);
    const typesBefore = await enumTypes(connection);
    const [upgrade, downgrade] = await compare(connection, after);
    await apply(connection, upgrade);
    expect(source((await compare(connection, after))[0])).toBe("");
    const typesAfter = await enumTypes(connection);
    await apply(connection, downgrade);
    expect(source((await compare(connection, before))[0])).toBe("");
    return {
      upgrade: source(upgrade),
      downgrade: source(downgrade),
      typesBefore,
      typesAfter,
      typesBack: await enumTypes(connection),
    };
  }

  it("comes with a new table, and goes when that is dropped", async () => {
    const found = await there(models({}), models({ a: { m: mood("x") }, b: { m: mood("x") } }));
    expect(found.upgrade).not.toContain("CREATE TYPE");
    expect(found).toMatchObject({ typesAfter: ["mood: x"], typesBack: [] });
  });

  it("is made before a column that is added", async () => {
    const found = await there(models({ a: {} }), models({ a: { m: mood("x", "it's") } }));
    expect(found.upgrade).toContain(
      "await op.execute(sql`CREATE TYPE mood AS ENUM ('x', 'it''s')`);\nawait op.addColumn",
    );
    expect(found.downgrade).toMatch(/dropColumn[^]*DROP TYPE /);
    expect(found).toMatchObject({ typesAfter: ["mood: x, it's"], typesBack: [] });
  });

  it("is made before a column gets it as its type", async () => {
    const found = await there(
      models({ a: { m: sa.text(), n: sa.text() } }),
      models({ a: { m: mood("x"), n: sa.text() } }),
    );
    expect(found.upgrade).toMatch(/CREATE TYPE [^]*alterColumn/);
    expect(found).toMatchObject({ typesAfter: ["mood: x"], typesBack: [] });
  });

  it("is not made again by a new table while it is there", async () => {
    const found = await there(models({ a: { m: mood("x") } }), models({ a: { m: mood("x") }, b: { m: mood("x") } }));
    expect(found).toMatchObject({ typesAfter: ["mood: x"], typesBack: ["mood: x"] });
  });

  it("stays when its last table goes, and is there when that comes back", async () => {
    const found = await there(models({ a: { m: mood("x") }, b: {} }), models({ b: {} }));
    expect(found).toMatchObject({ typesAfter: ["mood: x"], typesBack: ["mood: x"] });
  });

  it("is left alone where it is said to be made elsewhere", async () => {
    const connection = await open();
    await connection.execute("CREATE TYPE mood AS ENUM ('x')");
    const elsewhere = sa.enum(["x"], { name: "mood", createType: false });
    const [upgrade, downgrade] = await compare(connection, models({ a: { m: elsewhere } }));
    await apply(connection, upgrade);
    await apply(connection, downgrade);
    expect(await enumTypes(connection)).toEqual(["mood: x"]);
  });

  it("gets new values where they stand in the models, and loses them on the way back", async () => {
    const found = await there(
      models({ a: { m: mood("b", "d") } }),
      models({ a: { m: mood("a", "b", "c", "d", "e") } }),
    );
    expect(found).toMatchObject({ typesAfter: ["mood: a, b, c, d, e"], typesBack: ["mood: b, d"] });
  });

  it("gets a value outside of the transaction, and a default that uses it in the same revision", async () => {
    const items = (values: readonly string[], serverDefault: string) => [
      sa.column("id", sa.integer(), { primaryKey: true }),
      sa.column("m", mood(...values), { serverDefault }),
      sa.checkConstraint(`m <> '${values.at(-1) ?? ""}' OR id > 0`, { name: "ck" }),
    ];
    const connection = await openDatabase(testEngines.postgresql);
    const options = { compareServerDefault: true };
    const before = tables(["a", items(["sad"], "sad")]);
    await run(connection, (await found(connection, before)).upgrade);
    const after = tables(["a", items(["sad", "glad"], "glad")]);
    const { upgrade, left, again } = await roundTrip(connection, after, options);
    expect(upgrade).toContain(
      "await op.getContext().autocommitBlock(async () => {\n  await op.execute(sql`ALTER TYPE mood ADD VALUE 'glad' AFTER 'sad'`);\n});",
    );
    expect([left, again]).toEqual(["", upgrade]);
  });

  it("is made anew where CHECKs, indexes and foreign keys hold columns of it together", async () => {
    const items = (values: readonly string[], isChecked: boolean) =>
      tables(
        [
          "kinds",
          [
            sa.column("m", mood(...values), { primaryKey: true, serverDefault: "x" }),
            sa.column("n", mood(...values)),
            ...(isChecked
              ? [
                  sa.checkConstraint("m <> 'y'", { name: "ck_kinds_m" }),
                  sa.checkConstraint("n = m OR n = 'y'", { name: "ck_kinds_n" }),
                  sa.index("ix_kinds_y", ["n"], { postgresql: { where: sql`n = 'y'` } }),
                ]
              : []),
          ],
        ],
        [
          "birds",
          [
            sa.column("id", sa.integer(), { primaryKey: true }),
            sa.column("m", mood(...values), {
              foreignKey: sa.foreignKey("kinds.m", { name: "fk_m", onDelete: "CASCADE" }),
            }),
          ],
        ],
      );
    const found = await there(items(["x", "y"], true), items(["x"], false));
    expect(found).toMatchObject({ typesAfter: ["mood: x"], typesBack: ["mood: x, y"] });
  });

  it("loses a value that was a default for one that it gets", async () => {
    const connection = await openDatabase(testEngines.postgresql);
    const column = (value: string) =>
      tables([
        "a",
        [
          sa.column("id", sa.integer(), { primaryKey: true }),
          sa.column("m", mood("so so", value), { serverDefault: value }),
          sa.checkConstraint(`m <> '${value}' OR id > 0`, { name: "ck" }),
        ],
      ]);
    await run(connection, (await found(connection, column("sad"))).upgrade);
    const { upgrade, left, again } = await roundTrip(connection, column("glad"), { compareServerDefault: true });
    expect([left, again]).toEqual(["", upgrade]);
    expect(await enumTypes(connection)).toEqual(["mood: so so, sad"]);
  });

  it("is made anew also for columns that are dropped or get another type, and for tables that go", async () => {
    const found = await there(
      models({ a: { m: mood("x", "y"), n: mood("x", "y"), o: sa.text() }, b: { m: mood("x", "y") } }),
      models({ a: { n: sa.text(), o: mood("x") } }),
    );
    expect(found).toMatchObject({ typesAfter: ["mood: x"], typesBack: ["mood: x, y"] });
  });
});
