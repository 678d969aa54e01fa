import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CreateTable } from "../../src/ddl/index.ts";
import { connect, inspect, loadDialect } from "../../src/dialects/registry.ts";
import type { Dialect } from "../../src/dialects/base/dialect.ts";
import type { Connection } from "../../src/engine/connection.ts";
import { inlineSql, sql } from "../../src/sql/index.ts";
import { column, Table } from "../../src/schema/index.ts";
import {
  availableEngines,
  type TestDatabase,
  type TestEngine,
  testEngines,
  withDatabase,
} from "../../src/testing/index.ts";
import { typeFactories as types } from "../../src/types/index.ts";
import { nameKept, textKept } from "./hostile.ts";
import { operationsOn } from "./online.ts";

/** What can end a literal or a name where it should not, or mean something inside it. */
const hostile = [
  "'",
  "''",
  '"',
  "`",
  "]",
  "\\",
  "\\'",
  "\\\\",
  "--",
  "/*",
  ";",
  "$$",
  "$1",
  "?",
  ":x",
  "%s",
  "\n",
  "\r\n",
  "\t",
  "\u00e9",
  "\u65e5",
  "\u{1f600}",
  "\u2028",
  " ",
  "a",
  "0",
  "NULL",
  ") OR 1=1",
];
const hostileText = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...hostile) },
      { weight: 1, arbitrary: fc.string({ maxLength: 4 }) },
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

for (const engine of availableEngines({ isShared: true })) suite(engine);

