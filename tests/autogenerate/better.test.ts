import { describe, expect, it } from "vitest";
import { sa, sql } from "../../src/index.ts";
import type { TableItem } from "../../src/schema/index.ts";
import { testEngines } from "../../src/testing/engines.ts";
import { found, models, open, roundTrip } from "./harness.ts";

const id = (): TableItem => sa.column("id", sa.integer(), { primaryKey: true });

describe.runIf(testEngines.postgresql.isAvailable)("What the comparison sees on PostgreSQL", () => {
  const before = [
    "CREATE TYPE mood AS ENUM ('glad', 'sad')",
    "CREATE TABLE parcel (id SERIAL PRIMARY KEY, label VARCHAR(20), n INTEGER, feeling mood DEFAULT 'glad', at TIMESTAMP)",
    "CREATE INDEX parcel_ix ON parcel (label)",
  ];
  const columns = (): TableItem[] => [
    id(),
    sa.column("label", sa.string(20)),
    sa.column("n", sa.integer()),
    sa.column("feeling", sa.enum(["glad", "sad"], { name: "mood" })),
    sa.column("at", sa.timestamp()),
  ];
  const changed = (name: string, column: TableItem): TableItem[] =>
    [...columns(), sa.index("parcel_ix", ["label"])].map((item) =>
      "name" in item && item.name === name ? column : item,
    );

  it("a default that is the same only as long as the column has its old type", async () => {
    const connection = await open(
      testEngines.postgresql,
      "CREATE TABLE parcel (id SERIAL PRIMARY KEY, n INTEGER DEFAULT 1 + 1)",
    );
    const wanted = models(["parcel", [id(), sa.column("n", sa.numeric(10, 2), { serverDefault: sql`1.5` })]]);
    const { upgrade, left, again } = await roundTrip(connection, wanted, { compareServerDefault: true });
    expect([left, again]).toEqual(["", upgrade]);
  });

  const cases: readonly (readonly [what: string, items: () => TableItem[], text: string])[] = [
    [
      "included columns",
      () => [...columns(), sa.index("parcel_ix", ["label"], { postgresql: { include: ["n"] } })],
      "include",
    ],
    [
      "operator classes",
      () => [...columns(), sa.index("parcel_ix", ["label"], { postgresql: { ops: { label: "varchar_pattern_ops" } } })],
      "ops",
    ],
    [
      "storage parameters",
      () => [...columns(), sa.index("parcel_ix", ["label"], { postgresql: { with: { fillfactor: 50 } } })],
      "fillfactor",
    ],
    [
      "an index's method",
      () => [...columns(), sa.index("parcel_ix", ["label"], { postgresql: { using: "hash" } })],
      "hash",
    ],
    [
      "an index's predicate",
      () => [...columns(), sa.index("parcel_ix", ["label"], { postgresql: { where: sql`n > 0` } })],
      "n > 0",
    ],
    ["an array in a scalar's place", () => changed("n", sa.column("n", sa.postgresql.array(sa.integer()))), "array"],
    [
      "the precision of a timestamp",
      () => changed("at", sa.column("at", sa.postgresql.timestamp({ precision: 3 }))),
      "precision: 3",
    ],
    ["a collation", () => changed("label", sa.column("label", sa.string(20, { collation: "C" }))), 'collation: "C"'],
    [
      "a value added to an enum",
      () => changed("feeling", sa.column("feeling", sa.enum(["glad", "calm", "sad"], { name: "mood" }))),
      "ADD VALUE",
    ],
    [
      "a value taken out of an enum",
      () => changed("feeling", sa.column("feeling", sa.enum(["glad"], { name: "mood" }))),
      "CREATE TYPE",
    ],
    [
      "an identity that is added",
      () => changed("n", sa.column("n", sa.integer(), { identity: sa.identity() })),
      "identity",
    ],
    [
      "a column of an enum type that is not there yet",
      () => [...changed("", id()), sa.column("size", sa.enum(["s", "l"], { name: "size_t" }))],
      "CREATE TYPE",
    ],
    ["a type change that needs to be told how", () => changed("label", sa.column("label", sa.integer())), "using"],
  ];

  it.each(cases)("tells %s, carries it out and takes it back", async (_what, items, text) => {
    const connection = await open(testEngines.postgresql, ...before);
    const { upgrade, left, again } = await roundTrip(connection, models(["parcel", items()]));
    expect(upgrade).toContain(text);
    expect(left).toBe("");
    expect(again).toBe(upgrade);
  });

  it("tells another primary key", async () => {
    const connection = await open(
      testEngines.postgresql,
      "CREATE TABLE slot (a INTEGER NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (a))",
    );
    const items = ["a", "b"].map((name) => sa.column(name, sa.integer(), { primaryKey: true, autoincrement: false }));
    const { upgrade, left, again } = await roundTrip(connection, models(["slot", items]));
    expect(upgrade).toContain("createPrimaryKey");
    expect(left).toBe("");
    expect(again).toBe(upgrade);
  });

  it("asks the server how it writes CHECKs, defaults and predicates, and finds them alike", async () => {
    const connection = await open(
      testEngines.postgresql,
      "CREATE TABLE t (id SERIAL PRIMARY KEY, a TEXT DEFAULT lower('X'), n INTEGER, CONSTRAINT ck CHECK (n > 0 AND a IN ('x', 'y')), CHECK (n < 9))",
      "CREATE INDEX t_ix ON t (lower(a)) WHERE n > 0 AND a <> 'q'",
    );
    const { upgrade } = await found(
      connection,
      models([
        "t",
        [
          id(),
          sa.column("a", sa.text(), { serverDefault: sql`lower('X')` }),
          sa.column("n", sa.integer()),
          sa.checkConstraint(sql`n > 0 and a in ('x','y')`, { name: "ck" }),
          sa.checkConstraint(sql`n < 9`),
          sa.index("t_ix", [sql`lower(a)`], { postgresql: { where: sql`n > 0 and a != 'q'` } }),
        ],
      ]),
      { compareServerDefault: true },
    );
    expect(upgrade).toBe("");
  });

  it("closes a circle of foreign keys after the tables, and opens it before they go", async () => {
    const connection = await open(testEngines.postgresql);
    const circle = models(
      [
        "author",
        [id(), sa.column("best", sa.integer(), { foreignKey: sa.foreignKey("book.id", { name: "best_fk" }) })],
      ],
      ["book", [id(), sa.column("by", sa.integer(), { foreignKey: sa.foreignKey("author.id", { name: "by_fk" }) })]],
    );
    const { upgrade, left, again } = await roundTrip(connection, circle);
    expect(upgrade.match(/op\.\w+/g)).toEqual(["op.createTable", "op.createTable", "op.createForeignKey"]);
    expect([left, again]).toEqual(["", upgrade]);
  });
});

