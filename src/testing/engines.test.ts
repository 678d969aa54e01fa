import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { createConnection } from "mysql2/promise";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { availableEngines, testEngines, withDatabase } from "./engines.ts";
import { withTemporaryFolder } from "./temporary-folder.ts";

async function tablesOnPostgresql(url: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const result = await client.query("select count(*)::int as n from pg_tables where schemaname = 'public'");
  await client.end();
  return result.rows;
}

describe("withDatabase", () => {
  it("gives an empty PostgreSQL database and drops it, also under an open session", async () => {
    const leftOpen = await withDatabase(testEngines.postgresql, async ({ url }) => {
      expect(await tablesOnPostgresql(url)).toEqual([{ n: 0 }]);
      const client = new pg.Client({ connectionString: url });
      client.on("error", () => {});
      await client.connect();
      return url;
    });
    await expect(tablesOnPostgresql(leftOpen)).rejects.toThrow("does not exist");
  });

  it.runIf(testEngines.mariadb.isAvailable)("gives an empty MariaDB database and drops it", async () => {
    const gone = await withDatabase(testEngines.mariadb, async ({ url }) => {
      const connection = await createConnection(url.replace("mariadb:", "mysql:"));
      const [rows] = await connection.query("show tables");
      expect(rows).toEqual([]);
      await connection.end();
      return url;
    });
    await expect(createConnection(gone.replace("mariadb:", "mysql:"))).rejects.toThrow("Unknown database");
  });

  it("gives a SQLite file's place, and removes it also after a failure", async () => {
    let folder = "";
    const failing = withDatabase(testEngines.sqlite, async ({ url }) => {
      folder = dirname(url.slice("sqlite:///".length));
      expect(existsSync(folder)).toBe(true);
      throw new Error("failed");
    });
    await expect(failing).rejects.toThrow("failed");
    expect(existsSync(folder)).toBe(false);
  });
});

describe("availableEngines", () => {
  it("leaves out engines that cannot do what is asked for", () => {
    const names = availableEngines({ transactionalDdl: true, isShared: true }).map(({ name }) => name);
    expect(names).toEqual(["postgresql", "sqlite"]);
  });
});

describe("withTemporaryFolder", () => {
  it("gives an empty folder and removes it", async () => {
    const path = await withTemporaryFolder(async (folder) => {
      expect(existsSync(folder)).toBe(true);
      return folder;
    });
    expect(existsSync(path)).toBe(false);
  });
});
