import { describe, expect, it } from "vitest";
import { produceMigrations, Renames } from "../../src/autogenerate/index.ts";
import { sa, sql } from "../../src/index.ts";
import { MigrationContext } from "../../src/runtime/index.ts";
import type { MetaData, TableItem } from "../../src/schema/index.ts";
import { testEngines } from "../../src/testing/engines.ts";
import { found, models, open, roundTrip, run } from "./harness.ts";

const engine = testEngines.postgresql;

const bookings = `CREATE TABLE bookings (id integer PRIMARY KEY, room integer, floor integer, "From" integer, till integer,
  period int4range, title text, CONSTRAINT no_overlap EXCLUDE USING gist (room WITH =, int4range("From",till) WITH &&) WHERE (floor>1))`;

function model(...items: readonly TableItem[]): MetaData {
  const columns = ["room", "floor", "From", "till"].map((name) => sa.column(name, sa.integer()));
  return models([
    "bookings",
    [
      sa.column("id", sa.integer(), { primaryKey: true, autoincrement: false }),
      ...columns,
      sa.column("period", sa.rawType("int4range")),
      sa.column("title", sa.text()),
      ...items,
    ],
  ]);
}

const elements = [
  ["room", "="],
  [sql`int4range("From", till)`, "&&"],
] as const;

describe.runIf(engine.isAvailable)("An EXCLUDE constraint", () => {
  const openBookings = () => open(engine, "CREATE EXTENSION btree_gist", bookings);

  it("is the same in the words of the models", async () => {
    const connection = await openBookings();
    const same = model(sa.excludeConstraint(elements, { name: "no_overlap", where: sql`floor > 1` }));
    expect((await found(connection, same)).upgrade).toBe("");
    const nameless = model(sa.excludeConstraint(elements, { where: "floor > 1" }));
    expect((await found(connection, nameless)).upgrade).toBe("");
  });

  it.each([
    ["its predicate", sa.excludeConstraint(elements, { name: "no_overlap", where: sql`floor > 2` })],
    ["its elements", sa.excludeConstraint([["period", "&&"]], { name: "no_overlap" })],
    ["its operator", sa.excludeConstraint([["room", "<>"]], { name: "no_overlap" })],
    ["its method", sa.excludeConstraint([["room", "="]], { name: "no_overlap", using: "btree" })],
    ["its deferral", sa.excludeConstraint(elements, { name: "no_overlap", where: sql`floor > 1`, deferrable: true })],
    [
      "an operator class",
      sa.excludeConstraint([["title", "="]], {
        name: "no_overlap",
        using: "btree",
        ops: { title: "text_pattern_ops" },
      }),
    ],
  ])("is changed with %s, and back again", async (_, exclude) => {
    const connection = await openBookings();
    const { upgrade, left, again } = await roundTrip(connection, model(exclude));
    expect(upgrade).toContain('op.dropConstraint(op.f("no_overlap"), "bookings"');
    expect(upgrade).toContain("op.createExcludeConstraint(");
    expect(left).toBe("");
    expect(again).toBe(upgrade);
  });

  it("is dropped and added, also without a name", async () => {
    const connection = await openBookings();
    const gone = await roundTrip(connection, model());
    expect(gone).toMatchObject({
      upgrade: expect.stringContaining("op.dropConstraint"),
      left: "",
      again: gone.upgrade,
    });
    const other = model(
      sa.excludeConstraint(elements, { name: "no_overlap", where: sql`floor > 1` }),
      sa.excludeConstraint(
        [
          ["room", "="],
          [sql`(till + 1)`, "="],
        ],
        {},
      ),
    );
    const added = await roundTrip(connection, other);
    expect(added).toMatchObject({
      upgrade: expect.stringContaining("op.createExcludeConstraint(null"),
      left: "",
      again: added.upgrade,
    });
  });

  it("follows a column that is renamed", async () => {
    const connection = await openBookings();
    const renamed = [...elements.slice(1), ["hall", "="]] as const;
    const columns = [...(model().tables.get("bookings")?.columns.values() ?? [])].map((column) =>
      column.name === "room" ? sa.column("hall", sa.integer()) : column,
    );
    const exclude = sa.excludeConstraint(renamed.toReversed(), { name: "no_overlap", where: sql`floor > 1` });
    const targetMetadata = models(["bookings", [...columns, exclude]]);
    const context = await MigrationContext.configure({ connection, targetMetadata });
    const renames = new Renames(["bookings.room:hall"]);
    const messages: string[] = [];
    const log = { log: (text: string) => messages.push(text), warn: (text: string) => messages.push(text) };
    await produceMigrations(context, context.options, undefined, log, renames);
    expect(messages.filter((text) => text.includes("exclude"))).toEqual([]);
  });

  it("stands aside while an enum type is made anew", async () => {
    const exclude = (kept: string) =>
      sa.excludeConstraint([["mood", "="]], { name: "one_each", using: "btree", where: sql.raw(`mood <> '${kept}'`) });
    const birds = (values: readonly string[], kept: string) =>
      models([
        "birds",
        [
          sa.column("id", sa.integer(), { primaryKey: true }),
          sa.column("mood", sa.enum(values, { name: "mood" })),
          exclude(kept),
        ],
      ]);
    const connection = await open(engine);
    await run(connection, (await found(connection, birds(["sad", "glad", "mad"], "sad"))).upgrade);
    const { left, again, upgrade } = await roundTrip(connection, birds(["sad", "glad"], "sad"));
    expect(left).toBe("");
    expect(again).toBe(upgrade);
  });

  it("is left alone where a filter leaves it out", async () => {
    const connection = await openBookings();
    const includeName = (_: string | null, type: string): boolean => type !== "exclude_constraint";
    expect((await found(connection, model(), { includeName })).upgrade).toBe("");
  });
});
