import type { DialectImpl } from "../dialects/base/impl.ts";
import { Connection, type Executable } from "../engine/connection.ts";
import type { DriverConnection, QueryResult, Row, ServerVersion } from "../engine/driver.ts";
import type { Transaction } from "../engine/transaction.ts";
import { CommandError } from "../errors/index.ts";
import type { OperationQueue } from "./operation-queue.ts";

/** The migration's connection as `op.getBind()` gives it: its statements take their turn among the operations. */
export class QueuedConnection extends Connection {
  constructor(
    private readonly connection: Connection,
    private readonly queue: OperationQueue,
  ) {
    super(inertSession(connection.dialectName, connection.serverVersion), connection.dialect);
  }

  override get inTransaction(): boolean {
    return this.connection.inTransaction;
  }

  override get isClosed(): boolean {
    return this.connection.isClosed;
  }

  override async execute(query: Executable, parameters?: readonly unknown[]): Promise<QueryResult> {
    return this.queue.innermost.add(() => this.connection.execute(query, parameters));
  }

  override async begin(): Promise<Transaction> {
    return this.queue.innermost.add(() => this.connection.begin());
  }

  override async beginNested(): Promise<Transaction> {
    return this.queue.innermost.add(() => this.connection.beginNested());
  }

  override async transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    const block = async (): Promise<Result> =>
      this.connection.transaction((transaction) => this.queue.innermost.block(() => work(transaction)));
    return this.queue.innermost.add(block);
  }

  override async cancel(): Promise<void> {
    await this.connection.cancel();
  }

  /** The migration goes on with the connection, and ends it. */
  override async close(): Promise<void> {}

  override onStatement(...args: Parameters<Connection["onStatement"]>): ReturnType<Connection["onStatement"]> {
    return this.connection.onStatement(...args);
  }

  override onNotice(...args: Parameters<Connection["onNotice"]>): void {
    this.connection.onNotice(...args);
  }
}

/** What `op.getBind()` gives offline: statements go into the script, and there are no rows to be had. */
export class ScriptConnection extends Connection {
  constructor(
    private readonly impl: DialectImpl,
    private readonly queue: OperationQueue,
  ) {
    const { name, target } = impl.dialect;
    const placeholder = (index: number): string => target.placeholder(index);
    super(inertSession(name, { text: "", major: 0, minor: 0, patch: 0 }), { name, ...target, placeholder });
  }

  override async execute(query: Executable, parameters?: readonly unknown[]): Promise<QueryResult> {
    const statement = typeof query === "string" && parameters !== undefined ? { sql: query, parameters } : query;
    await this.queue.innermost.add(() => this.impl.execute(statement));
    return noRows;
  }

  override async close(): Promise<void> {}
}

const noRows: QueryResult = Object.freeze({
  get rows(): readonly Row[] {
    throw rowsOffline();
  },
  get rowCount(): number | null {
    throw rowsOffline();
  },
});

function rowsOffline(): CommandError {
  return new CommandError("ALB0620", "A migration reads rows, and a script has none to give.", {
    hint: "Ask op.getContext().isOffline first, or run the migration on a database instead of writing a script.",
  });
}

/** A session of which only the names are asked: statements never get as far as it. */
function inertSession(dialectName: string, serverVersion: ServerVersion): DriverConnection {
  return {
    dialectName,
    serverVersion,
    beginStatement: "BEGIN",
    execute: async () => ({ rows: [], rowCount: null }),
    cancel: async () => undefined,
    close: async () => undefined,
  };
}
