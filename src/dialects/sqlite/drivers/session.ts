import type { DriverConnection, QueryResult, ServerVersion } from "../../../engine/driver.ts";
import { toRows } from "../../../engine/rows.ts";
import { parseServerVersion } from "../../../engine/server-version.ts";
import { openFailure, statementFailure } from "./errors.ts";
import type { SqliteHandle, SqliteResult } from "./handle.ts";
import type { OpenOptions } from "./open-options.ts";
import { inspectStatement } from "./statement.ts";
import { decodeValue, encodeValue } from "./values.ts";

const nothing: QueryResult = { rows: [], rowCount: 0 };

/** A session with an SQLite database in this process. */
export class SqliteSession implements DriverConnection {
  readonly dialectName = "sqlite";
  // A deferred transaction that wants to write later can find the database changed and fail for good.
  readonly beginStatement = "BEGIN IMMEDIATE";
  readonly serverVersion: ServerVersion;
  readonly openFile?: (path: string) => DriverConnection;
  readonly #handle: SqliteHandle;
  #isClosed = false;

  /** @param open opens another file through the same package; left out where there is no way to */
  constructor(handle: SqliteHandle, open?: (path: string) => SqliteHandle) {
    this.#handle = handle;
    if (open !== undefined) this.openFile = (path) => openWithoutWaiting(path, open);
    const [row] = handle.run("SELECT sqlite_version()", []).rows;
    this.serverVersion = parseServerVersion(String(row?.[0]));
  }

  async execute(sql: string, parameters: readonly unknown[]): Promise<QueryResult> {
    const { isEmpty, isRollback } = inspectStatement(sql, parameters);
    if (isEmpty) return nothing;
    // A full disk, a lock or an interrupt may have rolled back already: https://www.sqlite.org/lang_transaction.html.
    if (isRollback && !this.#handle.inTransaction) return nothing;
    const { columns, rows, changes } = this.#run(sql, parameters);
    if (columns.length === 0) return { rows: [], rowCount: changes };
    return { rows: toRows(columns, rows, decodeValue), rowCount: rows.length };
  }

  /** A statement runs within this process and thread: while it does, no one can ask. */
  async cancel(): Promise<void> {}

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#handle.close();
  }

  #run(sql: string, parameters: readonly unknown[]): SqliteResult {
    try {
      return this.#handle.run(sql, parameters.map(encodeValue));
    } catch (error) {
      throw statementFailure(error, sql, parameters);
    }
  }
}

function openWithoutWaiting(path: string, open: (path: string) => SqliteHandle): SqliteSession {
  try {
    const handle = open(path);
    handle.run("PRAGMA busy_timeout = 0", []);
    return new SqliteSession(handle);
  } catch (error) {
    throw openFailure(error, path);
  }
}

/**
 * Opens a database and brings the session into its state, which the packages begin in different ways.
 *
 * @throws {ConnectionError} when the file cannot be opened, or is no database
 */
export function openSession(options: OpenOptions, open: (options: OpenOptions) => SqliteHandle): SqliteSession {
  const handle = attempt(options, () => open(options));
  try {
    return attempt(options, () => {
      handle.run(`PRAGMA busy_timeout = ${options.busyTimeout}`, []);
      handle.run(`PRAGMA foreign_keys = ${options.foreignKeys ? "ON" : "OFF"}`, []);
      // The first read is what finds a file that is no database.
      handle.run("SELECT count(*) FROM sqlite_master", []);
      return new SqliteSession(handle, (path) => open({ ...options, path, isReadOnly: false }));
    });
  } catch (error) {
    handle.close();
    throw error;
  }
}

function attempt<Result>(options: OpenOptions, task: () => Result): Result {
  try {
    return task();
  } catch (error) {
    throw openFailure(error, options.path ?? ":memory:");
  }
}
