import type { Connection } from "../engine/connection.ts";
import type { Transaction } from "../engine/transaction.ts";
import { CommandError } from "../errors/index.ts";
import type { DryRun } from "./dry-run.ts";
import type { ScriptWriter } from "./script-writer.ts";

/** How the steps of a run share transactions. */
export interface TransactionMode {
  readonly transactionalDdl: boolean;
  readonly transactionPerMigration: boolean;
  /** Undoes the whole run; null for a run that counts. */
  readonly dryRun: DryRun | null;
}

/** Says what a failure left behind. */
export type Outcome = "rolled back" | "partly kept" | "callers";

/** The transactions of one run: one round all steps, or one round each, or the caller's own. */
export class MigrationTransactions {
  readonly #connection: Connection | null;
  readonly #script: ScriptWriter | null;
  readonly #mode: TransactionMode;
  readonly #isExternal: boolean;
  #open: Transaction | null = null;
  #hasCommitted = false;

  constructor(connection: Connection | null, script: ScriptWriter | null, mode: TransactionMode) {
    this.#connection = connection;
    this.#script = script;
    this.#mode = mode;
    this.#isExternal = connection?.inTransaction ?? false;
  }

  /** Whether the caller had a transaction open: it is the caller's to end. */
  get isExternal(): boolean {
    return this.#isExternal && this.#mode.dryRun === null;
  }

  /** Whether a failure now undoes every step of the run. */
  get coversRun(): boolean {
    return this.#mode.dryRun !== null || (this.#isRound("run") && !this.#hasCommitted);
  }

  /** Whether a failure now undoes all of the step's own statements, as far as the database can undo them. */
  get coversStep(): boolean {
    return !this.#hasCommitted;
  }

  /** Whether each step has a transaction of ours to itself. */
  get isPerStep(): boolean {
    return this.#isRound("step");
  }

  /** Runs what is round all steps. */
  async aroundRun<Value>(work: () => Promise<Value>): Promise<Value> {
    const { dryRun } = this.#mode;
    if (dryRun !== null) return dryRun.run(work);
    return this.#isRound("run") ? this.#inTransaction(work) : work();
  }

  /** Runs one step. */
  async aroundStep<Value>(work: () => Promise<Value>): Promise<Value> {
    return this.#isRound("step") ? this.#inTransaction(work) : work();
  }

  /**
   * Runs statements that must stand outside of a transaction.
   *
   * @throws {CommandError} when the transaction that is open is the caller's
   */
  async outside(work: () => Promise<void>): Promise<void> {
    if (this.#script !== null) return this.#outsideInScript(this.#script, work);
    if (this.#mode.dryRun !== null) return this.#mode.dryRun.outside(work);
    if (this.#isExternal) throw notOurs();
    const wasOpen = this.#open !== null;
    await this.#commitOpen();
    try {
      await work();
    } finally {
      if (wasOpen) await this.#begin();
    }
  }

  async #outsideInScript(script: ScriptWriter, work: () => Promise<void>): Promise<void> {
    if (this.#mode.transactionalDdl) script.commit();
    await work();
    if (this.#mode.transactionalDdl) script.begin();
  }

  #isRound(what: "run" | "step"): boolean {
    if (this.#isExternal || this.#mode.dryRun !== null) return false;
    if (!this.#mode.transactionalDdl) return what === "step";
    return this.#mode.transactionPerMigration === (what === "step");
  }

  async #inTransaction<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#script !== null) return this.#inScript(this.#script, work);
    this.#hasCommitted = false;
    await this.#begin();
    try {
      const value = await work();
      await this.#commitOpen();
      return value;
    } catch (error) {
      // The error that is thrown is the one that counts: where the rollback fails too, the session is gone.
      await this.#open?.rollback().catch(() => undefined);
      this.#open = null;
      throw error;
    }
  }

  async #inScript<Value>(script: ScriptWriter, work: () => Promise<Value>): Promise<Value> {
    if (!this.#mode.transactionalDdl) return work();
    script.begin();
    const value = await work();
    script.commit();
    return value;
  }

  async #begin(): Promise<void> {
    this.#open = (await this.#connection?.begin()) ?? null;
  }

  async #commitOpen(): Promise<void> {
    if (this.#open === null) return;
    await this.#open.commit();
    this.#open = null;
    this.#hasCommitted = true;
  }
}

function notOurs(): CommandError {
  return new CommandError("ALB0606", "An autocommit block cannot end the transaction that is open: env began it.", {
    hint: "Give context.configure() a connection without an open transaction, or run this migration by itself.",
  });
}
