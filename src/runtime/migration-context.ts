import type { Dialect } from "../dialects/base/dialect.ts";
import type { DialectImpl, ExecutableStatement } from "../dialects/base/impl.ts";
import type { Connection, StatementGuard } from "../engine/connection.ts";
import type { Interruption, LockSettings, StepEvent } from "../config/index.ts";
import type { QueryResult } from "../engine/driver.ts";
import { CommandError } from "../errors/index.ts";
import type { MigrationContext as RunningMigration } from "../operations/migration-context.ts";
import type { OperationQueue } from "../operations/operation-queue.ts";
import {
  type MigrationStep,
  type RevisionMap,
  type RevisionNames,
  HeadMaintainer,
  planStamp,
} from "../revision/index.ts";
import { MetaData } from "../schema/index.ts";
import type { ScriptDirectory } from "../script/script-directory.ts";
import type { Script } from "../script/script.ts";
import {
  checkConfigureOptions,
  type ConfigureOptions,
  type MigrationOptions,
  singleMetadata,
} from "./configure-options.ts";
import { ConnectionRunner } from "./connection-runner.ts";
import { dialectFor } from "./dialect-for.ts";
import { DryRun, type DryRunOutcome } from "./dry-run.ts";
import { holdingLock } from "./hold-lock.ts";
import { interruptible, stopped } from "./interruptible.ts";
import type { Interrupted } from "./journal/interrupted.ts";
import { RunJournal } from "./journal/run-journal.ts";
import { statementKind } from "./journal/statement-kind.ts";
import type { StepJournal } from "./journal/step-journal.ts";
import { loadingAhead } from "./load-ahead.ts";
import { MigrationInfo } from "./migration-info.ts";
import { runRevision } from "./run-revision.ts";
import { stepReport, untold } from "./step-report.ts";
import { ScriptWriter } from "./script-writer.ts";
import { scriptSink } from "./script-sink.ts";
import { MigrationTransactions } from "./transactions.ts";
import { VersionTable } from "./version-table.ts";

/** Says which steps to run, or does its work itself and gives none. */
export type WorkFunction = (
  heads: readonly string[],
  context: MigrationContext,
) => readonly MigrationStep<Script>[] | Promise<readonly MigrationStep<Script>[]>;

/** What a command wants of a run. */
export interface RunSettings {
  readonly fn?: WorkFunction | undefined;
  /** Write a script in place of running statements. */
  readonly asSql?: boolean | undefined;
  readonly startingRev?: string | undefined;
  /** Empty the version table first. */
  readonly purge?: boolean | undefined;
  /** Make the version table even where there are no steps. */
  readonly ensureVersionTable?: boolean | undefined;
  /** The work changes nothing, and so needs no lock. Default: false. */
  readonly isReadOnly?: boolean | undefined;
  /** How long to wait for another migrator, in seconds; goes before what `configure()` says. */
  readonly lockTimeout?: number | undefined;
  /** Leave every database as it was, and hear how that was done. A run that counts has none. */
  readonly onDryRun?: ((outcome: DryRunOutcome) => void) | undefined;
}

/** What a migration context hears from and tells to what is around it. */
export interface Surroundings {
  /** The project's revisions; null where there are none. */
  readonly revisionMap: RevisionMap<Script> | null;
  readonly log: (level: "DEBUG" | "INFO" | "WARNING", message: string) => void;
  readonly warn: (message: string) => void;
  readonly tellStep: (event: StepEvent) => void;
  /** What the configuration says of the lock, where `configure()` does not. */
  readonly lock: LockSettings;
  /** A wish to stop from outside; null where nobody can have one. */
  readonly interruption: Interruption | null;
  /** Takes the script where `configure()` names no buffer. */
  readonly outputBuffer: MigrationOptions["outputBuffer"];
}

