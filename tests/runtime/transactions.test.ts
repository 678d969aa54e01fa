import { describe, expect, it } from "vitest";
import { downgrade, upgrade } from "../../src/commands/index.ts";
import { connect } from "../../src/dialects/registry.ts";
import { MigrationError } from "../../src/errors/index.ts";
import type { ConfigureOptions } from "../../src/runtime/index.ts";
import { availableEngines, type TestEngine, testEngines } from "../../src/testing/index.ts";
import {
  createCommandLine,
  createProject,
  emptyDatabase,
  envFor,
  envOn,
  hasTable,
  line,
  type RevisionSpec,
  tablesAmong,
  valuesOf,
  versionsOf,
} from "./project.ts";

/** A revision that makes a table with a row. */
const making = (id: string, table: string): RevisionSpec => ({
  id,
  async upgrade(op) {
    await op.execute(`CREATE TABLE ${table} (id INTEGER)`);
    await op.execute(`INSERT INTO ${table} VALUES (1)`);
  },
  downgrade: (op) => op.dropTable(table),
});

/** A revision that makes a table with a row, and then fails. */
const failing = (id: string, table: string): RevisionSpec => ({
  id,
  async upgrade(op, args) {
    await making(id, table).upgrade?.(op, args);
    throw new RangeError("the third is wrong");
  },
});

const chain = line(making("a100", "one"), making("b200", "two"), failing("c300", "three"), making("d400", "four"));

async function failingUpgrade(engine: TestEngine, options: ConfigureOptions = {}): Promise<string> {
  const url = await emptyDatabase(engine);
  const config = await createProject(chain, envOn(url, options));
  await expect(upgrade(config, "head")).rejects.toBeInstanceOf(MigrationError);
  return url;
}

function tablesOf(url: string): Promise<readonly string[]> {
  return tablesAmong(url, ["one", "two", "three", "four"]);
}

describe("what a dialect assumes", () => {
  it("RUN-05 assumes transactional DDL on PostgreSQL and SQL Server only, unless configure() says otherwise", async () => {
    for (const dialectName of ["postgresql", "mssql", "mysql", "mariadb", "sqlite", "oracle"]) {
      for (const transactionalDdl of [undefined, true, false]) {
        const config = await createProject([], async (context) => {
          const made = await context.configure({ dialectName, transactionalDdl });
          const usual = dialectName === "postgresql" || dialectName === "mssql";
          expect([dialectName, made.isTransactionalDdl]).toEqual([dialectName, transactionalDdl ?? usual]);
          await context.runMigrations();
        });
        await upgrade(config, "heads", { sql: true });
      }
    }
  });
});

