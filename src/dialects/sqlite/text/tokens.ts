/** One token of SQL text. */
export interface Token {
  readonly kind: "word" | "quoted" | "string" | "number" | "symbol";
  /** As it stands in the text. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const pattern =
  /\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|(?<string>[xX]?'(?:[^']|'')*')|(?<quoted>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])|(?<number>\d[\w.]*|\.\d[\w]*)|(?<word>[\p{L}_$][\p{L}\p{N}_$]*)|(?<symbol>[\s\S])/gu;

/** Splits SQL into tokens; blanks and comments are left out. */
export function tokenize(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const match of sql.matchAll(pattern)) {
    const kind = (["string", "quoted", "number", "word", "symbol"] as const).find(
      (name) => match.groups?.[name] !== undefined,
    );
    if (kind !== undefined)
      tokens.push({ kind, text: match[0], start: match.index, end: match.index + match[0].length });
  }
  return tokens;
}

/** A name without its quotes, in any of the four forms that SQLite takes. */
export function unquote(token: Token): string {
  const { text } = token;
  if (token.kind === "string") return text.slice(1, -1).replaceAll("''", "'");
  if (token.kind !== "quoted") return text;
  const close = text.at(-1) ?? "";
  return text.startsWith("[") ? text.slice(1, -1) : text.slice(1, -1).replaceAll(close + close, close);
}

/** Whether a token is a certain word of SQL. */
export function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === "word" && token.text.toUpperCase() === word;
}

/** Splits tokens at commas that stand in no parentheses. */
export function splitAtCommas(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.text === "(") depth += 1;
    if (token.text === ")") depth -= 1;
    if (token.text === "," && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

/** The index of the parenthesis that closes the one at an index; the last token's where none does. */
export function closingIndex(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    if (tokens[index]?.text === "(") depth += 1;
    if (tokens[index]?.text === ")") depth -= 1;
    if (depth === 0) return index;
  }
  return tokens.length - 1;
}
