import type { QuotingRules } from "../../../sql/index.ts";

/** The words that SQLAlchemy quotes on Oracle, so that a schema is the same from either tool. */
const reservedWords = `
  all alter and any as asc between by char check cluster comment compress connect create current date decimal default delete desc
  distinct drop else exclusive exists float for from grant group having identified in index insert integer intersect into is level like
  lock long minus mode nocompress not nowait null number of on option or order pctfree prior public raw rename resource revoke select set
  share size smallint start synonym table then to trigger uid union unique update user values varchar varchar2 view where with`;

export const oracleQuoting: QuotingRules = {
  open: '"',
  close: '"',
  reservedWords: new Set(reservedWords.trim().split(/\s+/)),
  legalCharacters: /^[A-Z0-9_$]+$/i,
  illegalInitial: /^[0-9_$]/,
  // Since 12.2; it was 30 bytes before.
  maxIdentifierLength: 128,
};
