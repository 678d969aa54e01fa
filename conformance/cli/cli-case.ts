import type { CorpusCase, Json, JsonObject } from "../corpus.ts";

/** A revision file as it was recorded. */
export interface RecordedRevision {
  readonly revision: string;
  readonly down_revision: string | readonly string[] | null;
  readonly branch_labels: Json;
  readonly depends_on: Json;
  readonly doc: string;
  readonly upgrade: Json;
  readonly downgrade: Json;
  readonly file?: string;
  readonly folder?: string;
}

/** The project that a case begins with. */
export interface RecordedProject {
  readonly revisions?: readonly RecordedRevision[];
  readonly settings?: Readonly<Record<string, string>>;
  readonly configure?: JsonObject;
  readonly model?: readonly Json[];
  readonly files?: Readonly<Record<string, string>>;
}

/** What can be compared of what a command printed. */
export interface RecordedFacts {
  readonly lines?: readonly { readonly ids: readonly string[]; readonly marks?: readonly string[] }[];
  readonly running?: readonly (readonly [string, readonly string[], readonly string[]])[];
  readonly failed?: boolean;
}

/** A command and what came of it, or a change of the world between commands. */
export interface RecordedStep {
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly exit?: number;
  readonly stdout?: string;
  readonly facts?: RecordedFacts;
  readonly unordered?: boolean;
  readonly created?: readonly RecordedRevision[];
  readonly files?: readonly string[];
  readonly version_rows?: readonly string[];
  readonly tables?: readonly string[];
  readonly contents?: Readonly<Record<string, string>>;
  readonly sql?: readonly string[];
  readonly model?: readonly Json[];
  /** Revision files that are written: records, or texts by file name. */
  readonly write?: Json;
  /** Keys of the section `[alembic]` with their new values, or one key and its value. */
  readonly setting?: Json;
}

/** A case of `cli.json`. */
export interface CliCase {
  readonly id: string;
  readonly project: RecordedProject | null;
  readonly files?: Readonly<Record<string, string>>;
  readonly steps: readonly RecordedStep[];
}

/** Reads a case; its shape is the corpus's to keep. */
export function asCliCase(testCase: CorpusCase): CliCase {
  // An untyped border: the runner has checked nothing but the id.
  return testCase as unknown as CliCase;
}
