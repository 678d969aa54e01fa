import {
  Connection,
  type ConnectOptions,
  type DatabaseUrl,
  openConnection,
  redirected,
  renderUrl,
  type ServerVersion,
} from "../engine/index.ts";
import { ConfigurationError, InvalidArgumentError } from "../errors/index.ts";
import type { Inspector } from "../reflection/index.ts";
import { suggest } from "../util/suggest.ts";
import type { Dialect, DialectModule, DialectOptions, ImplMixin } from "./base/dialect.ts";
import { makeUrl } from "./make-url.ts";

/** Loads a dialect when it is first needed. */
export type DialectLoader = () => Promise<DialectModule>;

const loaders = new Map<string, DialectLoader>([
  ["postgresql", async () => (await import("./postgresql/index.ts")).dialectModule],
  ["mysql", async () => (await import("./mysql/index.ts")).dialectModule],
  ["mariadb", async () => (await import("./mariadb/index.ts")).dialectModule],
  ["sqlite", async () => (await import("./sqlite/index.ts")).dialectModule],
  ["mssql", async () => (await import("./mssql/index.ts")).dialectModule],
  ["oracle", async () => (await import("./oracle/index.ts")).dialectModule],
]);

/**
 * Adds a dialect of one's own, or puts one in the place of another: a subclass of an impl, for instance.
 *
 * @param name the name by which URLs and `dialectName` ask for it
 * @param load gives the dialect; called when it is first needed
 * @example
 * async function loadCockroachdb(): Promise<DialectModule> {
 *   return loadDialectModule("postgresql");
 * }
 * registerDialect("cockroachdb", loadCockroachdb);
 */
export function registerDialect(name: string, load: DialectLoader): void {
  loaders.set(name, load);
}

const derivations = new Map<string, ImplMixin>();

/**
 * Changes what operations take on a dialect: which statements, in which order, what is refused. The class that is given
 * back is used in the place of the dialect's own.
 *
 * @param dialectName the dialect's name; of its registration, for a dialect of one's own
 * @param derive gets the dialect's class, and gives one that extends it
 * @example
 * registerImpl("postgresql", (Base) => class extends Base {
 *   override async dropTable(...args: Parameters<typeof Base.prototype.dropTable>): Promise<void> {
 *     await this.execute("set lock_timeout = '2s'");
 *     await super.dropTable(...args);
 *   }
 * });
 */
export function registerImpl(dialectName: string, derive: ImplMixin): void {
  derivations.set(dialectName, derive);
}

/** The names of the dialects that can be loaded. */
export function dialectNames(): readonly string[] {
  return [...loaders.keys()];
}

/**
 * The module of a dialect: its drivers, and how it is made for one version of its server.
 *
 * @param name the dialect's name
 * @throws {InvalidArgumentError} when there is no such dialect
 * @example const { drivers } = await loadDialectModule("postgresql");
 */
export async function loadDialectModule(name: string): Promise<DialectModule> {
  const load = loaders.get(name);
  if (load !== undefined) return load();
  const near = suggest(name, loaders.keys());
  throw new InvalidArgumentError("ALB0570", `There is no dialect "${name}".`, {
    hint: near === null ? `The dialects are: ${dialectNames().join(", ")}.` : `Did you mean "${near}"?`,
  });
}

/**
 * A dialect at one version of its server.
 *
 * @param name the dialect's name
 * @param version the server's; null offline, where the newest that is supported is assumed
 * @throws {InvalidArgumentError} when there is no such dialect
 * @example const dialect = await loadDialect("postgresql");
 */
export async function loadDialect(
  name: string,
  version: ServerVersion | null = null,
  options: DialectOptions = {},
): Promise<Dialect> {
  const module = await loadDialectModule(name);
  const dialect = module.createDialect(version, options);
  const derive = derivations.get(name);
  return derive === undefined ? dialect : { ...dialect, createImpl: (context) => dialect.createImpl(context, derive) };
}

/** Where {@link connect} connects to: a URL as text or in its parts; null is what a setting that is not there gives. */
export type ConnectTarget = string | DatabaseUrl | null;

/**
 * Connects to a database, and ends the session when the function is done, however it ends.
 *
 * @param url the database's URL, as SQLAlchemy writes it
 * @param use what to do with the connection
 * @throws {ConfigurationError} when the URL is null
 * @throws {InvalidArgumentError} when it cannot be read, or names no dialect or driver that there is
 * @throws {DriverMissingError} when no driver is installed; the hint is the command that installs one
 * @throws {ConnectionError} when there is no session to be had
 * @example
 * await connect(config.getMainOption("sqlalchemy.url"), async (connection) => {
 *   context.configure({ connection, targetMetadata });
 *   await context.runMigrations();
 * });
 */
export async function connect<Result>(
  url: ConnectTarget,
  use: (connection: Connection) => Promise<Result> | Result,
  options?: ConnectOptions,
): Promise<Result>;
/**
 * Connects to a database; the caller closes the connection.
 *
 * @example const connection = await connect("sqlite:///app.db");
 */
export async function connect(url: ConnectTarget): Promise<Connection>;
export async function connect<Result>(
  url: ConnectTarget,
  use?: (connection: Connection) => Promise<Result> | Result,
  options: ConnectOptions = {},
): Promise<Result | Connection> {
  const connection = await open(url, options);
  if (use === undefined) return connection;
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}

/**
 * An inspector of a connection's database: its tables, columns, constraints and indexes.
 *
 * @param connection the open connection
 * @throws {UnsupportedOperationError} when the dialect has no inspector
 * @example
 * const inspector = await inspect(connection);
 * const names = await inspector.tableNames();
 */
export async function inspect(connection: Connection): Promise<Inspector> {
  const dialect = await loadDialect(connection.dialectName, connection.serverVersion);
  return dialect.createInspector(connection);
}

async function open(target: ConnectTarget, options: ConnectOptions): Promise<Connection> {
  const asked = typeof target === "string" ? makeUrl(target) : target;
  if (asked === null) throw urlMissing();
  const url = await redirected(asked);
  const { drivers } = await loadDialectModule(url.dialect);
  const session = await openConnection(url, drivers, options);
  // The server's own word counts: mysql:// and mariadb:// name a family that shares a protocol.
  const { name, target: sql } = await loadDialect(session.dialectName, session.serverVersion);
  return new Connection(session, { ...sql, name }, { url: renderUrl(url) });
}

function urlMissing(): ConfigurationError {
  return new ConfigurationError("ALB0571", "There is no database URL to connect to.", {
    hint: "Set sqlalchemy.url in alembic.ini (or under alembic in package.json), or give env a URL of its own, for example from process.env.",
  });
}
