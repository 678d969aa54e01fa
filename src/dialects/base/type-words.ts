/** The text of a type in its parts: `timestamp(3) with time zone` is words and arguments. */
export interface TypeWords {
  readonly words: readonly string[];
  readonly args: readonly string[];
  /** Whether it is an array; how many dimensions it was declared with makes no difference. */
  readonly isArray: boolean;
}

/** Takes the text of a type, in lower case, apart. */
export function parseTypeWords(text: string): TypeWords {
  const words = text.replaceAll(/\([^)]*\)|\[\d*\]/g, " ").match(/[\w-]+/g) ?? [];
  const inside = [...text.matchAll(/\(([^)]*)\)/g)].at(-1)?.[1] ?? "";
  const args = inside === "" ? [] : inside.split(",").map((each) => each.trim());
  return { words, args: args.filter((each) => !each.includes("=")), isArray: /\[\d*\]$/.test(text) };
}

/**
 * Whether two types are different. Where only one of them says how long or precise it is, the other one leaves it to the
 * database, and they are the same.
 *
 * @param synonyms sets of words that are one type
 */
export function differ(left: TypeWords, right: TypeWords, synonyms: readonly (readonly string[])[]): boolean {
  if (left.isArray !== right.isArray) return true;
  if (!isOneType(left.words, right.words, synonyms)) return true;
  const [leftRest, rightRest] = [left.words.slice(1), right.words.slice(1)];
  const isSynonym = left.words[0] !== right.words[0];
  if (!isSynonym && leftRest.length === rightRest.length && leftRest.join(" ") !== rightRest.join(" ")) return true;
  return left.args.length === right.args.length && left.args.join(",") !== right.args.join(",");
}

function isOneType(
  left: readonly string[],
  right: readonly string[],
  synonyms: readonly (readonly string[])[],
): boolean {
  if (left[0] === right[0]) return true;
  const all = [left.join(" "), right.join(" ")];
  const first = [left[0] ?? "", right[0] ?? ""];
  return synonyms.some((set) => all.every((word) => set.includes(word)) || first.every((word) => set.includes(word)));
}
