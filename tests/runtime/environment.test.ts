import { connect } from "../../src/dialects/registry.ts";
import { describe, expect, it } from "vitest";
import { downgrade, stamp, upgrade } from "../../src/commands/index.ts";
import { InvalidArgumentError } from "../../src/errors/index.ts";
import { type ConfigureOptions, type EnvironmentContext, MigrationContext } from "../../src/runtime/index.ts";
import { createOperations, type Operations } from "../../src/operations/operations.ts";
import * as sa from "../../src/sa.ts";
import { ScriptDirectory } from "../../src/script/index.ts";
import { sql } from "../../src/sql/index.ts";
import { testEngines } from "../../src/testing/index.ts";
import {
  createProject,
  emptyDatabase,
  envFor,
  envOn,
  hasTable,
  line,
  rowsOf,
  valuesOf,
  versionsOf,
} from "./project.ts";

const revisions = line(
  { id: "a10", doc: "make kiln", upgrade: (op) => op.createTable("kiln", [sa.column("id", sa.integer())]) },
  { id: "b20", doc: "make pot", upgrade: (op) => op.createTable("pot", [sa.column("id", sa.integer())]) },
);

/** Runs a command without a database, and gives what a function of the context says within env. */
async function asked<Answer>(
  ask: (context: EnvironmentContext) => Answer | Promise<Answer>,
  run: (...args: Parameters<typeof upgrade>) => Promise<unknown> = upgrade,
  target = "b20",
  command: { readonly tag?: string; readonly x?: readonly string[] } = {},
): Promise<Answer> {
  const answers: Answer[] = [];
  const config = await createProject(
    revisions,
    async (context) => {
      answers.push(await ask(context));
      context.configure({ dialectName: "sqlite" });
      await context.runMigrations();
    },
    { cmdOpts: { x: command.x ?? [] } },
  );
  await run(config, target, { sql: true, ...(command.tag === undefined ? {} : { tag: command.tag }) });
  // There is an answer: env has run.
  return answers[0] as Answer;
}

describe("context.configure()", () => {
  it("RUN-01 takes the dialect from a URL, or from a name, for a script", async () => {
    const kinds: readonly ConfigureOptions[] = [
      { url: "postgresql+psycopg2://scott:tiger@nowhere/db" },
      { dialectName: "postgresql" },
    ];
    for (const options of kinds) {
      const config = await createProject(revisions, async (context) => {
        expect((await context.configure(options)).dialect.name).toBe("postgresql");
        await context.runMigrations();
      });
      const { sql: script } = await upgrade(config, "head", { sql: true });
      expect(script).toContain("BEGIN;\n\nCREATE TABLE alembic_version");
    }
  });

  it("RUN-01 takes the dialect of the connection before that of a URL or a name", async () => {
    const config = await createProject([], (context) =>
      connect("sqlite://", async (connection) => {
        const made = await context.configure({ connection, url: "postgresql://nowhere/db", dialectName: "mysql" });
        expect([made.dialect.name, made.connection]).toEqual(["sqlite", connection]);
        expect(context.getBind()).toBe(connection);
        await context.runMigrations();
      }),
    );
    await upgrade(config, "head");
  });

  it("RUN-01 says what is missing where nothing names the dialect", async () => {
    const wrong: readonly (readonly [ConfigureOptions, string])[] = [
      [{}, "ALB0603"],
      [{ url: null }, "ALB0603"],
      [{ dialectName: "nosuch" }, "ALB0570"],
    ];
    for (const [options, code] of wrong) {
      const script = await createProject(revisions, async (context) => {
        await context.configure(options);
      });
      await expect(upgrade(script, "head", { sql: true })).rejects.toMatchObject({ code });
    }
    const online = await createProject(revisions, envFor("sqlite"));
    await expect(upgrade(online, "head")).rejects.toMatchObject({ code: "ALB0616" });
  });

  it("RUN-01 refuses an engine, a URL or a pool in the place of a connection, and unknown options", async () => {
    const wrong = [
      // What programs without types can pass.
      [{ connection: "sqlite://" }, "ALB0602"],
      [{ connection: { connect: () => undefined } }, "ALB0602"],
      [{ dialectName: "sqlite", versionTabel: "v" }, "ALB0802"],
    ] as unknown as readonly (readonly [ConfigureOptions, string])[];
    for (const [options, code] of wrong) {
      const config = await createProject(revisions, async (context) => {
        await context.configure(options);
      });
      const failed = upgrade(config, "head", { sql: true });
      await expect(failed).rejects.toBeInstanceOf(InvalidArgumentError);
      await expect(failed).rejects.toMatchObject({ code });
    }
  });

  it("RUN-01 keeps values of the user's own for op.getContext().opts", async () => {
    const seen: unknown[] = [];
    const config = await createProject(
      line({ id: "a10", upgrade: (op) => void seen.push(op.getContext().opts["tenant"]) }),
      envFor("sqlite", { opts: { tenant: "acme" } }),
    );
    await upgrade(config, "head", { sql: true });
    expect(seen).toEqual(["acme"]);
  });

  it("RUN-27 starts from the defaults each time that it is called", async () => {
    const config = await createProject(revisions, async (context) => {
      context.configure({ dialectName: "postgresql", versionTable: "first_version", transactionPerMigration: true });
      await context.runMigrations();
      context.configure({ dialectName: "sqlite" });
      await context.runMigrations();
    });
    const { sql: script } = await upgrade(config, "a10", { sql: true });
    const [first = "", second = ""] = (script ?? "").split("COMMIT;");
    expect(first).toContain("INSERT INTO first_version (version_num) VALUES ('a10')");
    expect(second).toContain("INSERT INTO alembic_version (version_num) VALUES ('a10')");
  });

  it("RUN-27 migrates several databases in one env, each from where it stands", async () => {
    const [one, two] = [await emptyDatabase(testEngines.sqlite), await emptyDatabase(testEngines.sqlite)];
    await upgrade(await createProject(revisions, envOn(one)), "a10");
    const both = await createProject(revisions, async (context) => {
      await envOn(one)(context);
      await envOn(two)(context);
    });
    const { steps } = await upgrade(both, "head");
    expect(steps.map(({ revision }) => revision)).toEqual(["b20", "a10", "b20"]);
    expect([await versionsOf(one), await versionsOf(two)]).toEqual([["b20"], ["b20"]]);
  });

  it("RUN-27 keeps several version tables in one database", async () => {
    const url = await emptyDatabase(testEngines.sqlite);
    const billing = await createProject(revisions, envOn(url, { versionTable: "billing_version" }));
    const users = await createProject(
      line({ id: "u10", upgrade: (op) => op.createTable("account", [sa.column("id", sa.integer())]) }),
      envOn(url, { versionTable: "users_version" }),
    );
    await upgrade(billing, "head");
    await upgrade(users, "head");
    await downgrade(billing, "a10").catch(() => undefined);
    expect(await versionsOf(url, "billing_version")).toEqual(["a10"]);
    expect(await versionsOf(url, "users_version")).toEqual(["u10"]);
  });
});

