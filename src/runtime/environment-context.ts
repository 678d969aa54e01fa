import { type Config, lockSettings } from "../config/index.ts";
import type { DialectImpl, ExecutableStatement } from "../dialects/base/impl.ts";
import type { Connection } from "../engine/connection.ts";
import type { QueryResult } from "../engine/driver.ts";
import { withoutSecrets } from "../engine/redact.ts";
import { CommandError } from "../errors/index.ts";
import type { ScriptDirectory } from "../script/script-directory.ts";
import { checkConfigureOptions, type ConfigureOptions, type OutputBuffer } from "./configure-options.ts";
import { type Environment, environmentOf } from "./define-environment.ts";
import { dialectFor } from "./dialect-for.ts";
import { MigrationContext, type RunSettings } from "./migration-context.ts";

/** What a command tells env. */
export interface EnvironmentSettings extends RunSettings {
  /** What the command is asked to go to, as it was given. */
  readonly destinationRev?: string | readonly string[] | undefined;
  readonly tag?: string | undefined;
  /** The variables of the template of new revisions; `configure({ templateArgs })` adds to them. */
  readonly templateArgs?: Record<string, unknown> | undefined;
  /** Takes a script where neither `configure()` nor the configuration names a buffer. */
  readonly outputBuffer?: OutputBuffer | undefined;
}

const logger = "alembic.runtime.migration";
/** Where Python's SQLAlchemy tells of statements. */
const statementLogger = "sqlalchemy.engine.Engine";

/**
 * What env works with, for the time of one command.
 *
 * @example
 * const context = new EnvironmentContext(config, script, { fn: async () => [] });
 * await context.run();
 */
export class EnvironmentContext {
  readonly #settings: EnvironmentSettings;
  #options: ConfigureOptions | null = null;
  #context: Promise<MigrationContext> | null = null;
  #loaded: MigrationContext | null = null;
  #runs: Promise<unknown> = Promise.resolve();
  #hasRun = false;
  #isOver = false;
  /** Ends what listens to the statements of a connection. */
  readonly #listening = new Map<Connection, () => void>();

  /**
   * @param config the project's configuration
   * @param script the project's revisions
   * @param settings what the command wants
   */
  constructor(
    readonly config: Config,
    readonly script: ScriptDirectory,
    settings: EnvironmentSettings = {},
  ) {
    this.#settings = settings;
  }

