import { isDeepStrictEqual } from "node:util";

/** The first place where two JSON values differ, in words; null where they are equal. */
export function firstDifference(expected: unknown, actual: unknown, place = ""): string | null {
  if (isDeepStrictEqual(expected, actual)) return null;
  if (!isContainer(expected) || !isContainer(actual) || Array.isArray(expected) !== Array.isArray(actual)) {
    return `${place === "" ? "" : `${place}: `}expected ${brief(expected)}, got ${brief(actual)}`;
  }
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  for (const key of keys) {
    const difference = firstDifference(expected[key], actual[key], place === "" ? key : `${place}.${key}`);
    if (difference !== null) return difference;
  }
  return `${place}: ${brief(expected)} and ${brief(actual)} differ`;
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

const BRIEF = 200;

function brief(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > BRIEF ? `${text.slice(0, BRIEF)}...` : text;
}
