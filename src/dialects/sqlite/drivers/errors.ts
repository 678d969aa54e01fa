import { databaseFailure, type FailureKind } from "../../../engine/failures.ts";
import type { DatabaseError } from "../../../errors/index.ts";

/** Result codes by number, https://www.sqlite.org/rescode.html: `node:sqlite` tells the number, the others the name. */
const resultCodes: Readonly<Record<number, string>> = {
  1: "SQLITE_ERROR",
  2: "SQLITE_INTERNAL",
  3: "SQLITE_PERM",
  4: "SQLITE_ABORT",
  5: "SQLITE_BUSY",
  6: "SQLITE_LOCKED",
  7: "SQLITE_NOMEM",
  8: "SQLITE_READONLY",
  9: "SQLITE_INTERRUPT",
  10: "SQLITE_IOERR",
  11: "SQLITE_CORRUPT",
  12: "SQLITE_NOTFOUND",
  13: "SQLITE_FULL",
  14: "SQLITE_CANTOPEN",
  15: "SQLITE_PROTOCOL",
  17: "SQLITE_SCHEMA",
  18: "SQLITE_TOOBIG",
  19: "SQLITE_CONSTRAINT",
  20: "SQLITE_MISMATCH",
  21: "SQLITE_MISUSE",
  22: "SQLITE_NOLFS",
  23: "SQLITE_AUTH",
  25: "SQLITE_RANGE",
  26: "SQLITE_NOTADB",
  261: "SQLITE_BUSY_RECOVERY",
  275: "SQLITE_CONSTRAINT_CHECK",
  517: "SQLITE_BUSY_SNAPSHOT",
  787: "SQLITE_CONSTRAINT_FOREIGNKEY",
  1299: "SQLITE_CONSTRAINT_NOTNULL",
  1555: "SQLITE_CONSTRAINT_PRIMARYKEY",
  1811: "SQLITE_CONSTRAINT_TRIGGER",
  2067: "SQLITE_CONSTRAINT_UNIQUE",
  2579: "SQLITE_CONSTRAINT_ROWID",
  3091: "SQLITE_CONSTRAINT_DATATYPE",
};

/** By the primary code; SQLITE_ERROR says what it means in its text only. */
const kinds: readonly (readonly [prefix: string, kind: FailureKind])[] = [
  ["SQLITE_BUSY", "locked"],
  ["SQLITE_LOCKED", "locked"],
  ["SQLITE_CONSTRAINT", "constraintViolated"],
  ["SQLITE_MISMATCH", "invalidValue"],
  ["SQLITE_TOOBIG", "invalidValue"],
  ["SQLITE_READONLY", "readOnly"],
  ["SQLITE_INTERRUPT", "cancelled"],
  ["SQLITE_FULL", "storageFull"],
  ["SQLITE_CANTOPEN", "fileUnavailable"],
  ["SQLITE_NOTADB", "fileUnavailable"],
  ["SQLITE_PERM", "permissionDenied"],
  ["SQLITE_AUTH", "permissionDenied"],
];
const phrases: readonly (readonly [phrase: RegExp, kind: FailureKind])[] = [
  [/already exists|duplicate column name/, "alreadyExists"],
  [/^no such |has no column named/, "notFound"],
  [/syntax error|incomplete input|unrecognized token/, "syntax"],
  [/cannot .* within a transaction|cannot .* from within a transaction/, "noTransactionAllowed"],
];

/** The error for a statement that SQLite refused. */
export function statementFailure(cause: unknown, statement: string, parameters: readonly unknown[]): DatabaseError {
  const databaseCode = resultCode(cause);
  const message = messageOf(cause);
  return databaseFailure(kindOf(databaseCode, message), message, { cause, statement, parameters, databaseCode });
}

/** The error for a file that is no database, or cannot be opened. */
export function openFailure(cause: unknown, path: string): DatabaseError {
  const code = resultCode(cause);
  if (code.startsWith("SQLITE_BUSY")) return statementFailure(cause, "", []);
  const reason = code === "SQLITE_NOTADB" ? "it is not an SQLite database, or it is encrypted" : openReason(cause);
  return databaseFailure("fileUnavailable", `cannot open the database file ${path}: ${reason}`, {
    cause,
    databaseCode: code,
  });
}

function kindOf(code: string, message: string): FailureKind {
  const byCode = kinds.find(([prefix]) => code.startsWith(prefix))?.[1];
  return byCode ?? phrases.find(([phrase]) => phrase.test(message))?.[1] ?? "statementFailed";
}

/** libsql wraps the number of SQLITE_CANTOPEN in a text of its own; the others say what SQLite says. */
function openReason(cause: unknown): string {
  const message = messageOf(cause);
  return /ConnectionFailed|does not exist/.test(message) ? "unable to open database file" : message;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function resultCode(cause: unknown): string {
  if (typeof cause !== "object" || cause === null) return "SQLITE_ERROR";
  const number = "errcode" in cause ? cause.errcode : "rawCode" in cause ? cause.rawCode : undefined;
  if (typeof number === "number") return resultCodes[number] ?? resultCodes[number & 0xff] ?? "SQLITE_ERROR";
  const name = "code" in cause ? cause.code : undefined;
  return typeof name === "string" && name.startsWith("SQLITE_") ? name : "SQLITE_ERROR";
}
