import { existsSync, readFileSync } from "node:fs";
import { homedir, hostname, userInfo } from "node:os";
import { join } from "node:path";
import type { ConnectionOptions } from "node:tls";
import { InvalidArgumentError } from "../../../errors/index.ts";
import type { DatabaseUrl } from "../../../engine/url.ts";
import { UrlOptions } from "../../../engine/url-options.ts";

/** One server to try: the settings of a `pg` client. */
export interface ConnectionSettings {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | undefined;
  readonly database: string;
  readonly connectionTimeoutMillis: number;
  readonly ssl: ConnectionOptions | false;
  /** Whether to go on without TLS where the server has none. */
  readonly isTlsOptional: boolean;
  readonly application_name: string;
  readonly options: string | undefined;
  readonly keepAlive: true;
  readonly enableChannelBinding: boolean;
}

const sslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] as const;
type SslMode = (typeof sslModes)[number];

const known = words(`
  host port user password dbname sslmode ssl sslrootcert sslcert sslkey sslpassword
  application_name options connect_timeout channel_binding client_encoding`);
/** What libpq, Python's drivers and ORMs for Node put into the same URL, and what means nothing here. */
const ignored = words(`
  fallback_application_name target_session_attrs gssencmode sslcompression sslsni sslnegotiation
  keepalives keepalives_idle keepalives_interval keepalives_count tcp_user_timeout load_balance_hosts
  passfile prepared_statement_cache_size statement_cache_size prepare_threshold async_fallback
  connection_limit pool_timeout pgbouncer sslaccept`);
const defaultTimeout = 10_000;
const defaultPort = 5432;
/** What the server keeps of an application's name, in bytes. */
const longestName = 63;
const socketFolders = ["/var/run/postgresql", "/tmp"];

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/**
 * Reads where to and how from a URL, and what it leaves out from the environment, as libpq does.
 *
 * @returns one entry for each host that the URL names, in order
 * @throws {InvalidArgumentError} for an option that is not known, or a value that it cannot have
 */
export function readConnectionSettings(url: DatabaseUrl): readonly ConnectionSettings[] {
  const options = new UrlOptions(url);
  options.checkKeys([...known, ...ignored]);
  const user = url.username ?? options.text("user") ?? process.env["PGUSER"] ?? userInfo().username;
  const common = {
    user,
    password: url.password ?? options.text("password") ?? process.env["PGPASSWORD"],
    database: url.database ?? options.text("dbname") ?? process.env["PGDATABASE"] ?? user,
    connectionTimeoutMillis: readTimeout(options),
    application_name: options.text("application_name") ?? process.env["PGAPPNAME"] ?? ownName(),
    options: options.text("options") ?? process.env["PGOPTIONS"],
    keepAlive: true,
    enableChannelBinding: options.oneOf("channel_binding", ["disable", "prefer", "require"]) === "require",
  } as const;
  return readHosts(url, options).map(({ host, port }) => ({ ...common, host, port, ...readTls(options, host) }));
}

/** Tells other migrators, which see it in `pg_stat_activity`, for which process of which machine they wait. */
function ownName(): string {
  return `alembic-ts, process ${process.pid} on ${hostname()}`.slice(0, longestName);
}

function readTimeout(options: UrlOptions): number {
  const fromEnvironment = Number(process.env["PGCONNECT_TIMEOUT"] ?? Number.NaN) * 1000;
  return options.milliseconds("connect_timeout") ?? (fromEnvironment > 0 ? fromEnvironment : defaultTimeout);
}

/** SQLAlchemy writes several hosts as `?host=a:5432&host=b:5433`, libpq as `?host=a,b`. */
function readHosts(url: DatabaseUrl, options: UrlOptions): readonly { host: string; port: number }[] {
  const port = url.port ?? portOf(options.text("port") ?? process.env["PGPORT"], options) ?? defaultPort;
  if (url.host !== null) return [{ host: url.host, port }];
  const named = options.all("host").flatMap((host) => host.split(","));
  const hosts = named.length > 0 ? named : (process.env["PGHOST"]?.split(",") ?? [defaultHost(port)]);
  return hosts.map((text) => {
    const [, host = text, ownPort] = /^([^/:]+):(\d+)$/.exec(text) ?? [];
    return { host, port: portOf(ownPort, options) ?? port };
  });
}

function portOf(text: string | undefined, options: UrlOptions): number | null {
  if (text === undefined || text === "") return null;
  const port = Number(text);
  return Number.isInteger(port) && port > 0 && port < 65_536
    ? port
    : options.refuse("port", "a number from 1 to 65535");
}

function defaultHost(port: number): string {
  return socketFolders.find((folder) => existsSync(join(folder, `.s.PGSQL.${port}`))) ?? "localhost";
}

/** The default is libpq's `prefer`, but for servers on this machine, to which nothing travels over a network. */
function readTls(options: UrlOptions, host: string): Pick<ConnectionSettings, "ssl" | "isTlsOptional"> {
  if (host.startsWith("/")) return { ssl: false, isTlsOptional: false };
  const mode = readSslMode(options) ?? (/^(localhost|127\..*|::1)$/.test(host) ? "disable" : "prefer");
  if (mode === "disable" || mode === "allow") return { ssl: false, isTlsOptional: false };
  return { ssl: tlsOptions(mode, options), isTlsOptional: mode === "prefer" };
}

function readSslMode(options: UrlOptions): SslMode | undefined {
  const given = options.oneOf("sslmode", sslModes);
  if (given !== undefined) return given;
  const short = options.text("ssl")?.toLowerCase();
  if (short === undefined) return sslModes.find((mode) => mode === process.env["PGSSLMODE"]);
  if (sslModes.some((mode) => mode === short)) return options.oneOf("ssl", sslModes);
  return options.boolean("ssl") === true ? "require" : "disable";
}

function tlsOptions(mode: SslMode, options: UrlOptions): ConnectionOptions {
  const rootPath = options.text("sslrootcert") ?? process.env["PGSSLROOTCERT"] ?? existing("root.crt");
  const ca = rootPath === undefined || rootPath === "system" ? undefined : readFile(rootPath, "sslrootcert");
  // As with libpq, `require` verifies the certificate where a root certificate is given.
  const isVerified = mode.startsWith("verify") || (mode === "require" && ca !== undefined);
  return {
    rejectUnauthorized: isVerified,
    ...(ca === undefined ? {} : { ca }),
    ...clientCertificate(options),
    ...(mode === "verify-full" ? {} : { checkServerIdentity: () => undefined }),
  };
}

function clientCertificate(options: UrlOptions): ConnectionOptions {
  const cert = options.text("sslcert") ?? process.env["PGSSLCERT"] ?? existing("postgresql.crt");
  const key = options.text("sslkey") ?? process.env["PGSSLKEY"] ?? existing("postgresql.key");
  if (cert === undefined || key === undefined) return {};
  const passphrase = options.text("sslpassword");
  return {
    cert: readFile(cert, "sslcert"),
    key: readFile(key, "sslkey"),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
}

function existing(name: string): string | undefined {
  const path = join(homedir(), ".postgresql", name);
  return existsSync(path) ? path : undefined;
}

function readFile(path: string, option: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new InvalidArgumentError(
      "ALB0508",
      `the file that the option "${option}" of the database URL names cannot be read`,
      {
        hint: `Check that ${path} exists and that this user may read it.`,
        cause,
      },
    );
  }
}
