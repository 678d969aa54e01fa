/** A connected `Client` of `pg`, or a client of its pool; the pool itself is none. */
export interface PgHandle {
  query(...args: never): unknown;
  escapeIdentifier(text: string): string;
}

/** A database of `@electric-sql/pglite`. */
export interface PGliteHandle {
  query(...args: never): unknown;
  exec(...args: never): unknown;
  describeQuery(...args: never): unknown;
}

/** What `postgres()` gives, a connection reserved from it, or the `sql` of a transaction. */
export interface PostgresJsHandle {
  unsafe(...args: never): unknown;
  typed: unknown;
}

/** A connection of `mysql2` or `mysql2/promise`; a pool is none. */
export interface Mysql2Handle {
  query(...args: never): unknown;
  beginTransaction(...args: never): unknown;
  readonly threadId: number | null;
}

/** A connection of `mariadb`; a pool is none. */
export interface MariadbHandle {
  query(...args: never): unknown;
  beginTransaction(...args: never): unknown;
  isValid(): boolean;
}

/** A database of `better-sqlite3` or `libsql`. */
export interface BetterSqlite3Handle {
  prepare(...args: never): unknown;
  pragma(...args: never): unknown;
}

/** A `DatabaseSync` of `node:sqlite`. */
export interface NodeSqliteHandle {
  prepare(...args: never): unknown;
  exec(...args: never): unknown;
  close(): void;
}
