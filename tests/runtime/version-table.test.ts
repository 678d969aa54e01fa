import { describe, expect, it, onTestFinished } from "vitest";
import { check, current, downgrade, history, revision, show, stamp, upgrade } from "../../src/commands/index.ts";
import type { Config } from "../../src/config/index.ts";
import { connect, loadDialectModule, registerDialect } from "../../src/dialects/registry.ts";
import type { ConfigureOptions, VersionApplied } from "../../src/runtime/index.ts";
import * as sa from "../../src/sa.ts";
import { availableEngines, type TestEngine, testEngines } from "../../src/testing/index.ts";
import {
  createProject,
  emptyDatabase,
  envFor,
  envOn,
  hasTable,
  line,
  type RevisionSpec,
  rowsOf,
  versionsOf,
} from "./project.ts";

const chain = line({ id: "a100" }, { id: "b200" }, { id: "c300" });
/** Two branches from one base, and what brings them together. */
const diamond: readonly RevisionSpec[] = [
  { id: "a100" },
  { id: "b200", down: "a100" },
  { id: "c300", down: "a100" },
  { id: "d400", down: ["b200", "c300"] },
];

async function statementsOf(
  url: string,
  revisions: readonly RevisionSpec[],
  run: (config: Config) => Promise<unknown>,
  options: ConfigureOptions = {},
): Promise<readonly string[]> {
  const statements: string[] = [];
  const config = await createProject(revisions, (context) =>
    connect(url, async (connection) => {
      connection.onStatement((event) => statements.push(event.sql));
      context.configure({ connection, ...options });
      await context.runMigrations();
    }),
  );
  await run(config);
  return statements.filter((statement) => /^(INSERT|UPDATE|DELETE)[^]*version_num/.test(statement));
}

describe.each(availableEngines({ isShared: true }))("the version table on $name", (engine) => {
  it("RUN-02 is made when it is first needed, with its primary key", async () => {
    const url = await emptyDatabase(engine);
    await upgrade(await createProject(chain, envOn(url)), "a100");
    expect(await versionsOf(url)).toEqual(["a100"]);
    await connect(url, async (connection) => {
      const again = connection.execute("INSERT INTO alembic_version (version_num) VALUES ('a100')");
      await expect(again).rejects.toMatchObject({ code: "ALB0522" });
      const none = connection.execute("INSERT INTO alembic_version (version_num) VALUES (NULL)");
      await expect(none).rejects.toMatchObject({ code: "ALB0522" });
    });
  });

  it("RUN-02 has the name that configure() gives, and no key where it asks for none", async () => {
    const url = await emptyDatabase(engine);
    const options = { versionTable: "Our versions", versionTablePk: false };
    await upgrade(await createProject(chain, envOn(url, options)), "head");
    await connect(url, async (connection) => {
      const name = connection.dialect.identifiers.quoteAlways("Our versions");
      await connection.execute(`INSERT INTO ${name} (version_num) VALUES ('c300')`);
      const { rows } = await connection.execute(`SELECT version_num FROM ${name}`);
      expect(rows).toEqual([{ version_num: "c300" }, { version_num: "c300" }]);
    });
    expect(await hasTable(url, "alembic_version")).toBe(false);
  });

  it("RUN-02 is left as it is where it is there", async () => {
    const url = await emptyDatabase(engine);
    await connect(url, (connection) =>
      connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(100), note VARCHAR(20) DEFAULT 'ours')"),
    );
    await upgrade(await createProject(chain, envOn(url)), "head");
    expect(await rowsOf(url, "SELECT * FROM alembic_version")).toEqual([{ version_num: "c300", note: "ours" }]);
  });

  it("RUN-03 has a row for each head: inserted, updated, merged, parted and deleted", async () => {
    const url = await emptyDatabase(engine);
    const up = (target: string) => statementsOf(url, diamond, (config) => upgrade(config, target));
    const down = (target: string) => statementsOf(url, diamond, (config) => downgrade(config, target));
    expect(await up("b200")).toEqual([
      "INSERT INTO alembic_version (version_num) VALUES ('a100')",
      "UPDATE alembic_version SET version_num='b200' WHERE alembic_version.version_num = 'a100'",
    ]);
    expect(await up("c300")).toEqual(["INSERT INTO alembic_version (version_num) VALUES ('c300')"]);
    expect(await up("d400")).toEqual([
      "DELETE FROM alembic_version WHERE alembic_version.version_num = 'b200'",
      "UPDATE alembic_version SET version_num='d400' WHERE alembic_version.version_num = 'c300'",
    ]);
    expect(await down("b200")).toEqual([
      "INSERT INTO alembic_version (version_num) VALUES ('b200')",
      "UPDATE alembic_version SET version_num='c300' WHERE alembic_version.version_num = 'd400'",
    ]);
    expect(await versionsOf(url)).toEqual(["b200", "c300"]);
    await down("base");
    expect(await versionsOf(url)).toEqual([]);
  });

  it("RUN-04 has to have the row that a step changes, and the step is undone where it has not", async () => {
    const url = await emptyDatabase(engine);
    await upgrade(await createProject(chain, envOn(url)), "b200");
    const meddling = line(
      { id: "a100" },
      { id: "b200" },
      {
        id: "c300",
        upgrade: (op) => op.execute("DELETE FROM alembic_version"),
      },
    );
    const failed = upgrade(await createProject(meddling, envOn(url)), "head");
    await expect(failed).rejects.toMatchObject({ code: "ALB0605" });
    await expect(failed).rejects.toThrow(/b200 to c300.*0 rows/);
    expect(await versionsOf(url)).toEqual(["b200"]);
  });

  it("RUN-30 is not made by commands that only look", async () => {
    const url = await emptyDatabase(engine);
    const config = await createProject(chain, envOn(url, { targetMetadata: sa.metaData() }));
    await current(config);
    await history(config, { indicateCurrent: true });
    await show(config, "current");
    await stamp(config, "head");
    expect(await hasTable(url, "alembic_version")).toBe(true);
    const other = await emptyDatabase(engine);
    const looking = await createProject([], envOn(other, { targetMetadata: sa.metaData() }));
    await check(looking);
    await revision(looking, { message: "first", autogenerate: true });
    expect(await hasTable(other, "alembic_version")).toBe(false);
  });

  it("RUN-30 is made by upgrade and stamp also where there is nothing to do", async () => {
    const url = await emptyDatabase(engine);
    await upgrade(await createProject([], envOn(url)), "heads");
    expect(await versionsOf(url)).toEqual([]);
  });
});

