/** What a header gives for one of its names: one id or label, several, or none. */
export type HeaderValue = string | readonly string[] | null;

/** The names that a revision file exports about itself. */
export const headerNames = ["revision", "downRevision", "branchLabels", "dependsOn"] as const;

export type HeaderName = (typeof headerNames)[number];

/** What a revision file says about itself; a name that it does not export is absent. */
export type HeaderValues = Readonly<Partial<Record<HeaderName, HeaderValue>>>;

/** The values of a file, and its doc comment as text. */
export interface Header {
  readonly values: HeaderValues;
  /** Null where there is no doc comment. */
  readonly doc: string | null;
}

export function isHeaderName(name: string): name is HeaderName {
  return headerNames.some((known) => known === name);
}

/**
 * The text of a doc comment, without the marks that make it one.
 *
 * @param comment from its opening to its closing mark, both included
 */
export function docText(comment: string): string {
  const text = comment.slice(3, -2);
  const lines = text.includes("\r") ? text.replaceAll(/\r\n?/g, "\n") : text;
  // Once over the whole text: line by line would take several times as long, and thousands of files are read at a start.
  const bare = lines.replace(/^[^\S\n]/, "").replaceAll(/\n[^\S\n]*\* ?/g, "\n");
  return bare.replaceAll("*\\/", "*/").trim();
}