const alone: Surroundings = {
  revisionMap: null,
  log: () => undefined,
  warn: (message) => process.emitWarning(message, "AlembicWarning"),
  tellStep: () => undefined,
  lock: { isOn: true, timeout: 600 },
  interruption: null,
  outputBuffer: undefined,
};

/** Options of {@link MigrationContext.configure}. */
export interface StandaloneOptions extends ConfigureOptions {
  /** Write a script in place of running statements. Default: false, unless there is no connection. */
  readonly asSql?: boolean | undefined;
}

/**
 * A migration on one connection, or into one script: its version table, its transactions, its steps.
 *
 * @example const heads = await migrationContext.getCurrentHeads();
 */
export class MigrationContext implements RunningMigration {
  readonly dialect: Dialect;
  readonly impl: DialectImpl;
  readonly connection: Connection | null;
  readonly opts: Readonly<Record<string, unknown>>;
  readonly metadata: MetaData;
  /** The table that holds the revisions that the database is at. */
  readonly versionTable: VersionTable;
  readonly transactions: MigrationTransactions;
  readonly #options: MigrationOptions;
  readonly #settings: RunSettings;
  readonly #around: Surroundings;
  readonly #isTransactionalDdl: boolean;
  /** A database that is only read, to know where the script of a dry run starts. */
  readonly #readOnly: Connection | null;
  readonly #dryRun: DryRun | null;
  #isRunning = false;
  #queue: OperationQueue | null = null;

  /** What `context.configure()` was given, with its types. */
  get options(): MigrationOptions {
    return this.#options;
  }

  /** Use {@link MigrationContext.configure}, or `context.configure()` in env. */
  constructor(
    dialect: Dialect,
    connection: Connection | null,
    options: MigrationOptions,
    settings: RunSettings = {},
    around: Surroundings = alone,
  ) {
    this.dialect = withSeparator(dialect, options);
    const isWritten = settings.onDryRun !== undefined && !dialect.features.transactionalDdl;
    this.connection = settings.asSql === true || isWritten ? null : connection;
    this.#readOnly = isWritten && settings.asSql !== true ? connection : null;
    this.#dryRun = settings.onDryRun === undefined || this.connection === null ? null : new DryRun(this.connection);
    this.#options = options;
    this.#settings = settings;
    this.#around = around;
    this.#isTransactionalDdl = options.transactionalDdl ?? dialect.features.assumesTransactionalDdl;
    this.opts = Object.freeze({ ...options.opts, ...options, ...settings });
    this.metadata = singleMetadata(options.targetMetadata) ?? new MetaData();
    const runner = this.connection === null ? this.#scriptWriter() : new ConnectionRunner(this.connection);
    this.impl = this.dialect.createImpl({
      dialect: this.dialect,
      runner,
      connection: this.connection,
      metadata: this.metadata,
      warn: around.warn,
      log: (message) => around.log("INFO", message),
    });
    this.transactions = new MigrationTransactions(this.connection, runner instanceof ScriptWriter ? runner : null, {
      transactionalDdl: this.#isTransactionalDdl,
      transactionPerMigration: options.transactionPerMigration ?? false,
      dryRun: this.#dryRun,
    });
    this.versionTable = new VersionTable(this.impl, {
      name: options.versionTable ?? "alembic_version",
      schema: options.versionTableSchema ?? null,
      hasPrimaryKey: options.versionTablePk ?? true,
    });
    this.#logCreation();
  }

  /**
   * Makes a migration context without env: to read where a database stands, or to run operations on it.
   *
   * @param options the connection, or the dialect of a script, and the rest as for `context.configure()`
   * @throws {InvalidArgumentError} for an unknown option
   * @throws {CommandError} where nothing says which dialect it is
   * @example
   * const context = await MigrationContext.configure({ connection });
   * const heads = await context.getCurrentHeads();
   */
  static async configure(options: StandaloneOptions): Promise<MigrationContext> {
    const { asSql = options.connection === undefined, ...rest } = options;
    checkConfigureOptions("MigrationContext.configure()", rest, asSql);
    return new MigrationContext(await dialectFor(rest), rest.connection ?? null, rest, { asSql });
  }

