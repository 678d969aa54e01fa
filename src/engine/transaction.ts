import { InvalidArgumentError } from "../errors/index.ts";

/** A transaction, or a savepoint within one. */
export interface Transaction {
  /** Whether it can still be committed. */
  readonly isActive: boolean;
  /**
   * @throws {DatabaseError} when the database could not commit; then everything is rolled back
   * @throws {InvalidArgumentError} when it has ended
   */
  commit(): Promise<void>;
  /** Safe to call when it has ended. */
  rollback(): Promise<void>;
}

type Run = (statement: string) => Promise<unknown>;

interface ScopeOptions {
  readonly beginStatement: string;
  /** Whether a transaction is open that is not ours to end. */
  readonly isForeign: boolean;
}

/** The transactions of one connection: one outermost, and a stack of savepoints in it. */
export class TransactionScope {
  readonly #run: Run;
  readonly #options: ScopeOptions;
  readonly #open: OpenTransaction[] = [];
  #savepoints = 0;

  constructor(run: Run, options: ScopeOptions) {
    this.#run = run;
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#options.isForeign || this.#open.length > 0;
  }

  async begin(): Promise<Transaction> {
    if (this.isOpen) throw alreadyOpen();
    return this.#start({ begin: this.#options.beginStatement, commit: "COMMIT", rollback: "ROLLBACK", release: null });
  }

  async beginNested(): Promise<Transaction> {
    if (!this.isOpen) return this.begin();
    const name = `alembic_savepoint_${++this.#savepoints}`;
    const release = `RELEASE SAVEPOINT ${name}`;
    return this.#start({
      begin: `SAVEPOINT ${name}`,
      commit: release,
      rollback: `ROLLBACK TO SAVEPOINT ${name}`,
      release,
    });
  }

  /**
   * Rolls back a transaction of ours after an error that is being thrown, or before the session ends. A failure to do
   * so says nothing new: the session is gone, and with it what was not committed.
   */
  async abandon(transaction: Transaction | undefined = this.#open[0]): Promise<void> {
    await transaction?.rollback().catch(() => undefined);
  }

  async #start(statements: TransactionStatements): Promise<Transaction> {
    const transaction = new OpenTransaction(this.#run, statements, () => this.#end(transaction));
    this.#open.push(transaction);
    try {
      await this.#run(statements.begin);
    } catch (error) {
      this.#end(transaction);
      throw error;
    }
    return transaction;
  }

  /** What ends takes the savepoints within it along. */
  #end(transaction: OpenTransaction): void {
    const depth = this.#open.indexOf(transaction);
    if (depth === -1) return;
    for (const ended of this.#open.splice(depth)) ended.isActive = false;
  }
}

interface TransactionStatements {
  readonly begin: string;
  readonly commit: string;
  readonly rollback: string;
  /** Run after a rollback, which leaves a savepoint standing; null where there is nothing to release. */
  readonly release: string | null;
}

class OpenTransaction implements Transaction {
  isActive = true;
  readonly #run: Run;
  readonly #statements: TransactionStatements;
  readonly #end: () => void;

  constructor(run: Run, statements: TransactionStatements, end: () => void) {
    this.#run = run;
    this.#statements = statements;
    this.#end = end;
  }

  async commit(): Promise<void> {
    if (!this.isActive) throw ended();
    try {
      await this.#run(this.#statements.commit);
    } catch (error) {
      // Some databases keep a transaction open whose commit it refused. The error of the commit is the one that counts.
      await this.rollback().catch(() => undefined);
      throw error;
    }
    this.#end();
  }

  async rollback(): Promise<void> {
    if (!this.isActive) return;
    try {
      await this.#run(this.#statements.rollback);
      if (this.#statements.release !== null) await this.#run(this.#statements.release);
    } finally {
      this.#end();
    }
  }
}

function alreadyOpen(): InvalidArgumentError {
  return new InvalidArgumentError("ALB0540", "a transaction is open on this connection already", {
    hint: "Use beginNested() for a savepoint within it.",
  });
}

function ended(): InvalidArgumentError {
  return new InvalidArgumentError("ALB0541", "the transaction has ended already", {
    hint: "Commit once; a savepoint also ends with the transaction round it.",
  });
}
