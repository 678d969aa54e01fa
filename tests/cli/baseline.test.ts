import { describe, expect, it, onTestFinished } from "vitest";
import { connect } from "../../src/dialects/registry.ts";
import type { Connection } from "../../src/engine/connection.ts";
import { type TestEngine, testEngines } from "../../src/testing/index.ts";
import { type Snapshot, snapshotPostgresql, snapshotSqlite } from "../live/snapshots.ts";
import type { CliAnswer } from "./project.ts";
import { modelledShop, setUrl, shopOn } from "./shops.ts";

/** What a database holds, and what one holds that the baseline of the first has made; `downgrade()` has been tried. */
async function bothOf(
  engine: TestEngine,
  statements: readonly string[],
  snapshot: (connection: Connection) => Promise<Snapshot>,
  includeSchemas = false,
): Promise<{ readonly there: Snapshot; readonly made: Snapshot; readonly said: CliAnswer; readonly source: string }> {
  const { project, url } = await shopOn(engine, statements);
  const there = await connect(url, snapshot);
  const env = await project.read("migrations/env.ts");
  const configured = `{ connection, targetMetadata, includeSchemas: ${includeSchemas} }`;
  await project.write("migrations/env.ts", env.replace("{ connection, targetMetadata }", configured));
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

const partitions = [
  "CREATE TABLE days (day int NOT NULL, n int DEFAULT 1, PRIMARY KEY (day)) PARTITION BY RANGE (day)",
  "CREATE INDEX ix_days ON days (n)",
  "CREATE TABLE days_1 PARTITION OF days FOR VALUES FROM (0) TO (10) PARTITION BY LIST (day)",
  "CREATE TABLE days_1a PARTITION OF days_1 FOR VALUES IN (1, 2) WITH (fillfactor=50)",
  "CREATE TABLE days_0 PARTITION OF days DEFAULT",
  "ALTER TABLE days_0 ALTER n SET DEFAULT 5",
  "ALTER TABLE days_0 ADD CONSTRAINT ck_own CHECK (n > 2)",
  "CREATE INDEX ix_own ON days_0 (n, day)",
];

const withObjects = [
  "CREATE EXTENSION citext",
  'CREATE SCHEMA "the app"',
  "CREATE SEQUENCE counter AS int INCREMENT BY 5 START WITH 100 CACHE 3 CYCLE",
  "CREATE TYPE mood AS ENUM ('sad', 'it''s ok')",
  "CREATE TYPE unused AS ENUM ('a')",
  "CREATE DOMAIN moods AS mood DEFAULT 'sad' NOT NULL CONSTRAINT no_null CHECK (VALUE <> 'sad' OR VALUE IS NULL)",
  'CREATE TYPE address AS (street citext, moods moods[], town text COLLATE "C")',
  'CREATE DOMAIN "the app".code AS varchar(9) COLLATE "C" CHECK (VALUE <> \'\')',
  'CREATE TABLE "the app".people (id int PRIMARY KEY DEFAULT nextval(\'counter\'), mood mood, address address, code "the app".code)',
  'CREATE TABLE pets (id serial PRIMARY KEY, mood mood, owner int REFERENCES "the app".people, m moods)',
  ...partitions,
];

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

  it("makes schemas, extensions, types and sequences before the tables, and partitions after them", async () => {
    const { there, made } = await bothOf(engine, withObjects, snapshotPostgresql, true);
    expect(made).toEqual(there);
  });

  it("names what it does not hold, in the file and on stderr", async () => {
    const { said, source } = await bothOf(
      engine,
      [
        "CREATE TABLE t (id int PRIMARY KEY)",
        "CREATE VIEW v AS SELECT id FROM t",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY p ON t USING (id > 0)",
        "CREATE SCHEMA aside CREATE TABLE other (id int)",
        "CREATE TABLE counted (id serial, other serial)",
        "ALTER SEQUENCE counted_id_seq INCREMENT BY 10",
        "CREATE TABLE held (span int4range, note text, CONSTRAINT apart EXCLUDE USING gist (span WITH &&) WITH (fillfactor = 50))",
      ],
      snapshotPostgresql,
    );
    for (const what of [
      "view v",
      "function f()",
      "trigger g on t",
      "policy p on t",
      "row security of t",
      "schema aside",
      "own options of the sequence of counted.id",
      "INCLUDE or storage of constraint apart on held",
    ])
      for (const text of [said.stderr, source]) expect(text).toContain(what);
    expect(said.stderr).not.toContain("counted.other");
  });

  it("leaves partitions out of the models, where nobody misses them", async () => {
    const { project, said } = await modelledShop(engine, partitions);
    expect(await project.read("models.ts")).not.toContain("days_1");
    expect(said.stderr).toContain("partition days_1");
    expect(await project.alembic("check")).toMatchObject({ status: 0 });
  });

  it("keeps what tables are made with, and by what their indexes are sorted", async () => {
    const { there, made } = await bothOf(engine, withOptions, snapshotPostgresql);
    expect(made).toEqual(there);
    const { project } = await modelledShop(engine, withOptions);
    expect(await project.alembic("check")).toMatchObject({ status: 0 });
  });
});

