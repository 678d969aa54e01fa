import { describe, expect, it, vi } from "vitest";
import type { Connection } from "../../src/engine/connection.ts";
import { MigrationContext } from "../../src/runtime/index.ts";
import { testEngines } from "../../src/testing/engines.ts";
import { open } from "./harness.ts";

const engines = [testEngines.sqlite, testEngines.postgresql, testEngines.mariadb];

function tables(first: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => [
    `CREATE TABLE t${first + index} (id INTEGER NOT NULL PRIMARY KEY, up INTEGER, title VARCHAR(50) DEFAULT 'x',
      CONSTRAINT fk${first + index} FOREIGN KEY (up) REFERENCES t${first + index} (id) ON DELETE CASCADE,
      CONSTRAINT ck${first + index} CHECK (up > 0))`,
    `CREATE INDEX ix${first + index} ON t${first + index} (title)`,
  ]).flat();
}

/** What reading all tables of the default schema asks of the database. */
async function questions(connection: Connection): Promise<readonly (readonly [string, readonly unknown[]])[]> {
  const { dialect } = await MigrationContext.configure({ connection });
  const execute = vi.spyOn(connection, "execute");
  const read = await dialect.createInspector(connection).tables();
  const asked = execute.mock.calls.flatMap(([sql, parameters = []]) =>
    typeof sql === "string" ? [[sql, parameters] as const] : [],
  );
  execute.mockRestore();
  for (const table of read.values()) {
    expect(table.foreignKeys.map(({ options }) => options.onDelete)).toEqual(["CASCADE"]);
    expect(table.checks).toHaveLength(1);
  }
  return asked;
}

describe.each(engines.filter(({ isAvailable }) => isAvailable))("The catalogue of $name", (engine) => {
  it("is asked the same few questions, however many tables there are", async () => {
    const connection = await open(engine, ...tables(0, 2));
    const few = await questions(connection);
    for (const statement of tables(2, 30)) await connection.execute(statement);
    const many = await questions(connection);
    expect(many).toEqual(few);
    expect(many.length).toBeLessThanOrEqual(8);
  });
});

describe.runIf(testEngines.mariadb.isAvailable)("The catalogue of MariaDB", () => {
  it("is not read for other databases of the server", async () => {
    const connection = await open(testEngines.mariadb, ...tables(0, 2));
    for (const [sql, parameters] of await questions(connection)) {
      const { rows } = await connection.execute(`EXPLAIN ${sql}`, parameters);
      expect(JSON.stringify([sql, rows])).not.toContain("Scanned all databases");
    }
  });
});
