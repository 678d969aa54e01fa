import { readFileSync } from "node:fs";
import { userInfo } from "node:os";
import type { ConnectionOptions } from "node:tls";
import type { DatabaseUrl } from "../../../engine/url.ts";
import { UrlOptions } from "../../../engine/url-options.ts";
import { InvalidArgumentError } from "../../../errors/index.ts";

/** Where to and how, as both packages take it. */
export interface ConnectionSettings {
  readonly host: string;
  readonly port: number;
  readonly socketPath: string | undefined;
  readonly user: string;
  readonly password: string | undefined;
  readonly database: string | undefined;
  readonly connectTimeout: number;
  readonly ssl: ConnectionOptions | undefined;
}

const sslModes = [
  "disabled",
  "disable",
  "preferred",
  "prefer",
  "required",
  "require",
  "verify_ca",
  "verify-ca",
  "verify_identity",
  "verify-full",
] as const;
const known = words(`
  host port user password unix_socket connect_timeout
  ssl ssl_mode sslmode ssl-mode ssl_ca ssl_cert ssl_key ssl_verify_cert ssl_verify_identity ssl_disabled`);
/** What Python's drivers and ORMs for Node put into the same URL, and what means nothing here. */
const ignored = words(`
  charset use_unicode collation local_infile binary_prefix read_timeout write_timeout autocommit
  auth_plugin use_pure buffered connection_limit pool_timeout allowPublicKeyRetrieval`);
const defaultTimeout = 10_000;
const defaultPort = 3306;

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/**
 * Reads where to and how from a URL.
 *
 * @throws {InvalidArgumentError} for an option that is not known, or a value that it cannot have
 */
export function readConnectionSettings(url: DatabaseUrl): ConnectionSettings {
  const options = new UrlOptions(url);
  options.checkKeys([...known, ...ignored]);
  const host = url.host ?? options.text("host") ?? "localhost";
  const port = options.text("port");
  return {
    host,
    port: url.port ?? (port === undefined ? defaultPort : Number(port)),
    socketPath: options.text("unix_socket") ?? (host.startsWith("/") ? host : undefined),
    user: url.username ?? options.text("user") ?? userInfo().username,
    password: url.password ?? options.text("password"),
    database: url.database ?? undefined,
    connectTimeout: options.milliseconds("connect_timeout") ?? defaultTimeout,
    ssl: readTls(options),
  };
}

/** TLS where the URL asks for it; as with MySQL's own client, a certificate is verified where one is given to verify it by. */
function readTls(options: UrlOptions): ConnectionOptions | undefined {
  const mode = readSslMode(options);
  const ca = readFile(options, "ssl_ca");
  const isWanted = mode !== undefined || ca !== undefined || options.boolean("ssl_verify_cert") === true;
  if (!isWanted || mode === "disable" || options.boolean("ssl_disabled") === true) return undefined;
  const isVerified =
    ca !== undefined || options.boolean("ssl_verify_cert") === true || mode?.startsWith("verify") === true;
  const checksName = mode === "verify-full" || options.boolean("ssl_verify_identity") === true;
  const cert = readFile(options, "ssl_cert");
  const key = readFile(options, "ssl_key");
  return {
    rejectUnauthorized: isVerified || checksName,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
    ...(checksName ? {} : { checkServerIdentity: () => undefined }),
  };
}

/** The mode, whichever client's word it is; undefined where the URL has none. */
function readSslMode(options: UrlOptions): "disable" | "require" | "verify-ca" | "verify-full" | undefined {
  const key = ["ssl_mode", "sslmode", "ssl-mode"].find((name) => options.text(name) !== undefined);
  if (key === undefined) return readShortMode(options);
  const mode = options.oneOf(key, sslModes);
  if (mode === "verify_ca" || mode === "verify-ca") return "verify-ca";
  if (mode === "verify_identity" || mode === "verify-full") return "verify-full";
  if (mode === "preferred" || mode === "prefer") return undefined;
  return mode?.startsWith("disable") === true ? "disable" : "require";
}

function readShortMode(options: UrlOptions): "disable" | "require" | undefined {
  const isOn = options.boolean("ssl");
  if (isOn === undefined) return undefined;
  return isOn ? "require" : "disable";
}

function readFile(options: UrlOptions, key: string): string | undefined {
  const path = options.text(key);
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new InvalidArgumentError(
      "ALB0508",
      `the file that the option "${key}" of the database URL names cannot be read`,
      {
        hint: `Check that ${path} exists and that this user may read it.`,
        cause,
      },
    );
  }
}