describe.runIf(testEngines.mariadb.isAvailable)("What the comparison sees on MariaDB", () => {
  it.each([
    ["UNSIGNED", sa.column("n", sa.mysql.integer({ unsigned: true })), {}, "unsigned"],
    ["fractions of a second", sa.column("n", sa.mysql.datetime({ fsp: 3 })), {}, "fsp: 3"],
    ["a table's engine", sa.column("n", sa.integer()), { mysql: { engine: "MyISAM" } }, "ENGINE = MyISAM"],
  ] as const)("tells %s, carries it out and takes it back", async (_what, column, options, text) => {
    const connection = await open(
      testEngines.mariadb,
      `CREATE TABLE t (id INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY, n ${text === "fsp: 3" ? "DATETIME" : "INTEGER"})`,
    );
    const { upgrade, left, again } = await roundTrip(connection, models(["t", [id(), column], options]));
    expect(upgrade).toContain(text);
    expect([left, again]).toEqual(["", upgrade]);
  });

  it("drops the index that the server made for a foreign key together with the key", async () => {
    const connection = await open(
      testEngines.mariadb,
      "CREATE TABLE a (id INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY)",
      "CREATE TABLE b (id INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY, a_id INTEGER, CONSTRAINT b_fk FOREIGN KEY (a_id) REFERENCES a (id))",
    );
    const { left, again, upgrade } = await roundTrip(
      connection,
      models(["a", [id()]], ["b", [id(), sa.column("a_id", sa.integer())]]),
    );
    expect([left, again]).toEqual(["", upgrade]);
  });
});
