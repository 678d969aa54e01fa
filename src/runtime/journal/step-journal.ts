import type { Effect } from "../../dialects/base/effect.ts";
import type { DialectImpl } from "../../dialects/base/impl.ts";
import { Connection, type StatementGuard } from "../../engine/connection.ts";
import type { QueryResult } from "../../engine/driver.ts";
import { ConnectionError } from "../../errors/index.ts";
import type { CompiledSql } from "../../sql/index.ts";
import { elementOf } from "../connection-runner.ts";
import { changedSince, type Interrupted, interruptedBy, unknownEffect } from "./interrupted.ts";
import { type JournalTable, type Mark, type Run, withoutLiterals } from "./journal-table.ts";
import { fingerprintOf, PendingStatements } from "./pending.ts";
import { givesRows, isBegin, isCommit, isEnd, statementKind } from "./statement-kind.ts";

/** The step that is being run. */
export interface JournalStep {
  readonly revision: string;
  readonly direction: "upgrade" | "downgrade";
  /** What an interrupted run of the same step has left; none where there was none. */
  readonly marks: readonly Mark[];
  /** Runs a statement in its turn, as everybody's. */
  readonly run: Run;
}

const skipped: QueryResult = Object.freeze({ rows: [], rowCount: null });
const begin: CompiledSql = { sql: "BEGIN", parameters: [] };
const commit: CompiledSql = { sql: "COMMIT", parameters: [] };

/**
 * Remembers the statements of one step as far as they are committed before its version row: the next run then knows
 * which was the last, skips what is done, and goes on. Statements in a transaction are remembered when that is
 * committed, in the same transaction; others before they run.
 */
export class StepJournal {
  readonly #impl: DialectImpl;
  readonly #table: JournalTable;
  readonly #step: JournalStep;
  readonly #pending = new PendingStatements();
  #ordinal = 0;
  /** The marks of the interrupted run that are still ahead. */
  readonly #ahead: Mark[];
  #isInTransaction = false;
  /** Whether a transaction is open for those who run statements; the database may have ended it by itself. */
  #isOpenForCallers = false;
  #isEnding = false;
  #hasMarks: boolean;
  #remains: readonly string[] = [];
  /** Whether the last mark does not say yet that its statement is done. */
  #isLastOpen = false;
  /** Whether a statement outside of a transaction was begun, and is not known to have ended well or without effect. */
  #isInFlight = false;

  constructor(impl: DialectImpl, table: JournalTable, step: JournalStep) {
    this.#impl = impl;
    this.#table = table;
    this.#step = step;
    this.#ahead = [...step.marks];
    this.#hasMarks = step.marks.length > 0;
    this.#isLastOpen = step.marks.at(-1)?.isDone === false;
  }

  /** The step begins, in the transaction that it has. */
  start(): this {
    this.#isInTransaction = this.#impl.context.connection?.inTransaction ?? false;
    this.#isOpenForCallers = this.#isInTransaction;
    return this;
  }

  /** Whether statements of the step are remembered: they stay done where it fails. */
  get hasMarks(): boolean {
    return this.#hasMarks;
  }

  /** What a statement that failed has left half done, for people to read. */
  get remains(): readonly string[] {
    return this.#remains;
  }

