import type { AutogenerateOptions } from "../autogenerate/autogen-context.ts";
import type { DialectOptions } from "../dialects/base/dialect.ts";
import type { Connection } from "../engine/connection.ts";
import { CommandError, InvalidArgumentError } from "../errors/index.ts";
import type { MigrationContext as RunningMigration } from "../operations/migration-context.ts";
import type { MigrationScript } from "../operations/migration-script.ts";
import type { RenderItem } from "../render/index.ts";
import { checkDialectOptions, type ConfigureDialectOptions, type MetaData } from "../schema/index.ts";
import { describe } from "../util/check-options.ts";
import { isConnection } from "./is-connection.ts";
import type { VersionApplied } from "./migration-info.ts";

/** Where a script goes: a stream, or whatever else takes text, or bytes where an encoding is asked for. */
export interface OutputBuffer {
  write(chunk: string | Uint8Array): unknown;
}

/** Is told of each step, after its change of the version table and in the same transaction. */
export type OnVersionApply = (applied: VersionApplied) => void | Promise<void>;

/** How what autogenerate finds is written into files. */
export interface RenderConfigureOptions {
  /** Writes an item in its own way: text as it is to stand, null to leave it out, false to leave it to us. */
  readonly renderItem?: RenderItem | undefined;
  /** Write changes of tables as `op.batchAlterTable()`. */
  readonly renderAsBatch?: boolean | undefined;
  /** Changes what is about to be written, in place. */
  readonly processRevisionDirectives?:
    | ((
        context: RunningMigration,
        currentRevisions: readonly string[],
        directives: MigrationScript[],
      ) => void | Promise<void>)
    | undefined;
  readonly autogeneratePlugins?: readonly string[] | undefined;
  /** The template's variable that takes the upgrade. Default: `upgrades`. */
  readonly upgradeToken?: string | undefined;
  /** The template's variable that takes the downgrade. Default: `downgrades`. */
  readonly downgradeToken?: string | undefined;
  /** What stands before a directive. Default: `op.`. */
  readonly alembicModulePrefix?: string | undefined;
  /** What stands before a column or type. Default: `sa.`. */
  readonly sqlalchemyModulePrefix?: string | undefined;
  /** What stands before a type of one's own. */
  readonly userModulePrefix?: string | null | undefined;
}

/** What a migration context can be told, wherever it comes from. */
export interface MigrationOptions extends AutogenerateOptions, RenderConfigureOptions, ConfigureDialectOptions {
  /** Treat DDL as transactional or not, whatever the dialect says. */
  readonly transactionalDdl?: boolean | undefined;
  /** One transaction for each step in place of one for all. Default: false. */
  readonly transactionPerMigration?: boolean | undefined;
  /** Offline: where the script goes. */
  readonly outputBuffer?: OutputBuffer | undefined;
  /** Offline: how the script is encoded; the buffer is given bytes then. */
  readonly outputEncoding?: BufferEncoding | undefined;
  /** Offline: the revision to start from; goes before the command's own. */
  readonly startingRev?: string | undefined;
  /** What `getTagArgument()` gives; goes before `--tag`. */
  readonly tag?: string | undefined;
  /** More variables for the template of new revisions. */
  readonly templateArgs?: Readonly<Record<string, unknown>> | undefined;
  /** Offline: write values as literals; false leaves placeholders. Default: true. */
  readonly literalBinds?: boolean | undefined;
  /** Default: `alembic_version`. */
  readonly versionTable?: string | undefined;
  readonly versionTableSchema?: string | null | undefined;
  /** Whether the version table is made with a primary key. Default: true. */
  readonly versionTablePk?: boolean | undefined;
  readonly onVersionApply?: OnVersionApply | readonly OnVersionApply[] | undefined;
  /** Keep other migrators away while this one runs. Default: the setting `lock`, else true. */
  readonly lock?: boolean | undefined;
  /** How long to wait for another migrator, in seconds. Default: `--lock-timeout`, the setting `lock_timeout`, else 600. */
  readonly lockTimeout?: number | undefined;
  /** Values of your own, for `op.getContext().opts`. */
  readonly opts?: Readonly<Record<string, unknown>> | undefined;
}

