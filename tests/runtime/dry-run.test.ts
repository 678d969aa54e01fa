import { describe, expect, it } from "vitest";
import { downgrade, upgrade } from "../../src/commands/index.ts";
import { connect } from "../../src/dialects/registry.ts";
import { MigrationError } from "../../src/errors/index.ts";
import { endsTransaction } from "../../src/runtime/dry-run.ts";
import * as sa from "../../src/sa.ts";
import { availableEngines, testEngines } from "../../src/testing/index.ts";
import {
  createCommandLine,
  createProject,
  emptyDatabase,
  envOn,
  hasTable,
  line,
  tablesAmong,
  valuesOf,
  versionsOf,
} from "./project.ts";

const chain = line(
  {
    id: "a100",
    doc: "make kiln",
    async upgrade(op) {
      const kiln = await op.createTable("kiln", [sa.column("id", sa.integer(), { primaryKey: true })]);
      await op.bulkInsert(kiln, [{ id: 1 }]);
    },
    downgrade: (op) => op.dropTable("kiln"),
  },
  {
    id: "b200",
    doc: "make pot",
    upgrade: (op) => op.createTable("pot", [sa.column("id", sa.integer())]),
    downgrade: (op) => op.dropTable("pot"),
  },
);
const committing = (statement: string) =>
  line({
    id: "a100",
    async upgrade(op) {
      await op.execute("CREATE TABLE kiln (id INTEGER)");
      await op.execute(statement);
    },
  });

describe.each(availableEngines({ transactionalDdl: true, isShared: true }))("a dry run on $name", (engine) => {
  it("runs everything, and leaves nothing of it", async () => {
    const url = await emptyDatabase(engine);
    const ran: string[] = [];
    const config = await createProject(
      line(
        ...chain.map((each) => ({
          ...each,
          upgrade: (...args: Parameters<NonNullable<typeof each.upgrade>>) => (
            ran.push(each.id),
            each.upgrade?.(...args)
          ),
        })),
      ),
      envOn(url),
    );
    const { steps, dryRun, sql } = await upgrade(config, "head", { dryRun: true });
    expect(steps.map(({ revision }) => revision)).toEqual(["a100", "b200"]);
    expect(ran).toEqual(["a100", "b200"]);
    expect([dryRun, sql]).toEqual([[{ kind: "rolled back", notRun: [] }], null]);
    expect(await tablesAmong(url, ["kiln", "pot", "alembic_version"])).toEqual([]);
    await upgrade(config, "head");
    await downgrade(config, "base", { dryRun: true });
    expect([await versionsOf(url), await valuesOf(url, "SELECT id FROM kiln")]).toEqual([["b200"], [1]]);
  });

  it("has one transaction also where each step would have its own", async () => {
    const url = await emptyDatabase(engine);
    const config = await createProject(chain, envOn(url, { transactionPerMigration: true, transactionalDdl: true }));
    await upgrade(config, "head", { dryRun: true });
    expect(await tablesAmong(url, ["kiln", "pot", "alembic_version"])).toEqual([]);
  });

  it("undoes its own part of a transaction of env's, which env may commit", async () => {
    const url = await emptyDatabase(engine);
    const config = await createProject(chain, (context) =>
      connect(url, (connection) =>
        connection.transaction(async () => {
          await connection.execute("CREATE TABLE of_env (id INTEGER)");
          context.configure({ connection });
          await context.runMigrations();
        }),
      ),
    );
    await upgrade(config, "head", { dryRun: true });
    expect(await tablesAmong(url, ["of_env", "kiln", "pot", "alembic_version"])).toEqual(["of_env"]);
  });

  it("fails as the run itself would, and says what the database is at", async () => {
    const url = await emptyDatabase(engine);
    const failing = line(...chain, { id: "c300", upgrade: (op) => op.execute("INSERT INTO kiln VALUES (1)") });
    const config = await createProject(failing, envOn(url));
    const failed = upgrade(config, "head", { dryRun: true });
    await expect(failed).rejects.toBeInstanceOf(MigrationError);
    await expect(failed).rejects.toThrow("The whole run is rolled back: the database is at base.");
    expect(await tablesAmong(url, ["kiln", "pot", "alembic_version"])).toEqual([]);
  });

  it("leaves out the statements of autocommit blocks, and says which", async () => {
    const url = await emptyDatabase(engine);
    const block = line(...chain, {
      id: "c300",
      upgrade: (op) => op.getContext().autocommitBlock(() => op.execute("VACUUM")),
    });
    const alembic = await createCommandLine(block, envOn(url));
    const { status, stdout, stderr } = await alembic("upgrade", "head", "--dry-run");
    expect(status).toBe(0);
    expect(stdout).toBe(
      "-- Dry run: everything was run and rolled back; the database is as it was.\n-- Left out, because no rollback undoes them:\nVACUUM;\n",
    );
    expect(stderr).toContain("Running upgrade b200 -> c300");
    expect(await hasTable(url, "kiln")).toBe(false);
  });

  it("says that what was left out may be what a later statement lacks", async () => {
    const block = line({
      id: "a100",
      async upgrade(op) {
        await op.getContext().autocommitBlock(() => op.execute("CREATE TABLE kiln (id INTEGER)"));
        await op.execute("INSERT INTO kiln VALUES (1)");
      },
    });
    const config = await createProject(block, envOn(await emptyDatabase(engine)));
    await expect(upgrade(config, "head", { dryRun: true })).rejects.toMatchObject({
      code: "ALB0662",
      message: expect.stringMatching(/Revision a100 failed in upgrade\(\).*kiln.*\nThe statement: INSERT INTO kiln/),
    });
    const reading = line({
      id: "a100",
      upgrade: (op) => op.getContext().autocommitBlock(async () => void (await op.getBind().execute("SELECT 1")).rows),
    });
    const other = await createProject(reading, envOn(await emptyDatabase(engine)));
    await expect(upgrade(other, "head", { dryRun: true })).rejects.toMatchObject({
      code: "ALB0662",
      cause: { cause: { code: "ALB0660" } },
    });
  });

  it.each(["COMMIT", " /* done */ commit work", "END", "ROLLBACK"])("refuses %s in a migration", async (statement) => {
    const url = await emptyDatabase(engine);
    const config = await createProject(committing(statement), envOn(url));
    const failed = upgrade(config, "head", { dryRun: true });
    await expect(failed).rejects.toMatchObject({ cause: { code: "ALB0661" } });
    expect(await tablesAmong(url, ["kiln", "alembic_version"])).toEqual([]);
  });

  it("does nothing where there is nothing to do", async () => {
    const alembic = await createCommandLine([], envOn(await emptyDatabase(engine)));
    expect(await alembic("upgrade", "heads", "--dry-run")).toMatchObject({
      status: 0,
      stdout: "-- Dry run: there is nothing to do.\n",
    });
  });
});

