import { closingIndex, isWord, splitAtCommas, tokenize } from "./tokens.ts";

/** A CREATE INDEX statement in its parts, as they were written. */
export interface ParsedIndex {
  readonly expressions: readonly string[];
  readonly where: string | null;
}

/** Reads what `sqlite_master` holds for an index. */
export function parseCreateIndex(sql: string): ParsedIndex {
  const tokens = tokenize(sql);
  const open = tokens.findIndex((token) => token.text === "(");
  if (open < 0) return { expressions: [], where: null };
  const close = closingIndex(tokens, open);
  const expressions = splitAtCommas(tokens.slice(open + 1, close)).map((part) =>
    sql.slice(part[0]?.start, part.at(-1)?.end),
  );
  const where = tokens.findIndex((token, index) => index > close && isWord(token, "WHERE"));
  return { expressions, where: where < 0 ? null : sql.slice(tokens[where]?.end).trim() };
}
