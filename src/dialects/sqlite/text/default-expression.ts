const literal = /^(?:\w+|'(?:[^']|'')*'|"(?:[^"]|"")*")$/;

/**
 * An expression as it may stand after DEFAULT: a word, a literal, or anything in parentheses.
 *
 * `now()`, which SQLite does not have, is its CURRENT_TIMESTAMP.
 */
export function asDefault(text: string): string {
  const expression = text.trim();
  if (/^now\(\s*\)$/i.test(expression)) return "CURRENT_TIMESTAMP";
  return literal.test(expression) || isParenthesised(expression) ? text : `(${text})`;
}

/** Whether the parenthesis that opens the text is closed at its very end, and not before. */
function isParenthesised(text: string): boolean {
  if (!text.startsWith("(")) return false;
  let depth = 0;
  for (const [token] of text.matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]|[^'"()]+/g)) {
    if (depth === 0 && token !== "(") return false;
    if (token === "(") depth += 1;
    if (token === ")") depth -= 1;
  }
  return depth === 0;
}
