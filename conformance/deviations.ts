import { readFileSync } from "node:fs";
import type { CorpusCase, Json, JsonObject } from "./corpus.ts";

/** A case, or every case that uses a construct, that is not run. */
export interface Skip {
  /** The file in the corpus; absent for every file. */
  readonly file?: string;
  readonly case?: string;
  /** The name of a construct, as in `{"$": "select"}`. */
  readonly construct?: string;
  readonly reason: string;
}

/** A case that we answer differently, on purpose. */
export interface Difference {
  readonly file: string;
  readonly case: string;
  /** Our answers, by the place in the case that holds the recorded one: `""` for the case itself, `queries/3`, `steps/0`. */
  readonly answers: { readonly [place: string]: JsonObject };
  /** Why: a reason that a user would agree with. */
  readonly reason: string;
}

/** Something that we write differently wherever it comes up, on purpose. */
export interface Rewrite {
  readonly file: string;
  /** A regular expression; what it finds in a recorded text is not in ours. */
  readonly pattern: string;
  /** What stands in its place. */
  readonly replacement: string;
  /** Why: a reason that a user would agree with. */
  readonly reason: string;
}

/** Reads `skips.json`. */
export function readSkips(): Skip[] {
  return readList<Skip>("skips.json");
}

/** Reads `differences.json`. */
export function readDifferences(): Difference[] {
  return readList<Difference>("differences.json");
}

/** Reads `rewrites.json`. */
export function readRewrites(): Rewrite[] {
  return readList<Rewrite>("rewrites.json");
}

function readList<T>(name: string): T[] {
  // An untyped border: the files are ours, and a test checks their shape.
  return JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8")) as T[];
}

/** The reason for which a case is skipped, or null. */
export function skipReason(skips: readonly Skip[], path: string, testCase: CorpusCase): string | null {
  const skip = skips.find(
    (each) =>
      (each.file === undefined || each.file === path) &&
      (each.case === undefined || each.case === testCase.id) &&
      (each.construct === undefined || usesConstruct(testCase, each.construct)),
  );
  return skip?.reason ?? null;
}

function usesConstruct(value: Json | undefined, construct: string): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (isList(value)) return value.some((each) => usesConstruct(each, construct));
  return value["$"] === construct || Object.values(value).some((each) => usesConstruct(each, construct));
}

/** Puts our answers in the place of those that deliberately differ. */
export function withOurAnswers(differences: readonly Difference[], path: string, testCase: CorpusCase): CorpusCase {
  const ours = differences.filter((each) => each.file === path && each.case === testCase.id);
  const answers = ours.flatMap((each) => Object.entries(each.answers));
  return answers.reduce<CorpusCase>(
    (changed, [place, answer]) => ({
      ...replaceAt(changed, place === "" ? [] : place.split("/"), answer),
      id: changed.id,
    }),
    testCase,
  );
}

/** Writes recorded texts as we write them. */
export function withRewrites(rewrites: readonly Rewrite[], path: string, testCase: CorpusCase): CorpusCase {
  const own = rewrites
    .filter((each) => each.file === path)
    .map((each) => [new RegExp(each.pattern, "g"), each.replacement] as const);
  if (own.length === 0) return testCase;
  const rewritten = (text: string): string =>
    own.reduce((changed, [pattern, replacement]) => changed.replaceAll(pattern, replacement), text);
  const answers = ["output", "output_before_error", "also"].map(
    (key) => [key, mapTexts(testCase[key], rewritten)] as const,
  );
  const changed = answers.filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(testCase[key]));
  return changed.length === 0 ? testCase : { ...testCase, ...Object.fromEntries(changed), id: testCase.id };
}

function mapTexts(value: Json | undefined, map: (text: string) => string): Json | undefined {
  if (typeof value === "string") return map(value);
  return isList(value) ? value.map((each) => mapTexts(each, map) ?? null) : value;
}

function replaceAt(value: JsonObject, place: readonly string[], answer: JsonObject): JsonObject {
  const [key, ...rest] = place;
  if (key === undefined) return replaceAnswer(value, answer);
  const inner = value[key];
  if (isList(inner)) {
    const [index, ...deeper] = rest;
    return {
      ...value,
      [key]: inner.map((each, at) => (String(at) === index ? replaceInside(each, deeper, answer) : each)),
    };
  }
  return { ...value, [key]: replaceInside(inner ?? null, rest, answer) };
}

function replaceInside(value: Json, place: readonly string[], answer: JsonObject): Json {
  if (typeof value !== "object" || value === null || isList(value)) throw new Error(`no object at ${place.join("/")}`);
  return replaceAt(value, place, answer);
}

const FAILURE_KEYS = ["error", "any", "also"];
const SUCCESS_KEYS = [
  "result",
  "any",
  "also",
  "sql",
  "output",
  "schema_after",
  "rows_after",
  "diffs",
  "upgrade",
  "downgrade",
];

function replaceAnswer(value: JsonObject, answer: JsonObject): JsonObject {
  const obsolete = "error" in answer ? SUCCESS_KEYS : FAILURE_KEYS;
  const kept = Object.entries(value).filter(([key]) => !obsolete.includes(key));
  return { ...Object.fromEntries(kept), ...answer };
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
