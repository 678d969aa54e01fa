const stringsAndComments = /"(?:\\.|[^"\\])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const stringsAndTrailingCommas = /"(?:\\.|[^"\\])*"|,(?=\s*[}\]])/g;

/**
 * Reads JSON with comments and trailing commas, as in a `tsconfig.json`.
 *
 * @throws {SyntaxError} as `JSON.parse` does
 */
export function parseJsonc(text: string): unknown {
  const bare = text
    .replace(/^\uFEFF/, "")
    .replace(stringsAndComments, keepStrings)
    .replace(stringsAndTrailingCommas, keepStrings);
  return JSON.parse(bare);
}

function keepStrings(match: string): string {
  return match.startsWith('"') ? match : "";
}
