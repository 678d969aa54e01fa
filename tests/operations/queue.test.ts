import { describe, expect, it } from "vitest";
import { upgrade } from "../../src/commands/index.ts";
import { type Operations, sa } from "../../src/index.ts";
import { createProject, emptyDatabase, envFor, envOn, line, valuesOf, versionsOf } from "../runtime/project.ts";
import { testEngines } from "../../src/testing/index.ts";
import { statementsOf } from "../support/statements-of.ts";

async function migrated(
  migrate: (op: Operations) => unknown,
): Promise<{ readonly url: string; readonly error: unknown }> {
  const url = await emptyDatabase(testEngines.sqlite);
  const config = await createProject(line({ id: "a100", upgrade: migrate }), envOn(url));
  const error: unknown = await upgrade(config, "head").then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return { url, error };
}

const tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 't%' ORDER BY name";

describe("calls on op", () => {
  it("are done in order, awaited or not, also by a helper that nobody waits for", async () => {
    const statements = await statementsOf("postgresql", async (op) => {
      void op.execute("1");
      const helper = async (): Promise<void> => {
        await op.execute("2");
        await op.execute("4");
      };
      void helper();
      void op.execute("3");
      await new Promise((resolve) => setTimeout(resolve, 5));
      await op.execute("5");
    });
    expect(statements).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("are rejected behind one that failed, and done again once its error was seen", async () => {
    const done: string[] = [];
    const { url, error } = await migrated(async (op) => {
      const failing = op.execute("nonsense");
      const behind = op.createTable("t_behind", [sa.column("id", sa.integer())]);
      await expect(behind).rejects.toThrow("nonsense");
      await expect(failing).rejects.toThrow("nonsense");
      await op.createTable("t_after", [sa.column("id", sa.integer())]);
      done.push("end");
    });
    expect(error).toBeNull();
    expect(done).toEqual(["end"]);
    expect(await valuesOf(url, tables)).toEqual(["t_after"]);
  });

  it("fail the migration when an error is looked at by nobody, and no version row is written", async () => {
    const { url, error } = await migrated((op) => {
      void op.createTable("t", [sa.column("id", sa.integer())]);
      void op.execute("nonsense");
    });
    expect(error).toMatchObject({ name: "MigrationError" });
    expect(String(error)).toContain("nonsense");
    expect(await versionsOf(url)).toEqual([]);
  });

  it("are refused after the migration has ended", async () => {
    const held: { op?: Operations } = {};
    const { error } = await migrated((op) => {
      held.op = op;
    });
    expect(error).toBeNull();
    await expect(held.op?.execute("late")).rejects.toMatchObject({ code: "ALB0601" });
  });

  it("refuse what they are given before they take their turn", async () => {
    const failed = statementsOf("postgresql", async (op) => {
      void op.execute("1");
      await op.dropTable("t", { cascade: true } as object);
    });
    await expect(failed).rejects.toMatchObject({ code: "ALB0802" });
  });
});

describe("a block of op", () => {
  it("has its own queue: waiting inside it waits for nothing outside", async () => {
    const migrate = async (op: Operations): Promise<void> => {
      void op.execute("1");
      await op.batchAlterTable("t", async (batch) => {
        await batch.addColumn(sa.column("a", sa.integer()));
        await batch.execute("2");
        void batch.dropColumn("b");
      });
      void op.getContext().autocommitBlock(async () => {
        await op.execute("3");
        void op.execute("4");
      });
      await op.execute("5");
    };
    const config = await createProject(line({ id: "a100", upgrade: migrate }), envFor("postgresql"));
    const script = (await upgrade(config, "head", { sql: true })).sql ?? "";
    const statements = script
      .replace(/^--.*\n\n/m, "")
      .split(/;\n\n/)
      .filter((text) => /^(\d|ALTER)/.test(text));
    expect(statements).toEqual([
      "1",
      "2",
      "ALTER TABLE t ADD COLUMN a INTEGER",
      "ALTER TABLE t DROP COLUMN b",
      "3",
      "4",
      "5",
    ]);
  });
});
