import { ConfigurationError } from "../errors/index.ts";
import { describe } from "../util/check-options.ts";

/** A post-write hook: what is run on each generated revision file. */
export interface PostWriteHook {
  readonly name: string;
  /** `bin`: an executable of an installed package; `exec`: any; or a type of your own. */
  readonly type: string;
  /** For `bin`: the executable's name, as under `node_modules/.bin`. */
  readonly entrypoint?: string;
  /** For `exec`: a path, or a name that is looked up on the PATH. */
  readonly executable?: string;
  /** Arguments: a line as a shell would split it, or an array. `REVISION_SCRIPT_FILENAME` stands for the file. */
  readonly options?: string | readonly string[];
  /** The folder to run it in. */
  readonly cwd?: string;
  readonly [option: string]: string | readonly string[] | undefined;
}

/** The settings of a project, by the names that a program or `package.json` gives them. */
export interface ConfigValues {
  /** The folder with `env` and the revision template: a path, or `package:path`. */
  readonly scriptLocation?: string;
  /** The database's URL, `sqlalchemy.url` in an ini file: read by `env` alone. */
  readonly url?: string;
  /** The folders with revisions; `versions` in the script location unless given. */
  readonly versionLocations?: readonly string[];
  /** Look for revisions in subfolders too. */
  readonly recursiveVersionLocations?: boolean;
  /** Folders from which `env` and revisions may import by a bare name. */
  readonly prependSysPath?: readonly string[];
  /** A new file's name without its extension: `%(rev)s_%(slug)s` unless given. */
  readonly fileTemplate?: string;
  /** The zone of dates in file names and files: an IANA name. */
  readonly timezone?: string;
  /** The most characters of the message that a file name takes: 40 unless given. */
  readonly truncateSlugLength?: number;
  /** Run `env` for `revision`, `merge` and `history` as well. */
  readonly revisionEnvironment?: boolean;
  /** Accepted for the sake of the reference: compiled revisions are always read. */
  readonly sourceless?: boolean;
  /** How generated files are encoded: `utf-8` unless given. */
  readonly outputEncoding?: string;
  readonly postWriteHooks?: readonly PostWriteHook[];
  /** Keep other migrators away while one runs: true unless given. */
  readonly lock?: boolean;
  /** How long to wait for another migrator, in seconds: 600 unless given. */
  readonly lockTimeout?: number;
}

type Kind = "text" | "list" | "boolean" | "number" | "hooks";

interface KnownOption {
  /** The name in an ini file. */
  readonly key: string;
  readonly kind: Kind;
}

/** Every setting that the tool itself reads: its name in TypeScript, in an ini file, and what it holds. */
export const knownOptions = {
  scriptLocation: { key: "script_location", kind: "text" },
  url: { key: "sqlalchemy.url", kind: "text" },
  versionLocations: { key: "version_locations", kind: "list" },
  recursiveVersionLocations: { key: "recursive_version_locations", kind: "boolean" },
  prependSysPath: { key: "prepend_sys_path", kind: "list" },
  fileTemplate: { key: "file_template", kind: "text" },
  timezone: { key: "timezone", kind: "text" },
  truncateSlugLength: { key: "truncate_slug_length", kind: "number" },
  revisionEnvironment: { key: "revision_environment", kind: "boolean" },
  sourceless: { key: "sourceless", kind: "boolean" },
  outputEncoding: { key: "output_encoding", kind: "text" },
  postWriteHooks: { key: "post_write_hooks", kind: "hooks" },
  lock: { key: "lock", kind: "boolean" },
  lockTimeout: { key: "lock_timeout", kind: "number" },
} as const satisfies Record<keyof ConfigValues, KnownOption>;

/** A setting that is not text alone: `package.json` and programs have lists, numbers and booleans. */
export type OptionValue = string | number | boolean | readonly OptionValue[] | { readonly [name: string]: OptionValue };

/** Settings by their names in an ini file. */
export type NativeOptions = ReadonlyMap<string, OptionValue>;

/**
 * Checks settings and puts them under their ini names.
 *
 * @param values what was given; undefined values count as absent
 * @param where for messages: `package.json "alembic"`
 * @throws {ConfigurationError} where a value is of the wrong kind, or given under two names
 */
export function nativeOptions(values: object, where: string): NativeOptions {
  const options = new Map<string, OptionValue>();
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const known = knownOption(name);
    const key = known?.key ?? name;
    if (options.has(key)) {
      throw new ConfigurationError("ALB0204", `${where} gives '${key}' twice, as '${name}' too.`, {
        hint: "Keep one of them.",
      });
    }
    options.set(key, checkKind(value, known?.kind ?? "any", `${where}: ${name}`));
  }
  return options;
}

function knownOption(name: string): KnownOption | undefined {
  return Object.entries<KnownOption>(knownOptions).find(([own, { key }]) => own === name || key === name)?.[1];
}

const expected: Record<Kind | "any", { readonly words: string; readonly accepts: (value: OptionValue) => boolean }> = {
  text: { words: "a string", accepts: (value) => typeof value === "string" },
  boolean: { words: "true or false, without quotes", accepts: (value) => typeof value === "boolean" },
  number: { words: "a whole number", accepts: (value) => typeof value === "number" && Number.isInteger(value) },
  list: { words: "an array of strings", accepts: isStrings },
  hooks: {
    words: "an array of objects, each with a name and a type",
    accepts: (value) => isArray(value) && value.every(isHook),
  },
  any: { words: "a string, number, boolean, array or object", accepts: () => true },
};

function checkKind(value: unknown, kind: Kind | "any", where: string): OptionValue {
  const { words, accepts } = expected[kind];
  if (isOptionValue(value) && accepts(value)) return value;
  throw new ConfigurationError("ALB0204", `${where} is ${describe(value)}, and must be ${words}.`, {
    hint: "In package.json and in new Config({ … }) values keep their kind; only an ini file has text for everything.",
  });
}

function isOptionValue(value: unknown): value is OptionValue {
  if (Array.isArray(value)) return value.every(isOptionValue);
  if (typeof value === "object") return value !== null && Object.values(value).every(isOptionValue);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** Array.isArray() alone does not narrow a union that has readonly arrays. */
export function isArray(value: OptionValue): value is readonly OptionValue[] {
  return Array.isArray(value);
}

export function isStrings(value: OptionValue | undefined): value is readonly string[] {
  return value !== undefined && isArray(value) && value.every((item) => typeof item === "string");
}

export function isHook(
  value: OptionValue,
): value is { readonly name: string } & Readonly<Record<string, string | readonly string[]>> {
  if (typeof value !== "object" || isArray(value)) return false;
  const isPlain = Object.values(value).every((item) => typeof item === "string" || isStrings(item));
  return isPlain && typeof value["name"] === "string";
}
