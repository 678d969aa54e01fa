import type { AdoptedSession, Adopter } from "../../../engine/driver.ts";
import { adoptExecutor, hasFunctions, notAdoptable } from "../../../engine/executor-session.ts";
import { type BetterSqlite3Database, BetterSqlite3Handle } from "./better-sqlite3.ts";
import { statementFailure } from "./errors.ts";
import type { SqliteHandle } from "./handle.ts";
import { LibsqlHandle } from "./libsql.ts";
import { type NodeSqliteDatabase, NodeSqliteHandle } from "./node-sqlite.ts";
import { SqliteSession } from "./session.ts";
import { inspectStatement } from "./statement.ts";
import { encodeValue } from "./values.ts";

/** How databases of the user's own are taken over. */
export const adopters: readonly Adopter[] = [
  { name: "better-sqlite3", adopt: async (handle) => adoptBetterSqlite3(handle) },
  { name: "libsql", adopt: async (handle) => adoptLibsql(handle) },
  { name: "node-sqlite", adopt: async (handle) => adoptNodeSqlite(handle) },
  { name: "executor", adopt: adoptQueryExecutor },
];

function adoptBetterSqlite3(handle: unknown): AdoptedSession {
  if (!isDatabase(handle)) throw notAdoptable("a database of better-sqlite3");
  return settle(new BetterSqlite3Handle(handle), (path) => new BetterSqlite3Handle(openLike(handle, path)));
}

function adoptLibsql(handle: unknown): AdoptedSession {
  if (!isDatabase(handle)) throw notAdoptable("a database of libsql");
  return settle(new LibsqlHandle(handle), (path) => new LibsqlHandle(openLike(handle, path)));
}

function adoptNodeSqlite(handle: unknown): AdoptedSession {
  if (!isNodeSqlite(handle)) throw notAdoptable("a database of node:sqlite");
  return settle(new NodeSqliteHandle(handle), (path) => new NodeSqliteHandle(openLike(handle, path)));
}

/** `node:sqlite` is not there in every Node that we run on, so its class cannot be asked for. */
function isNodeSqlite(handle: unknown): handle is NodeSqliteDatabase {
  return hasFunctions(handle, "prepare", "exec", "close") && !("inTransaction" in handle);
}

async function adoptQueryExecutor(handle: unknown): Promise<AdoptedSession> {
  return adoptExecutor(handle, {
    beginStatement: "BEGIN IMMEDIATE",
    versionQuery: "SELECT sqlite_version() AS version",
    dialectName: () => "sqlite",
    prepare(sql, parameters) {
      inspectStatement(sql, parameters);
      return { sql, parameters: parameters.map(encodeValue) };
    },
    failure: statementFailure,
  });
}

function settle(handle: SqliteHandle, open: (path: string) => SqliteHandle): AdoptedSession {
  const { inTransaction } = handle;
  return { session: new SqliteSession(new BorrowedHandle(handle), open), isInTransaction: inTransaction };
}

/** Opens another file with the class, and so the copy of the package, that the user's own database is of. */
function openLike<Database extends object>(database: Database, path: string): Database {
  // What is made by a class is made again by it: `constructor` has no narrower type.
  const OwnClass = database.constructor as new (path: string) => Database;
  return new OwnClass(path);
}

/** A database that its owner closes. */
class BorrowedHandle implements SqliteHandle {
  readonly run: SqliteHandle["run"];
  readonly #owner: SqliteHandle;

  constructor(handle: SqliteHandle) {
    this.#owner = handle;
    this.run = (sql, values) => handle.run(sql, values);
  }

  get inTransaction(): boolean {
    return this.#owner.inTransaction;
  }

  close(): void {
    // It goes on in its owner's hands.
  }
}

function isDatabase(handle: unknown): handle is BetterSqlite3Database {
  return hasFunctions(handle, "prepare", "exec", "pragma", "defaultSafeIntegers") && "inTransaction" in handle;
}
