import { ConnectionError, DatabaseError, type DatabaseErrorDetails, type ErrorCode } from "../errors/index.ts";
import { redact, redactedCause, withoutSecrets } from "./redact.ts";

interface Situation {
  readonly code: ErrorCode;
  readonly isConnection?: true;
  readonly hint?: string;
}

/** What can go wrong with a session or a statement, whatever the database: each has one code and one way out. */
const situations = {
  unreachable: {
    code: "ALB0510",
    isConnection: true,
    hint: "Start the server, or correct the host and port of the URL.",
  },
  unknownHost: {
    code: "ALB0511",
    isConnection: true,
    hint: "Look for a typing error in the host of the URL, and check that this machine's name service knows it.",
  },
  loginRefused: {
    code: "ALB0512",
    isConnection: true,
    hint: "Check the user and the password of the URL; special characters in them are percent-encoded (@ is %40).",
  },
  databaseMissing: {
    code: "ALB0513",
    isConnection: true,
    hint: "Create the database, or correct its name at the end of the URL.",
  },
  serverUnavailable: {
    code: "ALB0514",
    isConnection: true,
    hint: "Try again in a moment; if it stays so, look at the server's limits and its log.",
  },
  tls: {
    code: "ALB0515",
    isConnection: true,
    hint: "Check the TLS options of the URL against what the server offers.",
  },
  fileUnavailable: {
    code: "ALB0516",
    isConnection: true,
    hint: "Check that the folder exists, and that this user may read and write there.",
  },
  dialectMismatch: { code: "ALB0517", isConnection: true },
  connectionLost: {
    code: "ALB0518",
    isConnection: true,
    hint: "Whatever was not committed is rolled back. Look at the server's log, then run the command again.",
  },
  connectionClosed: {
    code: "ALB0519",
    isConnection: true,
    hint: "Run the statement before the connection is closed, or open another one.",
  },
  statementFailed: { code: "ALB0520" },
  cancelled: { code: "ALB0521", hint: "The statement was stopped on request, or by a time limit of the server." },
  constraintViolated: {
    code: "ALB0522",
    hint: "Rows that are there already break the rule: mend the data first, in this migration or an earlier one.",
  },
  locked: {
    code: "ALB0523",
    hint: "Another session holds what this statement needs: end it, or try again when it is done.",
  },
  permissionDenied: { code: "ALB0524", hint: "Grant the right to this user, or connect as the owner." },
  alreadyExists: {
    code: "ALB0525",
    hint: "If it was made by hand or by another tool, stamp the revision instead of running it, or drop the object.",
  },
  notFound: {
    code: "ALB0526",
    hint: "Check the name and the schema; the revision that makes it may not have run on this database.",
  },
  syntax: { code: "ALB0527", hint: "The statement is not valid on this database: check it at the place named." },
  manyStatements: { code: "ALB0528", hint: "Run the statements one by one: await op.execute(...) for each." },
  invalidValue: { code: "ALB0529", hint: "A value does not fit its type: check the values and the column's type." },
  dependentObjects: { code: "ALB0530", hint: "Drop what depends on it first." },
  transactionAborted: {
    code: "ALB0531",
    hint: "An earlier statement of the transaction failed: look for the first error. Nothing of it was kept.",
  },
  parameterCount: { code: "ALB0532", hint: "Give one value for each placeholder, in order." },
  noTransactionAllowed: {
    code: "ALB0533",
    hint: "Run it in an autocommit block: await op.getContext().autocommitBlock(async () => { ... }).",
  },
  readOnly: { code: "ALB0534", hint: "Connect to the primary server, or open the database for writing." },
  storageFull: { code: "ALB0535", hint: "Make room on the server's disk, then run the command again." },
  notSupported: { code: "ALB0536", hint: "The server's version or storage cannot do this." },
} as const satisfies Readonly<Record<string, Situation>>;

/** The kind of a failure: see {@link databaseFailure}. */
export type FailureKind = keyof typeof situations;

/** What is known about a failure besides its kind. */
export interface FailureDetails extends DatabaseErrorDetails {
  /** The values of the statement: they are taken out of every text. */
  readonly parameters?: readonly unknown[];
  /** Takes out of a text what the database quotes of its rows or of the statement. */
  readonly scrub?: ((text: string) => string) | undefined;
  /** What the database itself advises; it comes before our own advice. */
  readonly databaseHint?: string | undefined;
}

/**
 * Makes the error for a failure of the database, with nothing secret in it.
 *
 * @param kind what happened, which decides the class, the code and the hint
 * @param message what the database said, or our own words
 * @param details what else is known; a hint given here replaces the usual one
 */
export function databaseFailure(kind: FailureKind, message: string, details: FailureDetails = {}): DatabaseError {
  const situation: Situation = situations[kind];
  const { parameters = [], databaseHint, scrub = asItIs, ...known } = details;
  const hints = [
    databaseHint === undefined ? undefined : redact(databaseHint, parameters),
    details.hint ?? situation.hint,
  ];
  const code = details.databaseCode === undefined ? "" : ` [${details.databaseCode}]`;
  const type = situation.isConnection === true ? ConnectionError : DatabaseError;
  return new type(situation.code, withoutSecrets(scrub(redact(message, parameters))) + code, {
    ...known,
    statement: known.statement === undefined ? undefined : withoutSecrets(known.statement),
    hint: hints.filter((hint) => hint !== undefined).join(" ") || undefined,
    cause: redactedCause(details.cause, parameters, scrub),
  });
}

function asItIs(text: string): string {
  return text;
}