describe("a dry run on PostgreSQL", () => {
  it("refuses a commit that hides behind another statement", async () => {
    const url = await emptyDatabase(testEngines.postgresql);
    const config = await createProject(committing("SELECT 1; COMMIT"), envOn(url));
    await expect(upgrade(config, "head", { dryRun: true })).rejects.toMatchObject({ cause: { code: "ALB0661" } });
    expect(await hasTable(url, "kiln")).toBe(false);
  });

  it("runs functions, whose bodies have ends of their own", async () => {
    const url = await emptyDatabase(testEngines.postgresql);
    const bodies = line({
      id: "a100",
      async upgrade(op) {
        await op.execute("CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END; $$");
        await op.execute("CREATE FUNCTION g() RETURNS int BEGIN ATOMIC SELECT 1; END");
        await op.execute("DO $body$ BEGIN PERFORM f(); END; $body$");
        await op.execute('SELECT \'a; commit\', "end" FROM (SELECT 1 AS "end") AS t -- ; commit');
      },
    });
    await upgrade(await createProject(bodies, envOn(url)), "head", { dryRun: true });
    expect(await valuesOf(url, "SELECT proname FROM pg_proc WHERE proname IN ('f', 'g')")).toEqual([]);
  });
});

describe.each(availableEngines({ transactionalDdl: false }))("a dry run on $name", (engine) => {
  it("runs nothing, and writes what would run from where the database stands", async () => {
    const url = await emptyDatabase(engine);
    await upgrade(await createProject(chain, envOn(url)), "a100");
    const ran: string[] = [];
    const alembic = await createCommandLine(chain, (context) =>
      connect(url, async (connection) => {
        connection.onStatement(({ sql }) => ran.push(sql));
        context.configure({ connection });
        await context.runMigrations();
      }),
    );
    const { status, stdout } = await alembic("upgrade", "head", "--dry-run");
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^-- Running upgrade a100 -> b200\n\nCREATE TABLE pot \([^;]*;\n\nUPDATE alembic_version SET version_num='b200'/,
    );
    expect(stdout).toContain("-- Dry run: nothing was run");
    expect(ran.filter((statement) => !/^select/i.test(statement))).toEqual([]);
    expect([await versionsOf(url), await hasTable(url, "pot")]).toEqual([["a100"], false]);
  });

  it("gives the script as data", async () => {
    const url = await emptyDatabase(engine);
    const result = await upgrade(await createProject(chain, envOn(url)), "head", { dryRun: true });
    expect(result.dryRun).toEqual([{ kind: "written", notRun: [] }]);
    expect(result.sql).toContain("INSERT INTO kiln (id) VALUES (1);");
    expect(await tablesAmong(url, ["kiln", "alembic_version"])).toEqual([]);
  });
});

describe("a dry run", () => {
  it("excludes a script", async () => {
    const config = await createProject(chain, envOn("sqlite://"));
    await expect(upgrade(config, "head", { dryRun: true, sql: true })).rejects.toMatchObject({ code: "ALB0138" });
  });

  it("knows what ends a transaction from what only looks like it", () => {
    const endings = [
      "commit",
      "COMMIT;",
      "end transaction",
      "abort",
      "rollback",
      "-- x\nCOMMIT",
      "select 1;commit",
      "prepare transaction 'x'",
    ];
    const others = [
      "rollback to savepoint a",
      "ROLLBACK TRANSACTION TO a",
      "release savepoint a",
      "select 'commit'",
      "prepare p as select 1",
      "update endings set a = 1",
      "ENDPOINT",
      "select e'\\'; commit'",
      "create trigger t after insert on a begin select 1; end",
    ];
    expect(endings.filter((each) => !endsTransaction(each))).toEqual([]);
    expect(others.filter((each) => endsTransaction(each))).toEqual([]);
  });
});
