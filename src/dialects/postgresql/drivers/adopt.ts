import type { AdoptedSession, Adopter, DriverConnection } from "../../../engine/driver.ts";
import { DatabaseError } from "../../../errors/index.ts";
import { adoptExecutor, hasFunctions, notAdoptable } from "../../../engine/executor-session.ts";
import { parseServerVersion } from "../../../engine/server-version.ts";
import { isServerError, statementFailure } from "./errors.ts";
import { type PgClient, PgSession, readServerVersion } from "./pg-session.ts";
import { type PGliteDatabase, PGliteSession } from "./pglite-session.ts";
import { readServerVersion as readPGliteVersion } from "./pglite.ts";
import { openPostgresJsSession } from "./postgres-js-session.ts";

/** How connections of the user's own are taken over. */
export const adopters: readonly Adopter[] = [
  { name: "pg", adopt: adoptPg },
  { name: "pglite", adopt: adoptPGlite },
  { name: "postgres", adopt: async (handle) => settle(await openPostgresJsSession(handle)) },
  { name: "executor", adopt: adoptQueryExecutor },
];

async function adoptPg(handle: unknown): Promise<AdoptedSession> {
  if (!isPgClient(handle)) throw notAdoptable("a connected client of pg");
  const session = new PgSession(handle, await readServerVersion(handle), async () => undefined);
  return settle(session);
}

async function adoptPGlite(handle: unknown): Promise<AdoptedSession> {
  if (!isPGlite(handle)) throw notAdoptable("a PGlite database");
  const version = parseServerVersion(await readPGliteVersion(handle));
  const session = new PGliteSession(handle, version, async () => undefined);
  return { session, isInTransaction: await takesSavepoint(session) };
}

/** Whether a transaction is open. PGlite's clock is too coarse to ask it, as `settle()` does; nobody reads its log. */
async function takesSavepoint(session: DriverConnection): Promise<boolean> {
  try {
    await session.execute("SAVEPOINT alembic_adopted", []);
  } catch (error) {
    if (error instanceof DatabaseError && error.databaseCode === outsideOfTransaction) return false;
    throw error;
  }
  await session.execute("RELEASE SAVEPOINT alembic_adopted", []);
  return true;
}

/** SQLSTATE no_active_sql_transaction. */
const outsideOfTransaction = "25P01";

async function adoptQueryExecutor(handle: unknown): Promise<AdoptedSession> {
  return adoptExecutor(handle, {
    beginStatement: "BEGIN",
    versionQuery: "SHOW server_version",
    dialectName: () => "postgresql",
    prepare: (sql, parameters) => ({ sql, parameters }),
    failure: (cause, sql, parameters) => (isServerError(cause) ? statementFailure(cause, sql, parameters) : cause),
  });
}

/**
 * Looks whether a transaction is open. Its clock stands still from its first message on, and the statement's own does
 * not; without one, a statement of the simple protocol begins both.
 */
async function settle(session: DriverConnection): Promise<AdoptedSession> {
  const { rows } = await session.execute("SELECT now() <> statement_timestamp() AS open", []);
  return { session, isInTransaction: rows[0]?.["open"] === true };
}

/** A client that was never connected would keep a query for ever; a pool has no process of its own. */
function isPgClient(handle: unknown): handle is PgClient {
  if (!hasFunctions(handle, "query", "on", "off", "escapeIdentifier")) return false;
  return "native" in handle || ("processID" in handle && typeof handle.processID === "number");
}

function isPGlite(handle: unknown): handle is PGliteDatabase {
  return hasFunctions(handle, "query", "exec", "describeQuery") && "parsers" in handle;
}
