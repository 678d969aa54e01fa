import { describe, expect, it } from "vitest";
import { sa } from "../../src/index.ts";
import type { MetaData, TableItem } from "../../src/schema/index.ts";
import { testEngines } from "../../src/testing/engines.ts";
import type { SqlType } from "../../src/types/index.ts";
import { models, open, roundTrip } from "./harness.ts";

type Case = readonly [what: string, before: readonly string[], after: () => MetaData];

const id = (type: SqlType = sa.integer()): TableItem =>
  sa.column("id", type, { primaryKey: true, autoincrement: false });

const wideKey = (): readonly TableItem[] => [
  id(),
  sa.column("a", sa.integer(), { primaryKey: true, autoincrement: false }),
  sa.uniqueConstraint(["id"], { name: "uq_nest" }),
];

const bird = (...items: readonly TableItem[]): readonly [string, readonly TableItem[]] => [
  "bird",
  [
    id(),
    sa.column("nest_id", sa.integer()),
    sa.foreignKeyConstraint(["nest_id"], ["nest.id"], { name: "fk" }),
    ...items,
  ],
];

const withKey =
  "CREATE TABLE bird (id INTEGER PRIMARY KEY, nest_id INTEGER, CONSTRAINT fk FOREIGN KEY (nest_id) REFERENCES nest (id))";

/** What both servers refuse unless something else has gone before. */
const everywhere: readonly Case[] = [
  [
    "a primary key to which a key refers that stays",
    ["CREATE TABLE nest (id INTEGER NOT NULL PRIMARY KEY, a INTEGER NOT NULL)", withKey],
    () => models(["nest", wideKey()], bird()),
  ],
  [
    "a new table whose key needs a column and a constraint that are new as well",
    ["CREATE TABLE nest (id INTEGER NOT NULL PRIMARY KEY)"],
    () =>
      models(
        ["nest", [id(), sa.column("code", sa.integer()), sa.uniqueConstraint(["code"], { name: "uq_code" })]],
        [
          "bird",
          [id(), sa.column("code", sa.integer()), sa.foreignKeyConstraint(["code"], ["nest.code"], { name: "fk" })],
        ],
      ),
  ],
  [
    "a new table whose key needs a primary key in the place of a unique constraint",
    [
      "CREATE TABLE nest (id INTEGER NOT NULL, a INTEGER NOT NULL, CONSTRAINT pk PRIMARY KEY (id, a), CONSTRAINT uq UNIQUE (id))",
    ],
    () => models(["nest", [id(), sa.column("a", sa.integer(), { nullable: false })]], bird()),
  ],
  [
    "the types at both ends of a key that stays",
    ["CREATE TABLE nest (id INTEGER NOT NULL PRIMARY KEY)", withKey],
    () =>
      models(
        ["nest", [id(sa.string(9))]],
        [
          "bird",
          [id(), sa.column("nest_id", sa.string(9)), sa.foreignKeyConstraint(["nest_id"], ["nest.id"], { name: "fk" })],
        ],
      ),
  ],
  [
    "a column of a primary key that takes NULL from now on",
    ["CREATE TABLE nest (id INTEGER NOT NULL, a INTEGER NOT NULL, PRIMARY KEY (id, a))"],
    () => models(["nest", [id(), sa.column("a", sa.integer())]]),
  ],
];

const indexed = "CREATE TABLE nest (id INTEGER NOT NULL PRIMARY KEY, a VARCHAR(9), CONSTRAINT uq UNIQUE (a))";