describe.each(availableEngines({ hasSchemas: true, isShared: true }))(
  "a version table in a schema on $name",
  (engine) => {
    it("RUN-02 is made there, and written with its schema", async () => {
      const url = await emptyDatabase(engine);
      const schema = `vs_${process.pid}_${engine.name.length}`;
      await connect(url, (connection) => connection.execute(`CREATE SCHEMA ${schema}`));
      onTestFinished(() =>
        connect(url, async (connection) => dropSchema(connection.execute.bind(connection), schema, engine)),
      );
      const statements = await statementsOf(url, chain, (config) => upgrade(config, "b200"), {
        versionTable: "vt",
        versionTableSchema: schema,
      });
      expect(statements).toEqual([
        `INSERT INTO ${schema}.vt (version_num) VALUES ('a100')`,
        `UPDATE ${schema}.vt SET version_num='b200' WHERE ${schema}.vt.version_num = 'a100'`,
      ]);
      expect(await versionsOf(url, `${schema}.vt`)).toEqual(["b200"]);
    });
  },
);

async function dropSchema(
  execute: (text: string) => Promise<unknown>,
  schema: string,
  engine: TestEngine,
): Promise<void> {
  await execute(`DROP SCHEMA ${schema}${engine.dialect === "postgresql" ? " CASCADE" : ""}`);
}

describe("onVersionApply", () => {
  const seen: { readonly name: string; readonly applied: VersionApplied }[] = [];
  const note = (name: string) => (applied: VersionApplied) => void seen.push({ name, applied });
  const facts = () =>
    seen.splice(0).map(({ name, applied: { step, heads, runArgs } }) => ({
      name,
      up: step.isUpgrade,
      stamp: step.isStamp,
      from: step.sourceRevisionIds,
      to: step.destinationRevisionIds,
      heads: [...heads].toSorted(),
      runArgs,
    }));

  it("RUN-25 is told of each step, with the rows after it and the arguments of the run", async () => {
    const url = await emptyDatabase(testEngines.sqlite);
    const config = await createProject(line({ id: "a100" }, { id: "b200" }), (context) =>
      connect(url, async (connection) => {
        context.configure({ connection, onVersionApply: note("only") });
        await context.runMigrations({ tenant: "acme" });
      }),
    );
    await upgrade(config, "head");
    const common = { name: "only", stamp: false, runArgs: { tenant: "acme" } };
    expect(facts()).toEqual([
      { ...common, up: true, from: [], to: ["a100"], heads: ["a100"] },
      { ...common, up: true, from: ["a100"], to: ["b200"], heads: ["b200"] },
    ]);
    await downgrade(config, "base");
    expect(facts()).toEqual([
      { ...common, up: false, from: ["b200"], to: ["a100"], heads: ["a100"] },
      { ...common, up: false, from: ["a100"], to: [], heads: [] },
    ]);
  });

  it("RUN-25 calls several in their order, for stamps and scripts too", async () => {
    const url = await emptyDatabase(testEngines.sqlite);
    const options = { onVersionApply: [note("first"), note("second")] };
    await stamp(await createProject(chain, envOn(url, options)), "b200");
    expect(facts().map(({ name, stamp: isStamp, to }) => [name, isStamp, to])).toEqual([
      ["first", true, ["b200"]],
      ["second", true, ["b200"]],
    ]);
    await upgrade(await createProject(chain, envFor("postgresql", options)), "a100", { sql: true });
    expect(facts().map(({ name, heads }) => [name, heads])).toEqual([
      ["first", ["a100"]],
      ["second", ["a100"]],
    ]);
  });

  it("RUN-25 gives the step's revisions as objects, and the migration context", async () => {
    const url = await emptyDatabase(testEngines.sqlite);
    const dialects: string[] = [];
    const onVersionApply = ({ ctx, step }: VersionApplied): void => {
      dialects.push(ctx.dialect.name);
      seen.push({ name: "", applied: { ctx, step, heads: new Set(), runArgs: {} } });
    };
    await upgrade(await createProject(diamond, envOn(url, { onVersionApply })), "head");
    const last = seen.splice(0).at(-1)?.applied.step;
    expect(dialects).toEqual(["sqlite", "sqlite", "sqlite", "sqlite"]);
    expect(last?.isMigration).toBe(true);
    expect([last?.upRevisionId, last?.upRevisionIds, last?.downRevisionIds]).toEqual([
      "d400",
      ["d400"],
      ["b200", "c300"],
    ]);
    expect(last?.upRevision?.doc).toBe("make d400");
    expect(last?.sourceRevisions.map((each) => each.revision)).toEqual(["b200", "c300"]);
    expect(last?.destinationRevisions.map((each) => each.revision)).toEqual(["d400"]);
    expect(last?.downRevisions.map((each) => each.revision)).toEqual(["b200", "c300"]);
    expect(last?.upRevisions.map((each) => each.revision)).toEqual(["d400"]);
    expect(last?.revisionMap.getRevision("a100")?.revision).toBe("a100");
  });

  it("RUN-25 is within the step's transaction, and its error undoes the step", async () => {
    const url = await emptyDatabase(testEngines.sqlite);
    const onVersionApply = async ({ ctx, heads }: VersionApplied): Promise<void> => {
      await ctx.execute("CREATE TABLE IF NOT EXISTS audit (n INTEGER)");
      await ctx.execute("INSERT INTO audit VALUES (1)");
      if (heads.has("b200")) throw new RangeError("not that one");
    };
    const config = await createProject(chain, envOn(url, { onVersionApply }));
    await expect(upgrade(config, "head")).rejects.toThrow("not that one");
    expect(await versionsOf(url)).toEqual(["a100"]);
    expect(await rowsOf(url, "SELECT n FROM audit")).toEqual([{ n: 1 }]);
  });
});

