import { readFileSync } from "node:fs";
import { ConfigurationError } from "../errors/index.ts";
import { describe } from "../util/check-options.ts";
import { isArray, type NativeOptions, nativeOptions, type OptionValue } from "./config-values.ts";
import { interpolate, type SettingLookup } from "./interpolate.ts";

/** The key of `package.json` that holds the settings. */
export const projectKey = "alembic";

/**
 * Reads the settings in `package.json`.
 *
 * @param fileName the file's path
 * @param given what its text may refer to: `here` and the program's own settings
 * @returns null where there is no such file, or no such key in it
 * @throws {ConfigurationError} where the file is no JSON, or a value is of the wrong kind
 */
export function readProjectFile(fileName: string, given: Readonly<Record<string, string>>): NativeOptions | null {
  const text = readIfPresent(fileName);
  if (text === null) return null;
  const content = parseJson(text, fileName);
  const where = `${fileName} "${projectKey}"`;
  const values: unknown = isObject(content) ? content[projectKey] : undefined;
  if (values === undefined) return null;
  if (!isObject(values)) {
    throw new ConfigurationError("ALB0204", `${where} is ${describe(values)}, and must be an object.`, {
      hint: `Write "alembic": { "scriptLocation": "%(here)s/alembic" }.`,
    });
  }
  const options = [...nativeOptions(values, where)];
  return new Map(options.map(([key, value]) => [key, expand(value, given, `${where}: ${key}`)]));
}

/** A file's text, or null where there is no file. */
export function readIfPresent(fileName: string): string | null {
  try {
    return readFileSync(fileName, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw new ConfigurationError(
      "ALB0205",
      `Cannot read ${fileName}: ${error instanceof Error ? error.message : String(error)}`,
      {
        hint: "It must be a readable file.",
        cause: error,
      },
    );
  }
}

function parseJson(text: string, fileName: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw new ConfigurationError(
      "ALB0206",
      `${fileName} is not valid JSON: ${cause instanceof Error ? cause.message : String(cause)}.`,
      {
        hint: "Mend the file; npm reads it too.",
        cause,
      },
    );
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Interpolates each text within a value. */
function expand(value: OptionValue, given: Readonly<Record<string, string>>, where: string): OptionValue {
  if (typeof value === "string") return interpolate({ text: value, isVerbatim: false }, lookupAmong(given), where);
  if (typeof value !== "object") return value;
  if (isArray(value)) return value.map((item) => expand(item, given, where));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, expand(item, given, `${where}.${name}`)]),
  );
}

function lookupAmong(given: Readonly<Record<string, string>>): SettingLookup {
  const byName = new Map(Object.entries(given).map(([name, text]) => [name.toLowerCase(), text]));
  return (name) => {
    const text = byName.get(name);
    return text === undefined ? undefined : { text, isVerbatim: true };
  };
}
