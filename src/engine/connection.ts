import { InvalidArgumentError } from "../errors/index.ts";
import { type CompiledSql, compileSql, SqlFragment, type SqlTarget } from "../sql/index.ts";
import type { DriverConnection, Notice, QueryResult, ServerVersion } from "./driver.ts";
import { databaseFailure } from "./failures.ts";
import { SerialQueue } from "./serial-queue.ts";
import { type Transaction, TransactionScope } from "./transaction.ts";

/** What a connection has to know of its dialect to turn a fragment into text. */
export interface ConnectionDialect extends SqlTarget {
  readonly name: string;
}

/** What can be run: SQL text, an `sql` fragment, or the compiled query of a query builder. */
export type Executable = string | SqlFragment | CompiledSql;

/** A statement that is about to run. The values themselves are not told. */
export interface StatementEvent {
  readonly sql: string;
  readonly parameterCount: number;
}

/**
 * Stands between a connection's callers and its session: may run statements of its own around one, or refuse it.
 *
 * @param statement what a caller wants to run
 * @param run runs a statement on the session, at once and past the guard
 */
export type StatementGuard = (
  statement: CompiledSql,
  run: (statement: CompiledSql) => Promise<QueryResult>,
) => Promise<QueryResult>;

/** Options of {@link Connection}. */
export interface ConnectionOptions {
  /** Whether a transaction was open on the session before we got it: it is not ours to end. */
  readonly isInTransaction?: boolean;
  /** Where the session leads, for people to read: without its password. */
  readonly url?: string;
}

/**
 * One session with one database. Statements run one at a time, in the order in which they were given.
 *
 * @example
 * const { rows } = await connection.execute(sql`SELECT title FROM posts WHERE id = ${id}`);
 */
export class Connection {
  readonly #driver: DriverConnection;
  readonly #queue = new SerialQueue();
  readonly #listeners = new Set<(event: StatementEvent) => void>();
  readonly #scope: TransactionScope;
  /** Where the session leads, without its password; null where it was taken over from elsewhere. */
  readonly url: string | null;
  #guard: StatementGuard | null = null;
  #isClosed = false;