const withModules = [
  "CREATE TABLE notes (id INTEGER NOT NULL, body TEXT, PRIMARY KEY (id)) STRICT",
  "CREATE TABLE odd (id MEDIUMINT, no LONG NUMBER(3), note MEDIUMTEXT DEFAULT 'x', at DATETIME2, some ANY)",
  "CREATE TABLE tags (name TEXT NOT NULL, PRIMARY KEY (name)) WITHOUT ROWID",
  "CREATE VIRTUAL TABLE found USING fts5(body, content='notes', content_rowid='id')",
  `CREATE TRIGGER note_found AFTER INSERT ON notes BEGIN
     INSERT INTO found (rowid, body) VALUES (new.id, '\\' || new.body || '\${x}\`'); END`,
  "CREATE VIEW texts AS SELECT body FROM notes",
  "CREATE TRIGGER text_made INSTEAD OF INSERT ON texts BEGIN INSERT INTO notes (body) VALUES (new.body); END",
];

describe("a baseline on SQLite", () => {
  const engine = testEngines.sqlite;

  it("makes virtual tables, views and triggers by their own statements", async () => {
    const { there, made, said } = await bothOf(engine, withModules, snapshotSqlite);
    expect(made).toEqual(there);
    expect(said.stderr).not.toContain("does not hold");
  });

  it("leaves virtual tables out of the models, where nobody misses them", async () => {
    const { project, said } = await modelledShop(engine, withModules);
    expect(await project.read("models.ts")).not.toContain("found");
    expect(said.stderr).toContain("virtual table found, trigger note_found, view texts, trigger text_made");
    expect(await project.alembic("check")).toMatchObject({ status: 0 });
  });
});

describe.runIf(testEngines.mariadb.isAvailable)("a baseline on MariaDB", () => {
  it("names what it does not hold, in the file and on stderr", async () => {
    const { project } = await shopOn(testEngines.mariadb, [
      "CREATE TABLE plain (id int PRIMARY KEY, hidden int INVISIBLE)",
      "CREATE TABLE past (id int PRIMARY KEY) WITH SYSTEM VERSIONING",
      "CREATE TABLE parted (id int PRIMARY KEY) ROW_FORMAT=COMPRESSED PARTITION BY HASH (id) PARTITIONS 2",
      "CREATE SEQUENCE counter",
      "CREATE VIEW seen AS SELECT id FROM plain",
      "CREATE TRIGGER noted BEFORE INSERT ON plain FOR EACH ROW SET NEW.hidden = 1",
      "CREATE FUNCTION one() RETURNS int DETERMINISTIC RETURN 1",
    ]);
    const { stderr } = await project.alembic("revision", "--baseline", "-m", "there", "--rev-id", "b1");
    const source = await project.read("migrations/versions/b1_there.ts");
    const names = [
      "invisibility of column plain.hidden",
      "system versioned past",
      "option (row_format=COMPRESSED partitioned) of table parted",
      "sequence counter",
      "view seen",
      "trigger noted",
      "function one",
    ];
    for (const name of names) for (const text of [stderr, source]) expect(text).toContain(name);
  });
});
