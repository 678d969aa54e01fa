/**
 * Connections that your program has opened already, for `context.configure({ connection })`. None is closed, and each
 * is left as it was: settings of its package do not change, and a transaction that is open stays yours to end.
 *
 * @module
 */
import type { Connection } from "../../engine/index.ts";
import type {
  BetterSqlite3Handle,
  MariadbHandle,
  Mysql2Handle,
  NodeSqliteHandle,
  PgHandle,
  PGliteHandle,
  PostgresJsHandle,
} from "./handles.ts";
import { takeOver } from "./take-over.ts";

export type * from "./handles.ts";

/**
 * Makes a connection of a client of `pg`.
 *
 * @param client a connected `Client`, or a client of a pool
 * @throws {InvalidArgumentError} when it is a pool, or not connected
 * @example
 * import pg from "pg";
 *
 * const client = await new pg.Pool().connect();
 * const connection = await fromPg(client);
 */
export async function fromPg(client: PgHandle): Promise<Connection> {
  return takeOver("postgresql", "pg", client);
}

/**
 * Makes a connection of a PGlite database.
 *
 * @param database the database
 * @throws {InvalidArgumentError} when it is none
 * @example
 * import { PGlite } from "@electric-sql/pglite";
 *
 * const connection = await fromPGlite(await PGlite.create("./data"));
 */
export async function fromPGlite(database: PGliteHandle): Promise<Connection> {
  return takeOver("postgresql", "pglite", database);
}

/**
 * Makes a connection of the package `postgres`.
 *
 * @param sql what `postgres()` gives, of which one connection is reserved until `close()`; or one that is reserved or in
 * a transaction already, which is used as it is
 * @throws {InvalidArgumentError} when it is none of these
 * @example
 * import postgres from "postgres";
 *
 * const connection = await fromPostgresJs(postgres("postgres://localhost/blog"));
 */
export async function fromPostgresJs(sql: PostgresJsHandle): Promise<Connection> {
  return takeOver("postgresql", "postgres", sql);
}

/**
 * Makes a connection of one of `mysql2`; the server itself says whether it is MySQL or MariaDB.
 *
 * @param connection a connection, with promises or with callbacks
 * @throws {InvalidArgumentError} when it is a pool
 * @example
 * import { createPool } from "mysql2/promise";
 *
 * const connection = await fromMysql2(await createPool("mysql://localhost/blog").getConnection());
 */
export async function fromMysql2(connection: Mysql2Handle): Promise<Connection> {
  return takeOver("mysql", "mysql2", connection);
}

/**
 * Makes a connection of one of `mariadb`; the server itself says whether it is MySQL or MariaDB.
 *
 * @param connection a connection
 * @throws {InvalidArgumentError} when it is a pool
 * @example
 * import { createPool } from "mariadb";
 *
 * const connection = await fromMariadb(await createPool("mariadb://localhost/blog").getConnection());
 */
export async function fromMariadb(connection: MariadbHandle): Promise<Connection> {
  return takeOver("mysql", "mariadb", connection);
}

/**
 * Makes a connection of a database of `better-sqlite3`.
 *
 * @param database the open database; whether it enforces foreign keys stays as it is
 * @throws {InvalidArgumentError} when it is none
 * @example
 * async function titles(database: BetterSqlite3Handle): Promise<readonly unknown[]> {
 *   const connection = await fromBetterSqlite3(database);
 *   return (await connection.execute("SELECT title FROM posts")).rows;
 * }
 */
export async function fromBetterSqlite3(database: BetterSqlite3Handle): Promise<Connection> {
  return takeOver("sqlite", "better-sqlite3", database);
}

/**
 * Makes a connection of a database of `libsql`.
 *
 * @param database the open database; whether it enforces foreign keys stays as it is
 * @throws {InvalidArgumentError} when it is none
 * @example
 * import Database from "libsql";
 *
 * const connection = await fromLibsql(new Database("app.db"));
 */
export async function fromLibsql(database: BetterSqlite3Handle): Promise<Connection> {
  return takeOver("sqlite", "libsql", database);
}

/**
 * Makes a connection of a database of `node:sqlite`.
 *
 * @param database the open database; whether it enforces foreign keys stays as it is
 * @throws {InvalidArgumentError} when it is none
 * @example
 * import { DatabaseSync } from "node:sqlite";
 *
 * const connection = await fromNodeSqlite(new DatabaseSync("app.db"));
 */
export async function fromNodeSqlite(database: NodeSqliteHandle): Promise<Connection> {
  return takeOver("sqlite", "node-sqlite", database);
}
