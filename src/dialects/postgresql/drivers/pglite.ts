import { mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Driver } from "../../../engine/driver.ts";
import { databaseFailure } from "../../../engine/failures.ts";
import { importPackage } from "../../../engine/import-package.ts";
import { parseServerVersion } from "../../../engine/server-version.ts";
import { UrlOptions } from "../../../engine/url-options.ts";
import { type PGliteDatabase, PGliteSession } from "./pglite-session.ts";

interface OwnPGliteDatabase extends PGliteDatabase {
  close(): Promise<void>;
}

interface PGliteModule {
  readonly PGlite: { create(folder?: string): Promise<OwnPGliteDatabase> };
}

/** PostgreSQL in this process, in memory or in a folder. */
export const pglite: Driver = {
  name: "pglite",
  packageName: "@electric-sql/pglite",
  isOnRequest: true,
  async connect(url, { folders }) {
    new UrlOptions(url).checkKeys([]);
    // The package's types need those of browsers; this much of it is used.
    const module = (await importPackage("@electric-sql/pglite", folders)) as PGliteModule;
    const database = await openDatabase(module, url.database);
    const version = await readServerVersion(database);
    return new PGliteSession(database, parseServerVersion(version), () => database.close());
  },
};

async function openDatabase({ PGlite }: PGliteModule, database: string | null): Promise<OwnPGliteDatabase> {
  if (database === null) return PGlite.create();
  const folder = resolve(database);
  try {
    mkdirSync(dirname(folder), { recursive: true });
    return await PGlite.create(folder);
  } catch (cause) {
    throw databaseFailure("fileUnavailable", `cannot open the database folder ${folder}: ${reasonOf(cause)}`, {
      cause,
    });
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
  return code === "" ? cause.message : `${cause.message} [${code}]`;
}

/** Asked through a session, whose options a bare query would lack. */
export async function readServerVersion(database: PGliteDatabase): Promise<string> {
  const session = new PGliteSession(database, parseServerVersion(""), async () => undefined);
  const { rows } = await session.execute("SHOW server_version", []);
  return String(rows[0]?.["server_version"]);
}
