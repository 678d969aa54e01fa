import type { QueryResult } from "../engine/driver.ts";
import type { ScriptRules } from "../dialects/base/dialect.ts";
import type { StatementRunner } from "../dialects/base/statement-runner.ts";

const nothing: QueryResult = Object.freeze({ rows: [], rowCount: null });

/** Options of {@link ScriptWriter}. */
export interface ScriptWriterOptions {
  readonly literalBinds: boolean;
  /** Takes the script, piece by piece. */
  readonly write: (text: string) => void;
}

/** Takes statements in place of a database, and writes them into a script. */
export class ScriptWriter implements StatementRunner {
  readonly isOffline = true;
  readonly literalBinds: boolean;
  readonly #rules: ScriptRules;
  readonly #write: (text: string) => void;

  constructor(rules: ScriptRules, { literalBinds, write }: ScriptWriterOptions) {
    this.#rules = rules;
    this.literalBinds = literalBinds;
    this.#write = write;
  }

  async run(statement: string): Promise<QueryResult> {
    this.#statement(statement);
    this.#separator();
    return nothing;
  }

  staticOutput(text: string): void {
    this.#write(`${text}\n\n`);
  }

  begin(): void {
    this.#statement(this.#rules.begin);
    if (this.#rules.separatesBegin) this.#separator();
  }

  commit(): void {
    this.#statement(this.#rules.commit);
    this.#separator();
  }

  #statement(text: string): void {
    this.staticOutput(text.replaceAll("\t", "    ").trim() + this.#rules.terminator);
  }

  #separator(): void {
    if (this.#rules.batchSeparator) this.staticOutput(this.#rules.batchSeparator);
  }
}
