/**
 * Text from files and databases, so that a terminal shows it and does not obey it: control characters, and those that turn
 * the direction of text, are written as escapes. Line breaks and tabs stay.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, (character) =>
    character === "\n" || character === "\t" ? character : escape(character),
  );
}

/** The same on one line. */
export function onOneLine(text: string): string {
  return printable(text).replaceAll(/[\n\t]/g, (character) => (character === "\n" ? String.raw`\n` : String.raw`\t`));
}

function escape(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
}
