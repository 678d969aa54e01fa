import type { CorpusCase, Json, JsonObject } from "../corpus.ts";
import type { RecordedError } from "../error-kinds.ts";

/** What a second comparison found after the upgrade had been run, or how running it failed. */
export interface Applied {
  readonly diffs?: readonly Json[];
  readonly error?: RecordedError;
}

/** A case of `autogen/`: FORMAT.md describes the shape. */
export interface AutogenCase {
  readonly id: string;
  readonly options?: JsonObject;
  readonly database: readonly string[];
  readonly metadata: readonly Json[];
  readonly diffs?: readonly Json[];
  readonly upgrade?: readonly Json[];
  readonly downgrade?: readonly Json[];
  readonly error?: RecordedError;
  readonly unordered?: boolean;
  readonly applied?: Applied;
  readonly phantom?: boolean;
  /** In an answer of ours: what we find besides, in the form in which answers are compared. */
  readonly also_finds?: readonly Json[];
}

/** Reads a case, with its schemas under names that no other run on the same server has. */
export function asAutogenCase(testCase: CorpusCase, isShared: boolean): AutogenCase {
  // An untyped border: the runner has checked nothing but the id.
  const recorded = testCase as unknown as AutogenCase;
  const names = isShared ? schemasOf(recorded) : [];
  if (names.length === 0) return recorded;
  const own = new RegExp(`\\b(${names.map((name) => name.replaceAll(/\W/g, "\\$&")).join("|")})\\b`, "g");
  // JSON in, JSON out: the shape is the same.
  return JSON.parse(JSON.stringify(recorded).replaceAll(own, (name) => `${name}_${process.pid}`)) as AutogenCase;
}

/** The schemas that a case's database makes. */
export function schemasOf({ database }: AutogenCase): readonly string[] {
  return database.flatMap(
    (statement) =>
      /^CREATE (?:DATABASE|SCHEMA) (?:IF NOT EXISTS )?[`"]?([^`";]+?)[`"]?(?: .*)?$/i.exec(statement)?.[1] ?? [],
  );
}
