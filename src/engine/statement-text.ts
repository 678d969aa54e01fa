/** What a dialect does not look into for placeholders and semicolons, as sources of regular expressions. */
export interface LexicalRules {
  readonly comment: string;
  readonly quoted: string;
}

/**
 * The statement with blanks for its comments and `x` for what is quoted: every offset stays the same, and what is
 * left of `?` and `;` means what it says.
 */
export function maskSql(sql: string, rules: LexicalRules): string {
  const opaque = new RegExp(`(?<comment>${rules.comment})|${rules.quoted}`, "gs");
  return sql.replaceAll(opaque, (match, comment: string | undefined) =>
    (comment === undefined ? "x" : " ").repeat(match.length),
  );
}
