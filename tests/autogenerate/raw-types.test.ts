import { describe, expect, it } from "vitest";
import { MigrationContext } from "../../src/runtime/index.ts";
import { reflectDatabase } from "../../src/autogenerate/index.ts";
import { sa } from "../../src/index.ts";
import type { MetaData } from "../../src/schema/index.ts";
import type { Connection } from "../../src/engine/connection.ts";
import { type TestEngine, testEngines } from "../../src/testing/engines.ts";
import { found, models, open, run } from "./harness.ts";

async function reflected(connection: Connection): Promise<MetaData> {
  const context = await MigrationContext.configure({ connection });
  const metadata = sa.metaData();
  for (const table of await reflectDatabase(context, {})) metadata.table(table.identifier, table.items, table.options);
  return metadata;
}

/** A table that the package knows no other way to say, and what it needs before. */
const cases: readonly (readonly [engine: TestEngine, before: readonly string[], table: string, type: string])[] = [
  [
    testEngines.postgresql,
    [
      "CREATE TYPE address AS (street TEXT, no INTEGER)",
      "CREATE DOMAIN knots AS INTEGER CHECK (VALUE >= 0)",
      "CREATE SCHEMA other",
      'CREATE TYPE other."Odd" AS (n INTEGER)',
    ],
    'CREATE TABLE t (id INTEGER PRIMARY KEY, a address, many address[], p point, c "char", k knots DEFAULT 1, o other."Odd")',
    'sa.rawType("address")',
  ],
  [
    testEngines.mariadb,
    [],
    "CREATE TABLE t (id INTEGER PRIMARY KEY, p POINT NOT NULL, g GEOMETRY, i INET6)",
    'sa.rawType("point")',
  ],
  [testEngines.sqlite, [], "CREATE TABLE t (id INTEGER PRIMARY KEY, a, b DEFAULT 1)", 'sa.rawType("")'],
];

describe.each(cases.filter(([engine]) => engine.isAvailable))(
  "A type that is not known on $name",
  (engine, before, table, type) => {
    it("is kept as it stands: it compares clean, and comes back with its table", async () => {
      const connection = await open(engine, ...before, table);
      const there = await reflected(connection);
      expect((await found(connection, there)).upgrade).toBe("");
      const { upgrade, downgrade } = await found(connection, models());
      expect(downgrade).toContain(type);
      await run(connection, upgrade);
      await run(connection, downgrade);
      expect((await found(connection, there)).upgrade).toBe("");
    });
  },
);

describe.runIf(testEngines.mariadb.isAvailable)(
  "An index that a table needs, as it numbers its second key column",
  () => {
    it("is made and dropped with the table", async () => {
      const connection = await open(
        testEngines.mariadb,
        "CREATE TABLE t (no INTEGER AUTO_INCREMENT, tenant INTEGER, PRIMARY KEY (tenant, no), KEY ix_no (no))",
      );
      const there = await reflected(connection);
      const { upgrade, downgrade } = await found(connection, models());
      await run(connection, upgrade);
      await run(connection, downgrade);
      expect((await found(connection, there)).upgrade).toBe("");
      await run(connection, upgrade);
      await run(connection, (await found(connection, there)).upgrade);
      expect((await found(connection, there)).upgrade).toBe("");
    });
  },
);
