import { databaseFailure } from "../../../engine/failures.ts";
import { maskSql } from "../../../engine/statement-text.ts";

const rules = {
  comment: String.raw`--[^\n]*|/\*.*?(?:\*/|$)`,
  quoted: String.raw`'[^']*'|"[^"]*"|\`[^\`]*\`|\[[^\]]*\]`,
};
const trigger = /^\s*(?:explain\s+(?:query\s+plan\s+)?)?create\s+(?:temp(?:orary)?\s+)?trigger\b/i;
const namedParameter = /[:@$][a-z_]|\?\d/i;

/** What has to be known of a statement before it runs. */
export interface StatementShape {
  /** Whether it holds nothing but blanks and comments. */
  readonly isEmpty: boolean;
  readonly isRollback: boolean;
}

/**
 * Looks at a statement before SQLite does: libsql and `node:sqlite` run the first of several and drop the rest
 * without a word, and both bind NULL where a value is missing.
 *
 * @throws {DatabaseError} when there is a second statement, or the number of values is not that of the placeholders
 */
export function inspectStatement(sql: string, parameters: readonly unknown[]): StatementShape {
  const text = maskSql(sql, rules);
  if (/[^\s;]/.test(afterFirst(text))) {
    throw databaseFailure("manyStatements", "the text holds more than one statement", { statement: sql });
  }
  if (!namedParameter.test(text)) checkCount(sql, (text.match(/\?/g) ?? []).length, parameters.length);
  return { isEmpty: !/[^\s;]/.test(text), isRollback: /^\s*rollback(\s+transaction)?[\s;]*$/i.test(text) };
}

/** The body of a trigger has semicolons of its own, and ends with `; END`. */
function afterFirst(text: string): string {
  const end = trigger.test(text) ? /;\s*end\s*;/i : /;/;
  const match = end.exec(text);
  return match === null ? "" : text.slice(match.index + match[0].length);
}

function checkCount(sql: string, placeholders: number, values: number): void {
  if (placeholders === values) return;
  throw databaseFailure(
    "parameterCount",
    `the statement has ${placeholders} placeholders and was given ${values} values`,
    {
      statement: sql,
    },
  );
}
