import { describe, expect, it } from "vitest";
import { sa } from "../../src/index.ts";
import type { TableItem } from "../../src/schema/index.ts";
import { type TestEngine, testEngines } from "../../src/testing/engines.ts";
import { found, models, open, roundTrip } from "./harness.ts";

const id = (): TableItem => sa.column("id", sa.integer(), { primaryKey: true, autoincrement: false });

const nest = (...items: readonly TableItem[]): readonly [string, readonly TableItem[]] => [
  "nest",
  [id(), sa.column("a", sa.integer()), sa.column("b", sa.integer()), ...items],
];

const foreignKey = (column: string): TableItem => sa.foreignKeyConstraint([column], ["site.id"]);

const cases: readonly (readonly [what: string, before: string, items: readonly TableItem[]])[] = [
  ["a unique constraint", "", [sa.uniqueConstraint(["a", "b"])]],
  [
    "unique constraints whose first names are taken",
    ", UNIQUE (a, b)",
    [sa.uniqueConstraint(["a", "b"]), sa.uniqueConstraint(["a"]), sa.uniqueConstraint(["b", "a"])],
  ],
  ["foreign keys", "", [foreignKey("a"), foreignKey("b")]],
  ["a foreign key beside another", ", FOREIGN KEY (a) REFERENCES site (id)", [foreignKey("a"), foreignKey("b")]],
  [
    "CHECKs",
    ", CHECK (a > 0)",
    [sa.checkConstraint("a > 0"), sa.checkConstraint("a < 9"), sa.checkConstraint("a <> b")],
  ],
];

const engines: readonly TestEngine[] = [testEngines.postgresql, testEngines.mariadb];

describe.each(engines.filter(({ isAvailable }) => isAvailable))("A constraint without a name on $name", (engine) => {
  it.each(cases)("is dropped by the one that the server gave: %s", async (_what, before, items) => {
    const connection = await open(
      engine,
      "CREATE TABLE site (id INTEGER NOT NULL PRIMARY KEY)",
      `CREATE TABLE nest (id INTEGER NOT NULL PRIMARY KEY, a INTEGER, b INTEGER${before})`,
    );
    const { upgrade, left, again } = await roundTrip(connection, models(["site", [id()]], nest(...items)));
    expect(upgrade).toContain("(null, ");
    expect([left, again]).toEqual(["", upgrade]);
  });
});

describe("A constraint whose name cannot be known", () => {
  it("has a comment that says what to put in", async () => {
    const connection = await open(
      testEngines.sqlite,
      "CREATE TABLE nest (id INTEGER NOT NULL PRIMARY KEY, a INTEGER, b INTEGER)",
    );
    const { downgrade } = await found(connection, models(nest(sa.uniqueConstraint(["a"]))));
    expect(downgrade).toContain("before this revision is run.\n  await batch.dropConstraint(null, ");
  });
});
