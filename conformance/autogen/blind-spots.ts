import { isDeepStrictEqual } from "node:util";

/** A difference in the form in which answers are compared: a kind, and what it is about. */
type Parts = readonly unknown[];

/**
 * Whether an answer holds everything that the reference finds, and nothing besides but what the reference is known not to
 * see: CHECKs by their text, what an index has besides its columns, the parts of a type that it does not read, identities,
 * primary keys, the values of an enum, options of a table. Whether it is really there is shown by carrying it out.
 */
export function seesWhatIsMissed(expected: readonly unknown[], actual: readonly unknown[]): boolean {
  const extra = [...actual];
  for (const each of expected) {
    const at = extra.findIndex((other) => isSame(each, other));
    if (at < 0) return false;
    extra.splice(at, 1);
  }
  const parts = extra.filter((each): each is Parts => Array.isArray(each));
  return parts.length > 0 && parts.every((each) => isMissed(each, parts) || isLeftByKey(each, actual));
}

function isSame(left: unknown, right: unknown): boolean {
  const [first, second] = [left, right].map((each) =>
    Array.isArray(each) && String(each[0]).endsWith("_index") ? each.slice(0, 4) : each,
  );
  return isDeepStrictEqual(first, second);
}

function isMissed(diff: Parts, all: readonly Parts[]): boolean {
  const [kind] = diff;
  // An index with expressions, on a database of which the reference cannot read any.
  if (kind === "add_index" && diff[4] === null) return true;
  if (kind === "execute" || kind === "alter_table_options") return true;
  if (kind === "add_fk" || kind === "remove_fk") return isSameKeyChanged(diff, all);
  if (kind === "modify_type") return isUnreadPart(diff[4], diff[5]) || isUnreadPart(diff[5], diff[6]);
  if (kind === "modify_default") return [diff[4], diff[5]].some(isIdentity);
  if (kind === "add_constraint" || kind === "remove_constraint") {
    return diff.length === 3 || diff[4] === "primary key" || isChanged(diff, all);
  }
  return (kind === "add_index" || kind === "remove_index") && isChanged(diff, all);
}

/** The index that a database made for a foreign key, which is dropped with it. */
function isLeftByKey([kind, , table, isUnique, columns]: Parts, all: readonly unknown[]): boolean {
  return (
    kind === "remove_index" &&
    isUnique === 0 &&
    all.some(
      (other) =>
        Array.isArray(other) && isDeepStrictEqual([other[0], other[2], other[3]], ["remove_fk", table, columns]),
    )
  );
}

/** A key that is dropped and added for what it does, and not for its columns. */
function isSameKeyChanged([kind, , ...about]: Parts, all: readonly Parts[]): boolean {
  return all.some(
    ([other, , ...otherAbout]) =>
      other !== kind && String(other).endsWith("_fk") && isDeepStrictEqual(about, otherAbout),
  );
}

/** What is dropped and made anew under one name. */
function isChanged([kind, name]: Parts, all: readonly Parts[]): boolean {
  const other = String(kind).startsWith("add_")
    ? String(kind).replace("add_", "remove_")
    : String(kind).replace("remove_", "add_");
  return all.some(([otherKind, otherName]) => otherKind === other && otherName === name);
}

/** Two types that differ in what the reference does not read: brackets, UNSIGNED, precision, collation, values. */
function isUnreadPart(before: unknown, after: unknown): boolean {
  const [left, right] = [before, after].map((each) =>
    typeof each === "object" && each !== null && "type" in each && typeof each.type === "string"
      ? each.type
          .replaceAll(/\[\]| UNSIGNED| ZEROFILL| COLLATE \S+| CHARACTER SET \S+/g, "")
          .replaceAll(/\((\d+|'.*')\)/g, "")
          .replace(/^DOUBLE PRECISION$|^DOUBLE$|^REAL$/, "FLOAT")
      : null,
  );
  return left !== null && left === right;
}

function isIdentity(value: unknown): boolean {
  return typeof value === "object" && value !== null && "identity" in value;
}
