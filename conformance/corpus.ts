import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The groups of cases, in the order in which they run; each is a file of the corpus, or a folder of files. */
export const GROUP_NAMES = ["ops", "offline", "batch", "graph", "graphs", "autogen", "cli"] as const;

export type GroupName = (typeof GROUP_NAMES)[number];

/** Any value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** One recorded case. What else it holds depends on its group: see the corpus's FORMAT.md. */
export interface CorpusCase extends JsonObject {
  readonly id: string;
  readonly note?: string;
}

export interface CorpusFile {
  readonly group: GroupName;
  /** The path within the corpus: `ops/mysql.json`. */
  readonly path: string;
  readonly cases: readonly CorpusCase[];
}

/** Says whether a text names a group. */
export function isGroupName(text: string): text is GroupName {
  return GROUP_NAMES.some((name) => name === text);
}

/** Reads the files of some groups from any folder in the corpus's format; groups that it has not are left out. */
export function readCorpus(folder: string, groups: readonly GroupName[]): CorpusFile[] {
  return groups.flatMap((group) =>
    pathsOf(folder, group).map((path) => ({ group, path, cases: readCases(join(folder, path)) })),
  );
}

function pathsOf(folder: string, group: GroupName): string[] {
  const single = existsSync(join(folder, `${group}.json`)) ? [`${group}.json`] : [];
  if (!existsSync(join(folder, group))) return single;
  const names = readdirSync(join(folder, group)).filter((name) => name.endsWith(".json"));
  return [...single, ...names.toSorted().map((name) => `${group}/${name}`)];
}

function readCases(path: string): CorpusCase[] {
  const cases: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (!Array.isArray(cases) || !cases.every(isCase)) throw new TypeError(`${path} is not a list of cases with ids`);
  return cases;
}

function isCase(value: unknown): value is CorpusCase {
  return typeof value === "object" && value !== null && "id" in value && typeof value.id === "string";
}
