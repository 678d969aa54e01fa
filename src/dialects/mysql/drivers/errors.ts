import { databaseFailure, type FailureKind } from "../../../engine/failures.ts";
import { type Address, addressText, codeOf, networkFailure } from "../../../engine/network-failure.ts";
import type { DatabaseError } from "../../../errors/index.ts";
import { holdsManyStatements } from "./literals.ts";

/** Error numbers by what they mean for the user, of MySQL 8.4 and MariaDB 11. */
const kinds: Readonly<Partial<Record<FailureKind, readonly number[]>>> = {
  alreadyExists: [1007, 1050, 1060, 1061, 1304, 1359, 1826, 3822],
  notFound: [1008, 1049, 1051, 1054, 1072, 1091, 1109, 1146, 1176, 1305, 1360, 1824, 3821, 4092],
  syntax: [1064, 1065, 1149],
  constraintViolated: [1022, 1048, 1062, 1169, 1216, 1217, 1451, 1452, 1557, 1586, 3819, 4025],
  invalidValue: [1138, 1264, 1265, 1292, 1364, 1365, 1366, 1406, 1411, 1690, 3140, 4078],
  dependentObjects: [1553, 1701, 1828, 1829, 1834, 3730, 3959],
  locked: [1099, 1205, 1213, 3572],
  cancelled: [1317, 1969, 3024],
  permissionDenied: [1044, 1142, 1143, 1227, 1370, 1410],
  readOnly: [1036, 1290, 1792, 1836],
  storageFull: [1021, 1041, 1114, 1118, 3675],
  notSupported: [1235, 1845, 1846, 1178, 1286],
  connectionLost: [1053, 1077, 1152, 1158, 1159, 1160, 1161, 1184, 1927, 2006, 2013, 4031],
  loginRefused: [1045, 1130, 1251, 1275, 1698, 1862, 3118, 3955],
  serverUnavailable: [1040, 1129, 1203, 1226, 3032],
  tls: [3159],
};
const kindByNumber = new Map(
  // The keys are those of the table above; Object.entries forgets that.
  Object.entries(kinds).flatMap(([kind, numbers]) => numbers.map((number) => [number, kind as FailureKind] as const)),
);

/** What the server says of an error, as both packages pass it on. */
interface ServerError {
  readonly errno: number;
  readonly code: string;
  readonly sqlMessage: string;
}

/** The package `mariadb` gives numbers from 45000 on to errors of its own. */
function isServerError(error: unknown): error is ServerError {
  if (!(error instanceof Error) || !("errno" in error) || !("sqlMessage" in error)) return false;
  const { errno, sqlMessage } = error;
  return (
    typeof errno === "number" && errno > 0 && (errno < 45_000 || errno >= 46_000) && typeof sqlMessage === "string"
  );
}

/** The answer to KILL where the session has ended meanwhile, and its statement with it. */
export function isUnknownThread(error: unknown): boolean {
  return isServerError(error) && error.errno === 1094;
}

/** The error for a statement that the server refused, or that found no server any more. */
export function statementFailure(cause: unknown, statement: string, parameters: readonly unknown[]): DatabaseError {
  if (!isServerError(cause)) return connectionLost(cause, statement);
  const databaseCode = `${cause.code} ${cause.errno}`;
  const details = { cause, statement, parameters, databaseCode, scrub: withoutQuotations };
  return databaseFailure(kindOf(cause, statement), cause.sqlMessage, details);
}

/**
 * A message of the server without values of rows ("Duplicate entry 'x' for key", "Incorrect integer value: 'x' for column")
 * and literals of the statement ("near 'IDENTIFIED BY 'x'' at line 1").
 */
function withoutQuotations(message: string): string {
  return message
    .replace(/\b(entry|value:?) '.*'(?= for | at row|$)/s, "$1 '***'")
    .replace(/(?<=\bnear ').*(?=' at line \d)/s, (part) =>
      part.replaceAll(/'(?:[^']|'')*(?:'|$)|"[^"]*(?:"|$)/g, "'***'"),
    );
}

function kindOf({ errno }: ServerError, statement: string): FailureKind {
  if (errno === 1064 && holdsManyStatements(statement)) return "manyStatements";
  return kindByNumber.get(errno) ?? "statementFailed";
}

/** Whatever is not an answer of the server says that there will be none. */
function connectionLost(cause: unknown, statement: string): DatabaseError {
  const code = codeOf(cause);
  return databaseFailure("connectionLost", `the connection to the server was lost: ${saidBy(cause)}`, {
    cause,
    statement,
    ...(code === "" ? {} : { databaseCode: code }),
  });
}

/** Who wanted in, and where. */
export interface Login extends Address {
  readonly user: string;
  readonly database: string | undefined;
}

/** The error for a session that did not come about. */
export function loginFailure(cause: unknown, login: Login): unknown {
  if (isServerError(cause)) return refusal(cause, login);
  const where = addressText(login);
  const code = codeOf(cause);
  if (code === "ER_CONNECTION_TIMEOUT" || code === "ETIMEDOUT") {
    return databaseFailure("unreachable", `no database server at ${where}: it did not answer in time`, { cause });
  }
  if (code === "HANDSHAKE_NO_SSL_SUPPORT" || code === "ER_SERVER_SSL_DISABLED") {
    return databaseFailure("tls", `the server at ${where} has no TLS`, {
      cause,
      hint: "Enable TLS on the server; if nobody can listen in between, ssl=off in the URL does without.",
    });
  }
  if (code === "HANDSHAKE_SSL_ERROR") {
    return databaseFailure("tls", `no secure connection to ${where}: ${saidBy(cause)}`, { cause });
  }
  if (/^(PROTOCOL_|ER_SOCKET_|ER_UNEXPECTED_PACKET|ER_)/.test(code)) {
    return databaseFailure("serverUnavailable", `the server at ${where} closed the connection before the login`, {
      cause,
    });
  }
  return networkFailure(cause, login) ?? cause;
}

function refusal(cause: ServerError, login: Login): DatabaseError {
  const where = addressText(login);
  const details = { cause, databaseCode: `${cause.code} ${cause.errno}` };
  const kind = kindByNumber.get(cause.errno);
  if (kind === "loginRefused" || kind === "permissionDenied") {
    return databaseFailure(
      "loginRefused",
      `the server at ${where} refused the user "${login.user}": ${cause.sqlMessage}`,
      details,
    );
  }
  if (cause.errno === 1049) {
    return databaseFailure("databaseMissing", `the server at ${where} has no database "${login.database ?? ""}"`, {
      ...details,
      hint: `Create it (CREATE DATABASE \`${login.database ?? ""}\`), or correct its name at the end of the URL.`,
    });
  }
  if (kind === "tls") {
    return databaseFailure("tls", `the server at ${where} demands TLS`, { ...details, hint: "Add ssl=on to the URL." });
  }
  return databaseFailure(
    "serverUnavailable",
    `the server at ${where} takes no connection: ${cause.sqlMessage}`,
    details,
  );
}

function saidBy(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
