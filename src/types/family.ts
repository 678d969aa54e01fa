import { NullType } from "./other-types.ts";
import { RawType } from "./raw-type.ts";
import type { SqlType } from "./sql-type.ts";

const families: Readonly<Record<string, string>> = {
  unicode: "string",
  enum: "string",
  float: "numeric",
};

/**
 * Whether values of one type are values of the other as they are: `VARCHAR` and `TEXT`, `INTEGER` and `BIGINT`. Types
 * that are not known to be of one kind count as different.
 */
export function isSameFamily(one: SqlType, other: SqlType): boolean {
  return familyOf(one) === familyOf(other);
}

function familyOf(type: SqlType): unknown {
  const kind = type.literalKind;
  if (type instanceof RawType) return type.text.toLowerCase();
  if (kind === "any") return type instanceof NullType ? NullType : type.constructor;
  return families[kind] ?? kind;
}
