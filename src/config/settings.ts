import { delimiter } from "node:path";
import { ConfigurationError } from "../errors/index.ts";
import type { Config } from "./config.ts";
import { isStrings } from "./config-values.ts";

/** What the script folder needs to know, each setting in its own kind and with its default. */
export interface ScriptSettings {
  readonly scriptLocation: string;
  /** Null: `versions` in the script location. */
  readonly versionLocations: readonly string[] | null;
  readonly recursiveVersionLocations: boolean;
  readonly prependSysPath: readonly string[];
  readonly fileTemplate: string;
  readonly timezone: string | null;
  /** In characters. */
  readonly truncateSlugLength: number;
  readonly revisionEnvironment: boolean;
  readonly sourceless: boolean;
  readonly outputEncoding: string;
}

/**
 * Reads the settings of the script folder.
 *
 * @throws {ConfigurationError} where `script_location` is missing, or a value cannot be read
 */
export function scriptSettings(config: Config): ScriptSettings {
  const scriptLocation = config.getMainOption("script_location");
  if (scriptLocation === null || scriptLocation === "") throw config.missingOption("script_location");
  return {
    scriptLocation,
    versionLocations: listOption(config, "version_locations"),
    recursiveVersionLocations: exactlyTrue(config, "recursive_version_locations"),
    prependSysPath: listOption(config, "prepend_sys_path") ?? [],
    fileTemplate: config.getMainOption("file_template", "%(rev)s_%(slug)s"),
    timezone: config.getMainOption("timezone") || null,
    truncateSlugLength: lengthOption(config, "truncate_slug_length", 40),
    revisionEnvironment: truthOption(config, "revision_environment"),
    sourceless: exactlyTrue(config, "sourceless"),
    outputEncoding: config.getMainOption("output_encoding", "utf-8"),
  };
}

/** In an ini file only the text `true` is true; elsewhere it is a boolean already. */
function exactlyTrue(config: Config, name: string): boolean {
  const value = config.getAlembicOption(name);
  return value === true || value === "true";
}

/** How a run keeps other migrators away, unless `context.configure()` says otherwise. */
export interface LockSettings {
  readonly isOn: boolean;
  /** How long to wait, in seconds. */
  readonly timeout: number;
}

/**
 * Reads the settings of the migration lock.
 *
 * @throws {ConfigurationError} where a value cannot be read
 */
export function lockSettings(config: Config): LockSettings {
  return { isOn: truthOption(config, "lock", "true"), timeout: secondsOption(config, "lock_timeout", 600) };
}

const truthWords = new Map([
  ...["true", "yes", "on", "y", "t", "1"].map((word) => [word, true] as const),
  ...["false", "no", "off", "n", "f", "0", ""].map((word) => [word, false] as const),
]);

/** An option that takes any usual word for yes and no. */
function truthOption(config: Config, name: string, defaultText = "false"): boolean {
  const text = config.getMainOption(name, defaultText);
  const truth = truthWords.get(text.trim().toLowerCase());
  if (truth !== undefined) return truth;
  throw unreadable(name, text, "Write true or false.");
}

function lengthOption(config: Config, name: string, defaultValue: number): number {
  const text = config.getMainOption(name, String(defaultValue));
  if (/^\s*\d+\s*$/.test(text)) return Number(text);
  throw unreadable(name, text, "Write a whole number of characters, as 40.");
}

function secondsOption(config: Config, name: string, defaultValue: number): number {
  const text = config.getMainOption(name, String(defaultValue));
  if (/^\s*\d+(\.\d+)?\s*$/.test(text)) return Number(text);
  throw unreadable(name, text, "Write a number of seconds, as 600; 0 does not wait.");
}

function unreadable(name: string, text: string, hint: string): ConfigurationError {
  return new ConfigurationError("ALB0210", `The setting '${name}' has the value '${text}', which cannot be read.`, {
    hint,
  });
}

const separators = new Map<string, string | RegExp>([
  ["os", delimiter],
  [":", ":"],
  [";", ";"],
  ["space", " "],
  ["newline", "\n"],
]);

interface LegacySplit {
  readonly at: RegExp;
  readonly words: string;
}

const legacySplits: Readonly<Record<string, LegacySplit>> = {
  version_locations: { at: /[,\s]+/, words: "commas and blanks" },
  prepend_sys_path: { at: /[,\s:]+/, words: "commas, blanks and colons" },
};

/** A list of paths, or null where it is not set: an array, or text split as `path_separator` says. */
function listOption(config: Config, name: string): readonly string[] | null {
  const value = config.getAlembicOption(name);
  if (value === null) return null;
  const items = isStrings(value) ? value : config.getMainOption(name, "").split(separatorFor(config, name));
  return items.map((item) => item.trim()).filter((item) => item !== "");
}

function separatorFor(config: Config, name: string): string | RegExp {
  const separator = config.getMainOption("path_separator");
  if (separator !== null) return namedSeparator("path_separator", separator);
  const former = name === "version_locations" ? config.getMainOption("version_path_separator") : null;
  if (former !== null) {
    config.warn("The setting version_path_separator is deprecated: write path_separator instead.");
    return namedSeparator("version_path_separator", former);
  }
  const legacy = legacySplits[name] ?? { at: /[,\s]+/, words: "commas and blanks" };
  config.warn(
    `Without path_separator, ${name} is split at ${legacy.words}, which is deprecated: add path_separator = os.`,
  );
  return legacy.at;
}

function namedSeparator(option: string, name: string): string | RegExp {
  const separator = separators.get(name.trim());
  if (separator !== undefined) return separator;
  throw unreadable(option, name, `It can be: ${[...separators.keys()].join(", ")}.`);
}