/** The options of `context.configure()`. One of `connection`, `url` and `dialectName` says which dialect it is. */
export interface ConfigureOptions extends MigrationOptions {
  /** The connection to migrate; required unless a script is written. */
  readonly connection?: Connection | undefined;
  /** For a script: the URL, of which only the dialect counts. */
  readonly url?: string | null | undefined;
  /** For a script: the dialect's name. */
  readonly dialectName?: string | undefined;
  /** What to assume of the dialect, where it comes from a URL or a name. */
  readonly dialectOpts?: DialectOptions | undefined;
}

const migrationOptionNames = [
  "targetMetadata",
  "includeSchemas",
  "includeName",
  "includeObject",
  "compareType",
  "compareServerDefault",
  "renderItem",
  "renderAsBatch",
  "processRevisionDirectives",
  "autogeneratePlugins",
  "upgradeToken",
  "downgradeToken",
  "alembicModulePrefix",
  "sqlalchemyModulePrefix",
  "userModulePrefix",
  "transactionalDdl",
  "transactionPerMigration",
  "outputBuffer",
  "outputEncoding",
  "startingRev",
  "tag",
  "templateArgs",
  "literalBinds",
  "versionTable",
  "versionTableSchema",
  "versionTablePk",
  "onVersionApply",
  "lock",
  "lockTimeout",
  "opts",
] as const satisfies readonly (keyof MigrationOptions)[];

const configureOptionNames = [
  ...migrationOptionNames,
  "connection",
  "url",
  "dialectName",
  "dialectOpts",
] as const satisfies readonly (keyof ConfigureOptions)[];

/**
 * Refuses options that make no sense, or not together.
 *
 * @param where the call, as users write it
 * @throws {InvalidArgumentError} for an unknown option, or something else in the place of a connection
 * @throws {CommandError} where nothing says which dialect it is, or an option fits the other mode only
 */
export function checkConfigureOptions(where: string, options: ConfigureOptions, isOffline: boolean): void {
  checkDialectOptions(where, "configure", options, configureOptionNames);
  const { connection, url, dialectName, literalBinds } = options;
  if (connection !== undefined && !isConnection(connection)) throw noConnection(connection);
  if (connection === undefined && typeof url !== "string" && dialectName === undefined) throw nothingGiven(where, url);
  if (!isOffline && literalBinds === true) throw literalsOnline();
  if (options.lockTimeout !== undefined) checkLockTimeout(options.lockTimeout);
}

function checkLockTimeout(seconds: number): void {
  if (typeof seconds === "number" && seconds >= 0) return;
  throw new InvalidArgumentError("ALB0631", `The lock's timeout is ${describe(seconds)}.`, {
    hint: "Give a number of seconds: 0 does not wait at all, 600 is usual.",
  });
}

function noConnection(given: unknown): InvalidArgumentError {
  return new InvalidArgumentError("ALB0602", `context.configure() was given ${describe(given)} as its connection.`, {
    hint: "Give what connect(url, ...) gives, or wrap a driver's own connection with the function that alembic-ts has for it.",
  });
}

function nothingGiven(where: string, url: string | null | undefined): CommandError {
  const message =
    url === null
      ? `${where} was given no URL: it is null.`
      : `${where} was given no connection, URL or dialect to work with.`;
  return new CommandError("ALB0603", message, {
    hint: "Set sqlalchemy.url in alembic.ini, or in env with config.setMainOption(); or pass { connection }, { url } or { dialectName }.",
  });
}

function literalsOnline(): CommandError {
  return new CommandError("ALB0604", "literalBinds is for scripts: on a connection, values are bound.", {
    hint: "Leave it out, or set it to context.isOfflineMode().",
  });
}

/** The one collection of tables whose naming convention holds for operations; null where there is none, or several. */
export function singleMetadata(target: MigrationOptions["targetMetadata"]): MetaData | null {
  if (target === undefined || target === null) return null;
  if (!isList(target)) return target;
  return target.length === 1 ? (target[0] ?? null) : null;
}

function isList(target: MetaData | readonly MetaData[]): target is readonly MetaData[] {
  return Array.isArray(target);
}
