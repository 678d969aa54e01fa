import type { QuotingRules } from "../../../sql/index.ts";

/** The key words that PostgreSQL's manual lists as reserved, those that may name functions or types included. */
const reservedWords = `
  all analyse analyze and any array as asc asymmetric authorization between binary both case cast check collate collation column
  concurrently constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp
  current_user default deferrable desc distinct do else end except false fetch for foreign freeze from full grant group having ilike
  in initially inner intersect into is isnull join lateral leading left like limit localtime localtimestamp natural new not notnull
  null off offset old on only or order outer over overlaps placing primary references returning right select session_user similar
  some symmetric system_user table tablesample then to trailing true union unique user using variadic verbose when where window with`;

export const postgresqlQuoting: QuotingRules = {
  open: '"',
  close: '"',
  reservedWords: new Set(reservedWords.trim().split(/\s+/)),
  legalCharacters: /^[A-Z0-9_$]+$/i,
  illegalInitial: /^[0-9$]/,
  maxIdentifierLength: 63,
};
