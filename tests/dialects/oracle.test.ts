import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadDialect } from "../../src/dialects/registry.ts";
import { InvalidArgumentError, UnsupportedOperationError } from "../../src/errors/index.ts";
import { sa, sql } from "../../src/index.ts";
import { sent, statementsOf } from "../support/statements-of.ts";

const id = sa.column("id", sa.integer(), { primaryKey: true });

function readString(text: string): string {
  return text
    .split(/ \|\| (?=CHR\(|')/)
    .map((part) => {
      const code = /^CHR\((\d+)\)$/.exec(part)?.[1];
      return code === undefined ? part.slice(1, -1).replaceAll("''", "'") : String.fromCharCode(Number(code));
    })
    .join("");
}

describe("Oracle's literals", () => {
  it("have no line that SQL*Plus would take for its own, and are read back as they were given", async () => {
    const { target } = await loadDialect("oracle");
    const hostile = fc
      .array(fc.constantFrom("'", "\n", "\r\n", "/", ".", ";", "-", "#", " ", "x"))
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(hostile, (text) => {
        const literal = target.literals.string(text);
        expect(literal).not.toMatch(/\n[ \t]*([/.][ \t]*)?\r?\n/);
        expect(literal).not.toMatch(/[;-][ \t]*\n/);
        expect(readString(literal)).toBe(text);
      }),
    );
  });

  it("read a moment by a format that names what it has", async () => {
    const { target } = await loadDialect("oracle");
    const literal = (value: unknown): string => target.literals.literal(value, sa.dateTime());
    expect(literal("2024-02-29 13:14:15")).toBe("TO_DATE('2024-02-29 13:14:15', 'YYYY-MM-DD HH24:MI:SS')");
    expect(literal("2024-02-29 13:14:15.5")).toBe("TO_TIMESTAMP('2024-02-29 13:14:15.5', 'YYYY-MM-DD HH24:MI:SS.FF')");
    expect(literal(new Date("2024-02-29T13:14:15Z"))).toBe(
      "TO_TIMESTAMP_TZ('2024-02-29 13:14:15.000+00:00', 'YYYY-MM-DD HH24:MI:SS.FFTZH:TZM')",
    );
  });

  it("write an interval of seconds, and any bytes", async () => {
    const { target } = await loadDialect("oracle");
    expect(target.literals.literal(1.5, sa.interval())).toBe("NUMTODSINTERVAL(1.5, 'SECOND')");
    expect(target.literals.literal(Uint8Array.of(0, 255), sa.largeBinary())).toBe("HEXTORAW('00ff')");
  });
});

describe("Oracle's types", () => {
  it("have JSON since version 21, and refuse it where no version is known", async () => {
    const migrate = (version?: number): Promise<readonly string[]> =>
      statementsOf(
        "oracle",
        (op) => op.addColumn("t", sa.column("a", sa.json())),
        version === undefined ? {} : { version },
      );
    expect(await migrate(21)).toEqual(["ALTER TABLE t ADD a JSON"]);
    await expect(migrate()).rejects.toThrow(UnsupportedOperationError);
  });

  it("say how a vector is stored, and refuse another word", async () => {
    const statements = await statementsOf("oracle", (op) =>
      op.addColumn("t", sa.column("v", sa.oracle.vector({ dim: 3, storageFormat: "FLOAT32", storageType: "DENSE" }))),
    );
    expect(statements).toEqual(["ALTER TABLE t ADD v VECTOR(3,FLOAT32,DENSE)"]);
    // @ts-expect-error a word that there is not
    expect(() => sa.oracle.vector({ storageFormat: "FLOAT16" })).toThrow(InvalidArgumentError);
  });

  it("refuse a timestamp with two time zones, and a float with a precision in decimal digits", async () => {
    expect(() => sa.oracle.timestamp({ timezone: true, localTimezone: true })).toThrow(InvalidArgumentError);
    const migrate = statementsOf("oracle", (op) => op.addColumn("t", sa.column("a", sa.float(5))));
    await expect(migrate).rejects.toMatchObject({ code: "ALB0380" });
  });

  it("print themselves as the call that makes them", () => {
    expect(sa.oracle.float(null, { binaryPrecision: 63 }).deconstruct()).toMatchObject({
      callee: "sa.oracle.float",
      args: [null],
    });
    expect(sa.oracle.timestamp({ localTimezone: true }).deconstruct()).toMatchObject({
      options: { localTimezone: true },
    });
    expect(sa.oracle.interval({ dayPrecision: 4 }).deconstruct()).toMatchObject({ options: { dayPrecision: 4 } });
  });
});

describe("foreign keys on Oracle", () => {
  it("leave ON UPDATE out with a warning, wherever they come from", async () => {
    const foreignKey = sa.foreignKey("users.id", { onUpdate: "CASCADE", onDelete: "CASCADE" });
    const owner = sa.column("owner_id", sa.integer(), { foreignKey });
    const { statements, warnings } = await sent("oracle", async (op) => {
      await op.createTable("posts", [id, owner]);
      await op.addColumn("notes", owner);
      await op.createForeignKey("fk", "tags", "users", ["owner_id"], ["id"], { onUpdate: "CASCADE" });
    });
    expect(warnings).toHaveLength(3);
    expect(statements.join("\n")).not.toContain("ON UPDATE");
    expect(statements[0]).toContain("ON DELETE CASCADE");
  });

  it("keep their name where they are written into the column", async () => {
    const foreignKey = sa.foreignKey("users.id", { name: "fk_owner" });
    const statements = await statementsOf("oracle", (op) =>
      op.addColumn("posts", sa.column("owner_id", sa.integer(), { foreignKey }), { inlineReferences: true }),
    );
    expect(statements).toEqual(["ALTER TABLE posts ADD owner_id INTEGER CONSTRAINT fk_owner REFERENCES users (id)"]);
  });
});

describe("OPS-28 identity columns on Oracle", () => {
  it("take Oracle's own options, and are not told to be NOT NULL", async () => {
    const identity = sa.identity({ onNull: true, order: true, start: 10, cycle: false });
    const statements = await statementsOf("oracle", (op) =>
      op.addColumn("t", sa.column("n", sa.integer(), { identity, nullable: false })),
    );
    expect(statements).toEqual([
      "ALTER TABLE t ADD n INTEGER GENERATED BY DEFAULT ON NULL AS IDENTITY (START WITH 10 NOCYCLE ORDER)",
    ]);
  });

  it("come and go by MODIFY", async () => {
    const statements = await statementsOf("oracle", async (op) => {
      await op.alterColumn("t", "n", { serverDefault: sa.identity({ always: true }), existingServerDefault: sql`1` });
      await op.alterColumn("t", "n", { serverDefault: null, existingServerDefault: sa.identity() });
    });
    expect(statements).toEqual([
      "ALTER TABLE t MODIFY n GENERATED ALWAYS AS IDENTITY",
      "ALTER TABLE t MODIFY n DROP IDENTITY",
    ]);
  });
});

describe("OPS-42 indexes on Oracle", () => {
  it("stand in the table's schema, and take bitmap and compress", async () => {
    const statements = await statementsOf("oracle", async (op) => {
      await op.createIndex("ix", "posts", ["a"], { schema: "app", oracle: { bitmap: true } });
      await op.createIndex("iy", "posts", ["a", "b"], { oracle: { compress: 1 } });
    });
    expect(statements).toEqual([
      "CREATE BITMAP INDEX app.ix ON app.posts (a)",
      "CREATE INDEX iy ON posts (a, b) COMPRESS 1",
    ]);
  });
});

describe("what Oracle cannot do", () => {
  it("is refused before anything is sent", async () => {
    const stored = sa.column("b", sa.integer(), { computed: sa.computed("a * 2", { persisted: true }) });
    const unnamed = { type: sa.integer(), existingType: sa.boolean({ createConstraint: true }) };
    const refused = [
      statementsOf("oracle", (op) => op.addColumn("t", stored)),
      statementsOf("oracle", (op) => op.addColumn("t", sa.column("a", sa.integer()), { ifNotExists: true })),
      statementsOf("oracle", (op) => op.alterColumn("t", "a", unnamed)),
    ];
    const codes = await Promise.all(
      refused.map((each) =>
        each.then(
          () => null,
          (error: { readonly code: string }) => error.code,
        ),
      ),
    );
    expect(codes).toEqual(["ALB0378", "ALB0373", "ALB0382"]);
  });
});

describe("comments on Oracle", () => {
  it("carry the schema, and are emptied where they are to go", async () => {
    const statements = await statementsOf("oracle", async (op) => {
      await op.alterColumn("posts", "Title", { comment: null, schema: "app" });
      await op.dropTableComment("posts", { schema: "app" });
    });
    expect(statements).toEqual([`COMMENT ON COLUMN app.posts."Title" IS ''`, "COMMENT ON TABLE app.posts IS ''"]);
  });
});
