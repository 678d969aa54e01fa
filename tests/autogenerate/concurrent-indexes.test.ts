import { describe, expect, it } from "vitest";
import { sa } from "../../src/index.ts";
import type { TableItem } from "../../src/schema/index.ts";
import { testEngines } from "../../src/testing/engines.ts";
import { found, models, open, roundTrip, run } from "./harness.ts";

const id = (): TableItem => sa.column("id", sa.integer(), { primaryKey: true });
const label = (): TableItem => sa.column("label", sa.string(20));
const concurrent = (name: string): TableItem => sa.index(name, ["label"], { postgresql: { concurrently: true } });

describe.runIf(testEngines.postgresql.isAvailable)("An index that is made concurrently", () => {
  it("is made and dropped outside of the revision's transaction", async () => {
    const connection = await open(testEngines.postgresql, "CREATE TABLE birds (id SERIAL PRIMARY KEY)");
    const wanted = models(["birds", [id(), label(), concurrent("ix_a"), concurrent("ix_b")]]);
    const { upgrade, left, again } = await roundTrip(connection, wanted);
    expect(upgrade.match(/autocommitBlock/g)).toHaveLength(1);
    expect([left, again]).toEqual(["", upgrade]);
  });

  it("comes after the table that it belongs to", async () => {
    const connection = await open(testEngines.postgresql);
    const { left } = await roundTrip(connection, models(["birds", [id(), label(), concurrent("ix_a")]]));
    expect(left).toBe("");
  });

  it("stands outside of the table's batch", async () => {
    const connection = await open(testEngines.postgresql, "CREATE TABLE birds (id SERIAL PRIMARY KEY, old INTEGER)");
    const wanted = models(["birds", [id(), label(), concurrent("ix_a")]]);
    const { upgrade } = await found(connection, wanted, {}, { renderAsBatch: true });
    expect(upgrade).toMatch(
      /addColumn[^]*\n}\);\nawait op\.getContext\(\)\.autocommitBlock[^]*op\.createIndex[^]*dropColumn/,
    );
    await run(connection, upgrade);
    expect((await found(connection, wanted)).upgrade).toBe("");
  });
});
