import { describe, expect, it } from "vitest";
import { upgrade } from "../../src/commands/index.ts";
import { CommandError, InvalidArgumentError, UnsupportedOperationError } from "../../src/errors/index.ts";
import { connect, type Operations, sa, sql, type SqlType } from "../../src/index.ts";
import { availableEngines } from "../../src/testing/index.ts";
import { createProject, emptyDatabase, envOn, line, valuesOf } from "../runtime/project.ts";
import { onEach, statementsOf } from "../support/statements-of.ts";

const all = ["postgresql", "mysql", "mariadb", "sqlite", "mssql", "oracle"];

describe("op.execute()", () => {
  it("OPS-47 sends text as it is: a colon, a per cent sign and a backslash stay what they are", async () => {
    const text = String.raw`UPDATE t SET a = 'at :noon 50% \:x', b = now()::date WHERE c = ?`;
    for (const [only] of Object.values(await onEach(all, (op) => op.execute(text)))) expect(only).toBe(text);
  });

  it("OPS-47 takes fragments, nested and joined, whose values are literals in a script", async () => {
    const filter = sql`${sql.identifier("s", "order")} = ${"it's"}`;
    const migrate = (op: Operations) =>
      op.execute(sql`DELETE FROM t WHERE ${filter} AND id IN (${sql.join([1, 2])}) AND x IS ${null}`);
    expect(await onEach(["postgresql", "mysql"], migrate)).toEqual({
      postgresql: [`DELETE FROM t WHERE s."order" = 'it''s' AND id IN (1, 2) AND x IS NULL`],
      mysql: ["DELETE FROM t WHERE s.`order` = 'it''s' AND id IN (1, 2) AND x IS NULL"],
    });
  });

  it("OPS-47 leaves placeholders in a script where literals are turned off", async () => {
    const migrate = (op: Operations) => op.execute(sql`UPDATE t SET a = ${1}, b = ${"x"}`);
    expect(await onEach(["postgresql", "sqlite"], migrate, { literalBinds: false })).toEqual({
      postgresql: ["UPDATE t SET a = $1, b = $2"],
      sqlite: ["UPDATE t SET a = ?, b = ?"],
    });
  });

  it("OPS-47 takes a builder's compiled query, but in a script only one without values", async () => {
    const query = { sql: "DELETE FROM t", parameters: [] };
    expect(await statementsOf("postgresql", (op) => op.execute(query))).toEqual(["DELETE FROM t"]);
    const bound = { sql: "DELETE FROM t WHERE id = $1", parameters: [1] };
    await expect(statementsOf("postgresql", (op) => op.execute(bound))).rejects.toThrow(UnsupportedOperationError);
    const wrong = statementsOf("postgresql", (op) => op.execute(5 as unknown as string));
    await expect(wrong).rejects.toThrow(InvalidArgumentError);
  });

  it("OPS-48 takes execution options, with which the statement is the same", async () => {
    const options = { executionOptions: { isolationLevel: "AUTOCOMMIT" } };
    expect(await statementsOf("postgresql", (op) => op.execute("VACUUM", options))).toEqual(["VACUUM"]);
    const misspelt = { executionOption: {} } as object;
    await expect(statementsOf("postgresql", (op) => op.execute("VACUUM", misspelt))).rejects.toThrow(
      InvalidArgumentError,
    );
  });

  it("OPS-52 writes an inline literal into the statement, whether values are bound or not", async () => {
    const migrate = (op: Operations) =>
      op.execute(sql`UPDATE t SET a = ${op.inlineLiteral("it's")}, d = ${op.inlineLiteral("2020-01-02", sa.date())}`);
    for (const literalBinds of [true, false]) {
      expect(await statementsOf("oracle", migrate, { literalBinds })).toEqual([
        "UPDATE t SET a = 'it''s', d = TO_DATE('2020-01-02', 'YYYY-MM-DD')",
      ]);
    }
  });
});

