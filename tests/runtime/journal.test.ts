import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { connect } from "../../src/dialects/registry.ts";
import type { Row } from "../../src/engine/driver.ts";
import { type TestDatabase, type TestEngine, testEngines } from "../../src/testing/index.ts";
import { addSettings, type CliProject, createCliProject, type RevisionFile } from "../cli/project.ts";

interface World {
  readonly project: CliProject;
  readonly database: TestDatabase;
  readonly query: (sql: string) => Promise<readonly Row[]>;
  readonly revision: (id: string, revision: RevisionFile) => Promise<void>;
}

async function createWorld(engine: TestEngine): Promise<World> {
  const database = await engine.createDatabase();
  onTestFinished(() => database.drop());
  const project = await createCliProject();
  const revisions = new Map<string, RevisionFile>();
  let edition = 0;
  await addSettings(project, "path_separator = os", `sqlalchemy.url = ${database.url.replaceAll("%", "%%")}`);
  return {
    project,
    database,
    query: async (sql) => (await connect(database.url, async (connection) => connection.execute(sql))).rows,
    revision: async (id, revision) => {
      // A process loads a file once: what is mended here stands in another file.
      await rm(join(project.path, `migrations/versions${edition}`), { recursive: true, force: true });
      edition += 1;
      for (const [each, text] of revisions.set(id, revision)) {
        await project.revision(each, { ...text, folder: `migrations/versions${edition}` });
      }
      await addSettings(project, `version_locations = %(here)s/migrations/versions${edition}`);
    },
  };
}

describe.runIf(testEngines.mariadb.isAvailable)("the journal where DDL cannot be rolled back", () => {
  it("goes on with the statement that failed, and runs none twice", async () => {
    const { project, query, revision } = await createWorld(testEngines.mariadb);
    const make = 'await op.execute("CREATE TABLE a (id integer)"); await op.execute("INSERT INTO a VALUES (1)");';
    await revision("a1", { upgrade: `${make} await op.execute("CREATE TABLE b (id integr)");` });
    const failed = await project.alembic("upgrade", "head");
    expect(failed.stderr).toContain("They are remembered: the next run goes on with the one that failed");
    expect(failed.status).toBe(1);
    expect(await query("SELECT * FROM alembic_version")).toEqual([]);
    await revision("a1", { upgrade: `${make} await op.execute("CREATE TABLE b (id integer)");` });
    const done = await project.alembic("upgrade", "head");
    expect(done.stderr).toContain(
      "Going on with the interrupted upgrade of revision a1: 2 of its statements are done.",
    );
    expect(done.status).toBe(0);
    expect(await query("SELECT * FROM a")).toEqual([{ id: 1 }]);
    expect(await query("SELECT * FROM b")).toEqual([]);
    expect(await query("SHOW TABLES LIKE '%journal'")).toEqual([]);
  });

  it("forgets rows that were rolled back with the statement that failed", async () => {
    const { project, query, revision } = await createWorld(testEngines.mariadb);
    await revision("a1", {
      upgrade:
        'await op.execute("CREATE TABLE a (id integer)"); await op.execute("INSERT INTO a VALUES (1)"); await op.execute("INSERT INTO a VALUES (oops)");',
    });
    expect(await project.alembic("upgrade", "head")).toMatchObject({ status: 1 });
    expect(await query("SELECT * FROM a")).toEqual([]);
    await revision("a1", {
      upgrade: 'await op.execute("CREATE TABLE a (id integer)"); await op.execute("INSERT INTO a VALUES (2)");',
    });
    expect(await project.alembic("upgrade", "head")).toMatchObject({ status: 0 });
    expect(await query("SELECT * FROM a")).toEqual([{ id: 2 }]);
  });

  it("refuses to take up a revision that does other things now, and a stamp forgets it", async () => {
    const { project, query, revision } = await createWorld(testEngines.mariadb);
    await revision("a1", {
      upgrade: `await op.execute("CREATE TABLE a (id integer, s varchar(9) DEFAULT 'secret')"); await op.execute("CREATE TABLE b (id integr)");`,
    });
    expect(await project.alembic("upgrade", "head")).toMatchObject({ status: 1 });
    expect((await query("SELECT statement FROM alembic_version_journal"))[0]?.["statement"]).toBe(
      "CREATE TABLE a (id integer, s varchar(9) DEFAULT '***')",
    );
    await revision("a1", { upgrade: 'await op.execute("CREATE TABLE c (id integer)");' });
    const refused = await project.alembic("upgrade", "head");
    expect(refused.stderr).toContain("ALB0642");
    expect(refused.stderr).toContain("The last one then: CREATE TABLE a (id integer, s varchar(9) DEFAULT '***')");
    expect(refused.stderr).toContain("In its place now: CREATE TABLE c (id integer)");
    const stamped = await project.alembic("stamp", "head");
    expect(stamped.stderr).toContain("The interrupted upgrade of revision a1 is forgotten");
    expect(await query("SHOW TABLES LIKE '%journal'")).toEqual([]);
  });

  it("refuses to go elsewhere than on with the interrupted revision", async () => {
    const { project, revision } = await createWorld(testEngines.mariadb);
    await revision("a1", {
      upgrade: 'await op.execute("CREATE TABLE a (id integer)");',
      downgrade: 'await op.execute("DROP TABLE a");',
    });
    await revision("b2", {
      down: "a1",
      upgrade: 'await op.execute("CREATE TABLE b (id integer)"); await op.execute("oops");',
    });
    expect(await project.alembic("upgrade", "head")).toMatchObject({ status: 1 });
    const refused = await project.alembic("downgrade", "base");
    expect(refused.stderr).toContain("The upgrade of revision b2 was interrupted after 1 statements");
    expect(refused.stderr).toContain("ALB0641");
    const current = await project.alembic("current", "-v");
    expect(current.stdout).toContain("The upgrade of b2 was interrupted after 1 statements");
  });
});
