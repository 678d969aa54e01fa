import type { DatabaseError } from "../errors/index.ts";
import { databaseFailure } from "./failures.ts";

const unreachable: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ETIMEDOUT: "it did not answer in time",
  EHOSTUNREACH: "there is no route to it",
  ENETUNREACH: "there is no route to it",
  EADDRNOTAVAIL: "there is no such address",
  ENOENT: "there is no such socket",
  EACCES: "this user may not open the socket",
};
const unknownHost = new Set(["ENOTFOUND", "EAI_AGAIN", "EAI_NODATA", "EAI_NONAME"]);
const lost = new Set(["ECONNRESET", "EPIPE", "ECONNABORTED"]);

/** Where a session leads, for messages. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

export function addressText(address: Address): string {
  if (address.host.startsWith("/")) return address.host;
  return address.host.includes(":") ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`;
}

/**
 * The error for a socket that could not be opened, or that broke; null when the cause is something else.
 *
 * @param cause what Node threw
 * @param address where the session leads
 */
export function networkFailure(cause: unknown, address: Address): DatabaseError | null {
  const code = codeOf(cause);
  const where = addressText(address);
  if (Object.hasOwn(unreachable, code)) {
    return databaseFailure("unreachable", `no database server at ${where}: ${unreachable[code]}`, {
      cause,
      databaseCode: code,
    });
  }
  if (unknownHost.has(code)) {
    return databaseFailure("unknownHost", `the host "${address.host}" is not known`, { cause, databaseCode: code });
  }
  if (lost.has(code)) {
    return databaseFailure("connectionLost", `the connection to ${where} broke`, { cause, databaseCode: code });
  }
  return tlsFailure(cause, code, where);
}

function tlsFailure(cause: unknown, code: string, where: string): DatabaseError | null {
  if (!/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|ERR_OSSL)/.test(code)) return null;
  const said = cause instanceof Error ? cause.message : code;
  return databaseFailure("tls", `no secure connection to ${where}: ${said}`, { cause, databaseCode: code });
}

/** The code of an error of Node's; of several attempts at one host, the first one's. */
export function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  return error instanceof AggregateError ? codeOf(error.errors[0]) : "";
}