describe("what env can ask", () => {
  it("RUN-19 gives the values of -x as a list", async () => {
    const x = ["tenant=acme", "verbose", "tenant=b=c"];
    expect(await asked((context) => context.getXArgument(), upgrade, "b20", { x })).toEqual(x);
    expect(await asked((context) => context.getXArgument())).toEqual([]);
  });

  it("RUN-19 gives the values of -x by name: split at the first =, the last of a name counts", async () => {
    const x = ["tenant=acme", "verbose", "tenant=b=c", "empty="];
    const byName = (context: EnvironmentContext) => context.getXArgument({ asDictionary: true });
    expect(await asked(byName, upgrade, "b20", { x })).toEqual({ tenant: "b=c", verbose: "", empty: "" });
    expect(await asked(byName)).toEqual({});
  });

  it("RUN-20 gives --tag, or null, and what configure() says instead", async () => {
    const tag = (context: EnvironmentContext) => context.getTagArgument();
    expect(await asked(tag)).toBeNull();
    expect(await asked(tag, upgrade, "b20", { tag: "nightly" })).toBe("nightly");
    const configured = async (context: EnvironmentContext) => {
      await context.configure({ dialectName: "sqlite", tag: "of env" });
      return context.getTagArgument();
    };
    expect(await asked(configured, upgrade, "b20", { tag: "nightly" })).toBe("of env");
  });

  it("RUN-21 gives the head, and the heads", async () => {
    expect(await asked((context) => context.getHeadRevision())).toBe("b20");
    expect(await asked((context) => context.getHeadRevisions())).toEqual(["b20"]);
    const none = await createProject([], async (context) => {
      expect([context.getHeadRevision(), context.getHeadRevisions()]).toEqual([null, []]);
      context.configure({ dialectName: "sqlite" });
      await context.runMigrations();
    });
    await upgrade(none, "heads", { sql: true });
    const forked = [...revisions, { id: "c30", down: "a10" }];
    const several = await createProject(forked, async (context) => {
      expect(context.getHeadRevisions().toSorted()).toEqual(["b20", "c30"]);
      context.getHeadRevision();
    });
    await expect(upgrade(several, "heads", { sql: true })).rejects.toMatchObject({
      name: "MultipleHeadsError",
    });
  });

  it("RUN-21 gives where the command starts and where it goes, as ids", async () => {
    const range = (context: EnvironmentContext) => [
      context.getStartingRevisionArgument(),
      context.getRevisionArgument(),
    ];
    expect(await asked(range, upgrade, "a10:head")).toEqual(["a10", "b20"]);
    expect(await asked(range, downgrade, "head:base")).toEqual(["b20", null]);
    expect(await asked((context) => context.getRevisionArgument(), upgrade, "heads")).toEqual(["b20"]);
    const start = (context: EnvironmentContext) => context.getStartingRevisionArgument();
    await expect(asked(start, upgrade, "head")).rejects.toMatchObject({ code: "ALB0615" });
  });

  it("RUN-22 says whether a script is written, whether DDL is transactional, and whether a connection is needed", async () => {
    const flags = async (context: EnvironmentContext, options: ConfigureOptions) => {
      await context.configure(options);
      return [context.isOfflineMode(), context.requiresConnection(), context.isTransactionalDdl()];
    };
    expect(await asked((context) => flags(context, { dialectName: "postgresql" }))).toEqual([true, false, true]);
    expect(await asked((context) => flags(context, { dialectName: "mysql" }))).toEqual([true, false, false]);
    const forced = { dialectName: "mysql", transactionalDdl: true };
    expect(await asked((context) => flags(context, forced))).toEqual([true, false, true]);
    const online = await createProject(revisions, (context) =>
      connect("sqlite://", async (connection) => {
        expect(await flags(context, { connection })).toEqual([false, true, false]);
        await context.runMigrations();
      }),
    );
    await upgrade(online, "head");
  });

  it("RUN-22 refuses questions that need configure() before it was called", async () => {
    const early: readonly ((context: EnvironmentContext) => unknown)[] = [
      (context) => context.isTransactionalDdl(),
      (context) => context.getContext(),
      (context) => context.getBind(),
      (context) => context.getImpl(),
      (context) => context.runMigrations(),
      (context) => context.execute("SELECT 1"),
      (context) => context.staticOutput("-- x"),
      (context) => context.beginTransaction(async () => undefined),
    ];
    for (const ask of early) await expect(asked(ask)).rejects.toMatchObject({ code: "ALB0617" });
  });

  it("RUN-23 writes text and statements of env's own into the script", async () => {
    const config = await createProject(revisions, async (context) => {
      context.configure({ dialectName: "postgresql" });
      await context.staticOutput("-- for the operators");
      await context.execute(sql`SET search_path TO ${sql.identifier("App")}`);
      await context.runMigrations();
    });
    const { sql: script } = await upgrade(config, "a10", { sql: true });
    expect(script).toMatch(/^-- for the operators\n\nSET search_path TO "App";\n\nBEGIN;\n\n/);
  });

  it("RUN-23 runs statements of env's own on the database, and writes no text there", async () => {
    const url = await emptyDatabase(testEngines.sqlite);
    const config = await createProject(revisions, (context) =>
      connect(url, async (connection) => {
        context.configure({ connection });
        await context.staticOutput("-- for the operators");
        await context.execute("CREATE TABLE of_env (id INTEGER)");
        await context.execute(sql`INSERT INTO of_env VALUES (${7})`);
        await context.runMigrations();
      }),
    );
    await upgrade(config, "head");
    expect(await valuesOf(url, "SELECT id FROM of_env")).toEqual([7]);
  });

  it("RUN-24 passes the arguments of runMigrations() to every upgrade() and downgrade()", async () => {
    const seen: unknown[] = [];
    const url = await emptyDatabase(testEngines.sqlite);
    const note = (name: string) => (_op: Operations, args: object) => void seen.push([name, args]);
    const spy = line(
      { id: "a10", upgrade: note("up a10"), downgrade: note("down a10") },
      { id: "b20", upgrade: note("up b20") },
    );
    const config = await createProject(spy, (context) =>
      connect(url, async (connection) => {
        context.configure({ connection });
        await context.runMigrations({ engineName: "billing", count: 2 });
      }),
    );
    await upgrade(config, "head");
    await downgrade(config, "base");
    const args = { engineName: "billing", count: 2 };
    expect(seen).toEqual([
      ["up a10", args],
      ["up b20", args],
      ["down a10", args],
    ]);
  });

  it("RUN-29 is asynchronous all through: env waits for what it likes, and what it has not awaited is waited for", async () => {
    const url = await emptyDatabase(testEngines.sqlite);
    const awaited = await createProject(revisions, async (context) => {
      const password = await Promise.resolve("from a vault");
      expect(password).toBe("from a vault");
      await envOn(url)(context);
    });
    await upgrade(awaited, "a10");
    const connection = await connect(url);
    const forgetful = await createProject(revisions, (context) => {
      context.configure({ connection });
      void context.runMigrations();
    });
    const { steps } = await upgrade(forgetful, "head");
    await connection.close();
    expect(steps.map(({ revision }) => revision)).toEqual(["b20"]);
    expect(await versionsOf(url)).toEqual(["b20"]);
  });
});

