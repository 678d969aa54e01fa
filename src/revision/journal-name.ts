/** The name of the table that remembers the statements of a step while it runs, beside a version table. */
export function journalName(versionTable: string): string {
  return `${versionTable}_journal`;
}
