import type { DialectImpl } from "../../dialects/base/impl.ts";
import type { Connection } from "../../engine/connection.ts";
import type { MigrationStep } from "../../revision/index.ts";
import type { Script } from "../../script/script.ts";
import type { VersionTableOptions } from "../version-table.ts";
import { elsewhere, type Interrupted, interruptedBy } from "./interrupted.ts";
import { JournalTable, type Mark, type Run } from "./journal-table.ts";
import { StepJournal } from "./step-journal.ts";

/** Whom the journal tells what it found. */
export interface JournalListener {
  readonly log: (level: "INFO", message: string) => void;
  readonly warn: (message: string) => void;
}

/** The journal of one run: takes up the step that an earlier run was interrupted in, and remembers those of this one. */
export class RunJournal {
  readonly #impl: DialectImpl;
  readonly #run: Run;
  readonly #table: JournalTable;
  readonly #tell: JournalListener;
  #marks: readonly Mark[] = [];
  #isThere = false;

  constructor(impl: DialectImpl, connection: Connection, versionTable: VersionTableOptions, tell: JournalListener) {
    this.#impl = impl;
    this.#run = (statement) => connection.execute(statement);
    this.#table = new JournalTable(impl, versionTable);
    this.#tell = tell;
  }

  /**
   * Looks for an interrupted step before the first one runs.
   *
   * @throws {InterruptedMigrationError} when the plan does not begin with it
   */
  async open(steps: readonly MigrationStep<Script>[]): Promise<void> {
    const interrupted = await this.interrupted();
    if (interrupted !== null) await this.#takeUp(interrupted, steps[0]);
    await this.#prepareTable(steps);
  }

  /** Drops a table that an earlier run had no time to drop. */
  async tidy(): Promise<void> {
    if (!this.#commitsDdl || (await this.interrupted()) !== null || !this.#isThere) return;
    await this.#table.drop(this.#run);
  }

  /** The step that an earlier run was interrupted in; null where there is none. */
  async interrupted(): Promise<Interrupted | null> {
    this.#isThere = await this.#table.exists();
    if (this.#isThere) this.#marks = await this.#table.read(this.#run);
    return interruptedBy(this.#marks, this.#table.fullName);
  }

  /** The journal of a step; null for a stamp, which runs no statements of a revision. */
  begin(step: MigrationStep<Script>): StepJournal | null {
    if (step.isStamp) return null;
    const marks = this.#marks;
    this.#marks = [];
    return new StepJournal(this.#impl, this.#table, {
      revision: step.revision.revision,
      direction: step.isUpgrade ? "upgrade" : "downgrade",
      marks,
      run: this.#run,
    });
  }

  /** Drops the table: nothing of this run is left half done. */
  async close(): Promise<void> {
    if (this.#commitsDdl && this.#isThere) await this.#table.drop(this.#run);
  }

  get #commitsDdl(): boolean {
    return !this.#impl.dialect.features.transactionalDdl;
  }

  /** Where DDL commits, the table has to be there before the first step: later it would commit a part of one. */
  async #prepareTable(steps: readonly MigrationStep<Script>[]): Promise<void> {
    if (!this.#commitsDdl || this.#isThere || steps.every((step) => step.isStamp)) return;
    await this.#table.create(this.#run);
    this.#isThere = true;
  }

  async #takeUp(interrupted: Interrupted, first: MigrationStep<Script> | undefined): Promise<void> {
    const { revision, direction, done } = interrupted;
    if (first?.isStamp === true) {
      this.#tell.warn(
        `The interrupted ${direction} of revision ${revision} is forgotten: the stamp says where the database stands.`,
      );
      await this.#table.forget(this.#run);
      this.#marks = [];
      return;
    }
    const isSame = first?.revision.revision === revision && first.isUpgrade === (direction === "upgrade");
    if (!isSame) throw elsewhere(interrupted);
    this.#tell.log(
      "INFO",
      `Going on with the interrupted ${direction} of revision ${revision}: ${done} of its statements are done.`,
    );
  }
}
