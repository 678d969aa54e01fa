import type * as sqlite from "node:sqlite";
import type { Driver } from "../../../engine/driver.ts";
import { driverMissing } from "../../../engine/import-package.ts";
import type { SqliteHandle, SqliteResult, SqliteValue } from "./handle.ts";
import { type OpenOptions, readOpenOptions } from "./open-options.ts";
import { openSession } from "./session.ts";

/** The SQLite that Node 22.13 and later have built in. */
export const nodeSqlite: Driver = {
  name: "node-sqlite",
  packageName: null,
  isOnRequest: false,
  async connect(url) {
    const module = loadModule();
    if (module === undefined) throw driverMissing("better-sqlite3");
    return openSession(readOpenOptions(url), (options) => new NodeSqliteHandle(openDatabase(module, options)));
  },
};

type SqliteModule = typeof sqlite;

/** What `new DatabaseSync()` gives. */
export type NodeSqliteDatabase = sqlite.DatabaseSync;

/** Loads the module, without the warning that it is experimental: whoever runs migrations cannot do anything about it. */
function loadModule(): SqliteModule | undefined {
  // oxlint-disable-next-line typescript/unbound-method -- it is put back below as it was
  const { emitWarning } = process;
  // The overloads of emitWarning cannot be written as one function; whatever comes is passed on as it is.
  process.emitWarning = ((...args: Parameters<typeof emitWarning>): void => {
    if (!String(args[0]).startsWith("SQLite is an experimental feature")) emitWarning.apply(process, args);
  }) as typeof emitWarning;
  try {
    return process.getBuiltinModule("node:sqlite");
  } finally {
    process.emitWarning = emitWarning;
  }
}

function openDatabase(module: SqliteModule, options: OpenOptions): NodeSqliteDatabase {
  return new module.DatabaseSync(options.path ?? ":memory:", { readOnly: options.isReadOnly });
}

/** A database of `node:sqlite`. */
export class NodeSqliteHandle implements SqliteHandle {
  constructor(private readonly database: NodeSqliteDatabase) {}

  get inTransaction(): boolean {
    // Node 22.16 and later say it. A deferred BEGIN takes no lock, and fails just where a transaction is open.
    if (typeof this.database.isTransaction === "boolean") return this.database.isTransaction;
    try {
      this.database.exec("BEGIN");
    } catch {
      return true;
    }
    this.database.exec("ROLLBACK");
    return false;
  }

  run(sql: string, values: readonly SqliteValue[]): SqliteResult {
    const statement = this.database.prepare(sql);
    statement.setReadBigInts(true);
    const before = this.#totalChanges();
    const rows = statement.all(...values);
    // Node 22.16 and later name the columns; before, a query without rows looks like a statement that has none.
    const columns = statement.columns?.().map(({ name }) => name) ?? Object.keys(rows[0] ?? {});
    const changes = this.#totalChanges() === before ? 0 : this.#number("SELECT changes()");
    return { columns, rows: rows.map((row) => columns.map((name) => row[name])), changes };
  }

  close(): void {
    this.database.close();
  }

  #totalChanges(): number {
    return this.#number("SELECT total_changes()");
  }

  #number(sql: string): number {
    return Number(Object.values(this.database.prepare(sql).get() ?? {})[0]);
  }
}
