import { isWord, type Token, tokenize, unquote } from "./tokens.ts";

/**
 * An expression of a table in which columns have got other names. In the expression of a CHECK, a generated column or an
 * index every name is a column's, but for those of functions, collations and types.
 *
 * @param names new names by the old ones
 * @param quote writes a name
 */
export function renameColumns(
  expression: string,
  names: ReadonlyMap<string, string>,
  quote: (name: string) => string,
): string {
  const folded = new Map([...names].map(([before, after]) => [before.toLowerCase(), after]));
  const tokens = tokenize(expression);
  let text = "";
  let end = 0;
  tokens.forEach((token, index) => {
    const after = isColumnName(tokens, index) ? folded.get(unquote(token).toLowerCase()) : undefined;
    if (after === undefined) return;
    text += expression.slice(end, token.start) + quote(after);
    end = token.end;
  });
  return text + expression.slice(end);
}

/** Whether a text names one of some columns, or something else by such a name. */
export function mentions(text: string, names: Iterable<string>): boolean {
  const wanted = new Set([...names].map((name) => name.toLowerCase()));
  return tokenize(text).some((token) => isName(token) && wanted.has(unquote(token).toLowerCase()));
}

function isName(token: Token | undefined): boolean {
  return token?.kind === "word" || token?.kind === "quoted";
}

function isColumnName(tokens: readonly Token[], index: number): boolean {
  if (!isName(tokens[index]) || tokens[index + 1]?.text === "(" || tokens[index + 1]?.text === ".") return false;
  const before = tokens[index - 1];
  return !isWord(before, "COLLATE") && !isWord(before, "AS");
}
