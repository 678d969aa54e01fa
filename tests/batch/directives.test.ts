import { describe, expect, it } from "vitest";
import { sa, sql } from "../../src/index.ts";
import type { BatchAlterTableOptions } from "../../src/operations/batch/batch-alter-table.ts";
import type { BatchOperations } from "../../src/operations/batch/batch-operations.ts";
import { record } from "../../conformance/adapter/recorder.ts";
import { failure, type Moving, moving, sqliteDrivers } from "./moving.ts";

const lamp = [
  "CREATE TABLE lamp (id INTEGER NOT NULL, label VARCHAR(20), watts INTEGER DEFAULT 40, CONSTRAINT pk_lamp PRIMARY KEY (id))",
  "INSERT INTO lamp VALUES (1, 'north', 60), (2, 'south', 25)",
];

type Options = BatchAlterTableOptions;

/** Runs a batch on `lamp`, and gives its columns, its rows and its statement. */
async function change(
  { op, rows, sqlOf }: Moving,
  options: Options,
  body: (batch: BatchOperations) => Promise<void> | void,
): Promise<{ columns: readonly unknown[]; rows: readonly unknown[]; sql: string | null }> {
  await op.batchAlterTable("lamp", options, body);
  return {
    columns: (await rows("SELECT name FROM pragma_table_info('lamp')")).flat(),
    rows: await rows("SELECT * FROM lamp"),
    sql: await sqlOf("lamp"),
  };
}

