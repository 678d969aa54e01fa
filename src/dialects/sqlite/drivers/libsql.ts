import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type BetterSqlite3Database, BetterSqlite3Handle, packageDriver } from "./better-sqlite3.ts";
import type { SqliteHandle, SqliteResult, SqliteValue } from "./handle.ts";
import type { OpenOptions } from "./open-options.ts";

const write = /^(?:\s|--[^\n]*\n|\/\*.*?\*\/)*(?:insert|update|delete|replace|with)\b/is;

/** Statements that give no rows and change none, so that nobody has to ask how many: most of what a migration says. */
const countsNothing =
  /^\s*(?:begin|commit|savepoint|release|create\s+(?:table|(?:unique\s+)?index)|drop\s+(?:table|index)|alter)\b/i;

/**
 * A database of libsql, whose interface is that of better-sqlite3.
 *
 * A prepared statement of libsql 0.5 that met another session's lock stays open until it is collected as garbage, and
 * until then nothing can be committed. So whatever may have to wait for a lock goes through `exec`, which cleans up.
 */
export class LibsqlHandle implements SqliteHandle {
  readonly #prepared: BetterSqlite3Handle;

  constructor(private readonly database: BetterSqlite3Database) {
    this.#prepared = new BetterSqlite3Handle(database);
  }

  get inTransaction(): boolean {
    return this.database.inTransaction;
  }

  run(sql: string, values: readonly SqliteValue[]): SqliteResult {
    if (values.length === 0 && countsNothing.test(sql)) {
      this.database.exec(sql);
      return { columns: [], rows: [], changes: 0 };
    }
    if (values.length === 0 && !this.database.prepare(sql).reader) return this.#execute(sql);
    if (this.database.inTransaction || !write.test(sql)) return this.#prepared.run(sql, values);
    return this.#runLocked(sql, values);
  }

  close(): void {
    this.database.close();
  }

  #execute(sql: string): SqliteResult {
    const before = this.#number("SELECT total_changes()");
    this.database.exec(sql);
    const isChanged = this.#number("SELECT total_changes()") !== before;
    return { columns: [], rows: [], changes: isChanged ? this.#number("SELECT changes()") : 0 };
  }

  #runLocked(sql: string, values: readonly SqliteValue[]): SqliteResult {
    this.database.exec("BEGIN IMMEDIATE");
    try {
      const result = this.#prepared.run(sql, values);
      this.database.exec("COMMIT");
      return result;
    } catch (error) {
      if (this.database.inTransaction) this.database.exec("ROLLBACK");
      throw error;
    }
  }

  #number(sql: string): number {
    return Number(this.#prepared.run(sql, []).rows[0]?.[0]);
  }
}

/** The same interface with a prebuilt binary. */
export const libsql = packageDriver("libsql", (options) => [libsqlPath(options), {}], LibsqlHandle);

/** libsql 0.5 does not read the option `readonly`, but SQLite's own URI. */
function libsqlPath({ path, isReadOnly }: OpenOptions): string {
  if (path === null) return ":memory:";
  return isReadOnly && existsSync(path) ? `${pathToFileURL(path).href}?mode=ro` : path;
}
