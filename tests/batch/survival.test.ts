import { describe, expect, it } from "vitest";
import { type Operations, sa, sql } from "../../src/index.ts";
import { moving, sqliteDrivers } from "./moving.ts";

/** A change that cannot be made in place, and leaves everything but the type of `note` alone. */
const retype = (op: Operations, table: string): Promise<void> =>
  op.batchAlterTable(table, async (batch) => {
    await batch.alterColumn("note", { type: sa.string(40) });
  });

describe.each(sqliteDrivers)("a move on $name keeps", (driver) => {
  it("BAT-05 rows, whatever they hold", () =>
    moving(
      driver,
      [
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v BLOB, w NUMERIC, note TEXT)",
        "INSERT INTO t VALUES (1, x'00ff', 1.5, 'a'), (2, 'text', 'été', NULL), (3, NULL, 9007199254740993, ''), (-4, 5, x'', 'é')",
      ],
      async ({ op, rows }) => {
        const before = await rows("SELECT *, typeof(v), typeof(w) FROM t ORDER BY id");
        await retype(op, "t");
        expect(await rows("SELECT *, typeof(v), typeof(w) FROM t ORDER BY id")).toEqual(before);
      },
    ));

  it("BAT-06 values across a change of type, and tells of those that do not fit", () =>
    moving(
      driver,
      [
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b TEXT, c TEXT, d REAL)",
        "INSERT INTO t VALUES (1, 60, '12', 'x9', 1.5), (2, NULL, NULL, '7', 2)",
      ],
      async ({ op, rows, warnings }) => {
        await op.batchAlterTable("t", async (batch) => {
          await batch.alterColumn("a", { type: sa.string(9) });
          await batch.alterColumn("b", { type: sa.integer() });
          await batch.alterColumn("c", { type: sa.integer() });
          await batch.alterColumn("d", { type: sa.integer() });
        });
        expect(await rows("SELECT a, b, c, d FROM t ORDER BY id")).toEqual([
          ["60", 12, "x9", 1.5],
          [null, null, 7, 2],
        ]);
        expect(warnings).toEqual([
          '1 value of "c" in table "t" cannot be read as INTEGER: the column\'s values are kept as they are.',
          '1 value of "d" in table "t" cannot be read as INTEGER: the column\'s values are kept as they are.',
        ]);
      },
    ));

  it.each([
    ["DATE", sa.date(), "2020-02-03"],
    ["DATETIME", sa.dateTime(), "2020-02-03 04:05:06"],
    ["TIME", sa.time(), "04:05:06"],
    ["JSON", sa.json(), '{"a": 1}'],
  ])("BAT-06 a text that becomes a %s as it is written", (_word, type, value) =>
    moving(
      driver,
      ["CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)", `INSERT INTO t VALUES (1, '${value}')`],
      async ({ op, rows }) => {
        await op.batchAlterTable("t", async (batch) => batch.alterColumn("v", { type }));
        expect(await rows("SELECT v FROM t")).toEqual([[value]]);
      },
    ),
  );

  it("BAT-17 indexes: unique, partial, over expressions, descending, with a collation", () =>
    moving(
      driver,
      [
        "CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT, n INTEGER)",
        "CREATE UNIQUE INDEX ix_unique ON t (n, note)",
        "CREATE INDEX ix_partial ON t (note) WHERE n > 5",
        "CREATE INDEX ix_expression ON t (lower(note), n)",
        "CREATE INDEX ix_order ON t (n DESC, note COLLATE NOCASE)",
      ],
      async ({ op, sqlOf, connection }) => {
        await retype(op, "t");
        expect(await sqlOf("ix_unique")).toBe("CREATE UNIQUE INDEX ix_unique ON t (n, note)");
        expect(await sqlOf("ix_partial")).toBe("CREATE INDEX ix_partial ON t (note) WHERE n > 5");
        expect(await sqlOf("ix_expression")).toBe("CREATE INDEX ix_expression ON t (lower(note), n)");
        expect(await sqlOf("ix_order")).toBe("CREATE INDEX ix_order ON t (n DESC, note COLLATE NOCASE)");
        await connection.execute("INSERT INTO t VALUES (1, 'a', 1)");
        await expect(connection.execute("INSERT INTO t VALUES (2, 'a', 1)")).rejects.toThrow(/UNIQUE/);
      },
    ));

  it("BAT-14 CHECKs, with a name and without, of the table and of a column", () =>
    moving(
      driver,
      [
        `CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT CHECK (note <> 'a)b' AND note <> ','), n INTEGER,
         CHECK (n > 0 /* not, "never" */), CONSTRAINT ck_n CHECK (n < 100))`,
      ],
      async ({ op, sqlOf, connection }) => {
        await retype(op, "t");
        expect(await sqlOf("t")).toContain("CONSTRAINT ck_n CHECK (n < 100)");
        for (const values of ["1, 'a)b', 5", "1, 'x', 0", "1, 'x', 100"]) {
          await expect(connection.execute(`INSERT INTO t VALUES (${values})`)).rejects.toThrow(/CHECK/);
        }
        await connection.execute("INSERT INTO t VALUES (1, 'x', 5)");
      },
    ));

  it("BAT-15 unnamed keys, and foreign keys with all that they say", () =>
    moving(
      driver,
      [
        "CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE)",
        `CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT UNIQUE,
           a INTEGER REFERENCES p (id) ON DELETE CASCADE ON UPDATE SET NULL,
           b INTEGER REFERENCES p DEFERRABLE INITIALLY DEFERRED,
           c TEXT, CONSTRAINT fk_c FOREIGN KEY (c) REFERENCES p (code) ON DELETE SET DEFAULT)`,
      ],
      async ({ op, rows }) => {
        const read =
          'SELECT "table", "from", "to", on_update, on_delete FROM pragma_foreign_key_list(\'t\') ORDER BY id';
        await retype(op, "t");
        expect(await rows(read)).toEqual([
          ["p", "c", "code", "NO ACTION", "SET DEFAULT"],
          ["p", "b", "id", "NO ACTION", "NO ACTION"],
          ["p", "a", "id", "SET NULL", "CASCADE"],
        ]);
        const [[text]] = (await rows("SELECT sql FROM sqlite_master WHERE name = 't'")) as [[string]];
        expect(text).toContain("DEFERRABLE INITIALLY DEFERRED");
        expect(text).toContain("UNIQUE (note)");
      },
    ));

  it("BAT-19 references of the table to itself", () =>
    moving(
      driver,
      [
        "CREATE TABLE t (id INTEGER PRIMARY KEY, up INTEGER REFERENCES t (id) ON DELETE CASCADE, note TEXT)",
        "INSERT INTO t VALUES (1, NULL, 'a'), (2, 1, 'b'), (3, 2, 'c')",
      ],
      async ({ op, rows, endStep }) => {
        await retype(op, "t");
        await endStep();
        expect(await rows("SELECT id, up FROM t")).toEqual([
          [1, null],
          [2, 1],
          [3, 2],
        ]);
        expect(await rows("SELECT \"table\", on_delete FROM pragma_foreign_key_list('t')")).toEqual([["t", "CASCADE"]]);
      },
    ));

  it("BAT-19 references to a column that the batch renames, of the table itself and of others", () =>
    moving(
      driver,
      [
        "CREATE TABLE t (id INTEGER PRIMARY KEY, up INTEGER REFERENCES t (id), note TEXT)",
        "CREATE TABLE child (id INTEGER PRIMARY KEY, t_id INTEGER REFERENCES t (id))",
        "INSERT INTO t VALUES (1, NULL, 'a'), (2, 1, 'b')",
        "INSERT INTO child VALUES (7, 2)",
      ],
      async ({ op, rows }) => {
        await op.batchAlterTable("t", async (batch) => {
          await batch.alterColumn("id", { newColumnName: "no" });
          await batch.alterColumn("note", { type: sa.string(9) });
        });
        expect(await rows("SELECT \"to\" FROM pragma_foreign_key_list('t')")).toEqual([["no"]]);
        expect(await rows("SELECT \"to\" FROM pragma_foreign_key_list('child')")).toEqual([["no"]]);
        expect(await rows("SELECT no, up, note FROM t")).toEqual([
          [1, null, "a"],
          [2, 1, "b"],
        ]);
        expect(await rows("PRAGMA foreign_key_check")).toEqual([]);
      },
    ));

  it("defaults, also those that are expressions, and texts in a name's quotes", () =>
    moving(
      driver,
      [
        `CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT DEFAULT 'it''s', b INTEGER DEFAULT -1, c DEFAULT CURRENT_TIMESTAMP,
         d REAL DEFAULT (1 + 0.5), e TEXT DEFAULT NULL, f TEXT DEFAULT "plain", g BLOB DEFAULT x'00ff', h TEXT DEFAULT '', note TEXT,
         i DEFAULT TRUE, j TEXT DEFAULT ('a' || 'b'))`,
      ],
      async ({ op, rows, connection }) => {
        await connection.execute("INSERT INTO t (id) VALUES (1)");
        await retype(op, "t");
        await connection.execute("INSERT INTO t (id) VALUES (2)");
        const [before, after] = await rows("SELECT a, b, length(c), d, e, f, hex(g), h, i, j FROM t ORDER BY id");
        expect(after).toEqual(before);
      },
    ));

  it("generated columns, stored and virtual, and goes on making their values", () =>
    moving(
      driver,
      [
        `CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, note TEXT, twice INTEGER GENERATED ALWAYS AS (a * 2) STORED NOT NULL,
         both TEXT AS (note || '-' || a))`,
        "INSERT INTO t (id, a, note) VALUES (1, 5, 'x')",
        "CREATE INDEX ix_both ON t (both)",
      ],
      async ({ op, rows, connection }) => {
        await op.batchAlterTable("t", async (batch) =>
          batch.alterColumn("a", { newColumnName: "amount", nullable: false }),
        );
        await connection.execute("INSERT INTO t (id, amount, note) VALUES (2, 7, 'y')");
        expect(await rows("SELECT twice, both FROM t ORDER BY id")).toEqual([
          [10, "x-5"],
          [14, "y-7"],
        ]);
        expect(await rows("SELECT name, hidden FROM pragma_table_xinfo('t') WHERE hidden > 1")).toEqual([
          ["twice", 3],
          ["both", 2],
        ]);
      },
    ));

  it("AUTOINCREMENT and the numbers that it gave, also of rows that are gone", () =>
    moving(
      driver,
      [
        "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, note TEXT)",
        "CREATE TABLE other (id INTEGER PRIMARY KEY AUTOINCREMENT)",
        "INSERT INTO other VALUES (77)",
        "INSERT INTO t VALUES (41, 'a')",
        "DELETE FROM t WHERE id = 41",
      ],
      async ({ op, rows, connection }) => {
        await retype(op, "t");
        await connection.execute("INSERT INTO t (note) VALUES ('b')");
        expect(await rows("SELECT id FROM t")).toEqual([[42]]);
        await connection.execute("DELETE FROM t");
        await connection.execute("INSERT INTO t (id, note) VALUES (5, 'c')");
        await retype(op, "t");
        await connection.execute("INSERT INTO t (note) VALUES ('d')");
        expect(await rows("SELECT id FROM t ORDER BY id")).toEqual([[5], [43]]);
        expect(await rows("SELECT name, seq FROM sqlite_sequence ORDER BY name")).toEqual([
          ["other", 77],
          ["t", 43],
        ]);
      },
    ));

  it("WITHOUT ROWID and STRICT, and the types that STRICT knows", () =>
    moving(
      driver,
      [
        "CREATE TABLE t (id TEXT PRIMARY KEY, v ANY, n INT, note TEXT) STRICT, WITHOUT ROWID",
        "INSERT INTO t VALUES ('a', x'00', 1, 'n'), ('b', 'text', 2, NULL)",
      ],
      async ({ op, rows, connection }) => {
        const before = await rows("SELECT id, v, typeof(v), n FROM t ORDER BY id");
        await op.batchAlterTable("t", async (batch) =>
          batch.alterColumn("note", { nullable: true, newColumnName: "remark" }),
        );
        expect(await rows("SELECT id, v, typeof(v), n FROM t ORDER BY id")).toEqual(before);
        await expect(connection.execute("INSERT INTO t VALUES ('c', 1, 'no number', '')")).rejects.toThrow(
          /cannot store/,
        );
        await expect(connection.execute("SELECT rowid FROM t")).rejects.toThrow(/no such column/);
      },
    ));

  it("collations of columns and of keys", () =>
    moving(
      driver,
      [
        `CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT COLLATE NOCASE, b COLLATE RTRIM, c TEXT, note TEXT,
         UNIQUE (a), UNIQUE (c COLLATE NOCASE))`,
        "INSERT INTO t VALUES (1, 'a', 'b', 'c', '')",
      ],
      async ({ op, rows, connection }) => {
        await retype(op, "t");
        expect(await rows("SELECT id FROM t WHERE a = 'A' AND b = 'b  '")).toEqual([[1]]);
        await expect(connection.execute("INSERT INTO t (a) VALUES ('A')")).rejects.toThrow(/UNIQUE/);
        await expect(connection.execute("INSERT INTO t (c) VALUES ('C')")).rejects.toThrow(/UNIQUE/);
      },
    ));

  it("what is done on a conflict", () =>
    moving(
      driver,
      [
        `CREATE TABLE t (id INTEGER PRIMARY KEY ON CONFLICT REPLACE, a TEXT NOT NULL ON CONFLICT IGNORE,
         b TEXT UNIQUE ON CONFLICT REPLACE, note TEXT)`,
        "INSERT INTO t VALUES (1, 'a', 'b', '')",
      ],
      async ({ op, rows, connection }) => {
        await retype(op, "t");
        await connection.execute("INSERT INTO t VALUES (1, 'again', 'c', '')");
        await connection.execute("INSERT INTO t VALUES (2, NULL, 'd', '')");
        await connection.execute("INSERT INTO t VALUES (3, 'a', 'c', '')");
        expect(await rows("SELECT id, a, b FROM t")).toEqual([[3, "a", "c"]]);
      },
    ));

  it("keys that are no row numbers: INT, and INTEGER in descending order", () =>
    moving(
      driver,
      [
        "CREATE TABLE t (id INT PRIMARY KEY, note TEXT)",
        "CREATE TABLE d (id INTEGER PRIMARY KEY DESC, note TEXT)",
        "INSERT INTO t VALUES (NULL, 'a'), ('x', 'b')",
        "INSERT INTO d VALUES (NULL, 'a')",
      ],
      async ({ op, rows }) => {
        await retype(op, "t");
        await retype(op, "d");
        expect(await rows("SELECT id, note FROM t ORDER BY note")).toEqual([
          [null, "a"],
          ["x", "b"],
        ]);
        expect(await rows("SELECT id, note FROM d")).toEqual([[null, "a"]]);
      },
    ));

  it("triggers, and says that they were created again", () =>
    moving(
      driver,
      [
        "CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT)",
        "CREATE TABLE log (what TEXT)",
        "CREATE TRIGGER tr_insert AFTER INSERT ON t BEGIN INSERT INTO log VALUES ('in ' || NEW.note); END",
        "CREATE TEMP TRIGGER tr_temp AFTER DELETE ON t BEGIN INSERT INTO log VALUES ('out'); END",
        "CREATE TRIGGER tr_other AFTER INSERT ON log WHEN NEW.what = 'clear' BEGIN DELETE FROM t; END",
      ],
      async ({ op, rows, connection, log }) => {
        await retype(op, "t");
        await connection.execute("INSERT INTO t VALUES (1, 'a')");
        await connection.execute("DELETE FROM t");
        expect(await rows("SELECT what FROM log")).toEqual([["in a"], ["out"]]);
        await connection.execute("INSERT INTO t VALUES (2, 'b')");
        await connection.execute("INSERT INTO log VALUES ('clear')");
        expect(await rows("SELECT count(*) FROM t")).toEqual([[0]]);
        expect(log).toEqual(['Created again after the move of table "t": trigger tr_insert, tr_temp']);
      },
    ));

  it("views, also under the new name of a column", () =>
    moving(
      driver,
      [
        "CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT, n INTEGER)",
        "INSERT INTO t VALUES (1, 'a', 5)",
        "CREATE VIEW v AS SELECT id, note AS remark FROM t WHERE n > 1",
        "CREATE VIEW above AS SELECT * FROM v",
        "CREATE TRIGGER tr INSTEAD OF INSERT ON v BEGIN INSERT INTO t (note, n) VALUES (NEW.remark, 9); END",
      ],
      async ({ op, rows, connection }) => {
        await retype(op, "t");
        expect(await rows("SELECT * FROM above")).toEqual([[1, "a"]]);
        await op.batchAlterTable("t", async (batch) => {
          await batch.alterColumn("note", { newColumnName: "title", nullable: false });
        });
        await connection.execute("INSERT INTO v (remark) VALUES ('b')");
        expect(await rows("SELECT * FROM above")).toEqual([
          [1, "a"],
          [2, "b"],
        ]);
      },
    ));

  it("the order of columns, and quotes of names", () =>
    moving(
      driver,
      [
        'CREATE TABLE "Night Watch" ("order" INTEGER PRIMARY KEY, "The Lamp" INTEGER, "a""b" INTEGER, note TEXT)',
        'INSERT INTO "Night Watch" VALUES (1, 2, 3, NULL)',
        'CREATE INDEX "Ix X" ON "Night Watch" ("The Lamp")',
      ],
      async ({ op, rows, sqlOf }) => {
        await retype(op, "Night Watch");
        expect(await rows("SELECT name FROM pragma_table_info('Night Watch')")).toEqual([
          ["order"],
          ["The Lamp"],
          ['a"b'],
          ["note"],
        ]);
        expect(await sqlOf("Ix X")).toBe('CREATE INDEX "Ix X" ON "Night Watch" ("The Lamp")');
      },
    ));

  it("expressions that name a column which is renamed", () =>
    moving(
      driver,
      [
        `CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER CHECK (n > 0), length INTEGER, note TEXT COLLATE NOCASE,
         double INTEGER AS (n * 2), CONSTRAINT ck CHECK ("n" < 100 AND length(note) >= 0 AND CAST(n AS TEXT) <> 'n'))`,
        "CREATE INDEX ix ON t (abs(n)) WHERE n > 1",
      ],
      async ({ op, sqlOf }) => {
        await op.batchAlterTable("t", async (batch) => {
          await batch.alterColumn("n", { newColumnName: "count" });
          await batch.alterColumn("length", { newColumnName: "size" });
        });
        const text = await sqlOf("t");
        expect(text).toContain("CHECK (count > 0)");
        expect(text).toContain("CHECK (count < 100 AND length(note) >= 0 AND CAST(count AS TEXT) <> 'n')");
        expect(text).toContain("AS (count * 2)");
        expect(await sqlOf("ix")).toBe("CREATE INDEX ix ON t (abs(count)) WHERE count > 1");
      },
    ));

  it("the rows of other tables where foreign keys are enforced", () =>
    moving(
      driver,
      [
        "CREATE TABLE t (id INTEGER PRIMARY KEY, up INTEGER REFERENCES t (id) ON DELETE CASCADE, note TEXT)",
        "CREATE TABLE child (id INTEGER PRIMARY KEY, t_id INTEGER REFERENCES t (id) ON DELETE CASCADE)",
        "INSERT INTO t VALUES (1, NULL, 'a'), (2, 1, 'b')",
        "INSERT INTO child VALUES (7, 1), (8, 2)",
      ],
      async ({ op, rows }) => {
        await retype(op, "t");
        expect(await rows("SELECT count(*) FROM t")).toEqual([[2]]);
        expect(await rows("SELECT count(*) FROM child")).toEqual([[2]]);
        expect(await rows("PRAGMA foreign_keys")).toEqual([[1]]);
      },
      { url: "sqlite://?foreign_keys=on" },
    ));

  it("a table whose name is written in other letters", () =>
    moving(
      driver,
      [
        "CREATE TABLE Users (id INTEGER PRIMARY KEY AUTOINCREMENT, note TEXT, up INTEGER REFERENCES Users (id))",
        "INSERT INTO Users VALUES (9, 'a', 9)",
        "CREATE TRIGGER tr AFTER DELETE ON Users BEGIN SELECT 1; END",
      ],
      async ({ op, rows }) => {
        await retype(op, "users");
        expect(await rows("SELECT id, note FROM users")).toEqual([[9, "a"]]);
        expect(await rows("SELECT seq FROM sqlite_sequence")).toEqual([[9]]);
        expect(await rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")).toEqual([["tr"]]);
      },
    ));

  it("a table in an attached file, with its index and trigger", () =>
    moving(
      driver,
      [
        "ATTACH DATABASE ':memory:' AS fleet",
        "CREATE TABLE fleet.t (id INTEGER PRIMARY KEY AUTOINCREMENT, note TEXT)",
        "CREATE TABLE fleet.log (what TEXT)",
        "INSERT INTO fleet.t VALUES (5, 'a')",
        "DELETE FROM fleet.t WHERE id = 5",
        "INSERT INTO fleet.t VALUES (3, 'a')",
        "CREATE INDEX fleet.ix_note ON t (note)",
        "CREATE TRIGGER fleet.tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES (NEW.note); END",
      ],
      async ({ op, rows, connection }) => {
        await op.batchAlterTable("t", { schema: "fleet" }, async (batch) => {
          await batch.alterColumn("note", { nullable: false });
        });
        await connection.execute("INSERT INTO fleet.t (note) VALUES ('b')");
        expect(await rows("SELECT id, note FROM fleet.t")).toEqual([
          [3, "a"],
          [6, "b"],
        ]);
        expect(await rows("SELECT what FROM fleet.log")).toEqual([["b"]]);
        expect(await rows("SELECT name FROM fleet.sqlite_master WHERE type = 'index'")).toEqual([["ix_note"]]);
      },
    ));

  it("the CHECK of a type once, as it is given or reflected", () =>
    moving(
      driver,
      [
        "CREATE TABLE t (id INTEGER PRIMARY KEY, lit BOOLEAN, CONSTRAINT ck_lit CHECK (lit IN (0, 1)))",
        "INSERT INTO t VALUES (1, 1)",
      ],
      async ({ op, sqlOf }) => {
        const reflectArgs = [sa.column("lit", sa.boolean({ createConstraint: true, name: "ck_lit" }))];
        await op.batchAlterTable("t", { reflectArgs }, async (batch) => {
          await batch.addColumn(sa.column("mood", sa.enum(["a", "b"], { name: "ck_mood", createConstraint: true })));
        });
        expect((await sqlOf("t"))?.match(/CHECK/g)).toHaveLength(2);
      },
    ));

  it("an index that a new column asks for, under the table's own name", () =>
    moving(driver, ["CREATE TABLE t (id INTEGER PRIMARY KEY)"], async ({ op, rows }) => {
      await op.batchAlterTable("t", { recreate: "always" }, async (batch) => {
        await batch.addColumn(sa.column("code", sa.string(4), { index: true }));
        await batch.addColumn(sa.column("seen", sa.dateTime(), { serverDefault: sql`CURRENT_TIMESTAMP` }));
      });
      expect(await rows("SELECT name FROM sqlite_master WHERE type = 'index'")).toEqual([["ix_t_code"]]);
    }));
});