describe.each(sqliteDrivers.slice(0, 1))("a batch on $name", (driver) => {
  it("BAT-01 moves the table only where it cannot be altered in place", () =>
    moving(driver, lamp, async (database) => {
      await change(database, {}, async (batch) => {
        await batch.addColumn(sa.column("hue", sa.string(9)));
        await batch.createIndex("ix_hue", ["hue"]);
        await batch.dropIndex("ix_hue");
      });
      expect(database.statements.join(" ")).not.toContain("_alembic_tmp_");
      await change(database, {}, async (batch) => batch.dropColumn("hue"));
      expect(database.statements.join(" ")).toContain("_alembic_tmp_lamp");
    }));

  it("BAT-01 moves the table for a column that brings a constraint or is filled by an expression", async () => {
    const columns = [
      sa.column("a", sa.integer(), { foreignKey: sa.foreignKey("lamp.id", { name: "fk_a" }) }),
      sa.column("a", sa.dateTime(), { serverDefault: sql`CURRENT_TIMESTAMP` }),
      sa.column("a", sa.integer(), { computed: sa.computed("watts * 2", { persisted: true }) }),
      sa.column("a", sa.boolean({ createConstraint: true, name: "ck_a" })),
    ];
    for (const column of columns) {
      await moving(driver, lamp, async (database) => {
        await change(database, {}, async (batch) => batch.addColumn(column));
        expect(database.statements[0]).toContain("CREATE TABLE _alembic_tmp_lamp");
      });
    }
  });

  it("BAT-02 moves the table always, never, and refuses another word", () =>
    moving(driver, lamp, async (database) => {
      await change(database, { recreate: "always" }, () => undefined);
      expect(database.statements).toHaveLength(4);
      const never = await failure(
        change(database, { recreate: "never" }, async (batch) => batch.alterColumn("label", { nullable: false })),
      );
      expect(never.code).toBe("ALB0341");
      const perhaps: Options = { recreate: "perhaps" as "auto" };
      const word = await failure(Promise.resolve().then(() => change(database, perhaps, () => undefined)));
      expect(word.code).toBe("ALB0839");
    }));

  it("BAT-03 sends plain ALTERs on other dialects, one a call and in order", async () => {
    for (const name of ["postgresql", "mysql", "mariadb", "mssql", "oracle"]) {
      const { op, statements } = await record(name, {});
      await op.batchAlterTable("lamp", async (batch) => {
        await batch.addColumn(sa.column("hue", sa.integer()));
        await batch.dropColumn("watts");
      });
      expect(statements).toHaveLength(2);
      expect(statements.every((statement) => statement.startsWith("ALTER TABLE lamp "))).toBe(true);
    }
  });

  it("BAT-04 makes the table, copies the rows, drops the old one and renames", () =>
    moving(driver, lamp, async (database) => {
      await change(database, {}, async (batch) => batch.dropColumn("watts"));
      expect(database.statements).toEqual([
        "CREATE TABLE _alembic_tmp_lamp (id INTEGER NOT NULL, label VARCHAR(20), CONSTRAINT pk_lamp PRIMARY KEY (id))",
        "INSERT INTO _alembic_tmp_lamp (id, label) SELECT lamp.id, lamp.label FROM lamp",
        "DROP TABLE lamp",
        "ALTER TABLE _alembic_tmp_lamp RENAME TO lamp",
      ]);
    }));

  it("BAT-05 adds, drops, renames and retypes columns at once, with their values", () =>
    moving(driver, lamp, async (database) => {
      const after = await change(database, {}, async (batch) => {
        await batch.alterColumn("label", { newColumnName: "title", type: sa.text(), nullable: false });
        await batch.dropColumn("watts");
        await batch.addColumn(sa.column("lit", sa.integer(), { serverDefault: "1", nullable: false }));
      });
      expect(after.columns).toEqual(["id", "title", "lit"]);
      expect(after.rows).toEqual([
        [1, "north", 1],
        [2, "south", 1],
      ]);
    }));

  it("BAT-07 places a new column, and refuses to where the table is altered in place", () =>
    moving(driver, lamp, async (database) => {
      const after = await change(database, { recreate: "always" }, async (batch) => {
        await batch.addColumn(sa.column("a", sa.integer()), { insertAfter: "id" });
        await batch.addColumn(sa.column("b", sa.integer()), { insertAfter: "a" });
        await batch.addColumn(sa.column("c", sa.integer()), { insertBefore: "a" });
        await batch.addColumn(sa.column("d", sa.integer()), { insertBefore: "id" });
      });
      expect(after.columns).toEqual(["d", "id", "c", "a", "b", "label", "watts"]);
      const place = change(database, {}, async (batch) =>
        batch.addColumn(sa.column("e", sa.integer()), { insertAfter: "id" }),
      );
      expect((await failure(place)).code).toBe("ALB0314");
      const both = change(database, { recreate: "always" }, async (batch) =>
        batch.addColumn(sa.column("e", sa.integer()), { insertAfter: "watts", insertBefore: "id" }),
      );
      expect((await failure(both)).code).toBe("ALB0871");
    }));

  it("BAT-08 reorders columns by lists of some of them", () =>
    moving(driver, lamp, async (database) => {
      const { columns, rows } = await change(
        database,
        { recreate: "always", partialReordering: [["watts", "id"]] },
        () => undefined,
      );
      expect(columns).toEqual(["label", "watts", "id"]);
      expect(rows[0]).toEqual(["north", 60, 1]);
      const contrary: Options = {
        recreate: "always",
        partialReordering: [
          ["id", "label"],
          ["label", "id"],
        ],
      };
      expect((await failure(change(database, contrary, () => undefined))).code).toBe("ALB0871");
    }));

  const described = sa.table("lamp", [
    sa.column("id", sa.integer(), { primaryKey: true }),
    sa.column("label", sa.string(20)),
    sa.column("watts", sa.integer(), { check: sa.checkConstraint("watts > 0", { name: "ck_watts" }) }),
    sa.index("ix_label", ["label"]),
  ]);

  it("BAT-09 takes the table as it is described, and writes a script of it", async () => {
    const { op, statements } = await record("sqlite", {});
    await op.batchAlterTable("lamp", { copyFrom: described }, async (batch) => {
      await batch.dropConstraint("ck_watts", { type: "check" });
      await batch.alterColumn("watts", { type: sa.string(9) });
    });
    expect(statements.map((statement) => statement.replaceAll(/\s+/g, " "))).toEqual([
      "CREATE TABLE _alembic_tmp_lamp ( id INTEGER NOT NULL, label VARCHAR(20), watts VARCHAR(9), PRIMARY KEY (id) )",
      "INSERT INTO _alembic_tmp_lamp (id, label, watts) SELECT lamp.id, lamp.label, CAST(lamp.watts AS VARCHAR(9)) AS watts FROM lamp",
      "DROP TABLE lamp",
      "ALTER TABLE _alembic_tmp_lamp RENAME TO lamp",
      "CREATE INDEX ix_label ON lamp (label)",
    ]);
  });

  it("BAT-09 refuses a description that would lose a column", () =>
    moving(driver, [...lamp, "ALTER TABLE lamp ADD COLUMN more TEXT"], async (database) => {
      const error = await failure(
        change(database, { copyFrom: described }, async (batch) => batch.alterColumn("watts", { nullable: true })),
      );
      expect(error.code).toBe("ALB0878");
    }));

  it("BAT-10 refuses a script that does not say what the table is", async () => {
    const { op, statements } = await record("sqlite", {});
    const error = await failure(op.batchAlterTable("lamp", async (batch) => batch.dropColumn("watts")));
    expect(error.code).toBe("ALB0316");
    expect(statements).toEqual([]);
  });

  it("BAT-11 reads columns as they are given, and lets listeners change them", () =>
    moving(driver, lamp, async (database) => {
      const after = await change(
        database,
        {
          recreate: "always",
          reflectArgs: [sa.column("label", sa.string(8)), sa.checkConstraint("watts > 1", { name: "ck" })],
          reflectKwargs: {
            listeners: [
              [
                "columnReflect",
                (column) => (column.name === "watts" ? column.with({ type: sa.bigInteger() }) : undefined),
              ],
            ],
          },
        },
        () => undefined,
      );
      expect(after.sql).toContain("label VARCHAR(8), watts BIGINT DEFAULT (40)");
      expect(after.sql).toContain("CONSTRAINT ck CHECK (watts > 1)");
      const listener: object = { listener: [] };
      const unknown = Promise.resolve().then(() => change(database, { reflectKwargs: listener }, () => undefined));
      expect((await failure(unknown)).code).toBe("ALB0802");
    }));

  it("BAT-12 adds items and options to the new table", () =>
    moving(driver, lamp, async (database) => {
      const after = await change(
        database,
        {
          tableArgs: [sa.uniqueConstraint(["label"], { name: "uq_label" }), sa.index("ix_watts", ["watts"])],
          tableKwargs: { sqlite: { autoincrement: true } },
        },
        async (batch) => batch.alterColumn("label", { type: sa.text() }),
      );
      expect(after.sql).toContain("id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT");
      expect(after.sql).toContain("CONSTRAINT uq_label UNIQUE (label)");
      expect(await database.sqlOf("ix_watts")).toBe("CREATE INDEX ix_watts ON lamp (watts)");
    }));

  it("BAT-13 drops a constraint without a name by the name that a convention makes", () =>
    moving(
      driver,
      ["CREATE TABLE lamp (id INTEGER PRIMARY KEY, label TEXT UNIQUE, up INTEGER REFERENCES lamp (id))"],
      async (database) => {
        const namingConvention = {
          uq: "uq_%(table_name)s_%(column_0_name)s",
          fk: "fk_%(table_name)s_%(column_0_name)s",
        };
        const after = await change(database, { namingConvention }, async (batch) => {
          await batch.dropConstraint("uq_lamp_label", { type: "unique" });
        });
        expect(after.sql).not.toContain("UNIQUE");
        expect(after.sql).toContain("CONSTRAINT fk_lamp_up FOREIGN KEY");
      },
    ));

  it("BAT-14 adds, replaces and drops constraints by name, and says which there are", () =>
    moving(driver, lamp, async (database) => {
      const added = await change(database, {}, async (batch) => {
        await batch.createUniqueConstraint("uq_label", ["label"]);
        await batch.createCheckConstraint("ck_watts", "watts > 0");
        await batch.createForeignKey("fk_twin", "lamp", ["watts"], ["id"]);
        await batch.dropConstraint("fk_twin");
      });
      expect(added.sql).toContain("CONSTRAINT uq_label UNIQUE (label), CONSTRAINT ck_watts CHECK (watts > 0)");
      const error = await failure(change(database, {}, async (batch) => batch.dropConstraint("uq_lable")));
      expect(error.code).toBe("ALB0873");
      expect("hint" in error ? error.hint : "").toContain('Did you mean "uq_label"?');
      const unnamed = change(database, {}, async (batch) => batch.createUniqueConstraint(null, ["label"]));
      expect((await failure(unnamed)).code).toBe("ALB0876");
    }));

  it("BAT-15 keeps what has no name", () =>
    moving(
      driver,
      [
        "CREATE TABLE lamp (id INTEGER PRIMARY KEY, label TEXT UNIQUE, up INTEGER REFERENCES lamp (id), CHECK (id > 0))",
      ],
      async (database) => {
        const { sql: text } = await change(database, {}, async (batch) => batch.alterColumn("up", { nullable: false }));
        expect(text).toContain("UNIQUE (label)");
        expect(text).toContain("FOREIGN KEY(up) REFERENCES lamp (id)");
        expect(text).toContain("CHECK (id > 0)");
      },
    ));

  it("BAT-16 exchanges, drops and renames a column with the CHECK of its type", () =>
    moving(
      driver,
      ["CREATE TABLE lamp (id INTEGER PRIMARY KEY, lit BOOLEAN, CONSTRAINT ck_lit CHECK (lit IN (0, 1)))"],
      async (database) => {
        const existingType = sa.boolean({ createConstraint: true, name: "ck_lit" });
        const renamed = await change(database, {}, async (batch) =>
          batch.alterColumn("lit", { newColumnName: "shines", existingType }),
        );
        expect(renamed.sql).toContain("CONSTRAINT ck_lit CHECK (shines IN (0, 1))");
        const wider = sa.enum(["a", "b"], { name: "ck_lit", createConstraint: true });
        const exchanged = await change(database, {}, async (batch) =>
          batch.alterColumn("shines", { type: wider, existingType }),
        );
        expect(exchanged.sql).toContain("CONSTRAINT ck_lit CHECK (shines IN ('a', 'b'))");
        expect(exchanged.sql?.match(/CHECK/g)).toHaveLength(1);
        const dropped = await change(database, {}, async (batch) =>
          batch.dropColumn("shines", { existingType: wider }),
        );
        expect(dropped.sql).not.toContain("CHECK");
      },
    ));

  it("BAT-17 drops and creates indexes with the table", () =>
    moving(driver, [...lamp, "CREATE INDEX ix_label ON lamp (label)"], async (database) => {
      await change(database, { recreate: "always" }, async (batch) => {
        await batch.dropIndex("ix_label");
        await batch.createIndex("ix_label", ["label", sa.desc("watts")], { unique: true });
        await batch.createIndex("ix_lower", [sql`lower(label)`], { ifNotExists: true });
        await batch.createIndex("ix_label", ["watts"], { ifNotExists: true });
        await batch.dropIndex("nothing", { ifExists: true });
      });
      expect(await database.sqlOf("ix_label")).toBe("CREATE UNIQUE INDEX ix_label ON lamp (label, watts DESC)");
      expect(await database.sqlOf("ix_lower")).toBe("CREATE INDEX ix_lower ON lamp (lower(label))");
      const unknown = change(database, { recreate: "always" }, async (batch) => batch.dropIndex("ix_none"));
      expect((await failure(unknown)).code).toBe("ALB0874");
    }));

  it("BAT-18 replaces and drops the primary key", () =>
    moving(driver, lamp, async (database) => {
      const replaced = await change(database, {}, async (batch) => batch.createPrimaryKey("pk_both", ["id", "watts"]));
      expect(replaced.sql).toContain("CONSTRAINT pk_both PRIMARY KEY (id, watts)");
      const reduced = await change(database, {}, async (batch) => batch.dropColumn("watts"));
      expect(reduced.sql).toContain("CONSTRAINT pk_both PRIMARY KEY (id)");
      const dropped = await change(database, {}, async (batch) => batch.dropConstraint("pk_both", { type: "primary" }));
      expect(dropped.sql).not.toContain("PRIMARY KEY");
    }));

  it("BAT-21 moves a table of a schema", () =>
    moving(
      driver,
      ["ATTACH DATABASE ':memory:' AS fleet", "CREATE TABLE fleet.lamp (id INTEGER PRIMARY KEY, v INTEGER)"],
      async ({ op, statements }) => {
        await op.batchAlterTable("lamp", { schema: "fleet" }, async (batch) =>
          batch.alterColumn("v", { nullable: false }),
        );
        expect(statements.slice(1)).toEqual([
          "INSERT INTO fleet._alembic_tmp_lamp (id, v) SELECT fleet.lamp.id, fleet.lamp.v FROM fleet.lamp",
          "DROP TABLE fleet.lamp",
          "ALTER TABLE fleet._alembic_tmp_lamp RENAME TO lamp",
        ]);
      },
    ));

  it("BAT-22 runs a statement of the batch at once", () =>
    moving(driver, [...lamp, "UPDATE lamp SET watts = NULL"], async (database) => {
      const after = await change(database, {}, async (batch) => {
        await batch.alterColumn("watts", { nullable: false });
        await batch.execute("UPDATE lamp SET watts = 1 WHERE watts IS NULL");
      });
      expect(after.rows).toEqual([
        [1, "north", 1],
        [2, "south", 1],
      ]);
    }));

  it("BAT-23 has no directive that is about other tables", () =>
    moving(driver, lamp, async (database) => {
      await change(database, {}, (batch) => {
        expect(["createTable", "dropTable", "renameTable", "bulkInsert"].filter((name) => name in batch)).toEqual([]);
      });
    }));

  it("BAT-24 takes comments, which SQLite does not keep", () =>
    moving(driver, lamp, async (database) => {
      const after = await change(database, { recreate: "always" }, async (batch) => {
        await batch.createTableComment("lights");
        await batch.alterColumn("label", { comment: "on the plate" });
        await batch.dropTableComment();
      });
      expect(after.rows).toHaveLength(2);
    }));

  it("BAT-25 drops the constraints first that keep their names on PostgreSQL", async () => {
    const { op, statements } = await record("postgresql", {});
    const copyFrom = sa.table("lamp", [
      sa.column("id", sa.integer()),
      sa.column("code", sa.string(8)),
      sa.primaryKeyConstraint(["id"], { name: "pk_lamp" }),
      sa.uniqueConstraint(["code"], { name: "uq_code" }),
    ]);
    await op.batchAlterTable("lamp", { recreate: "always", copyFrom }, async (batch) =>
      batch.dropConstraint("uq_code"),
    );
    expect(statements[0]).toBe("ALTER TABLE lamp DROP CONSTRAINT pk_lamp");
    expect(statements.filter((statement) => statement.includes("DROP CONSTRAINT"))).toHaveLength(1);
  });

  it("names columns that the table has not, with the one that was meant", () =>
    moving(driver, lamp, async (database) => {
      const error = await failure(change(database, {}, async (batch) => batch.dropColumn("lable")));
      expect(error.code).toBe("ALB0870");
      expect("hint" in error ? error.hint : "").toContain('Did you mean "label"?');
      const twice = change(database, { recreate: "always" }, async (batch) =>
        batch.addColumn(sa.column("label", sa.integer())),
      );
      expect((await failure(twice)).code).toBe("ALB0872");
      const generated = change(database, {}, async (batch) =>
        batch.alterColumn("watts", { serverDefault: sa.computed("id * 2") }),
      );
      expect((await failure(generated)).code).toBe("ALB0875");
      expect(database.statements).toEqual([]);
    }));

  it("exchanges the names of two columns", () =>
    moving(
      driver,
      [
        "CREATE TABLE lamp (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER CHECK (b > 15))",
        "INSERT INTO lamp VALUES (1, 10, 20)",
      ],
      async (database) => {
        const after = await change(database, {}, async (batch) => {
          await batch.alterColumn("a", { newColumnName: "b" });
          await batch.alterColumn("b", { newColumnName: "a" });
        });
        expect(after.columns).toEqual(["id", "b", "a"]);
        expect(after.rows).toEqual([[1, 10, 20]]);
        expect(after.sql).toContain("CHECK (a > 15)");
      },
    ));

  it("uses the naming convention of the metadata for what is new", () =>
    moving(
      driver,
      lamp,
      async (database) => {
        const after = await change(database, {}, async (batch) => {
          await batch.createUniqueConstraint(null, ["label"]);
          await batch.createCheckConstraint("bright", "watts > 1");
        });
        expect(after.sql).toContain("CONSTRAINT uq_lamp_label UNIQUE (label)");
        expect(after.sql).toContain("CONSTRAINT ck_lamp_bright CHECK (watts > 1)");
        const dropped = await change(database, {}, async (batch) => batch.dropConstraint("bright", { type: "check" }));
        expect(dropped.sql).not.toContain("CHECK");
      },
      {
        metadata: sa.metaData({
          namingConvention: { uq: "uq_%(table_name)s_%(column_0_name)s", ck: "ck_%(table_name)s_%(constraint_name)s" },
        }),
      },
    ));
});
