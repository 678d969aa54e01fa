/** A place in a text file, counted from 1. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
}

/**
 * The place of an offset in a text.
 *
 * @param offset in UTF-16 units, as JavaScript counts characters
 */
export function positionAt(text: string, offset: number): SourcePosition {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The line of a place, numbered, with a caret below its column. */
export function sourceExcerpt(text: string, { line, column }: SourcePosition): string {
  const content = text.split(/\r\n|\n|\r/)[line - 1] ?? "";
  const gutter = String(line);
  // Tabs stay tabs above the caret, so that it stands where the terminal puts the column.
  const padding = content.slice(0, column - 1).replace(/[^\t]/g, " ");
  return `${gutter} | ${content}\n${" ".repeat(gutter.length)} | ${padding}^`;
}
