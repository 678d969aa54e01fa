import type { DriverConnection, QueryResult, ServerVersion } from "../../../engine/driver.ts";
import { hasFunctions, notAdoptable } from "../../../engine/executor-session.ts";
import { databaseFailure } from "../../../engine/failures.ts";
import { toRows } from "../../../engine/rows.ts";
import { RunningStatement } from "../../../engine/running-statement.ts";
import { parseServerVersion } from "../../../engine/server-version.ts";
import { failedCommit, isFailedCommit, isServerError, statementFailure } from "./errors.ts";
import { decodeValue, encodeValue } from "./values.ts";

/** The part of one connection of the package `postgres` that is used. */
interface ReservedSql {
  unsafe(text: string, values?: readonly unknown[]): PostgresJsQuery;
  typed(value: string, type: number): unknown;
  release?(): void;
}

interface PostgresJsQuery {
  /** The same query with values as the bytes that the server sent. */
  raw(): Promise<PostgresJsResult | readonly PostgresJsResult[]>;
  cancel(): void;
}

interface PostgresJsResult extends ReadonlyArray<readonly (Uint8Array | null)[]> {
  readonly command: string | null;
  readonly count: number | null;
  readonly columns?: readonly { readonly name: string; readonly type: number }[];
}

/** The type `unknown`: the server finds out what a value is from its place, and the package leaves it alone. */
const unknownType = 705;

function isPoolOfSql(handle: unknown): handle is { reserve(): Promise<ReservedSql> } {
  return hasFunctions(handle, "reserve");
}

/**
 * Takes over a connection of the package `postgres`: one that is reserved or in a transaction already, else one that is
 * reserved now and released at the end.
 *
 * @throws {InvalidArgumentError} when it is none
 */
export async function openPostgresJsSession(handle: unknown): Promise<DriverConnection> {
  if (!hasFunctions(handle, "unsafe", "typed")) throw notAdoptable("a sql function of postgres");
  const isPool = isPoolOfSql(handle);
  // The package's types follow its own options; this much of it is used.
  const sql = isPool ? await handle.reserve() : (handle as ReservedSql);
  const session = new PostgresJsSession(sql, parseServerVersion(""), isPool);
  const { rows } = await session.execute("SHOW server_version", []);
  return new PostgresJsSession(sql, parseServerVersion(String(rows[0]?.["server_version"])), isPool);
}

class PostgresJsSession implements DriverConnection {
  readonly dialectName = "postgresql";
  readonly beginStatement = "BEGIN";
  readonly isCancellable = true;
  readonly #statement = new RunningStatement();
  #query: PostgresJsQuery | null = null;
  #isClosed = false;

  constructor(
    private readonly sql: ReservedSql,
    readonly serverVersion: ServerVersion,
    private readonly isReserved: boolean,
  ) {}

  async execute(sql: string, parameters: readonly unknown[]): Promise<QueryResult> {
    return toQueryResult(await this.#run(sql, parameters), sql);
  }

  async cancel(): Promise<void> {
    await this.#statement.cancel(async () => this.#query?.cancel());
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.isReserved) this.sql.release?.();
  }

  async #run(sql: string, parameters: readonly unknown[]): Promise<PostgresJsResult | readonly PostgresJsResult[]> {
    const values = parameters
      .map(encodeValue)
      .map((value) => (value === null ? null : this.sql.typed(value, unknownType)));
    const query = values.length === 0 ? this.sql.unsafe(sql) : this.sql.unsafe(sql, values);
    this.#query = query;
    try {
      return await this.#statement.run(async () => query.raw());
    } catch (error) {
      if (isServerError(error)) throw statementFailure(error, sql, parameters);
      const said = error instanceof Error ? error.message : String(error);
      throw databaseFailure("connectionLost", `the connection to the server was lost: ${said}`, {
        cause: error,
        statement: sql,
      });
    }
  }
}

function toQueryResult(answer: PostgresJsResult | readonly PostgresJsResult[], sql: string): QueryResult {
  const result = isOneResult(answer) ? answer : answer.at(-1);
  if (result === undefined) return { rows: [], rowCount: null };
  if (isFailedCommit(sql, result.command)) throw failedCommit(sql);
  const columns = result.columns ?? [];
  const rows = result.map((row) => columns.map(({ type }, index) => decodeText(type, row[index] ?? null)));
  const names = columns.map(({ name }) => name);
  return { rows: toRows(names, rows), rowCount: result.count };
}

function isOneResult(answer: PostgresJsResult | readonly PostgresJsResult[]): answer is PostgresJsResult {
  return "command" in answer;
}

function decodeText(type: number, bytes: Uint8Array | null): unknown {
  return bytes === null ? null : decodeValue(type, Buffer.from(bytes).toString());
}
