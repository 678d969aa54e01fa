import { ConfigurationError } from "../errors/index.ts";
import type { CreateDate } from "./create-date.ts";

/**
 * A message as part of a file name: its words in lower case, joined by underscores.
 *
 * @param message the revision's message; null gives nothing
 * @param limit the most characters; a longer one ends after a whole word, with an underscore
 */
export function slugOf(message: string | null, limit: number): string {
  const words = (message ?? "").match(/[\p{L}\p{M}\p{N}_]+/gu) ?? [];
  const slug = words.join("_").toLowerCase();
  const characters = Array.from(slug);
  if (characters.length <= limit) return slug;
  const cut = characters.slice(0, limit).join("");
  const end = cut.lastIndexOf("_");
  return `${end < 0 ? cut : cut.slice(0, end)}_`;
}

/** What a file template can name. */
export interface FileNameTokens extends Omit<CreateDate, "text"> {
  readonly rev: string;
  readonly slug: string;
}

/**
 * Fills a file template, `%(year)d_%(month).2d_%(rev)s_%(slug)s`, by the rules of printf.
 *
 * @throws {ConfigurationError} for a token or a form that does not exist
 */
export function fillFileTemplate(template: string, tokens: FileNameTokens): string {
  const values = new Map<string, string | number>(Object.entries(tokens));
  return template.replace(
    /%(?:%|\((\w+)\)([-0 +]*)(\d*)(?:\.(\d+))?([a-zA-Z])|)/g,
    (match, ...groups: (string | undefined)[]) => {
      if (match === "%%") return "%";
      const [name, flags = "", width = "", precision = "", type = ""] = groups;
      const value = values.get(name ?? "");
      if (value === undefined) throw badTemplate(template, [...values.keys()]);
      return padded(formatted(value, precision, type, template), flags, Number(width));
    },
  );
}

function formatted(value: string | number, precision: string, type: string, template: string): string {
  if (type === "s") return precision === "" ? String(value) : String(value).slice(0, Number(precision));
  const isInteger = ["d", "i", "u"].includes(type) && typeof value === "number";
  if (!isInteger) throw badTemplate(template, []);
  return String(value).padStart(Number(precision), "0");
}

function padded(text: string, flags: string, width: number): string {
  if (flags.includes("-")) return text.padEnd(width);
  return text.padStart(width, flags.includes("0") ? "0" : " ");
}

function badTemplate(template: string, names: readonly string[]): ConfigurationError {
  return new ConfigurationError("ALB0235", `The file_template '${template}' cannot be filled.`, {
    hint:
      names.length === 0
        ? "Write %(name)s for any token, and %(name)d or %(name).2d for numbers; a percent sign alone is %%, doubled once more in an ini file."
        : `Its tokens are: ${names.join(", ")}. A percent sign alone is %%, doubled once more in an ini file.`,
  });
}
