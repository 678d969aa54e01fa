const token = /'(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|""|\\.)*"|`(?:[^`]|``)*`|[()]|[^'"`()]+|['"`]/g;

/** Whether the parenthesis that opens the text is closed at its very end, and not before. */
export function isParenthesised(text: string): boolean {
  if (!text.startsWith("(")) return false;
  let depth = 0;
  for (const [part] of text.matchAll(token)) {
    if (depth === 0 && part !== "(") return false;
    if (part === "(") depth += 1;
    if (part === ")") depth -= 1;
  }
  return depth === 0;
}

/**
 * An expression as it may stand after DEFAULT: one with an operator outside any parentheses gets its own, since both
 * servers take nothing but a literal or a call without them.
 */
export function asDefault(text: string): string {
  const expression = text.trim();
  if (isParenthesised(expression) || /\bON\s+UPDATE\b/i.test(expression)) return text;
  return hasOperator(expression) ? `(${text})` : text;
}

function hasOperator(text: string): boolean {
  const outer = outside(text).trim().replace(/^[+-]/, "");
  return /[-+*/%<>=|&^]/.test(outer);
}

/** The text without what stands in quotes or parentheses. */
function outside(text: string): string {
  let depth = 0;
  const parts: string[] = [];
  for (const [part] of text.matchAll(token)) {
    if (part === "(") depth += 1;
    if (part === ")") depth -= 1;
    if (depth === 0 && !/^['"`(]/.test(part)) parts.push(part);
  }
  return parts.join("");
}

const columnPart = /^(?:[\w$]+|`(?:[^`]|``)+`)(?:\s*\(\s*\d+\s*\))?(?:\s+(?:ASC|DESC))?$/i;
const parenthesised = /^(?<expression>\(.*\))(?:\s+(?:ASC|DESC))?$/is;

/** Whether SQL in an index is a column, possibly with a length and an order, and no expression. */
export function isColumnPart(text: string): boolean {
  return columnPart.test(text.trim());
}

/** An expression as an index takes it: in parentheses of its own. */
export function asIndexPart(text: string): string {
  const inner = parenthesised.exec(text.trim())?.groups?.["expression"];
  return inner !== undefined && isParenthesised(inner) ? text : `(${text})`;
}
