import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connect, loadDialect } from "../../src/dialects/registry.ts";
import { CommandError, InvalidArgumentError, UnsupportedOperationError } from "../../src/errors/index.ts";
import { sa, sql } from "../../src/index.ts";
import { sent, statementsOf } from "../support/statements-of.ts";

const id = sa.column("id", sa.integer(), { primaryKey: true });

/** A reader of Transact-SQL that knows as much of strings as sqlcmd and the server do. */
function readString(text: string): string {
  const joined = text.replaceAll(/\\\r?\n/g, "");
  return joined
    .split(/ \+ (?=N?CHAR\(|N?')/)
    .map((part) => {
      const code = /^N?CHAR\((\d+)\)$/.exec(part)?.[1];
      if (code !== undefined) return String.fromCharCode(Number(code));
      return part.replace(/^N?'/, "").replace(/'$/, "").replaceAll("''", "'");
    })
    .join("");
}

describe("SQL Server's literals", () => {
  it("are read back as the text that they were written from, by the rules of sqlcmd and of the server", async () => {
    const { target } = await loadDialect("mssql");
    const hostile = fc
      .array(fc.constantFrom("'", "\\", "\n", "\r\n", "GO", "go 5", " ", "x", "]", "--", ";"))
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(hostile, (text) => {
        for (const literal of [target.literals.string(text), target.literals.unicode(text)]) {
          expect(literal).not.toMatch(/\n[ \t]*go\b/i);
          expect(readString(literal)).toBe(text);
        }
      }),
    );
  });

  it("write a moment with its offset only for a column that keeps one", async () => {
    const { target } = await loadDialect("mssql");
    const moment = new Date("2024-02-29T13:14:15.250Z");
    expect(target.literals.literal(moment, sa.dateTime())).toBe("'2024-02-29 13:14:15.250'");
    expect(target.literals.literal(moment, sa.mssql.datetimeoffset())).toBe("'2024-02-29 13:14:15.250+00:00'");
  });

  it("write a UUID without hyphens where it is kept as characters", async () => {
    const { target } = await loadDialect("mssql");
    const value = "0B9A5B8E-6a43-4c58-9c2e-3f6d5f0f7a11";
    expect(target.literals.literal(value, sa.uuid({ nativeUuid: false }))).toBe("'0b9a5b8e6a434c589c2e3f6d5f0f7a11'");
  });
});

describe("SQL Server's types", () => {
  it("are those of the server's version, where it is known", async () => {
    const statements = await statementsOf(
      "mssql",
      (op) =>
        op.createTable("t", [
          sa.column("a", sa.text()),
          sa.column("b", sa.unicodeText()),
          sa.column("c", sa.largeBinary()),
          sa.column("d", sa.date()),
          sa.column("e", sa.time()),
        ]),
      { version: 16 },
    );
    expect(statements[0]).toContain("a VARCHAR(max) NULL");
    expect(statements[0]).toContain("b NVARCHAR(max) NULL");
    expect(statements[0]).toContain("c VARBINARY(max) NULL");
    expect(statements[0]).toContain("d DATE NULL");
    expect(statements[0]).toContain("e TIME NULL");
  });

  it("refuse a collation that is no word", async () => {
    const migrate = statementsOf("mssql", (op) =>
      op.addColumn("t", sa.column("a", sa.string(9, { collation: "x; DROP TABLE t" }))),
    );
    await expect(migrate).rejects.toThrow(InvalidArgumentError);
  });

  it("print themselves as the call that makes them", () => {
    expect(sa.mssql.varbinary("max", { filestream: true }).deconstruct()).toMatchObject({
      callee: "sa.mssql.varbinary",
      args: ["max"],
      options: { filestream: true },
    });
    expect(sa.mssql.time({ precision: 3 }).deconstruct()).toMatchObject({
      callee: "sa.mssql.time",
      options: { precision: 3 },
    });
    expect(sa.mssql.sqlVariant().deconstruct()).toMatchObject({ callee: "sa.mssql.sqlVariant" });
  });
});

describe("OPS-19 dropColumn on SQL Server", () => {
  const all = { mssql: { dropDefault: true, dropCheck: true, dropForeignKey: true } };

  it("drops what hangs on the column first: default, check, foreign key", async () => {
    const statements = await statementsOf("mssql", (op) => op.dropColumn("posts", "state", all));
    expect(statements.map((statement) => /sys\.\w+/.exec(statement)?.[0] ?? statement)).toEqual([
      "sys.default_constraints",
      "sys.check_constraints",
      "sys.foreign_keys",
      "ALTER TABLE posts DROP COLUMN state",
    ]);
  });

  it("doubles quotes in the strings of its script, and brackets names that object_id() would misread", async () => {
    const [script] = await statementsOf("mssql", (op) =>
      op.dropColumn("a.b'c", "d'e", { mssql: { dropDefault: true } }),
    );
    expect(script).toContain("object_id('[a.b''c]')");
    expect(script).toContain("= 'd''e'");
    expect(script).toContain("exec('alter table [a.b''c] drop constraint '");
  });
});

describe("OPS-27 alterColumn on SQL Server", () => {
  it("warns where a new type comes without a word on NULL", async () => {
    const { warnings } = await sent("mssql", (op) => op.alterColumn("posts", "title", { type: sa.string(99) }));
    expect(warnings).toEqual([expect.stringContaining('"title"')]);
  });

  it("needs a type to change whether NULL is allowed", async () => {
    const migrate = statementsOf("mssql", (op) => op.alterColumn("posts", "title", { nullable: false }));
    await expect(migrate).rejects.toThrow(CommandError);
  });

  it("drops the old default first where one is known, and writes no bare ALTER COLUMN for an identity", async () => {
    const statements = await statementsOf("mssql", (op) =>
      op.alterColumn("posts", "rank", {
        serverDefault: sql`2`,
        existingServerDefault: sql`1`,
        type: sa.bigInteger(),
        existingNullable: false,
      }),
    );
    expect(statements.map((statement) => statement.split(" ").slice(0, 4).join(" "))).toEqual([
      "declare @const_name varchar(256)\nselect @const_name",
      "ALTER TABLE posts ALTER",
      "ALTER TABLE posts ADD",
    ]);
    const toIdentity = statementsOf("mssql", (op) => op.alterColumn("posts", "rank", { serverDefault: sa.identity() }));
    await expect(toIdentity).rejects.toThrow(UnsupportedOperationError);
  });

  it("doubles quotes in what sp_rename is given", async () => {
    const statements = await statementsOf("mssql", async (op) => {
      await op.alterColumn("it's", "o'clock", { newColumnName: "hour" });
      await op.renameTable("it's", "its");
    });
    expect(statements).toEqual([
      "EXEC sp_rename '[it''s].[o''clock]', hour, 'COLUMN'",
      "EXEC sp_rename '[it''s]', its",
    ]);
  });
});

describe("comments on SQL Server", () => {
  it("go to the default schema where it is known", async () => {
    const statements = await statementsOf("mssql", (op) => op.createTable("posts", [id], { comment: "all" }), {
      defaultSchema: "dbo",
    });
    expect(statements[1]).toBe(
      "execute sp_addextendedproperty 'MS_Description', N'all', 'schema', dbo, 'table', posts",
    );
  });

  it("are refused before anything is sent where no schema is known", async () => {
    const migrate = sent("mssql", (op) => op.createTable("posts", [id], { comment: "all" }));
    await expect(migrate).rejects.toMatchObject({ code: "ALB0372" });
  });

  it("are updated where one is there, and dropped by null", async () => {
    const statements = await statementsOf("mssql", async (op) => {
      await op.createTableComment("posts", "new", { existingComment: "old", schema: "dbo" });
      await op.alterColumn("posts", "title", { comment: "new", existingComment: "old", schema: "dbo" });
      await op.createTableComment("posts", null, { schema: "dbo" });
    });
    expect(statements.map((statement) => /sp_\w+/.exec(statement)?.[0])).toEqual([
      "sp_updateextendedproperty",
      "sp_updateextendedproperty",
      "sp_dropextendedproperty",
    ]);
  });

  it("go through a variable where a line of them would end the batch", async () => {
    const [statement] = await statementsOf("mssql", (op) =>
      op.createTableComment("posts", "a\nGO\nb", { schema: "dbo" }),
    );
    expect(statement).toBe(
      "declare @comment nvarchar(3750) = N'a' + NCHAR(10) + N'GO\nb'\nexecute sp_addextendedproperty 'MS_Description', @comment, 'schema', dbo, 'table', posts",
    );
  });
});

describe("OPS-42 indexes on SQL Server", () => {
  it("take clustering, included columns, a predicate and the order of a columnstore", async () => {
    const statements = await statementsOf("mssql", async (op) => {
      await op.createIndex("ix", "posts", ["a"], {
        unique: true,
        mssql: { clustered: false, include: ["b"], where: sql`c > ${1}` },
      });
      await op.createIndex("cs", "posts", [], { mssql: { clustered: true, columnstore: ["a", "order"] } });
    });
    expect(statements).toEqual([
      "CREATE UNIQUE NONCLUSTERED INDEX ix ON posts (a) INCLUDE (b) WHERE c > 1",
      "CREATE CLUSTERED COLUMNSTORE INDEX cs ON posts ORDER (a, [order])",
    ]);
  });
});

describe("OPS-51 bulkInsert on SQL Server", () => {
  const posts = sa.table("posts", [sa.column("id", sa.integer()), sa.column("title", sa.unicode(20))]);

  it("lets a script give the numbers of an identity column", async () => {
    const statements = await statementsOf("mssql", (op) => op.bulkInsert(posts, [{ id: 1, title: "it's" }]));
    expect(statements).toEqual([
      "SET IDENTITY_INSERT posts ON",
      "INSERT INTO posts (id, title) VALUES (1, N'it''s')",
      "SET IDENTITY_INSERT posts OFF",
    ]);
  });

  it("sends nothing where a row cannot be written", async () => {
    const rows = [{ id: 1 }, { id: "many" }];
    const outcome: string[] = [];
    const migrate = sent("mssql", (op) =>
      op.bulkInsert(posts, rows).catch((error: unknown) => outcome.push(String(error))),
    );
    expect((await migrate).statements).toEqual([]);
    expect(outcome).toHaveLength(1);
  });
});

describe("connecting to SQL Server", () => {
  it("is refused with the way out, since there is no driver", async () => {
    await expect(connect("mssql+pyodbc://sa@localhost/app")).rejects.toMatchObject({
      code: "ALB0376",
      hint: expect.stringContaining("--sql"),
    });
  });
});