describe("what a run logs", () => {
  it("RUN-26 is the impl, what is assumed of DDL, and each step", async () => {
    const lines: string[] = [];
    const url = await emptyDatabase(testEngines.sqlite);
    const onLog = ({ level, logger, message }: { level: string; logger: string; message: string }) => {
      // The statements are told to the logger of the engine.
      if (logger.startsWith("alembic.")) lines.push(`${level} ${logger} ${message}`);
    };
    const spoken = line({ id: "a100", doc: "make kiln\n\nand more" }, { id: "b200", doc: "" });
    await upgrade(await createProject(spoken, envOn(url), { onLog }), "head");
    const prefix = "INFO alembic.runtime.migration";
    expect(lines.splice(0)).toEqual([
      `${prefix} Context impl SqliteImpl.`,
      `${prefix} Will assume non-transactional DDL.`,
      `${prefix} Running upgrade  -> a100, make kiln`,
      `${prefix} Running upgrade a100 -> b200`,
    ]);
    await downgrade(await createProject(spoken, envOn(url), { onLog }), "a100");
    expect(lines.splice(0).at(-1)).toBe(`${prefix} Running downgrade b200 -> a100`);
    await stamp(await createProject(spoken, envOn(url), { onLog }), "head");
    expect(lines.splice(0).at(-1)).toBe(`${prefix} Running stamp_revision a100 -> b200`);
  });

  it("RUN-26 says so where a script is written", async () => {
    const lines: string[] = [];
    const config = await createProject([], envFor("postgresql"), { onLog: ({ message }) => void lines.push(message) });
    await upgrade(config, "heads", { sql: true });
    expect(lines).toEqual(["Context impl PostgresqlImpl.", "Generating static SQL", "Will assume transactional DDL."]);
  });
});

describe("a dialect of one's own", () => {
  it("RUN-35 can give the version table another shape, as long as it has version_num", async () => {
    const usual = await loadDialectModule("sqlite");
    registerDialect("sqlite-audited", async () => ({
      ...usual,
      name: "sqlite-audited",
      createDialect(version) {
        const dialect = usual.createDialect(version);
        return {
          ...dialect,
          createImpl(context) {
            const impl = dialect.createImpl(context);
            impl.versionTable = ({ name, schema }) =>
              sa
                .metaData()
                .table(
                  name,
                  [
                    sa.column("version_num", sa.string(64), { primaryKey: true }),
                    sa.column("applied_at", sa.string(30), { serverDefault: "today" }),
                  ],
                  { schema },
                );
            return impl;
          },
        };
      },
    }));
    const config = await createProject(chain, envFor("sqlite-audited"));
    const { sql: text } = await upgrade(config, "a100", { sql: true });
    expect(text).toMatch(
      /CREATE TABLE alembic_version \(\s+version_num VARCHAR\(64\) NOT NULL,\s+applied_at VARCHAR\(30\) DEFAULT 'today'/,
    );
    expect(text).toContain("INSERT INTO alembic_version (version_num) VALUES ('a100')");
  });
});
