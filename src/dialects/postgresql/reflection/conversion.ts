import type { Identifier } from "../../../sql/index.ts";
import type { SqlType } from "../../../types/index.ts";
import type { Dialect } from "../../base/dialect.ts";

/** Types whose values the server turns into each other by itself when a column's type is changed. */
type Family = string;

/**
 * What ALTER COLUMN has to be told to turn old values into new ones, as SQL; null where the server does so by itself.
 * Where the values do not fit, the statement fails and nothing is changed.
 */
export function conversionSql(dialect: Dialect, column: Identifier, before: SqlType, after: SqlType): string | null {
  const [from, to] = [before, after].map((type) => dialect.types.render(type));
  if (from === undefined || to === undefined || isByItself(familyOf(from), familyOf(to))) return null;
  const name = dialect.target.identifiers.quote(column);
  const isBetweenBooleanAndNumber = [from, to].includes("BOOLEAN") && [from, to].includes("INTEGER");
  const isOfTexts = familyOf(from) === "text";
  return isBetweenBooleanAndNumber || isOfTexts ? `${name}::${to}` : `${name}::text::${to}`;
}

/** Whether values of two types can be compared, as those at the ends of a foreign key are. */
export function areComparable(dialect: Dialect, one: SqlType, other: SqlType): boolean {
  return familyOf(dialect.types.render(one)) === familyOf(dialect.types.render(other));
}

function isByItself(before: Family, after: Family): boolean {
  return before === after || after === "text" || (before === "moment" && after === "time of day");
}

const families: readonly (readonly [RegExp, Family])[] = [
  [/^(VARCHAR|TEXT|CHAR|CHARACTER|CITEXT|NCHAR)\b/, "text"],
  [/^(SMALLINT|INTEGER|BIGINT|NUMERIC|DECIMAL|REAL|FLOAT|DOUBLE PRECISION)\b/, "number"],
  [/^(DATE|TIMESTAMP)\b/, "moment"],
  [/^TIME\b/, "time of day"],
  [/^JSONB?$/, "json"],
  [/^BIT\b/, "bits"],
  [/^(INET|CIDR)$/, "address"],
];

function familyOf(text: string): Family {
  if (text.endsWith("[]")) return text;
  return families.find(([pattern]) => pattern.test(text))?.[1] ?? text;
}