describe.each(availableEngines({ transactionalDdl: true, isShared: true }))(
  "on $name, where DDL is transactional",
  (engine) => {
    const asTransactional = { transactionalDdl: true };

    it("RUN-06 has one transaction for all steps: a failure undoes all of them", async () => {
      const url = await failingUpgrade(engine, asTransactional);
      expect(await tablesOf(url)).toEqual([]);
      expect(await hasTable(url, "alembic_version")).toBe(false);
    });

    it("RUN-07 has a transaction for each step where transactionPerMigration asks for it", async () => {
      const url = await failingUpgrade(engine, { ...asTransactional, transactionPerMigration: true });
      expect(await tablesOf(url)).toEqual(["one", "two"]);
      expect(await versionsOf(url)).toEqual(["b200"]);
    });

    it("RUN-05 commits each step where transactionalDdl is set to false", async () => {
      const url = await failingUpgrade(engine, { transactionalDdl: false });
      expect(await versionsOf(url)).toEqual(["b200"]);
      expect(await tablesOf(url)).toEqual(["one", "two"]);
    });

    it("RUN-09 neither begins nor commits where env has a transaction open", async () => {
      const url = await emptyDatabase(engine);
      const run = async (outcome: "commit" | "rollback"): Promise<readonly string[]> => {
        const statements: string[] = [];
        const config = await createProject(line(making("a100", "one"), making("b200", "two")), (context) =>
          connect(url, async (connection) => {
            const transaction = await connection.begin();
            connection.onStatement((event) => statements.push(event.sql));
            context.configure({ connection });
            await context.runMigrations();
            expect(transaction.isActive).toBe(true);
            await transaction[outcome]();
          }),
        );
        await upgrade(config, "head");
        return statements.filter((statement) => /^(begin|commit|rollback|savepoint)/i.test(statement));
      };
      expect(await run("rollback")).toEqual(["ROLLBACK"]);
      expect(await tablesOf(url)).toEqual([]);
      expect(await run("commit")).toEqual(["COMMIT"]);
      expect(await versionsOf(url)).toEqual(["b200"]);
    });

    it("RUN-09 leaves a failed step's transaction to env, and says so", async () => {
      const url = await emptyDatabase(engine);
      const config = await createProject(chain, (context) =>
        connect(url, async (connection) => {
          await connection.transaction(async () => {
            context.configure({ connection });
            await context.runMigrations();
          });
        }),
      );
      await expect(upgrade(config, "head")).rejects.toThrow("The transaction is the caller's");
      expect(await tablesOf(url)).toEqual([]);
    });

    it("RUN-06 runs in the transaction of context.beginTransaction(), with what env does in it", async () => {
      const url = await emptyDatabase(engine);
      const config = await createProject(chain, (context) =>
        connect(url, async (connection) => {
          context.configure({ connection, ...asTransactional });
          await context.beginTransaction(async () => {
            await context.execute("CREATE TABLE four (id INTEGER)");
            await context.runMigrations();
          });
        }),
      );
      await expect(upgrade(config, "head")).rejects.toBeInstanceOf(MigrationError);
      expect(await tablesOf(url)).toEqual([]);
    });

    it("RUN-10 runs an autocommit block outside of the transaction, and goes on in another", async () => {
      const url = await emptyDatabase(engine);
      const open: boolean[] = [];
      const blocks = line(making("a100", "one"), {
        id: "b200",
        async upgrade(op) {
          await op.execute("CREATE TABLE two (id INTEGER)");
          open.push(op.getBind().inTransaction);
          await op.getContext().autocommitBlock(async () => {
            open.push(op.getBind().inTransaction);
            await op.execute("VACUUM");
          });
          open.push(op.getBind().inTransaction);
          await op.execute("CREATE TABLE three (id INTEGER)");
          throw new RangeError("after the block");
        },
      });
      const failed = upgrade(await createProject(blocks, envOn(url, asTransactional)), "head");
      await expect(failed).rejects.toThrow("stay done; the version table says a100");
      expect(open).toEqual([true, false, true]);
      // What stood before the block is committed with it; what stood behind is rolled back.
      expect(await tablesOf(url)).toEqual(["one", "two"]);
      expect(await versionsOf(url)).toEqual(["a100"]);
    });

    it("RUN-10 opens a transaction again after a block that failed", async () => {
      const url = await emptyDatabase(engine);
      const blocks = line({
        id: "a100",
        async upgrade(op) {
          const block = op.getContext().autocommitBlock(() => op.execute("VACUUM nowhere, at, all"));
          await expect(block).rejects.toMatchObject({ name: "DatabaseError" });
          expect(op.getBind().inTransaction).toBe(true);
          await op.execute("CREATE TABLE one (id INTEGER)");
        },
      });
      await upgrade(await createProject(blocks, envOn(url, asTransactional)), "head");
      expect(await tablesOf(url)).toEqual(["one"]);
      expect(await versionsOf(url)).toEqual(["a100"]);
    });

    it("RUN-10 refuses an autocommit block in a transaction of env's", async () => {
      const url = await emptyDatabase(engine);
      const blocks = line({ id: "a100", upgrade: (op) => op.getContext().autocommitBlock(() => op.execute("VACUUM")) });
      const config = await createProject(blocks, (context) =>
        connect(url, (connection) =>
          connection.transaction(async () => {
            context.configure({ connection });
            await context.runMigrations();
          }),
        ),
      );
      await expect(upgrade(config, "head")).rejects.toMatchObject({ cause: { code: "ALB0606" } });
    });
  },
);

