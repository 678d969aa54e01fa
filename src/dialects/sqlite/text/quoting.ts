import type { QuotingRules } from "../../../sql/index.ts";

/** SQLite's keywords, and the two that it added as truly reserved ones with 3.35. */
const reservedWords = `
  add after all alter analyze and as asc attach autoincrement before begin between by cascade case cast check collate column commit
  conflict constraint create cross current_date current_time current_timestamp database default deferrable deferred delete desc detach
  distinct drop each else end escape except exclusive exists explain false fail for foreign from full glob group having if ignore
  immediate in index indexed initially inner insert instead intersect into is isnull join key left like limit match natural not nothing
  notnull null of offset on or order outer plan pragma primary query raise references reindex rename replace restrict returning right
  rollback row select set table temp temporary then to transaction trigger true union unique update using vacuum values view virtual
  when where`;

export const sqliteQuoting: QuotingRules = {
  open: '"',
  close: '"',
  reservedWords: new Set(reservedWords.trim().split(/\s+/)),
  legalCharacters: /^[A-Z0-9_$]+$/i,
  illegalInitial: /^[0-9$]/,
  // SQLite has no bound of its own: generated names are kept as short as SQLAlchemy keeps them.
  maxIdentifierLength: 9999,
};