  /**
   * Runs env, and waits for what it has started and not waited for.
   *
   * @param environment what to run in place of the script folder's own `env` file
   * @throws whatever env or a migration throws
   * @example await context.run();
   */
  async run(environment?: Environment): Promise<void> {
    const env = environment ?? (await this.#loadEnvironment());
    try {
      await env.run(this);
      await this.#runs;
      if (!this.#hasRun) this.config.warn("env has ended without a call of context.runMigrations(): nothing was done.");
    } finally {
      await this.#runs.catch(() => undefined);
      this.#isOver = true;
      for (const stop of this.#listening.values()) stop();
    }
  }

  /** Whether a script is written, and no connection is needed. */
  isOfflineMode(): boolean {
    return this.#settings.asSql ?? false;
  }

  /** Whether a connection is needed. */
  requiresConnection(): boolean {
    return !this.isOfflineMode();
  }

  /**
   * Whether a step's statements are taken to be undone with its transaction.
   *
   * @throws {CommandError} before `configure()` is done
   */
  isTransactionalDdl(): boolean {
    return this.getContext().isTransactionalDdl;
  }

  /**
   * The id of the one head; null where there are no revisions.
   *
   * @throws {MultipleHeadsError} when there are several
   */
  getHeadRevision(): string | null {
    return this.script.revisionMap.getCurrentHead();
  }

  /** The ids of all heads. */
  getHeadRevisions(): readonly string[] {
    return this.script.revisionMap.heads;
  }

  /**
   * The revision to start from that the command was given, as `a` of `a:b`; null for base.
   *
   * @throws {CommandError} when the command takes none
   */
  getStartingRevisionArgument(): string | null {
    const start = this.#options?.startingRev ?? this.#settings.startingRev;
    if (start === undefined) throw noArgument("starting revision");
    return single(this.script.revisionMap.asRevisionNumber(start));
  }

  /**
   * The revision that the command was asked to go to, as an id: null for `base`, several for `heads`.
   *
   * @throws {CommandError} when the command takes none
   */
  getRevisionArgument(): string | readonly string[] | null {
    const destination = this.#settings.destinationRev;
    if (destination === undefined) throw noArgument("revision");
    if (typeof destination !== "string") return destination;
    return this.script.revisionMap.asRevisionNumber(destination);
  }

  /** The `--tag` of the command, or null. */
  getTagArgument(): string | null {
    return this.#options?.tag ?? this.#settings.tag ?? null;
  }

  /**
   * The values of `-x`, in order.
   *
   * @example const [tenant] = context.getXArgument();
   */
  getXArgument(): readonly string[];
  /**
   * The values of `-x` by name: `-x tenant=a` is `{ tenant: "a" }`, `-x verbose` is `{ verbose: "" }`; the last of a name counts.
   *
   * @example const { tenant } = context.getXArgument({ asDictionary: true });
   */
  getXArgument(options: { readonly asDictionary: true }): Readonly<Record<string, string>>;
  getXArgument(
    options: { readonly asDictionary?: boolean } = {},
  ): readonly string[] | Readonly<Record<string, string>> {
    const values = this.config.cmdOpts.x ?? [];
    return options.asDictionary === true ? Object.fromEntries(values.map(splitAtEquals)) : values;
  }

  /**
   * Says on what to migrate, and how. May be called again, for another database: the last call counts.
   *
   * @param options what to migrate; see {@link ConfigureOptions}
   * @returns something to await where the context itself is wanted; `runMigrations()` waits by itself
   * @throws {InvalidArgumentError} for an unknown option
   * @throws {CommandError} where nothing says which dialect it is
   * @example context.configure({ connection, targetMetadata });
   */
  configure(options: ConfigureOptions): PromiseLike<MigrationContext> {
    this.#refuseAfterEnd();
    checkConfigureOptions("context.configure()", options, this.isOfflineMode());
    if (!this.isOfflineMode() && options.connection === undefined) throw connectionNeeded();
    this.#options = options;
    this.#context = null;
    this.#loaded = null;
    this.#logStatements(options.connection);
    Object.assign(this.#settings.templateArgs ?? {}, options.templateArgs);
    // Not a promise, so that nobody has to wait for it: it does its work when somebody does.
    // oxlint-disable-next-line unicorn/no-thenable -- it is there to be awaited
    return { then: (onFulfilled, onRejected) => this.#ready().then(onFulfilled, onRejected) };
  }

  /**
   * Runs what the command asks for, in the outer transaction unless `beginTransaction()` has opened it.
   *
   * @param args passed on to every `upgrade()` and `downgrade()` as their second parameter
   * @throws {MigrationError} when a revision fails
   * @example await context.runMigrations({ engineName: "billing" });
   */
  runMigrations(args: Readonly<Record<string, unknown>> = {}): Promise<void> {
    this.#hasRun = true;
    return this.#track(async () => (await this.#ready()).runMigrations(args));
  }

  /**
   * Runs a function in the transaction that goes round all steps, where there is one.
   *
   * @param work what to do in it
   * @example await context.beginTransaction(() => context.runMigrations());
   */
  beginTransaction<Value>(work: () => Promise<Value>): Promise<Value> {
    return this.#track(async () => (await this.#ready()).beginTransaction(work));
  }

  /**
   * Runs a statement, as `op.execute()` does.
   *
   * @param statement SQL text, an `sql` fragment, or what a query builder compiled
   * @throws {DatabaseError} when the database refuses it
   * @example await context.execute("SET lock_timeout = '5s'");
   */
  execute(statement: ExecutableStatement): Promise<QueryResult> {
    return this.#track(async () => (await this.#ready()).execute(statement));
  }

  /**
   * Writes text into the script, with an empty line after it. Does nothing online.
   *
   * @param text a comment, for example
   * @example await context.staticOutput("-- for the operators");
   */
  staticOutput(text: string): Promise<void> {
    return this.#track(async () => (await this.#ready()).impl.context.runner.staticOutput(text));
  }

  /**
   * The migration context that `configure()` has made.
   *
   * @throws {CommandError} before `await context.configure(...)` or a run
   */
  getContext(): MigrationContext {
    this.#refuseAfterEnd();
    if (this.#loaded === null) throw notConfigured();
    return this.#loaded;
  }

  /**
   * The connection that `configure()` was given; null where a script is written.
   *
   * @throws {CommandError} before `configure()`
   */
  getBind(): Connection | null {
    this.#refuseAfterEnd();
    if (this.#options === null) throw notConfigured();
    return this.isOfflineMode() ? null : (this.#options.connection ?? null);
  }

  /**
   * How operations are done on the dialect.
   *
   * @throws {CommandError} before `await context.configure(...)` or a run
   */
  getImpl(): DialectImpl {
    return this.getContext().impl;
  }

  /** The values of statements are nobody's business: their number is told. */
  #logStatements(connection: Connection | undefined): void {
    if (connection === undefined || this.#listening.has(connection)) return;
    const stop = connection.onStatement(({ sql, parameterCount }) => {
      const values = parameterCount === 0 ? "" : ` [${parameterCount} value${parameterCount === 1 ? "" : "s"}]`;
      this.config.log("INFO", statementLogger, withoutSecrets(sql.trim()) + values);
    });
    this.#listening.set(connection, stop);
  }

  async #loadEnvironment(): Promise<Environment> {
    const { path, exports } = await this.script.loadEnvironment();
    return environmentOf(exports, path);
  }

  async #ready(): Promise<MigrationContext> {
    this.#refuseAfterEnd();
    const options = this.#options;
    if (options === null) throw notConfigured();
    this.#context ??= this.#create(options);
    return this.#context;
  }

  async #create(options: ConfigureOptions): Promise<MigrationContext> {
    const context = new MigrationContext(
      await dialectFor(options),
      options.connection ?? null,
      options,
      this.#settings,
      {
        revisionMap: this.script.revisionMap,
        log: (level, message) => this.config.log(level, logger, message),
        warn: (message) => this.config.warn(message),
        tellStep: (event) => this.config.tellStep(event),
        lock: lockSettings(this.config),
        interruption: this.config.interruption,
        outputBuffer: this.#settings.outputBuffer ?? this.config.outputBuffer ?? undefined,
      },
    );
    if (this.#options === options) this.#loaded = context;
    return context;
  }

  /** Remembers what env has started, so that the command does not end before it. */
  #track<Value>(work: () => Promise<Value>): Promise<Value> {
    const result = work();
    this.#runs = Promise.all([this.#runs, result]);
    this.#runs.catch(() => undefined);
    return result;
  }

  #refuseAfterEnd(): void {
    if (!this.#isOver) return;
    throw new CommandError("ALB0614", "The context of env was used after env had ended.", {
      hint: "Use it inside of the function that defineEnvironment() is given, and await what that function starts.",
    });
  }
}

function splitAtEquals(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function single(ids: string | readonly string[] | null): string | null {
  return ids === null || typeof ids === "string" ? ids : (ids[0] ?? null);
}

function noArgument(what: string): CommandError {
  return new CommandError("ALB0615", `The command that is running takes no ${what}.`, {
    hint: "upgrade, downgrade and stamp take one: ask only where one of them runs.",
  });
}

function connectionNeeded(): CommandError {
  return new CommandError("ALB0616", "context.configure() was given no connection, and the command needs one.", {
    hint: "Open one with connect(url, async (connection) => { ... }); a URL or dialect alone is enough only where context.isOfflineMode().",
  });
}

function notConfigured(): CommandError {
  return new CommandError("ALB0617", "The context is not configured yet.", {
    hint: "Call context.configure({ connection }) first; await it where you go on with getContext().",
  });
}
