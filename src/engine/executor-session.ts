import { InvalidArgumentError } from "../errors/index.ts";
import type { AdoptedSession, DriverConnection, QueryExecutor, QueryResult } from "./driver.ts";
import { toSafeInteger } from "./rows.ts";
import { parseServerVersion } from "./server-version.ts";

/** What a dialect knows about sessions that a query builder holds. */
export interface ExecutorRules {
  readonly beginStatement: string;
  /** A query for one row with one column, the server's version. */
  readonly versionQuery: string;
  dialectName(version: string): string;
  /** What the package below the query builder is to be given. */
  prepare(
    sql: string,
    parameters: readonly unknown[],
  ): { readonly sql: string; readonly parameters: readonly unknown[] };
  failure(cause: unknown, sql: string, parameters: readonly unknown[]): unknown;
}

/**
 * Takes over a connection that a query builder holds. Its package reads the values, as its owner has set it up.
 *
 * @param handle the executor
 * @param rules what the dialect knows
 * @throws {InvalidArgumentError} when it is none
 */
export async function adoptExecutor(handle: unknown, rules: ExecutorRules): Promise<AdoptedSession> {
  if (!isExecutor(handle)) throw notAdoptable("an object with query() and release()");
  const { rows } = await run(handle, rules, rules.versionQuery, []);
  const text = String(Object.values(rows[0] ?? {})[0]);
  const session: DriverConnection = {
    dialectName: rules.dialectName(text),
    serverVersion: parseServerVersion(text),
    beginStatement: rules.beginStatement,
    execute: async (sql, parameters) => run(handle, rules, sql, parameters),
    cancel: async () => undefined,
    close: async () => handle.release(),
  };
  return { session, isInTransaction: handle.isInTransaction };
}

/** The error for a handle of another kind than the one that was asked for. */
export function notAdoptable(wanted: string): InvalidArgumentError {
  return new InvalidArgumentError("ALB0550", `this is not ${wanted}`, {
    hint: "Each function takes what its own package opened: one connection, which is open, and no pool.",
  });
}

async function run(
  executor: QueryExecutor,
  rules: ExecutorRules,
  sql: string,
  parameters: readonly unknown[],
): Promise<QueryResult> {
  const prepared = rules.prepare(sql, parameters);
  try {
    const { rows, rowCount } = await executor.query(prepared.sql, prepared.parameters);
    return { rows: rows.map(normaliseRow), rowCount };
  } catch (error) {
    throw rules.failure(error, sql, parameters);
  }
}

function normaliseRow(row: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, normaliseValue(value)]));
}

function normaliseValue(value: unknown): unknown {
  if (typeof value === "bigint") return toSafeInteger(value);
  return Buffer.isBuffer(value) ? Uint8Array.from(value) : value;
}

function isExecutor(handle: unknown): handle is QueryExecutor {
  return hasFunctions(handle, "query", "release");
}

/** Whether something has functions of these names, which is what a handle is known by. */
export function hasFunctions(handle: unknown, ...names: readonly string[]): handle is object {
  if ((typeof handle !== "object" && typeof handle !== "function") || handle === null) return false;
  // Handles are of classes that we do not know: a look at one property is all that can be said of them.
  return names.every((name) => typeof (handle as Readonly<Record<string, unknown>>)[name] === "function");
}
