import { databaseFailure } from "../../../engine/failures.ts";
import { maskSql } from "../../../engine/statement-text.ts";

const rules = {
  comment: String.raw`#[^\n]*|--(?=[\s\x00-\x1f]|$)[^\n]*|/\*.*?(?:\*/|$)`,
  quoted: String.raw`'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\`[^\`]*\``,
};
const routine = /^\s*create\b.*?\b(?:procedure|function|trigger|event|package)\b|^\s*begin\s+not\s+atomic\b/is;

/**
 * Writes values into a statement in place of its `?`.
 *
 * The text protocol carries no values of its own. Prepared statements do, but they give other forms of numbers and
 * dates back, and many statements cannot be prepared.
 *
 * @throws {DatabaseError} when the number of values is not that of the placeholders
 */
export function bindValues(sql: string, values: readonly unknown[]): string {
  if (values.length === 0) return sql;
  const places = [...maskSql(sql, rules).matchAll(/\?/g)].map(({ index }) => index);
  if (places.length !== values.length) {
    const message = `the statement has ${places.length} placeholders and was given ${values.length} values`;
    throw databaseFailure("parameterCount", message, { statement: sql });
  }
  const pieces = places.map((place, index) => sql.slice(index === 0 ? 0 : (places[index - 1] ?? 0) + 1, place));
  const rest = sql.slice((places.at(-1) ?? -1) + 1);
  return pieces.map((piece, index) => piece + literal(values[index])).join("") + rest;
}

/** Whether a text that the server could not read holds a second statement: only the body of a routine may. */
export function holdsManyStatements(sql: string): boolean {
  const text = maskSql(sql, rules);
  return /;\s*[^\s;]/.test(text) && !routine.test(text);
}

function literal(value: unknown): string {
  if (value === undefined || value === null) return "NULL";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (value instanceof Uint8Array) return `X'${Buffer.from(value).toString("hex")}'`;
  if (value instanceof Date) return textLiteral(value.toISOString().replace("T", " ").replace("Z", ""));
  return textLiteral(typeof value === "string" ? value : JSON.stringify(value));
}

/** What a backslash means in a string depends on the session's sql_mode; in hexadecimal digits it means nothing. */
function textLiteral(text: string): string {
  if (text.includes("\\")) return `_utf8mb4 X'${Buffer.from(text).toString("hex")}'`;
  return `'${text.replaceAll("'", "''")}'`;
}