describe.each(availableEngines().filter(({ dialect }) => dialect !== "postgresql"))(
  "on $name, where DDL is not taken to be transactional",
  (engine) => {
    it("RUN-08 commits each step with its version row", async () => {
      const url = await failingUpgrade(engine);
      expect(await versionsOf(url)).toEqual(["b200"]);
      expect(await tablesOf(url)).toEqual(
        engine.capabilities.transactionalDdl ? ["one", "two"] : ["one", "two", "three"],
      );
      expect(await valuesOf(url, "SELECT id FROM two")).toEqual([1]);
    });

    it("RUN-08 commits each step of a downgrade as well", async () => {
      const url = await emptyDatabase(engine);
      const steps = line(
        { ...making("a100", "one"), downgrade: () => Promise.reject(new RangeError("no way back")) },
        making("b200", "two"),
        making("c300", "three"),
      );
      const config = await createProject(steps, envOn(url));
      await upgrade(config, "head");
      await expect(downgrade(config, "base")).rejects.toThrow("no way back");
      expect(await versionsOf(url)).toEqual(["a100"]);
      expect(await tablesOf(url)).toEqual(["one"]);
    });
  },
);

describe.each(availableEngines({ transactionalDdl: false }))("on $name", (engine) => {
  it("RUN-08 rolls back what a failed step wrote into tables that were there", async () => {
    const url = await emptyDatabase(engine);
    const steps = line(making("a100", "one"), {
      id: "b200",
      async upgrade(op) {
        await op.execute("INSERT INTO one VALUES (2)");
        throw new RangeError("after the row");
      },
    });
    await expect(upgrade(await createProject(steps, envOn(url)), "head")).rejects.toThrow("after the row");
    expect(await valuesOf(url, "SELECT id FROM one")).toEqual([1]);
  });

  it("RUN-10 runs an autocommit block there too", async () => {
    const url = await emptyDatabase(engine);
    const steps = line(making("a100", "one"), {
      id: "b200",
      async upgrade(op) {
        await op.getContext().autocommitBlock(() => op.execute("INSERT INTO one VALUES (2)"));
        throw new RangeError("after the block");
      },
    });
    await expect(upgrade(await createProject(steps, envOn(url)), "head")).rejects.toThrow("after the block");
    expect(await valuesOf(url, "SELECT id FROM one ORDER BY id")).toEqual([1, 2]);
    expect(await versionsOf(url)).toEqual(["a100"]);
  });
});

describe("an error of a migration", () => {
  it("RUN-33 is the cause of what is thrown, which says where it came from", async () => {
    const config = await createProject(chain, envOn(await emptyDatabase(testEngines.sqlite)));
    const failed: unknown = await upgrade(config, "head").catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(MigrationError);
    expect(failed).toMatchObject({
      revision: "c300",
      direction: "upgrade",
      cause: new RangeError("the third is wrong"),
    });
  });

  it("RUN-33 is an error of the database with its code where the database refused a statement", async () => {
    const steps = line({ id: "a100", upgrade: (op) => op.execute("CREATE TABLE 1nonsense (") });
    const config = await createProject(steps, envOn(await emptyDatabase(testEngines.postgresql)));
    await expect(upgrade(config, "head")).rejects.toMatchObject({
      databaseCode: "42601",
      statement: "CREATE TABLE 1nonsense (",
      cause: { name: "DatabaseError" },
    });
  });

  it("RUN-33 ends the command with status 1", async () => {
    const alembic = await createCommandLine(chain, envOn(await emptyDatabase(testEngines.sqlite)));
    const { status, stdout, stderr } = await alembic("upgrade", "head");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("FAILED: Revision c300 failed in upgrade()");
    expect(stderr).toContain("RangeError: the third is wrong");
  });

  it("RUN-33 ends a script where it comes", async () => {
    const pieces: string[] = [];
    const outputBuffer = { write: (text: string | Uint8Array) => pieces.push(text.toString()) };
    const config = await createProject(chain, envFor("postgresql", { outputBuffer }));
    await expect(upgrade(config, "head", { sql: true })).rejects.toThrow("do not run it");
    expect(pieces.join("")).not.toContain("COMMIT");
  });
});
