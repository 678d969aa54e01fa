import type { Connection } from "../engine/connection.ts";
import type { QueryResult, Row } from "../engine/driver.ts";
import { maskSql } from "../engine/statement-text.ts";
import { CommandError } from "../errors/index.ts";
import type { CompiledSql } from "../sql/index.ts";

/** What a dry run has done to one database, which is as it was before. */
export interface DryRunOutcome {
  /** `rolled back`: everything ran, in a transaction that was undone; `written`: nothing ran, the script says what would. */
  readonly kind: "rolled back" | "written";
  /** Statements that did not run although the rest did: those of autocommit blocks, which no rollback undoes. */
  readonly notRun: readonly string[];
}

/** Beside what a transaction's end says of itself: a place in it that is gone where something has ended it. */
const mark = "alembic_dry_run";

const rules = {
  comment: String.raw`--[^\n]*|/\*.*?(?:\*/|$)`,
  quoted: String.raw`[eE]'(?:[^'\\]|\\.)*'|'[^']*'|"[^"]*"|\$(?<tag>\w*)\$.*?\$\k<tag>\$`,
};
const ending =
  /^\s*(?:commit|end|abort|rollback(?!\s+(?:(?:work|transaction)\s+)?to\b)|prepare\s+transaction)(?![\w$])/i;
/** Statements with a body, which has semicolons and an END of its own. */
const routine = /^\s*create\b.*?\b(?:function|procedure|trigger)\b/is;

/** A run whose statements are undone at its end. */
export class DryRun {
  readonly #connection: Connection;
  readonly #notRun: string[] = [];
  #isOutside = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  get outcome(): DryRunOutcome {
    return { kind: "rolled back", notRun: [...this.#notRun] };
  }

  /**
   * Runs work in a transaction, or in a savepoint of the caller's, and rolls it back.
   *
   * @throws {CommandError} when something has ended the transaction meanwhile
   */
  async run<Value>(work: () => Promise<Value>): Promise<Value> {
    const transaction = await this.#connection.beginNested();
    await this.#connection.execute(`SAVEPOINT ${mark}`);
    const stop = this.#connection.guardStatements((statement, run) => this.#guard(statement, run));
    const attempt = await settled(work).finally(stop);
    const undone = await settled(() => this.#connection.execute(`ROLLBACK TO SAVEPOINT ${mark}`));
    // Where the session is gone, the server has rolled back, and the error of the work tells it.
    await transaction.rollback().catch(() => undefined);
    if (!attempt.isDone) throw this.#afterSkipped(attempt.error);
    if (!undone.isDone) throw notUndone(undone.error);
    return attempt.value;
  }

  /** Runs a block that would stand outside of any transaction: its statements are kept, and not run. */
  async outside(work: () => Promise<void>): Promise<void> {
    this.#isOutside = true;
    try {
      await work();
    } finally {
      this.#isOutside = false;
    }
  }

  async #guard(statement: CompiledSql, run: (statement: CompiledSql) => Promise<QueryResult>): Promise<QueryResult> {
    if (this.#isOutside) {
      this.#notRun.push(statement.sql.trim());
      return noRows;
    }
    if (endsTransaction(statement.sql)) throw wouldKeep(statement.sql);
    return run(statement);
  }

  #afterSkipped(error: unknown): unknown {
    if (this.#notRun.length === 0) return error;
    const said = error instanceof Error ? error.message : String(error);
    return new CommandError("ALB0662", `The dry run went wrong after statements that it had to leave out. ${said}`, {
      hint: `It may be for want of them, and the real run go well: ${this.#notRun.join("; ")}`,
      cause: error,
    });
  }
}

/** Whether a text holds a statement that ends the transaction which is open. */
export function endsTransaction(sql: string): boolean {
  const text = maskSql(sql, rules);
  return routine.test(text) ? false : text.split(";").some((statement) => ending.test(statement));
}

type Attempt<Value> =
  | { readonly isDone: true; readonly value: Value }
  | { readonly isDone: false; readonly error: unknown };

async function settled<Value>(work: () => Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { isDone: true, value: await work() };
  } catch (error) {
    return { isDone: false, error };
  }
}

const noRows: QueryResult = Object.freeze({
  get rows(): readonly Row[] {
    throw notAsked();
  },
  get rowCount(): number | null {
    throw notAsked();
  },
});

function notAsked(): CommandError {
  return new CommandError("ALB0660", "A dry run does not run the statements of an autocommit block, and has no rows.", {
    hint: "Read what the migration needs before the block, or try the migration on a copy of the database.",
  });
}

function wouldKeep(sql: string): CommandError {
  return new CommandError("ALB0661", `A dry run cannot run "${sql.trim()}": what came before would be kept.`, {
    hint: "Leave transactions to env and to autocommitBlock(), or try the migration on a copy of the database.",
  });
}

function notUndone(cause: unknown): CommandError {
  return new CommandError("ALB0663", "The dry run could not be undone: something has ended its transaction.", {
    hint: "Look at what the database has now: the version table tells which revisions were kept, if any.",
    cause,
  });
}