  /**
   * @param driver the session
   * @param dialect how names are quoted and placeholders written
   * @param options the state in which the session was taken over
   */
  constructor(
    driver: DriverConnection,
    readonly dialect: ConnectionDialect,
    options: ConnectionOptions = {},
  ) {
    this.#driver = driver;
    this.url = options.url ?? null;
    this.#scope = new TransactionScope((statement) => this.execute(statement), {
      beginStatement: driver.beginStatement,
      isForeign: options.isInTransaction ?? false,
    });
  }

  /** The dialect that the server itself turned out to be. */
  get dialectName(): string {
    return this.#driver.dialectName;
  }

  get serverVersion(): ServerVersion {
    return this.#driver.serverVersion;
  }

  /** Whether a transaction is open: ours, or one that was there when the session was taken over. */
  get inTransaction(): boolean {
    return this.#scope.isOpen;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** The session's number, as the server told it at login; null where there is no server, or it is not known. */
  get sessionId(): number | null {
    return this.#driver.sessionId ?? null;
  }

  /** Whether {@link cancel} reaches a running statement: not where the database works within this thread. */
  get isCancellable(): boolean {
    return this.#driver.isCancellable ?? false;
  }

  /**
   * Runs a statement, after those given before it.
   *
   * @param query SQL text, an `sql` fragment, or `{ sql, parameters }` as query builders compile
   * @param parameters values for the placeholders of SQL text, in order
   * @throws {DatabaseError} with the database's own code, and the statement without its values
   * @throws {ConnectionError} when the session is gone
   * @example await connection.execute("SELECT 1 AS one"); // { rows: [{ one: 1 }], rowCount: 1 }
   */
  async execute(query: Executable, parameters?: readonly unknown[]): Promise<QueryResult> {
    const compiled = this.#compile(query, parameters);
    return this.#queue.run(async () => {
      if (this.#isClosed) {
        throw databaseFailure("connectionClosed", "the connection is closed", { statement: compiled.sql });
      }
      return this.#guard === null ? this.#run(compiled) : this.#guard(compiled, (statement) => this.#run(statement));
    });
  }

  /**
   * Opens a transaction.
   *
   * @throws {InvalidArgumentError} when one is open already
   * @example const transaction = await connection.begin();
   */
  async begin(): Promise<Transaction> {
    return this.#scope.begin();
  }

  /**
   * Sets a savepoint within the open transaction; without one, opens a transaction.
   *
   * @example const savepoint = await connection.beginNested();
   */
  async beginNested(): Promise<Transaction> {
    return this.#scope.beginNested();
  }

  /**
   * Runs a function in a transaction: committed when it returns, rolled back when it throws.
   *
   * @param work what to do; it gets the transaction
   * @throws whatever the function throws, and what the database says to the commit
   * @example await connection.transaction(async () => { await connection.execute("DELETE FROM drafts"); });
   */
  async transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    const transaction = await this.begin();
    try {
      const result = await work(transaction);
      if (transaction.isActive) await transaction.commit();
      return result;
    } catch (error) {
      await this.#scope.abandon(transaction);
      throw error;
    }
  }

  /**
   * Opens another database file through the same package, without waiting for locks; null where databases are no files.
   *
   * @param path the file, which is made where it is missing
   * @throws {ConnectionError} when it cannot be opened
   */
  openFile(path: string): Connection | null {
    const session = this.#driver.openFile?.(path);
    return session === undefined ? null : new Connection(session, this.dialect);
  }

  /**
   * Has each statement go through a function, until the returned function is called. Where there is one already, what the new
   * one runs goes through that as well.
   *
   * @param guard is given the statement, and what runs SQL on the session at once
   * @returns a function that ends it; the last one is ended first
   * @example const stop = connection.guardStatements(async (statement, run) => run(statement));
   */
  guardStatements(guard: StatementGuard): () => void {
    const outer = this.#guard;
    const inner: StatementGuard =
      outer === null ? guard : (statement, run) => guard(statement, (each) => outer(each, run));
    this.#guard = inner;
    return () => {
      if (this.#guard === inner) this.#guard = outer;
    };
  }

  /** Asks the server to stop the statement that is running; those that wait go on. */
  async cancel(): Promise<void> {
    if (!this.#isClosed) await this.#driver.cancel();
  }

  /**
   * Rolls back what is open of our own, and ends the session. Safe to call twice.
   *
   * @example await connection.close();
   */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    await this.#scope.abandon();
    await this.#queue.run(async () => {
      this.#isClosed = true;
      await this.#driver.close();
    });
  }

  /**
   * Tells each statement to a listener before it runs, those of transactions too.
   *
   * @param listener gets the text and the number of values, never the values
   * @returns a function that ends it
   * @example const stop = connection.onStatement(({ sql }) => process.stderr.write(sql));
   */
  onStatement(listener: (event: StatementEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * Tells the messages that the server sends beside results.
   *
   * @param listener gets severity and text
   * @example connection.onNotice(({ message }) => process.stderr.write(message));
   */
  onNotice(listener: (notice: Notice) => void): void {
    this.#driver.onNotice?.(listener);
  }

  #compile(query: Executable, parameters: readonly unknown[] | undefined): CompiledSql {
    if (typeof query === "string") return { sql: query, parameters: parameters ?? [] };
    if (parameters !== undefined) throw valuesTwice();
    if (query instanceof SqlFragment) return compileSql(query, this.dialect);
    if (!isCompiled(query)) throw notExecutable();
    return query;
  }

  async #run(statement: CompiledSql): Promise<QueryResult> {
    const event = { sql: statement.sql, parameterCount: statement.parameters.length };
    for (const listener of this.#listeners) listener(event);
    return this.#driver.execute(statement.sql, statement.parameters);
  }
}

/** Checked at run time as well: most callers of `execute` are migration files, and not all are compiled with types. */
function isCompiled(query: CompiledSql): boolean {
  return (
    typeof query === "object" && query !== null && typeof query.sql === "string" && Array.isArray(query.parameters)
  );
}

function valuesTwice(): InvalidArgumentError {
  return new InvalidArgumentError("ALB0505", "execute() was given values for a query that has its own", {
    hint: "Write the values in the sql`...` template, or give SQL text with placeholders and a list of values.",
  });
}

function notExecutable(): InvalidArgumentError {
  return new InvalidArgumentError("ALB0506", "execute() was given something that it cannot run", {
    hint: "It takes SQL text, an sql`...` fragment, or { sql, parameters } as a query builder's compile() gives.",
  });
}