describe.runIf(testEngines.postgresql.isAvailable)("What keys hold on PostgreSQL", () => {
  const cases: readonly Case[] = [
    ...everywhere,
    [
      "the type of an indexed column to one that no index takes",
      [indexed, "CREATE INDEX ix ON nest (a, id)"],
      () => models(["nest", [id(), sa.column("a", sa.json())]]),
    ],
    [
      "a type whose values the default does not follow",
      ["CREATE TABLE nest (id INTEGER NOT NULL PRIMARY KEY, a VARCHAR(9) DEFAULT 'x', b BOOLEAN DEFAULT true)"],
      () =>
        models([
          "nest",
          [
            id(),
            sa.column("a", sa.integer(), { serverDefault: 7 }),
            sa.column("b", sa.json(), { serverDefault: "[]" }),
          ],
        ]),
    ],
  ];

  it.each(cases)("changes %s, and takes it back", async (_what, before, after) => {
    const connection = await open(testEngines.postgresql, ...before);
    const { upgrade, left, again } = await roundTrip(connection, after(), { compareServerDefault: true });
    expect([left, again]).toEqual(["", upgrade]);
  });

  it("states a default anew that does not follow its type, also where defaults are not compared", async () => {
    const connection = await open(
      testEngines.postgresql,
      "CREATE TABLE nest (id INTEGER NOT NULL PRIMARY KEY, a VARCHAR(9) DEFAULT 'x')",
    );
    const after = models(["nest", [id(), sa.column("a", sa.integer(), { serverDefault: 7 })]]);
    const { left, again, upgrade } = await roundTrip(connection, after);
    expect([left, again]).toEqual(["", upgrade]);
  });

  it("finds a CHECK alike that has kept the numbers of the type that its column had", async () => {
    const connection = await open(
      testEngines.postgresql,
      "CREATE TABLE nest (id INTEGER NOT NULL PRIMARY KEY, a INTEGER, CONSTRAINT ck CHECK (a IN (1, 2)))",
      "ALTER TABLE nest ALTER COLUMN a TYPE BIGINT",
    );
    const same = models([
      "nest",
      [id(), sa.column("a", sa.bigInteger()), sa.checkConstraint("a IN (1, 2)", { name: "ck" })],
    ]);
    expect((await roundTrip(connection, same)).upgrade).toBe("");
  });
});

describe.runIf(testEngines.mariadb.isAvailable)("What keys hold on MariaDB", () => {
  const cases: readonly Case[] = [
    ...everywhere,
    [
      "the type of an indexed column to one that no index takes",
      [indexed, "CREATE INDEX ix ON nest (a, id)"],
      () => models(["nest", [id(), sa.column("a", sa.json())]]),
    ],
    [
      "an index that a key needs",
      ["CREATE TABLE nest (id INTEGER PRIMARY KEY)", withKey.replace(/\)$/, ", KEY ix (nest_id, id))")],
      () => models(["nest", [id()]], bird()),
    ],
    [
      "an index that takes the place of the one that the server made for a key",
      ["CREATE TABLE nest (id INTEGER PRIMARY KEY)", withKey],
      () => models(["nest", [id()]], bird(sa.index("ix", ["nest_id", "id"]))),
    ],
    [
      "a key that goes, with the index that the server made for it, while another index comes",
      ["CREATE TABLE nest (id INTEGER PRIMARY KEY)", withKey],
      () => models(["nest", [id()]], ["bird", [id(), sa.column("nest_id", sa.integer()), sa.index("ix", ["nest_id"])]]),
    ],
    [
      "a new table with an index that its own key needs",
      ["CREATE TABLE nest (id INTEGER PRIMARY KEY)"],
      () => models(["nest", [id()]], bird(sa.index("ix", ["nest_id", "id"]))),
    ],
    [
      "a table that goes, with what its JSON column holds",
      ["CREATE TABLE nest (id INTEGER PRIMARY KEY)", "CREATE TABLE bird (id INTEGER PRIMARY KEY, a JSON)"],
      () => models(["nest", [id()]]),
    ],
  ];

  it.each(cases)("changes %s, and takes it back", async (_what, before, after) => {
    const connection = await open(testEngines.mariadb, ...before);
    const { upgrade, left, again } = await roundTrip(connection, after(), { compareServerDefault: true });
    expect([left, again]).toEqual(["", upgrade]);
  });

  it("brings a JSON column back with the check of what it holds", async () => {
    const table = "CREATE TABLE nest (id INTEGER PRIMARY KEY, a JSON)";
    const connection = await open(testEngines.mariadb, table);
    for (const items of [[id()], [id(), sa.column("a", sa.text())]]) {
      const { left } = await roundTrip(connection, models(["nest", items]));
      expect(left).toBe("");
      const { rows } = await connection.execute(
        "SELECT CHECK_CLAUSE AS text FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE()",
      );
      expect(rows).toEqual([{ text: "json_valid(`a`)" }]);
    }
  });
});
