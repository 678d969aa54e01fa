/** Plain text, quoted text, or a character behind a backslash. */
const piece = /"((?:\\["\\]|[^"])*)"|'([^']*)'|\\(.)|([^\s"'\\]+)/gsy;

/**
 * Splits a line into words as a shell does: at blanks, save within quotes; a backslash takes the next character as it is.
 *
 * @returns null where a quote is not closed
 */
export function shellWords(line: string): readonly string[] | null {
  const words: string[] = [];
  let at = 0;
  while (at < line.length) {
    const blank = /\s+/y;
    blank.lastIndex = at;
    if (blank.test(line)) at = blank.lastIndex;
    if (at === line.length) break;
    const start = at;
    let word = "";
    for (piece.lastIndex = at; ;) {
      const found = piece.exec(line);
      if (found === null) break;
      const [, double, single, escaped, plain] = found;
      word += double?.replace(/\\(["\\])/g, "$1") ?? single ?? escaped ?? plain ?? "";
      at = piece.lastIndex;
    }
    if (at === start) return null;
    words.push(word);
  }
  return words;
}