  get isOffline(): boolean {
    return this.connection === null;
  }

  /** Whether a step's statements are taken to be undone with its transaction. */
  get isTransactionalDdl(): boolean {
    return this.#isTransactionalDdl;
  }

  autocommitBlock(block: () => Promise<void>): Promise<void> {
    const queue = this.#queue?.innermost;
    if (queue === undefined) return this.transactions.outside(block);
    return queue.add(() => this.transactions.outside(() => queue.block(block)));
  }

  /**
   * Runs a statement, as `op.execute()` does.
   *
   * @param statement SQL text, an `sql` fragment, or what a query builder compiled
   * @throws {DatabaseError} when the database refuses it
   * @example await context.execute(sql`SET search_path TO app`);
   */
  async execute(statement: ExecutableStatement): Promise<QueryResult> {
    return this.impl.execute(statement);
  }

  /**
   * The revisions that the database is at: the rows of its version table. Offline, where the script starts.
   *
   * @throws {CommandError} when `startingRev` was given together with a connection
   * @example const heads = await migrationContext.getCurrentHeads();
   */
  async getCurrentHeads(): Promise<readonly string[]> {
    if (this.#readOnly !== null) return this.#rowsOf(this.#readOnly);
    if (this.isOffline) return this.#startOfScript();
    if (this.#options.startingRev !== undefined) throw startOnline();
    return this.versionTable.read();
  }

  /**
   * The one revision that the database is at; null where it is at none.
   *
   * @throws {CommandError} when it is at several
   * @example const revision = await migrationContext.getCurrentRevision();
   */
  async getCurrentRevision(): Promise<string | null> {
    const [head, ...others] = await this.getCurrentHeads();
    if (others.length === 0) return head ?? null;
    throw new CommandError("ALB0609", `The database is at several revisions: ${[head, ...others].join(", ")}.`, {
      hint: "Ask for all of them: getCurrentHeads().",
    });
  }

  /**
   * The step that an earlier run was interrupted in; null where there is none.
   *
   * @example const interrupted = await migrationContext.getInterrupted();
   */
  async getInterrupted(): Promise<Interrupted | null> {
    return this.#journal()?.interrupted() ?? null;
  }

  /**
   * Runs a function in the transaction that goes round all steps, where there is one.
   *
   * @param work what to do in it
   * @example await context.beginTransaction(() => context.runMigrations());
   */
  async beginTransaction<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#isRunning) return work();
    this.#isRunning = true;
    try {
      const run = (): Promise<Value> => this.#locked(() => this.transactions.aroundRun(work));
      return await interruptible(this.connection, this.#around.interruption, run);
    } finally {
      this.#isRunning = false;
    }
  }

  /** Runs what may write while it holds the lock; it is taken before any transaction, and given back after. */
  async #locked<Value>(work: () => Promise<Value>): Promise<Value> {
    const { lock: settings, log, warn, interruption } = this.#around;
    const signal = interruption?.signal;
    const isOff = this.#settings.isReadOnly === true || !(this.#options.lock ?? settings.isOn);
    const { connection } = this;
    if (isOff || connection === null) return work();
    const { name: table, schema } = this.versionTable.options;
    const lock = this.dialect.createLock?.(connection, { table, schema });
    if (lock === undefined) return work();
    const timeout = this.#settings.lockTimeout ?? this.#options.lockTimeout ?? settings.timeout;
    return holdingLock(lock, { timeout, signal, warn, tell: (message) => log("WARNING", message) }, work);
  }

  /**
   * Runs what the command asks for.
   *
   * @param args passed on to every `upgrade()` and `downgrade()` as their second parameter
   * @throws {MigrationError} when a revision fails
   * @example await context.runMigrations({ engineName: "billing" });
   */
  async runMigrations(args: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await this.beginTransaction(async () => {
      const heads = await this.#startingHeads();
      const steps = (await this.#settings.fn?.(heads, this)) ?? [];
      await this.#runSteps(heads, steps, args);
    });
    this.#settings.onDryRun?.(this.#dryRun?.outcome ?? { kind: "written", notRun: [] });
  }

  /**
   * Makes the version table say that the database is at given revisions, without running them.
   *
   * @param script the project's revisions
   * @param revision one identifier or several
   * @throws {RevisionError} when one of them denotes nothing
   * @example await migrationContext.stamp(await ScriptDirectory.fromConfig(config), "head");
   */
  async stamp(script: ScriptDirectory, revision: RevisionNames): Promise<void> {
    const map = script.revisionMap;
    await this.beginTransaction(async () => {
      const heads = await this.getCurrentHeads();
      await this.#runSteps(heads, planStamp(map, heads, revision), {}, map);
    });
  }

  /** Puts calls that wait for each other in order while a step runs. */
  async withQueue<Value>(queue: OperationQueue, work: () => Promise<Value>): Promise<Value> {
    this.#queue = queue;
    try {
      return await work();
    } finally {
      this.#queue = null;
    }
  }

  async #startingHeads(): Promise<readonly string[]> {
    const { purge, ensureVersionTable } = this.#settings;
    if (purge === true && this.isOffline) throw purgeOffline();
    if (purge === true || (ensureVersionTable === true && !this.isOffline)) await this.versionTable.create();
    if (purge !== true) return this.getCurrentHeads();
    await this.versionTable.clear();
    return [];
  }

  async #runSteps(
    heads: readonly string[],
    steps: readonly MigrationStep<Script>[],
    args: Readonly<Record<string, unknown>>,
    map: RevisionMap<Script> | null = this.#around.revisionMap,
  ): Promise<void> {
    if (map === null) return;
    if (steps.length === 0) {
      if (this.#settings.isReadOnly !== true) await this.#journal()?.tidy();
      return;
    }
    if (!this.isOffline) await this.versionTable.create();
    const journal = this.#journal();
    await journal?.open(steps);
    const maintainer = new HeadMaintainer(map, heads);
    const report = this.isOffline ? untold : stepReport(steps.length, this.#around.tellStep);
    const run = { args, map, startHeads: heads, journal };
    for (const step of loadingAhead(steps)) await report(step, () => this.#runStep(step, maintainer, run));
    await journal?.close();
  }

  /** Remembers what is committed before its step is; null for a script, a dry run, and where the caller's transaction is round it all. */
  #journal(): RunJournal | null {
    const { connection, impl } = this;
    if (connection === null || this.#dryRun !== null || this.transactions.isExternal) return null;
    return new RunJournal(impl, connection, this.versionTable.options, this.#around);
  }

  async #runStep(step: MigrationStep<Script>, maintainer: HeadMaintainer, run: RunOfSteps): Promise<void> {
    const headsBefore = [...maintainer.heads];
    const { args, startHeads, journal } = run;
    const remembered = journal?.begin(step) ?? null;
    const apply = async (): Promise<void> => {
      if (this.isOffline && headsBefore.length === 0) await this.versionTable.create();
      if (!this.isOffline && this.transactions.isPerStep) await this.versionTable.assertUnchanged(maintainer.heads);
      this.#announce(step);
      const changes = maintainer.apply(step);
      const unguard = this.connection?.guardStatements(this.#guard(remembered?.start() ?? null));
      try {
        if (!step.isStamp) await runRevision(this, step, { args, headsBefore, startHeads, remembered });
        remembered?.end();
        for (const change of changes) await this.versionTable.apply(change);
        await this.#tellApplied(step, maintainer.heads, run);
        await remembered?.forget();
      } finally {
        unguard?.();
      }
    };
    try {
      await this.transactions.aroundStep(apply);
    } catch (error) {
      // What cannot be noted down now is found by the next run, which looks into the catalogue.
      await remembered?.failed().catch(() => undefined);
      throw error;
    }
  }

  /** Refuses statements after a wish to stop, but for those that end a transaction. */
  #guard(journal: StepJournal | null): StatementGuard {
    const signal = this.#around.interruption?.signal;
    return async (statement, run) => {
      // Looked at last of all: the wish may come while the journal is being written.
      const runUnlessStopped: typeof run = async (each) => {
        const isStopped = signal?.aborted === true && each === statement;
        if (isStopped && statementKind(each.sql) !== "transaction") throw stopped(signal);
        return run(each);
      };
      return journal === null ? runUnlessStopped(statement) : journal.guard(statement, runUnlessStopped);
    };
  }

  #announce(step: MigrationStep<Script>): void {
    this.#around.log("INFO", `Running ${step.log}`);
    // A line break in an id would end the comment.
    this.impl.context.runner.staticOutput(`-- Running ${step.shortLog.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")}`);
  }

  async #tellApplied(step: MigrationStep<Script>, heads: ReadonlySet<string>, run: RunOfSteps): Promise<void> {
    const info = new MigrationInfo(step, run.map);
    for (const callback of [this.#options.onVersionApply ?? []].flat()) {
      await callback({ ctx: this, step: info, heads: new Set(heads), runArgs: run.args });
    }
  }

  /** The version table's rows, where this context itself only writes a script. */
  async #rowsOf(connection: Connection): Promise<readonly string[]> {
    const { dialect, metadata } = this;
    const runner = new ConnectionRunner(connection);
    const impl = dialect.createImpl({ dialect, runner, connection, metadata, warn: this.#around.warn });
    return new VersionTable(impl, this.versionTable.options).read();
  }

  #startOfScript(): readonly string[] {
    const start = this.#options.startingRev ?? this.#settings.startingRev;
    if (start === undefined || this.#around.revisionMap === null) return [];
    return this.#around.revisionMap.getRevisions(start).map((revision) => revision.revision);
  }

  #scriptWriter(): ScriptWriter {
    const { outputBuffer = this.#around.outputBuffer, outputEncoding, literalBinds = true } = this.#options;
    return new ScriptWriter(this.dialect.script, { literalBinds, write: scriptSink(outputBuffer, outputEncoding) });
  }

  #logCreation(): void {
    const { log } = this.#around;
    log("INFO", `Context impl ${this.impl.constructor.name}.`);
    if (this.isOffline) log("INFO", "Generating static SQL");
    log("INFO", `Will assume ${this.#isTransactionalDdl ? "" : "non-"}transactional DDL.`);
  }
}

interface RunOfSteps {
  readonly args: Readonly<Record<string, unknown>>;
  readonly map: RevisionMap<Script>;
  /** The rows before the first step. */
  readonly startHeads: readonly string[];
  readonly journal: RunJournal | null;
}

/** The dialect with the separator that `configure()` asks for. */
function withSeparator(dialect: Dialect, options: MigrationOptions): Dialect {
  const own: unknown = Object.entries(options).find(([key]) => key === dialect.name)?.[1];
  if (typeof own !== "object" || own === null || !("batchSeparator" in own) || own.batchSeparator === undefined) {
    return dialect;
  }
  const batchSeparator = typeof own.batchSeparator === "string" ? own.batchSeparator : null;
  return { ...dialect, script: { ...dialect.script, batchSeparator } };
}

function startOnline(): CommandError {
  return new CommandError(
    "ALB0607",
    "startingRev is for scripts: a connection says itself where its database stands.",
    {
      hint: "Leave it out of context.configure(), or use stamp to change where the database stands.",
    },
  );
}

function purgeOffline(): CommandError {
  return new CommandError("ALB0608", "A version table cannot be emptied by a script: its rows are not known.", {
    hint: "Leave out --sql, or --purge.",
  });
}
