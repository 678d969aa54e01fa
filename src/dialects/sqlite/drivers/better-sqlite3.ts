import type { Driver } from "../../../engine/driver.ts";
import { brokenBinary, importPackage } from "../../../engine/import-package.ts";
import { ConnectionError } from "../../../errors/index.ts";
import type { SqliteHandle, SqliteResult, SqliteValue } from "./handle.ts";
import { type OpenOptions, readOpenOptions } from "./open-options.ts";
import { openSession } from "./session.ts";

/** The part of better-sqlite3 that is used, which libsql has as well. */
export interface BetterSqlite3Database {
  readonly inTransaction: boolean;
  prepare(sql: string): BetterSqlite3Statement;
  exec(sql: string): unknown;
  close(): unknown;
}

interface BetterSqlite3Statement {
  /** Whether it returns rows. */
  readonly reader: boolean;
  raw(isRaw: boolean): unknown;
  safeIntegers(isSafe: boolean): unknown;
  columns(): readonly { readonly name: string }[];
  // Values are passed as one list: libsql takes a lone null for an options object.
  all(values: readonly SqliteValue[]): readonly (readonly unknown[])[];
  run(values: readonly SqliteValue[]): { readonly changes: number };
}

interface BetterSqlite3Module {
  readonly default: new (path: string, options: Readonly<Record<string, unknown>>) => BetterSqlite3Database;
}

/** A driver over a package with better-sqlite3's interface. */
export function packageDriver(
  packageName: string,
  argumentsFor: (options: OpenOptions) => [path: string, options: Readonly<Record<string, unknown>>],
  Handle: new (database: BetterSqlite3Database) => SqliteHandle = BetterSqlite3Handle,
): Driver {
  return {
    name: packageName,
    packageName,
    isOnRequest: false,
    async connect(url, { folders }) {
      try {
        // Neither package has types that fit both; this much of them is used.
        const { default: Database } = (await importPackage(packageName, folders)) as BetterSqlite3Module;
        return openSession(readOpenOptions(url), (open) => new Handle(new Database(...argumentsFor(open))));
      } catch (error) {
        throw brokenBinary(packageName, error instanceof ConnectionError ? error.cause : error) ?? error;
      }
    },
  };
}

/** A database of better-sqlite3, or of libsql. */
export class BetterSqlite3Handle implements SqliteHandle {
  constructor(private readonly database: BetterSqlite3Database) {}

  get inTransaction(): boolean {
    return this.database.inTransaction;
  }

  run(sql: string, values: readonly SqliteValue[]): SqliteResult {
    const statement = this.database.prepare(sql);
    if (!statement.reader) return { columns: [], rows: [], changes: statement.run(values).changes };
    // Rows as lists: as objects, libsql's hold a property `_metadata` of its own.
    statement.raw(true);
    statement.safeIntegers(true);
    return { columns: statement.columns().map(({ name }) => name), rows: statement.all(values), changes: 0 };
  }

  close(): void {
    this.database.close();
  }
}

/** The package that most projects have. */
export const betterSqlite3 = packageDriver("better-sqlite3", ({ path, isReadOnly }) => [
  path ?? ":memory:",
  { readonly: isReadOnly },
]);
