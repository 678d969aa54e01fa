/** One token of SQL text. */
export interface Token {
  readonly kind: "word" | "quoted" | "string" | "number" | "symbol";
  /** As it stands in the text. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const comment = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/;

/** What a token of each kind matches where it begins. Blanks and comments make none. */
const patterns = {
  blank: new RegExp(String.raw`\s+|${comment.source}`, "y"),
  string: /[xX]?'(?:[^']|'')*'/y,
  quoted: /"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]/y,
  number: /\d[\w.]*|\.\d\w*/y,
  word: /[\p{L}_$][\p{L}\p{N}_$]*/uy,
} as const;

/** Parentheses and commas, and what may hold some that are none: for who needs no tokens between them. */
export const marks = new RegExp(
  ["[(),]", comment.source, patterns.string.source, patterns.quoted.source].join("|"),
  "g",
);

type Kind = keyof typeof patterns;

/** The kinds that a token may be of that begins with an ASCII character, by its code: only these are tried. */
const kindsByCode: readonly (readonly Kind[])[] = Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[xX]/.test(character)) return ["string", "word"];
  if (/[A-Za-z_$]/.test(character)) return ["word"];
  if (/[\d.]/.test(character)) return ["number"];
  if (/[\s/-]/.test(character)) return ["blank"];
  if (/["`[]/.test(character)) return ["quoted"];
  return character === "'" ? ["string"] : [];
});
const otherKinds: readonly Kind[] = ["blank", "word"];

/** Splits SQL into tokens; blanks and comments are left out. */
export function tokenize(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let start = 0, end = 0; start < sql.length; start = end) {
    let kind: Kind | "symbol" = "symbol";
    end = start + ((sql.codePointAt(start) ?? 0) > 0xffff ? 2 : 1);
    for (const each of kindsByCode[sql.charCodeAt(start)] ?? otherKinds) {
      const pattern = patterns[each];
      pattern.lastIndex = start;
      if (!pattern.test(sql)) continue;
      kind = each;
      end = pattern.lastIndex;
      break;
    }
    if (kind !== "blank") tokens.push({ kind, text: sql.slice(start, end), start, end });
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
  return token?.kind === "word" && token.text.length === word.length && token.text.toUpperCase() === word;
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
