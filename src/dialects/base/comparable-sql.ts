/** A word, a number, a text in quotes, a name in quotes, or a sign. */
const token =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|[\p{L}_$][\p{L}\p{N}_$]*|\d+(?:\.\d+)?|\.\d+|\s+|<>|!=|<=|>=|==|\|\||::|./gsu;

/**
 * SQL in a form in which two ways of writing the same are one: words in lower case, names without quotes, one blank where
 * one is needed, no parentheses round the whole.
 */
export function comparableSql(text: string): string {
  const tokens = (text.match(token) ?? []).filter((each) => each.trim() !== "").map(plainToken);
  return withoutOuterParentheses(tokens).join(" ");
}

/** SQL without blanks and parentheses round the whole; texts keep their case. */
export function plainSql(text: string): string {
  const tokens = (text.match(token) ?? []).filter((each) => each.trim() !== "");
  return withoutOuterParentheses(tokens)
    .join(" ")
    .replace(/^- (?=[\d.]+$)/, "-");
}

function plainToken(text: string): string {
  if (text.startsWith("'")) return text;
  if (/^["`]/.test(text)) {
    const quote = text[0] ?? "";
    return text.slice(1, -1).replaceAll(quote + quote, quote);
  }
  if (text === "!=") return "<>";
  return text.toLowerCase();
}

function withoutOuterParentheses(tokens: readonly string[]): readonly string[] {
  let [start, end] = [0, tokens.length];
  while (isWrapped(tokens, start, end)) {
    start += 1;
    end -= 1;
  }
  return tokens.slice(start, end);
}

/** Whether the first parenthesis is closed by the last one. */
function isWrapped(tokens: readonly string[], start: number, end: number): boolean {
  if (tokens[start] !== "(" || tokens[end - 1] !== ")") return false;
  let depth = 0;
  for (let index = start; index < end - 1; index++) {
    if (tokens[index] === "(") depth += 1;
    if (tokens[index] === ")") depth -= 1;
    if (depth === 0) return false;
  }
  return true;
}