function suite(engine: TestEngine): void {
  describe(`hostile text on ${engine.name}`, () => {
    let database: TestDatabase;
    let connection: Connection;
    let dialect: Dialect;

    beforeAll(async () => {
      database = await engine.createDatabase();
      connection = await connect(database.url);
      dialect = await loadDialect(connection.dialectName, connection.serverVersion);
      await create(new Table("bytes", [column("v", types.largeBinary())]));
    });

    afterAll(async () => {
      await connection.close();
      await database.drop();
    });

    const read = async (text: string): Promise<unknown> => {
      const { rows } = await connection.execute(text);
      return rows[0]?.["v"];
    };

    it("comes back from a string literal as it went in", async () => {
      await fc.assert(
        fc.asyncProperty(hostileText.filter(textKept(engine.dialect)), async (text) => {
          expect(await read(`SELECT ${dialect.target.literals.literal(text)} AS v`)).toBe(text);
        }),
        { numRuns: 200 },
      );
    });

    it("comes back from a literal inside a statement, with what stands behind it", async () => {
      await fc.assert(
        fc.asyncProperty(
          hostileText.filter(textKept(engine.dialect)),
          hostileText.filter(textKept(engine.dialect)),
          async (first, second) => {
            const { rows } = await connection.execute(
              inlineSql(sql`SELECT ${first} AS a, ${second} AS b`, dialect.target),
            );
            expect(rows).toEqual([{ a: first, b: second }]);
          },
        ),
        { numRuns: 100 },
      );
    });

    it("comes back from any bytes", async () => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 40 }), async (bytes) => {
          await connection.execute("DELETE FROM bytes");
          await connection.execute(
            `INSERT INTO bytes (v) VALUES (${dialect.target.literals.literal(bytes, types.largeBinary())})`,
          );
          expect(await read("SELECT v FROM bytes")).toEqual(bytes);
        }),
        { numRuns: 50 },
      );
    });

    it("comes back from a column's default and from a JSON document", async () => {
      await fc.assert(
        fc.asyncProperty(hostileText.filter(textKept(engine.dialect)), async (text) => {
          await connection.execute("DROP TABLE IF EXISTS held");
          const [id, v] = [
            column("id", types.integer(), { primaryKey: true }),
            column("v", types.string(200), { serverDefault: text }),
          ];
          await create(new Table("held", [id, v, column("j", types.json())]));
          const document = dialect.target.literals.literal({ [text]: text }, types.json());
          await connection.execute(`INSERT INTO held (id, j) VALUES (1, ${document})`);
          const { rows } = await connection.execute("SELECT v, j FROM held");
          const [row] = rows;
          const held: unknown = typeof row?.["j"] === "string" ? JSON.parse(row["j"]) : row?.["j"];
          expect([row?.["v"], held]).toEqual([text, { [text]: text }]);
        }),
        { numRuns: 25 },
      );
    });

    it("names a column as it is", async () => {
      await fc.assert(
        fc.asyncProperty(hostileText.filter(nameKept(engine.dialect)), async (name) => {
          await connection.execute("DROP TABLE IF EXISTS held");
          await create(
            new Table("held", [column("id", types.integer(), { primaryKey: true }), column(name, types.integer())]),
          );
          await connection.execute("INSERT INTO held (id) VALUES (1)");
          const [row] = (await connection.execute("SELECT * FROM held")).rows;
          // JavaScript puts keys that are whole numbers first.
          expect(new Set(Object.keys(row ?? {}))).toEqual(new Set(["id", name]));
        }),
        { numRuns: 25 },
      );
    });

    it("comes back from every other name, from comments and from the values of an enum", async () => {
      const word = hostileText.filter(nameKept(engine.dialect)).filter((name) => name.length <= 20);
      const hasTypes = engine.dialect === "postgresql";
      await fc.assert(
        fc.asyncProperty(
          word,
          word,
          // MariaDB takes blanks away from the end of an enum's values.
          hostileText.filter(textKept(engine.dialect)).filter((text) => text !== "" && !text.endsWith(" ")),
          async (table, other, text) => {
            const { op } = await operationsOn(connection);
            const [key, index, unique] = [`k${other}`, `i${other}`, `u${other}`];
            const keepsComments = engine.dialect !== "sqlite";
            // MariaDB keeps comments, like names, in characters of the basic plane.
            const said = engine.dialect === "mariadb" ? text.replaceAll(/[\u{10000}-\u{10ffff}]/gu, "x") : text;
            // A table's name within the limit, and no other table's.
            const name = `n${table}`.slice(0, 30);
            const state = types.enum([text, "plain"], { name: `e${other}` });
            const columns = [
              column("id", types.integer(), { nullable: false, autoincrement: false }),
              column("v", types.string(60), keepsComments ? { comment: said } : {}),
              column("state", state),
            ];
            await op.createTable(name, columns, keepsComments ? { comment: said } : {});
            try {
              if (keepsComments) await op.createUniqueConstraint(unique, name, ["id"]);
              await op.createIndex(index, name, ["v"]);
              await op.bulkInsert(new Table(name, columns), [{ id: 1, v: key, state: text }]);
              const inspector = await inspect(connection);
              const reflected = (await inspector.tables({ names: [name] })).get(name);
              expect(reflected?.indexes.map((each) => each.name)).toContain(index);
              expect(reflected?.comment ?? null).toBe(keepsComments ? said : null);
              const { rows } = await connection.execute(
                inlineSql(sql`SELECT v, state FROM ${sql.identifier(name)}`, dialect.target),
              );
              expect(rows.map((row) => ({ ...row }))).toEqual([{ v: key, state: text }]);
            } finally {
              await op.dropTable(name);
              if (hasTypes) await op.execute(inlineSql(sql`DROP TYPE ${sql.identifier(`e${other}`)}`, dialect.target));
            }
          },
        ),
        { numRuns: 10 },
      );
    });

    async function create(table: Table): Promise<void> {
      await connection.execute(dialect.ddl.compile(new CreateTable(table)));
    }
  });
}

describe("a literal on a MariaDB server in the mode NO_BACKSLASH_ESCAPES", () => {
  const [engine] = availableEngines({ transactionalDdl: false });

  it.runIf(engine !== undefined)("ends where it should, whatever backslashes it holds", async () => {
    const { target } = await loadDialect("mariadb");
    await withDatabase(engine ?? testEngines.mariadb, async ({ url }) => {
      await connect(url, async (connection) => {
        await connection.execute("SET sql_mode = 'NO_BACKSLASH_ESCAPES'");
        await fc.assert(
          fc.asyncProperty(hostileText, async (text) => {
            const { rows } = await connection.execute(`SELECT ${target.literals.literal(text)} AS v, 1 AS one`);
            expect(rows).toEqual([{ v: text.replaceAll("\\", "\\\\"), one: 1 }]);
          }),
          { numRuns: 100 },
        );
      });
    });
  });
});
