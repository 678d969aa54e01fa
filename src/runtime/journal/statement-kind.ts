/**
 * What a statement means for the journal: it begins or ends a transaction, only reads, sets up the session (and is run
 * again when a migration is taken up), changes rows, or does anything else.
 */
export type StatementKind = "transaction" | "read" | "session" | "data" | "other";

const before = /^(?:\s|--[^\n]*(?:\n|$)|#[^\n]*(?:\n|$)|\/\*(?!!).*?\*\/|\()*/s;
const kinds: readonly (readonly [pattern: RegExp, kind: StatementKind])[] = [
  [/^(begin|start\s+transaction|commit|rollback|savepoint|release|end|abort)\b/i, "transaction"],
  [/^select\b(?!.*\binto\b)/is, "read"],
  [/^(show|explain|describe|desc|values|table)\b/i, "read"],
  [/^with\b(?!.*\b(insert|update|delete|merge|replace)\b)/is, "read"],
  [/^(set|reset|use|pragma)\b/i, "session"],
  // DO evaluates expressions; with a block of code it may commit.
  [/^do\b(?!\s*(\$|'|language\b))/i, "data"],
  [/^(insert|update|delete|replace|merge|with|copy|load\s+data)\b/i, "data"],
];

export function statementKind(sql: string): StatementKind {
  const text = sql.replace(before, "");
  return kinds.find(([pattern]) => pattern.test(text))?.[1] ?? "other";
}

/** Whether a statement ends the transaction, so that what it holds is kept. */
export function isCommit(sql: string): boolean {
  return /^(commit|end)\b/i.test(sql.replace(before, ""));
}

/** Whether a statement leaves a transaction open. */
export function isBegin(sql: string): boolean {
  return /^(begin|start\s+transaction)\b/i.test(sql.replace(before, ""));
}

/** Whether a statement ends the transaction in any way, and not only a savepoint. */
export function isEnd(sql: string): boolean {
  return isCommit(sql) || /^(rollback|abort)\b(?!.*\bto\b)/is.test(sql.replace(before, ""));
}

/** Whether a statement that changes rows gives some back. */
export function givesRows(sql: string): boolean {
  return /\breturning\b/i.test(sql);
}
