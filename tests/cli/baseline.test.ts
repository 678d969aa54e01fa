import { describe, expect, it, onTestFinished } from "vitest";
import { connect } from "../../src/dialects/registry.ts";
import { type TestEngine, testEngines } from "../../src/testing/index.ts";
import { type Snapshot, snapshotPostgresql } from "../live/snapshots.ts";
import type { CliAnswer } from "./project.ts";
import { modelledShop, setUrl, shopOn } from "./shops.ts";

/** What a database holds, and what one holds that the baseline of the first has made; `downgrade()` has been tried. */
async function bothOf(
  engine: TestEngine,
  statements: readonly string[],
  snapshot: (connection: Parameters<typeof snapshotPostgresql>[0]) => Promise<Snapshot>,
): Promise<{ readonly there: Snapshot; readonly made: Snapshot; readonly said: CliAnswer; readonly source: string }> {
  const { project, url } = await shopOn(engine, statements);
  const there = await connect(url, snapshot);
  const said = await project.alembic("revision", "--baseline", "-m", "what is there", "--rev-id", "b1");
  expect(said).toMatchObject({ status: 0 });
  const empty = await engine.createDatabase();
  onTestFinished(() => empty.drop());
  await setUrl(project, empty.url);
  for (const words of [
    ["upgrade", "head"],
    ["downgrade", "base"],
    ["upgrade", "head"],
  ])
    expect(await project.alembic(...words)).toMatchObject({ status: 0 });
  const made = await connect(empty.url, async (connection) => {
    await connection.execute("DROP TABLE alembic_version");
    return snapshot(connection);
  });
  return { there, made, said, source: await project.read("migrations/versions/b1_what_is_there.ts") };
}

const withOptions = [
  'CREATE TABLE logs (id int PRIMARY KEY, line text, other text COLLATE "C") WITH (fillfactor=70, toast.autovacuum_enabled=false)',
  'CREATE INDEX ix_logs ON logs (line COLLATE "C" text_pattern_ops DESC, lower(line) COLLATE "C", other, other COLLATE "POSIX")',
  "CREATE UNLOGGED TABLE caches (id int PRIMARY KEY)",
  "CREATE TABLE vehicles (id serial PRIMARY KEY, wheels int NOT NULL DEFAULT 4, CONSTRAINT ck_wheels CHECK (wheels > 0))",
  "CREATE TABLE cars (doors int) INHERITS (vehicles)",
  "CREATE TABLE amphibians (depth int) INHERITS (cars, logs)",
];

describe.runIf(testEngines.postgresql.isAvailable)("a baseline on PostgreSQL", () => {
  const engine = testEngines.postgresql;

  it("keeps what tables are made with, and by what their indexes are sorted", async () => {
    const { there, made } = await bothOf(engine, withOptions, snapshotPostgresql);
    expect(made).toEqual(there);
    const { project } = await modelledShop(engine, withOptions);
    expect(await project.alembic("check")).toMatchObject({ status: 0 });
  });
});