describe("without env", () => {
  it("RUN-31 reads where a database stands, and stamps it", async () => {
    const url = await emptyDatabase(testEngines.sqlite);
    const config = await createProject(revisions, envOn(url));
    await upgrade(config, "a10");
    await connect(url, async (connection) => {
      const context = await MigrationContext.configure({ connection });
      expect(await context.getCurrentHeads()).toEqual(["a10"]);
      expect(await context.getCurrentRevision()).toBe("a10");
      await context.stamp(await ScriptDirectory.fromConfig(config), "head");
      expect(await context.getCurrentRevision()).toBe("b20");
    });
    expect(await versionsOf(url)).toEqual(["b20"]);
  });

  it("RUN-31 runs operations on a connection, and writes those of a script", async () => {
    const url = await emptyDatabase(testEngines.sqlite);
    await connect(url, async (connection) => {
      const op = createOperations(await MigrationContext.configure({ connection }));
      await op.createTable("kiln", [sa.column("id", sa.integer(), { primaryKey: true })]);
      await op.bulkInsert(sa.table("kiln", [sa.column("id", sa.integer())]), [{ id: 1 }, { id: 2 }]);
    });
    expect(await rowsOf(url, "SELECT id FROM kiln ORDER BY id")).toEqual([{ id: 1 }, { id: 2 }]);
    const pieces: string[] = [];
    const outputBuffer = { write: (text: string | Uint8Array) => pieces.push(text.toString()) };
    const script = await MigrationContext.configure({ dialectName: "postgresql", outputBuffer });
    await createOperations(script).dropTable("kiln");
    expect(pieces.join("")).toBe("DROP TABLE kiln;\n\n");
  });

  it("RUN-31 needs a connection, URL or name as well", async () => {
    await expect(MigrationContext.configure({})).rejects.toMatchObject({ code: "ALB0603" });
    const noBuffer = await MigrationContext.configure({ dialectName: "sqlite" });
    await expect(createOperations(noBuffer).dropTable("t")).rejects.toMatchObject({ code: "ALB0611" });
  });

  it("RUN-32 refuses startingRev together with a connection, and takes it for a script", async () => {
    const url = await emptyDatabase(testEngines.sqlite);
    const online = await createProject(revisions, envOn(url, { startingRev: "a10" }));
    await expect(upgrade(online, "head")).rejects.toMatchObject({ code: "ALB0607" });
    expect(await hasTable(url, "kiln")).toBe(false);
    const script = await createProject(revisions, envFor("postgresql", { startingRev: "a10" }));
    const { sql: text } = await upgrade(script, "head", { sql: true });
    expect(text).toContain("Running upgrade a10 -> b20");
    expect(text).not.toContain("kiln");
  });

  it("RUN-34 refuses the context after env has ended, and op after its revision has", async () => {
    const kept: { context?: EnvironmentContext; op?: Operations } = {};
    const config = await createProject(line({ id: "a10", upgrade: (op) => void (kept.op = op) }), async (context) => {
      kept.context = context;
      await envFor("sqlite")(context);
    });
    await upgrade(config, "head", { sql: true });
    expect(() => kept.context?.getContext()).toThrow(expect.objectContaining({ code: "ALB0614" }));
    expect(() => kept.context?.configure({ dialectName: "sqlite" })).toThrow(
      expect.objectContaining({ code: "ALB0614" }),
    );
    await expect(kept.context?.runMigrations()).rejects.toMatchObject({ code: "ALB0614" });
    await expect(kept.op?.dropTable("kiln")).rejects.toMatchObject({ code: "ALB0601" });
  });

  it("RUN-36 refuses to name one revision where the database is at several", async () => {
    const url = await emptyDatabase(testEngines.sqlite);
    const forked = [...revisions, { id: "c30", down: "a10" }];
    await stamp(await createProject(forked, envOn(url)), "heads");
    await connect(url, async (connection) => {
      const context = await MigrationContext.configure({ connection });
      expect((await context.getCurrentHeads()).toSorted()).toEqual(["b20", "c30"]);
      await expect(context.getCurrentRevision()).rejects.toMatchObject({ code: "ALB0609" });
    });
    const empty = await emptyDatabase(testEngines.sqlite);
    await connect(empty, async (connection) => {
      const context = await MigrationContext.configure({ connection });
      expect([await context.getCurrentRevision(), await context.getCurrentHeads()]).toEqual([null, []]);
    });
  });
});
