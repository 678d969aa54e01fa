import type { Driver, DriverConnection } from "../../../engine/driver.ts";
import { databaseFailure } from "../../../engine/failures.ts";
import { importPackage } from "../../../engine/import-package.ts";
import { addressText, networkFailure } from "../../../engine/network-failure.ts";
import { parseServerVersion } from "../../../engine/server-version.ts";
import { ConnectionError, type DatabaseError } from "../../../errors/index.ts";
import { type ConnectionSettings, readConnectionSettings } from "./connection-settings.ts";
import { isServerError, kindOf, type ServerError } from "./errors.ts";
import { type PgClient, PgSession, readServerVersion } from "./pg-session.ts";

interface OwnPgClient extends PgClient {
  connect(): Promise<unknown>;
  end(): Promise<void>;
  /** The protocol below the client, which the types of `pg` leave out: it tells the server's settings. */
  readonly connection?: {
    on(
      event: "parameterStatus",
      listener: (status: { parameterName: string; parameterValue: string }) => void,
    ): unknown;
  };
}

interface PgModule {
  readonly default: { readonly Client: new (settings: object) => OwnPgClient };
}

/** The usual driver, for every PostgreSQL server. */
export const pg: Driver = {
  name: "pg",
  packageName: "pg",
  isOnRequest: false,
  async connect(url, { folders }) {
    // The package's types live in another package, which users may not have; this much of it is used.
    const module = (await importPackage("pg", folders)) as PgModule;
    return connectToFirst(module, readConnectionSettings(url));
  },
};

/** Tries the hosts in order; one that answers and refuses ends the search. */
async function connectToFirst(module: PgModule, servers: readonly ConnectionSettings[]): Promise<DriverConnection> {
  const [server, ...others] = servers;
  if (server === undefined) throw databaseFailure("unreachable", "the database URL names no host");
  try {
    return await connectPreferringTls(module, server);
  } catch (error) {
    const isAway = error instanceof ConnectionError && (error.code === "ALB0510" || error.code === "ALB0511");
    if (isAway && others.length > 0) return connectToFirst(module, others);
    throw error;
  }
}

async function connectPreferringTls(module: PgModule, settings: ConnectionSettings): Promise<DriverConnection> {
  try {
    return await openSession(module, settings);
  } catch (error) {
    if (!settings.isTlsOptional || !isTlsRefusal(error)) throw loginFailure(error, settings);
  }
  try {
    return await openSession(module, { ...settings, ssl: false });
  } catch (error) {
    throw loginFailure(error, settings);
  }
}

async function openSession(module: PgModule, settings: ConnectionSettings): Promise<DriverConnection> {
  const client = new module.default.Client(settings);
  // Without a listener, an error of a broken session would end the process.
  client.on("error", () => undefined);
  const status = new Map<string, string>();
  client.connection?.on("parameterStatus", ({ parameterName, parameterValue }) => {
    status.set(parameterName, parameterValue);
  });
  await client.connect();
  const version = status.get("server_version");
  const serverVersion = version === undefined ? await readServerVersion(client) : parseServerVersion(version);
  const session = new PgSession(client, serverVersion, () => client.end());
  if (status.get("DateStyle")?.startsWith("ISO") !== true) await session.execute("SET DateStyle = ISO", []);
  return session;
}

function isTlsRefusal(error: unknown): boolean {
  return error instanceof Error && error.message === "The server does not support SSL connections";
}

function loginFailure(cause: unknown, settings: ConnectionSettings): unknown {
  if (isServerError(cause)) return refusal(cause, settings);
  const where = addressText(settings);
  const said = cause instanceof Error ? cause.message : String(cause);
  if (isTlsRefusal(cause)) {
    return databaseFailure("tls", `the server at ${where} has no TLS`, {
      cause,
      hint: "Enable TLS on the server; if nobody can listen in between, sslmode=disable in the URL does without.",
    });
  }
  if (/password must be a (non-empty )?string/.test(said)) {
    return databaseFailure("loginRefused", `the server at ${where} asks for a password, and the URL has none`, {
      cause,
      hint: "Add the password to the URL (user:password@host), or set PGPASSWORD.",
    });
  }
  if (/timeout expired/.test(said)) {
    return databaseFailure("unreachable", `no database server at ${where}: it did not answer in time`, { cause });
  }
  if (/terminated/.test(said)) {
    return databaseFailure("serverUnavailable", `the server at ${where} closed the connection before the login`, {
      cause,
    });
  }
  return networkFailure(cause, settings) ?? cause;
}

/** What the server says to a login, in the words of who reads the URL. */
function refusal(cause: ServerError, settings: ConnectionSettings): DatabaseError {
  const where = addressText(settings);
  const details = { cause, databaseCode: cause.code };
  if (cause.code.startsWith("28") && /no encryption|SSL off|SSL connection is required/i.test(cause.message)) {
    return databaseFailure("tls", `the server at ${where} demands TLS`, {
      ...details,
      hint: "Add sslmode=require to the URL.",
    });
  }
  switch (kindOf(cause.code)) {
    case "loginRefused":
    case "permissionDenied":
      return databaseFailure(
        "loginRefused",
        `the server at ${where} refused the user "${settings.user}": ${cause.message}`,
        details,
      );
    case "databaseMissing":
      return databaseFailure("databaseMissing", `the server at ${where} has no database "${settings.database}"`, {
        ...details,
        hint: `Create it (createdb ${JSON.stringify(settings.database)}), or correct its name at the end of the URL.`,
      });
    default:
      return databaseFailure(
        "serverUnavailable",
        `the server at ${where} takes no connection: ${cause.message}`,
        details,
      );
  }
}
