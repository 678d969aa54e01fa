import { describe, expect, it } from "vitest";
import { type Operations, sa } from "../../src/index.ts";
import { failure, moving, sqliteDrivers } from "./moving.ts";

const family = [
  "CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT)",
  "CREATE TABLE child (id INTEGER PRIMARY KEY, t_id INTEGER REFERENCES t (id) ON DELETE CASCADE)",
  "INSERT INTO t VALUES (1, 'a'), (2, NULL)",
  "INSERT INTO child VALUES (7, 1), (8, 2)",
];

const retype = (op: Operations, table: string): Promise<void> =>
  op.batchAlterTable(table, async (batch) => {
    await batch.alterColumn("note", { type: sa.string(40) });
  });

describe.each(sqliteDrivers)("on $name, a move", (driver) => {
  it("is refused before anything ran, with foreign keys enforced in an open transaction", () =>
    moving(
      driver,
      family,
      async ({ op, connection, statements, rows }) => {
        const transaction = await connection.begin();
        const error = await failure(retype(op, "t"));
        expect(error.code).toBe("ALB0391");
        expect(statements).toEqual([]);
        await transaction.commit();
        expect(await rows("SELECT count(*) FROM child")).toEqual([[2]]);
      },
      { url: "sqlite://?foreign_keys=on" },
    ));

  it("is done with foreign keys enforced in an open transaction, where nothing refers to the table", () =>
    moving(
      driver,
      family,
      async ({ op, connection, rows }) => {
        const transaction = await connection.begin();
        await op.batchAlterTable("child", async (batch) => batch.alterColumn("t_id", { nullable: false }));
        await transaction.commit();
        expect(await rows("SELECT id, t_id FROM child")).toEqual([
          [7, 1],
          [8, 2],
        ]);
      },
      { url: "sqlite://?foreign_keys=on" },
    ));

  it("BAT-20 leaves the old table as it was when the copy fails, and enforces foreign keys again", () =>
    moving(
      driver,
      family,
      async ({ op, rows }) => {
        const before = await rows("SELECT name, sql FROM sqlite_master");
        const error = await failure(
          op.batchAlterTable("t", async (batch) => batch.alterColumn("note", { nullable: false })),
        );
        expect(error.message).toMatch(/NOT NULL/);
        expect(await rows("SELECT name, sql FROM sqlite_master")).toEqual(before);
        expect(await rows("SELECT * FROM t")).toEqual([
          [1, "a"],
          [2, null],
        ]);
        expect(await rows("PRAGMA foreign_keys")).toEqual([[1]]);
        expect(await rows("PRAGMA legacy_alter_table")).toEqual([[0]]);
      },
      { url: "sqlite://?foreign_keys=on" },
    ));

  it("BAT-20 leaves the old table as it was when a statement after the swap fails, also within a transaction that goes on", () =>
    moving(driver, [...family, "CREATE INDEX ix_note ON t (note)"], async ({ op, connection, rows, endStep }) => {
      const transaction = await connection.begin();
      await connection.execute("INSERT INTO t VALUES (3, 'c')");
      const before = await rows("SELECT name, sql FROM sqlite_master");
      await failure(op.batchAlterTable("t", async (batch) => batch.dropColumn("note")));
      expect(await rows("SELECT name, sql FROM sqlite_master")).toEqual(before);
      await endStep();
      await transaction.commit();
      expect(await rows("SELECT count(*) FROM t")).toEqual([[3]]);
    }));

  it("takes no row that would refer to nothing, and counts those that did before", () =>
    moving(driver, [...family, "INSERT INTO child VALUES (9, 99)"], async ({ op, connection, endStep, rows }) => {
      await retype(op, "t");
      expect(await rows("SELECT count(*) FROM child")).toEqual([[3]]);
      const transaction = await connection.begin();
      await retype(op, "t");
      await op.execute("DELETE FROM t WHERE id = 2");
      const error = await failure(endStep());
      expect(error.code).toBe("ALB0392");
      expect(error.message).toContain('1 row of "child"');
      await transaction.rollback();
      const added = op.batchAlterTable("child", async (batch) => {
        await batch.addColumn(sa.column("other", sa.integer(), { serverDefault: "5" }));
        await batch.createForeignKey("fk_other", "t", ["other"], ["id"]);
      });
      expect((await failure(added)).code).toBe("ALB0392");
      expect(await rows("SELECT name FROM pragma_table_info('child')")).toEqual([["id"], ["t_id"]]);
    }));

  it("does not take away the key that another table refers to", () =>
    moving(driver, family, async ({ op, rows }) => {
      const error = await failure(op.batchAlterTable("t", async (batch) => batch.dropColumn("id")));
      expect(error.code).toBe("ALB0393");
      expect(await rows("SELECT name FROM pragma_table_info('t')")).toEqual([["id"], ["note"]]);
    }));

  it("does not break a view or a trigger", () =>
    moving(
      driver,
      [
        ...family,
        "CREATE VIEW v AS SELECT note FROM t",
        "CREATE TABLE log (what TEXT)",
        "CREATE TRIGGER tr AFTER INSERT ON log BEGIN UPDATE t SET note = NEW.what; END",
      ],
      async ({ op, rows }) => {
        const drop = (): Promise<void> => op.batchAlterTable("t", async (batch) => batch.dropColumn("note"));
        const view = await failure(drop());
        expect(view.code).toBe("ALB0394");
        expect(view.message).toContain('view "v"');
        await op.execute("DROP VIEW v");
        const trigger = await failure(drop());
        expect(trigger.message).toContain('a trigger of "log"');
        expect(await rows("SELECT note FROM t WHERE id = 1")).toEqual([["a"]]);
        await op.execute("DROP TRIGGER tr");
        await drop();
        expect(await rows("SELECT * FROM t")).toEqual([[1], [2]]);
      },
    ));

  it("goes on where a view was broken before", () =>
    moving(
      driver,
      [...family, "CREATE TABLE gone (a)", "CREATE VIEW v AS SELECT a FROM gone", "DROP TABLE gone"],
      async ({ op, rows }) => {
        await retype(op, "t");
        expect(await rows("SELECT id FROM t")).toEqual([[1], [2]]);
      },
    ));

  it("BAT-04 leaves a table alone that has the temporary name, and tells of it", () =>
    moving(
      driver,
      [...family, "CREATE TABLE _alembic_tmp_t (id INTEGER)", "INSERT INTO _alembic_tmp_t VALUES (5)"],
      async ({ op, rows, warnings }) => {
        await retype(op, "t");
        expect(await rows("SELECT id FROM _alembic_tmp_t")).toEqual([[5]]);
        expect(await rows("SELECT id FROM t")).toEqual([[1], [2]]);
        expect(warnings).toEqual([
          'A table "_alembic_tmp_t" is there, as a move of "t" that was interrupted leaves it. It is not touched: look at its rows, then drop it.',
        ]);
      },
    ));

  it("BAT-04 cuts the temporary name to 50 characters, and keeps two such names apart", () => {
    const long = "a_table_with_a_name_that_is_longer_than_the_fifty_letters";
    return moving(
      driver,
      [
        `CREATE TABLE ${long}_1 (id INTEGER PRIMARY KEY, note TEXT)`,
        `CREATE TABLE ${`_alembic_tmp_${long}`.slice(0, 50)} (id INTEGER)`,
      ],
      async ({ op, statements }) => {
        await retype(op, `${long}_1`);
        const name = /^CREATE TABLE (\S+)/.exec(statements[0] ?? "")?.[1] ?? "";
        expect(name).toBe(`${`_alembic_tmp_${long}`.slice(0, 48)}_2`);
        expect(name).toHaveLength(50);
      },
    );
  });

  it("says where the rows are when another tool was interrupted after it had dropped the table", () =>
    moving(driver, ["CREATE TABLE _alembic_tmp_t (id INTEGER)"], async ({ op }) => {
      const error = await failure(retype(op, "t"));
      expect(error.code).toBe("ALB0877");
      expect("hint" in error ? error.hint : "").toContain('has left its rows in "_alembic_tmp_t"');
    }));

  it("does not make an ordinary table of a virtual one, nor of a view", () =>
    moving(driver, ["CREATE VIRTUAL TABLE f USING fts5(note)", "CREATE VIEW v AS SELECT 1 AS note"], async ({ op }) => {
      expect((await failure(retype(op, "f"))).code).toBe("ALB0309");
      expect((await failure(retype(op, "v"))).code).toBe("ALB0877");
    }));

  it("of a million rows' kind is one statement within the database", () =>
    moving(driver, family, async ({ op, statements }) => {
      await retype(op, "t");
      expect(statements.filter((statement) => statement.startsWith("INSERT"))).toEqual([
        "INSERT INTO _alembic_tmp_t (id, note) SELECT t.id, t.note FROM t",
      ]);
    }));
});
