import {
  type DatabaseConnection,
  type Dialect,
  type DialectAdapter,
  type Driver,
  Kysely,
  MysqlAdapter,
  MysqlIntrospector,
  MysqlQueryCompiler,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from "kysely";
import type { Connection, Transaction } from "../../engine/index.ts";
import { InvalidArgumentError } from "../../errors/index.ts";

interface Parts {
  readonly createAdapter: () => DialectAdapter;
  readonly createQueryCompiler: () => QueryCompiler;
  readonly createIntrospector: Dialect["createIntrospector"];
  /** Tells the key that an INSERT has made, where the dialect has no RETURNING. */
  readonly lastInsertId: string | null;
}

const mysql: Parts = {
  createAdapter: () => new MysqlAdapter(),
  createQueryCompiler: () => new MysqlQueryCompiler(),
  createIntrospector: (db) => new MysqlIntrospector(db),
  lastInsertId: "SELECT LAST_INSERT_ID() AS id",
};

const partsByDialect: Readonly<Record<string, Parts>> = {
  postgresql: {
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    lastInsertId: null,
  },
  mysql,
  mariadb: mysql,
  sqlite: {
    createAdapter: () => new SqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    lastInsertId: "SELECT last_insert_rowid() AS id",
  },
};

/**
 * A Kysely over a connection, for data migrations: its queries run on the migration's own connection, in its transaction.
 *
 * @param connection the connection, as `op.getBind()` gives it
 * @throws {InvalidArgumentError} when Kysely does not know the connection's dialect
 * @example
 * const db = kysely<{ posts: { id: number; title: string } }>(op.getBind());
 * await db.updateTable("posts").set({ title: "untitled" }).where("title", "=", "").execute();
 */
export function kysely<Tables>(connection: Connection): Kysely<Tables> {
  const name = connection.dialectName;
  const parts = Object.hasOwn(partsByDialect, name) ? partsByDialect[name] : undefined;
  if (parts === undefined) throw unknownDialect(name);
  const { lastInsertId, ...dialect } = parts;
  return new Kysely<Tables>({ dialect: { ...dialect, createDriver: () => new BoundDriver(connection, lastInsertId) } });
}

/** One use of the connection by Kysely. */
class BoundConnection implements DatabaseConnection {
  transaction: Transaction | null = null;

  constructor(
    private readonly connection: Connection,
    private readonly lastInsertId: string | null,
  ) {}

  async executeQuery<Row>(query: Parameters<DatabaseConnection["executeQuery"]>[0]): Promise<QueryResult<Row>> {
    const { rows, rowCount } = await this.connection.execute({ sql: query.sql, parameters: query.parameters });
    const isInsert = query.query.kind === "InsertQueryNode" && rows.length === 0;
    const isWrite = isInsert || ["UpdateQueryNode", "DeleteQueryNode", "MergeQueryNode"].includes(query.query.kind);
    const insertId = isInsert ? await this.#insertId() : undefined;
    return {
      // Kysely's type of a row is its user's word for it.
      rows: rows as Row[],
      ...(isWrite && rowCount !== null ? { numAffectedRows: BigInt(rowCount) } : {}),
      ...(insertId === undefined ? {} : { insertId }),
    };
  }

  /** Kysely reads large results piece by piece; here it is one piece. */
  async *streamQuery<Row>(
    query: Parameters<DatabaseConnection["executeQuery"]>[0],
  ): AsyncIterableIterator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query);
  }

  async #insertId(): Promise<bigint | undefined> {
    if (this.lastInsertId === null) return undefined;
    const { rows } = await this.connection.execute(this.lastInsertId);
    const id = rows[0]?.["id"];
    return typeof id === "number" || typeof id === "bigint" ? BigInt(id) || undefined : undefined;
  }
}

/** Hands out the one connection. A transaction of Kysely's is a savepoint where the migration has one open. */
class BoundDriver implements Driver {
  constructor(
    private readonly connection: Connection,
    private readonly lastInsertId: string | null,
  ) {}

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return new BoundConnection(this.connection, this.lastInsertId);
  }

  async beginTransaction(use: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    if (settings.isolationLevel !== undefined || settings.accessMode !== undefined) throw noSettings();
    if (use instanceof BoundConnection) use.transaction = await this.connection.beginNested();
  }

  async commitTransaction(use: DatabaseConnection): Promise<void> {
    if (use instanceof BoundConnection) await use.transaction?.commit();
  }

  async rollbackTransaction(use: DatabaseConnection): Promise<void> {
    if (use instanceof BoundConnection) await use.transaction?.rollback();
  }

  async savepoint(_: DatabaseConnection, name: string): Promise<void> {
    await this.connection.execute(`SAVEPOINT ${this.#quote(name)}`);
  }

  async rollbackToSavepoint(_: DatabaseConnection, name: string): Promise<void> {
    await this.connection.execute(`ROLLBACK TO SAVEPOINT ${this.#quote(name)}`);
  }

  async releaseSavepoint(_: DatabaseConnection, name: string): Promise<void> {
    await this.connection.execute(`RELEASE SAVEPOINT ${this.#quote(name)}`);
  }

  async releaseConnection(): Promise<void> {}

  /** The connection is the migration's. */
  async destroy(): Promise<void> {}

  #quote(name: string): string {
    return this.connection.dialect.identifiers.quoteAlways(name);
  }
}

function unknownDialect(name: string): InvalidArgumentError {
  return new InvalidArgumentError("ALB0553", `Kysely has no dialect for ${name}`, {
    hint: "Use op.execute() with an sql`...` template.",
  });
}

function noSettings(): InvalidArgumentError {
  return new InvalidArgumentError("ALB0554", "a transaction within the migration's cannot have settings of its own", {
    hint: "Leave out setIsolationLevel() and setAccessMode(), or set them where env opens the connection.",
  });
}
