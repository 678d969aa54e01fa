import { databaseFailure, type FailureKind } from "../../../engine/failures.ts";
import type { DatabaseError } from "../../../errors/index.ts";

/** SQLSTATEs by what they mean for the user, and before them their classes: PostgreSQL 18, appendix A. */
const kinds: Readonly<Record<string, FailureKind>> = {
  "0A000": "notSupported",
  "22": "invalidValue",
  "23": "constraintViolated",
  "25001": "noTransactionAllowed",
  "25006": "readOnly",
  "25P02": "transactionAborted",
  "28": "loginRefused",
  "2BP01": "dependentObjects",
  "3D000": "databaseMissing",
  "3F000": "notFound",
  "40001": "locked",
  "40P01": "locked",
  "42501": "permissionDenied",
  "42601": "syntax",
  "42701": "alreadyExists",
  "42703": "notFound",
  "42704": "notFound",
  "42710": "alreadyExists",
  "42723": "alreadyExists",
  "42804": "invalidValue",
  "42883": "notFound",
  "42P01": "notFound",
  "42P04": "alreadyExists",
  "42P06": "alreadyExists",
  "42P07": "alreadyExists",
  "53100": "storageFull",
  "53300": "serverUnavailable",
  "55P03": "locked",
  "55P04": "noTransactionAllowed",
  "57014": "cancelled",
  "57P01": "connectionLost",
  "57P02": "connectionLost",
  "57P03": "serverUnavailable",
  "57P05": "connectionLost",
  "08": "connectionLost",
};

/** What the server says of an error, as both packages pass it on. */
export interface ServerError {
  readonly code: string;
  readonly message: string;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  readonly position: string | undefined;
}

/** Whether an error came from the server, with its SQLSTATE. */
export function isServerError(error: unknown): error is ServerError {
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    /^[0-9A-Z]{5}$/.test(error.code) &&
    "routine" in error
  );
}

export function kindOf(code: string): FailureKind {
  return kinds[code] ?? kinds[code.slice(0, 2)] ?? "statementFailed";
}

/** The error for a statement that the server refused. */
export function statementFailure(error: ServerError, statement: string, parameters: readonly unknown[]): DatabaseError {
  // DROP DATABASE and the like: the session itself is none the worse for it.
  const kind = error.code === "3D000" ? "notFound" : kindOf(error.code);
  return databaseFailure(kind, withDetail(error, kind), {
    databaseCode: error.code,
    statement,
    parameters,
    position: error.position === undefined ? undefined : Number(error.position),
    cause: error,
    scrub: kind === "invalidValue" ? withoutValue : undefined,
    databaseHint: error.hint,
  });
}

/** "invalid input syntax for type integer: "x"": the value may be that of a row. */
function withoutValue(message: string): string {
  return message.replace(/: ".*"/s, ': "***"');
}

/** The server's details of a broken rule or a bad value quote rows of the database, which are nobody's business here. */
function withDetail({ message, detail }: ServerError, kind: FailureKind): string {
  const isPrivate = kind === "constraintViolated" || kind === "invalidValue";
  return detail === undefined || isPrivate ? message : `${message}: ${detail.replaceAll("\n", "; ")}`;
}

/** A COMMIT of a failed transaction succeeds and rolls back: only the answer's tag says so. */
export function failedCommit(statement: string): DatabaseError {
  return databaseFailure("transactionAborted", "the transaction was rolled back instead of committed", {
    databaseCode: "25P02",
    statement,
  });
}

/** Whether the answer to a COMMIT says that there was none. */
export function isFailedCommit(statement: string, command: string | null | undefined): boolean {
  return command === "ROLLBACK" && /^\s*(commit|end)\b/i.test(statement);
}