  readonly guard: StatementGuard = async (statement, run) => {
    const kind = statementKind(statement.sql);
    if (kind === "transaction") return this.#transaction(statement, run);
    if (kind === "read" || kind === "session") return run(statement);
    if (this.#isEnding) return this.#withVersionRow(statement, run);
    this.#ordinal += 1;
    if (this.#ahead.length > 0) return this.#again(statement, run);
    return kind === "data" ? this.#data(statement, run) : this.#other(statement, run);
  };

  /**
   * The function of the revision has ended: what comes now changes the version row.
   *
   * @throws {CommandError} when the interrupted run had done more than the function does now
   */
  end(): void {
    if (this.#ahead.length > 0) throw changedSince(this.#interrupted(), "nothing");
    this.#isEnding = true;
  }

  /** Forgets the step, in the transaction that changes its version row. */
  async forget(): Promise<void> {
    if (this.#hasMarks) await this.#table.forget(this.#step.run);
  }

  /** The step has failed, and its transaction is rolled back: what is remembered is done, unless it is not known. */
  async failed(): Promise<void> {
    if (this.#isLastOpen && !this.#isInFlight) await this.#table.finish(this.#step.run);
  }

  async #transaction(statement: CompiledSql, run: Run): Promise<QueryResult> {
    if (isBegin(statement.sql) && this.#isLastOpen && !this.#isInFlight) await this.#finish(run);
    if (isCommit(statement.sql) && !this.#isEnding) await this.#rememberPending(run);
    if (isEnd(statement.sql)) this.#pending.take();
    const result = await run(statement);
    if (isBegin(statement.sql)) this.#isInTransaction = this.#isOpenForCallers = true;
    if (isEnd(statement.sql)) this.#isInTransaction = this.#isOpenForCallers = false;
    return result;
  }

  /** Where the database has ended the transaction by itself, another one keeps the version row and the journal together. */
  async #withVersionRow(statement: CompiledSql, run: Run): Promise<QueryResult> {
    await this.#beginForCallers(run);
    return run(statement);
  }

  async #data(statement: CompiledSql, run: Run): Promise<QueryResult> {
    if (this.#isOpenForCallers) {
      await this.#beginForCallers(run);
      const result = await run(statement);
      this.#pending.add(statement.sql);
      return result;
    }
    const hadMarks = this.#hasMarks;
    await run(begin);
    try {
      const result = await run(statement);
      this.#pending.add(statement.sql);
      await this.#rememberPending(run);
      await run(commit);
      return result;
    } catch (error) {
      this.#pending.take();
      this.#hasMarks = hadMarks;
      await run({ sql: "ROLLBACK", parameters: [] }).catch(() => undefined);
      throw error;
    }
  }

  async #other(statement: CompiledSql, run: Run): Promise<QueryResult> {
    if (this.#isInTransaction && this.#impl.dialect.features.transactionalDdl) {
      const result = await run(statement);
      this.#pending.add(statement.sql);
      return result;
    }
    await this.#rememberPending(run, this.#ordinal - 1);
    await this.#write(run, this.#mark(statement.sql, fingerprintOf(statement.sql), this.#ordinal, false));
    // The database would commit by itself before it runs the statement; what it takes for such a statement is not ours to know.
    if (this.#isInTransaction) await run(commit);
    this.#isInTransaction = false;
    return this.#attempt(statement, run);
  }

  async #finish(run: Run): Promise<void> {
    await this.#table.finish(run);
    this.#isLastOpen = false;
  }

  /** A statement that failed has had no effect, unless it is one that leaves something half done. */
  async #attempt(statement: CompiledSql, run: Run): Promise<QueryResult> {
    this.#isLastOpen = this.#isInFlight = true;
    try {
      const result = await run(statement);
      this.#isInFlight = false;
      return result;
    } catch (error) {
      const remains = this.#impl.remainsOf(statement.sql);
      this.#remains = remains === null ? [] : [remains];
      const isGone = !(error instanceof ConnectionError) && remains === null;
      if (isGone) await this.#removeLast(run);
      throw error;
    }
  }

  async #removeLast(run: Run): Promise<void> {
    try {
      await this.#table.remove(run, this.#ordinal);
      this.#isInFlight = false;
    } catch {
      // The session is gone after all: the next run finds the mark, and looks into the catalogue.
    }
  }

  /** A statement that the interrupted run had come to. */
  async #again(statement: CompiledSql, run: Run): Promise<QueryResult> {
    this.#pending.add(statement.sql);
    const mark = this.#ahead[0];
    if (mark === undefined || this.#ordinal < mark.ordinal) return this.#skip(statement);
    const found = this.#pending.take();
    if (found !== mark.fingerprint) throw this.#changed(statement.sql);
    const effect = mark.isDone || this.#ahead.length > 1 ? "done" : await this.#effect(statement, run);
    if (effect === "unknown") throw unknownEffect(this.#interrupted());
    this.#ahead.shift();
    return effect === "done" ? this.#skip(statement) : this.#attempt(statement, run);
  }

  /** The rows that a statement gave back the first time cannot be had again, and what follows may depend on them. */
  #skip(statement: CompiledSql): QueryResult {
    if (givesRows(statement.sql)) throw this.#changed(`${statement.sql} (its rows cannot be had again)`);
    return skipped;
  }

  async #effect(statement: CompiledSql, run: Run): Promise<Effect> {
    const { connection } = this.#impl.context;
    if (connection === null) return "unknown";
    return this.#impl.settle(elementOf(statement) ?? statement.sql, atOnce(connection, run));
  }

  async #beginForCallers(run: Run): Promise<void> {
    if (this.#isInTransaction || !this.#isOpenForCallers) return;
    await run(begin);
    this.#isInTransaction = true;
  }

  async #rememberPending(run: Run, ordinal = this.#ordinal): Promise<void> {
    if (this.#pending.isEmpty) return;
    const statement = this.#pending.last;
    await this.#write(run, this.#mark(statement, this.#pending.take(), ordinal, true));
  }

  async #write(run: Run, mark: Mark): Promise<void> {
    if (!this.#hasMarks && this.#impl.dialect.features.transactionalDdl) await this.#table.create(run);
    this.#hasMarks = true;
    await this.#table.write(run, [mark]);
  }

  #mark(statement: string, fingerprint: string, ordinal: number, isDone: boolean): Mark {
    const { revision, direction } = this.#step;
    return {
      ordinal,
      revision,
      direction,
      fingerprint,
      statement: this.#shown(statement),
      isDone,
      time: new Date().toISOString(),
    };
  }

  #changed(statement: string): Error {
    return changedSince(this.#interrupted(), this.#shown(statement));
  }

  #interrupted(): Interrupted {
    const found = interruptedBy(this.#step.marks, this.#table.fullName);
    if (found === null) throw new TypeError("there is no interrupted step");
    return found;
  }

  #shown(statement: string): string {
    return withoutLiterals(statement, this.#impl.dialect.target.identifiers.quote("a b").startsWith('"'));
  }
}

/** The connection, past the statement that is waiting for its turn. */
function atOnce(connection: Connection, run: Run): Connection {
  const session = {
    dialectName: connection.dialectName,
    serverVersion: connection.serverVersion,
    beginStatement: begin.sql,
    execute: async (sql: string, parameters: readonly unknown[]) => run({ sql, parameters }),
    cancel: async () => undefined,
    close: async () => undefined,
  };
  return new Connection(session, connection.dialect);
}
