import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startEmbeddedPostgres } from "./embedded-server.ts";

async function query(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows[0];
  } finally {
    await client.end();
  }
}

describe("startEmbeddedPostgres", () => {
  let folder = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "alembic-ts-test-"));
    await chmod(folder, 0o755);
    process.env["TMPDIR"] = folder;
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("starts a server that answers, and leaves nothing behind", async () => {
    const server = await startEmbeddedPostgres();
    expect(await query(server.url, "select 1 as one")).toEqual({ one: 1 });
    await server.stop();
    await server.stop();
    await expect(query(server.url, "select 1")).rejects.toThrow("ECONNREFUSED");
    expect(await readdir(folder)).toEqual([]);
  });

  it("asks for the password that it was given", async () => {
    const server = await startEmbeddedPostgres({ password: "a b@c" });
    try {
      expect(await query(server.url, "select current_user as name")).toEqual({ name: "postgres" });
      await expect(query(server.url.replace("a%20b", "other"), "select 1")).rejects.toThrow("password authentication");
    } finally {
      await server.stop();
    }
  });
});