describe("op.bulkInsert() in a script", () => {
  const tide = (type: SqlType) => sa.table("tide", [sa.column("v", type)]);
  const literal = async (dialect: string, type: SqlType, value: unknown): Promise<string> => {
    const statements = await statementsOf(dialect, (op) => op.bulkInsert(tide(type), [{ v: value }]));
    return /VALUES \((.*)\)$/s.exec(statements.find((text) => text.startsWith("INSERT")) ?? "")?.[1] ?? "";
  };

  it("OPS-50 writes each row by the types of its columns, and leaves absent columns out", async () => {
    const table = sa.table("t", [
      sa.column("id", sa.integer()),
      sa.column("d", sa.date()),
      sa.column("b", sa.boolean()),
      sa.column("s", sa.string(20)),
    ]);
    const rows = [
      { id: 1, d: "2020-01-02", b: true },
      { id: 2, s: "c:\\dir it's" },
      { id: 3, s: null },
    ];
    expect(await onEach(["postgresql", "mysql", "oracle"], (op) => op.bulkInsert(table, rows))).toEqual({
      postgresql: [
        "INSERT INTO t (id, d, b) VALUES (1, '2020-01-02', true)",
        String.raw`INSERT INTO t (id, s) VALUES (2, 'c:\dir it''s')`,
        "INSERT INTO t (id, s) VALUES (3, NULL)",
      ],
      mysql: [
        "INSERT INTO t (id, d, b) VALUES (1, '2020-01-02', true)",
        String.raw`INSERT INTO t (id, s) VALUES (2, 'c:\\dir it''s')`,
        "INSERT INTO t (id, s) VALUES (3, NULL)",
      ],
      oracle: [
        "INSERT INTO t (id, d, b) VALUES (1, TO_DATE('2020-01-02', 'YYYY-MM-DD'), 1)",
        String.raw`INSERT INTO t (id, s) VALUES (2, 'c:\dir it''s')`,
        "INSERT INTO t (id, s) VALUES (3, NULL)",
      ],
    });
  });

  it("OPS-50 has a literal for JSON, bytes, intervals, UUIDs, arrays and PostgreSQL's own types", async () => {
    expect(await literal("postgresql", sa.json(), { a: ["it's", null] })).toBe(`'{"a":["it''s",null]}'`);
    expect(await literal("postgresql", sa.largeBinary(), new Uint8Array([0, 255]))).toBe(String.raw`'\x00ff'`);
    expect(await literal("mssql", sa.largeBinary(), new Uint8Array([0, 255]))).toBe("0x00ff");
    expect(await literal("mysql", sa.largeBinary(), new Uint8Array([0, 255]))).toMatch(/^X'00ff'$/i);
    expect(await literal("postgresql", sa.postgresql.inet(), "10.0.0.1/8")).toBe("'10.0.0.1/8'");
    expect(await literal("postgresql", sa.postgresql.bit(3), "101")).toBe("'101'");
    expect(await literal("postgresql", sa.postgresql.money(), "12.30")).toBe("'12.30'");
    expect(await literal("postgresql", sa.ARRAY(sa.text()), ["a", "it's"])).toContain("it''s");
    expect(await literal("postgresql", sa.interval(), 90_061)).toBe("make_interval(secs=>90061.0)");
    expect(await literal("postgresql", sa.numeric(20, 5), "12345678901234.50000")).toBe("12345678901234.50000");
    expect(await literal("postgresql", sa.bigInteger(), 2n ** 62n)).toBe("4611686018427387904");
  });

  it("OPS-50 refuses rows that are none, keys that are no columns and values that are not of their type", async () => {
    const insert = (rows: unknown) => (op: Operations) => op.bulkInsert(tide(sa.integer()), rows as [{ v: number }]);
    for (const rows of [{ v: 1 }, ["x"], [{ w: 1 }], [{ v: "x" }]]) {
      await expect(statementsOf("postgresql", insert(rows))).rejects.toThrow(InvalidArgumentError);
    }
    const noTable = (op: Operations) => op.bulkInsert("t" as unknown as ReturnType<typeof tide>, []);
    await expect(statementsOf("postgresql", noTable)).rejects.toThrow(InvalidArgumentError);
    expect(await statementsOf("postgresql", insert([]))).toEqual([]);
  });

  it("OPS-51 lets rows of SQL Server bring their identity", async () => {
    expect(await statementsOf("mssql", (op) => op.bulkInsert(tide(sa.integer()), [{ v: 1 }, { v: 2 }]))).toEqual([
      "SET IDENTITY_INSERT tide ON",
      "INSERT INTO tide (v) VALUES (1)",
      "INSERT INTO tide (v) VALUES (2)",
      "SET IDENTITY_INSERT tide OFF",
    ]);
  });
});

