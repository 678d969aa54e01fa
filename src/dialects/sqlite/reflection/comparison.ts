import { Comparison, type DefaultSide } from "../../base/comparison.ts";

/** What counts as the same on SQLite, which keeps types and defaults as they were written. */
export class SqliteComparison extends Comparison {
  override async compareServerDefault(reflected: DefaultSide, model: DefaultSide): Promise<boolean> {
    return bare(reflected.sql) !== bare(model.sql);
  }
}

/** A default without one pair of parentheses around it; booleans as the numbers that SQLite stores. */
function bare(text: string | null): string | null {
  if (text === null) return null;
  const trimmed = text
    .trim()
    .replace(/^\((.*)\)$/s, "$1")
    .trim();
  if (/^true$/i.test(trimmed)) return "1";
  return /^false$/i.test(trimmed) ? "0" : trimmed;
}
