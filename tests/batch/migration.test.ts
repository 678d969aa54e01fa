import { describe, expect, it } from "vitest";
import { sa } from "../../src/index.ts";
import { upgrade } from "../../src/commands/index.ts";
import { MigrationError } from "../../src/errors/index.ts";
import { availableEngines, testEngines } from "../../src/testing/index.ts";
import {
  createProject,
  emptyDatabase,
  envOn,
  line,
  type RevisionSpec,
  rowsOf,
  valuesOf,
  versionsOf,
} from "../runtime/project.ts";

const family: RevisionSpec = {
  id: "a100",
  async upgrade(op) {
    await op.createTable("parent", [
      sa.column("id", sa.integer(), { primaryKey: true }),
      sa.column("note", sa.string(20)),
    ]);
    await op.createTable("child", [
      sa.column("id", sa.integer(), { primaryKey: true }),
      sa.column("parent_id", sa.integer(), { foreignKey: sa.foreignKey("parent.id", { onDelete: "CASCADE" }) }),
    ]);
    await op.execute("INSERT INTO parent VALUES (1, 'a'), (2, 'b')");
    await op.execute("INSERT INTO child VALUES (7, 1), (8, 2)");
  },
};

const moves: RevisionSpec["upgrade"] = (op) =>
  op.batchAlterTable("parent", async (batch) => batch.alterColumn("note", { nullable: false }));

describe("a revision that moves a table of SQLite", () => {
  it("changes it together with the version table, and keeps the rows of others", async () => {
    const url = await emptyDatabase(testEngines.sqlite);
    const config = await createProject(line(family, { id: "b200", upgrade: moves }), envOn(url));
    await upgrade(config, "head");
    expect(await versionsOf(url)).toEqual(["b200"]);
    expect(await valuesOf(url, "SELECT id FROM child ORDER BY id")).toEqual([7, 8]);
  });

  it("is rolled back with its version row when a row refers to nothing in the end", async () => {
    const url = await emptyDatabase(testEngines.sqlite);
    const orphans: RevisionSpec = {
      id: "b200",
      async upgrade(op, args) {
        await moves(op, args);
        await op.execute("DELETE FROM parent WHERE id = 2");
      },
    };
    const config = await createProject(line(family, orphans), envOn(url));
    const error: unknown = await upgrade(config, "head").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MigrationError);
    expect(String(error)).toContain("b200");
    expect(await versionsOf(url)).toEqual(["a100"]);
    expect(await valuesOf(url, "SELECT id FROM parent ORDER BY id")).toEqual([1, 2]);
  });

  it("is refused with foreign keys enforced, and done in an autocommit block", async () => {
    const url = await emptyDatabase(testEngines.sqlite);
    const enforced = `${url}?foreign_keys=on`;
    const config = await createProject(line(family, { id: "b200", upgrade: moves }), envOn(enforced));
    await expect(upgrade(config, "head")).rejects.toThrow(/foreign keys enforced/);
    expect(await versionsOf(url)).toEqual(["a100"]);
    const outside: RevisionSpec = {
      id: "b200",
      upgrade: (op, args) => op.getContext().autocommitBlock(async () => void (await moves(op, args))),
    };
    await upgrade(await createProject(line(family, outside), envOn(enforced)), "head");
    expect(await versionsOf(url)).toEqual(["b200"]);
    expect(await valuesOf(url, "SELECT id FROM child ORDER BY id")).toEqual([7, 8]);
    expect(await rowsOf(url, "SELECT name FROM sqlite_master WHERE name LIKE '%journal%'")).toEqual([]);
  });
});

describe.each(availableEngines().filter(({ dialect }) => dialect !== "sqlite"))(
  "recreate: always on $name",
  (engine) => {
    it("BAT-02 moves the table with its rows and constraints", async () => {
      const url = await emptyDatabase(engine);
      const first: RevisionSpec = {
        id: "a100",
        async upgrade(op) {
          await op.createTable("harbor", [
            sa.column("id", sa.integer(), { primaryKey: true }),
            sa.column("code", sa.string(8), { nullable: false }),
            sa.column("depth", sa.integer()),
            sa.uniqueConstraint(["code"], { name: "uq_harbor_code" }),
            sa.index("ix_harbor_depth", ["depth"]),
          ]);
          await op.execute("INSERT INTO harbor (code, depth) VALUES ('a', 10), ('b', NULL)");
        },
      };
      const second: RevisionSpec = {
        id: "b200",
        upgrade: (op) =>
          op.batchAlterTable("harbor", { recreate: "always" }, async (batch) => {
            await batch.addColumn(sa.column("pilot", sa.string(20)), { insertAfter: "id" });
            await batch.alterColumn("depth", { newColumnName: "fathoms" });
          }),
      };
      await upgrade(await createProject(line(first, second), envOn(url)), "head");
      const rows = await rowsOf(url, "SELECT * FROM harbor ORDER BY id");
      expect(rows.map((row) => Object.keys(row))[0]).toEqual(["id", "pilot", "code", "fathoms"]);
      expect(rows.map((row) => Object.values(row))).toEqual([
        [1, null, "a", 10],
        [2, null, "b", null],
      ]);
      await expect(rowsOf(url, "INSERT INTO harbor (id, code) VALUES (9, 'a')")).rejects.toThrow(/duplicate/i);
      await rowsOf(url, "INSERT INTO harbor (code) VALUES ('c')");
      expect(await valuesOf(url, "SELECT id FROM harbor WHERE id > 2")).toHaveLength(1);
    });
  },
);