describe.each(availableEngines({ isShared: true }))("on $name", (engine) => {
  const table = sa.table("t", [sa.column("id", sa.integer()), sa.column("v", sa.string(20))]);
  const rows = [
    { id: 1, v: "a" },
    { id: 2, v: "it's" },
    { id: 3 },
    ...Array.from({ length: 2000 }, (_, n) => ({ id: n + 4, v: "x" })),
  ];

  async function inserted(options: { readonly multiinsert?: boolean }): Promise<readonly string[]> {
    const url = await emptyDatabase(engine);
    const statements: string[] = [];
    const revisions = line({
      id: "a100",
      async upgrade(op) {
        await op.createTable("t", [sa.column("id", sa.integer()), sa.column("v", sa.string(20))]);
        op.getBind().onStatement(({ sql: text }) => void (text.startsWith("INSERT INTO t ") && statements.push(text)));
        await op.bulkInsert(table, options.multiinsert === false ? rows.slice(0, 5) : rows, options);
      },
    });
    await upgrade(await createProject(revisions, envOn(url)), "head");
    expect(await valuesOf(url, "SELECT v FROM t WHERE id < 4 ORDER BY id")).toEqual(["a", "it's", null]);
    expect(Number((await valuesOf(url, "SELECT count(*) FROM t"))[0])).toBe(options.multiinsert === false ? 5 : 2003);
    return statements;
  }

  it("OPS-49 op.bulkInsert() sends rows of the same columns together, as many as the server takes", async () => {
    const statements = await inserted({});
    expect(statements.length).toBeGreaterThan(2);
    expect(statements.length).toBeLessThan(10);
  });

  it("OPS-49 op.bulkInsert() sends each row by itself where it is told to", async () => {
    expect(await inserted({ multiinsert: false })).toHaveLength(5);
  });

  it("OPS-53 op.getBind() is the migration's connection, whose queries stand in line with the operations", async () => {
    const url = await emptyDatabase(engine);
    const seen: unknown[] = [];
    const revisions = line({
      id: "a100",
      async upgrade(op) {
        void op.createTable("t", [sa.column("id", sa.integer())]);
        void op.execute(sql`INSERT INTO t (id) VALUES (${7})`);
        const { rows: found } = await op.getBind().execute(sql`SELECT id FROM t WHERE id = ${7}`);
        seen.push(...found.map(({ id }) => Number(id)), op.getContext().isOffline);
      },
    });
    await upgrade(await createProject(revisions, envOn(url)), "head");
    expect(seen).toEqual([7, false]);
  });

  it("OPS-54 runs asynchronous code of the user's with the migration's connection", async () => {
    const url = await emptyDatabase(engine);
    const count = async (op: Operations): Promise<number> => {
      await new Promise((resolve) => setImmediate(resolve));
      const { rows: found } = await op.getBind().execute("SELECT count(*) AS n FROM t");
      return Number(found[0]?.["n"]);
    };
    const revisions = line({
      id: "a100",
      async upgrade(op) {
        await op.createTable("t", [sa.column("id", sa.integer())]);
        expect(await count(op)).toBe(0);
      },
    });
    await upgrade(await createProject(revisions, envOn(url)), "head");
    await connect(url, async (connection) => expect((await connection.execute("SELECT * FROM t")).rows).toEqual([]));
  });
});

describe("op in a script", () => {
  it("OPS-53 has a connection that writes statements down, and says why it has no rows to give", async () => {
    const migrate = async (op: Operations): Promise<void> => {
      const result = await op.getBind().execute(sql`DELETE FROM t WHERE id = ${1}`);
      expect(() => result.rows).toThrow(CommandError);
      expect(op.getContext().isOffline).toBe(true);
    };
    expect(await statementsOf("postgresql", migrate)).toEqual(["DELETE FROM t WHERE id = 1"]);
  });
});
