import { ConfigurationError } from "../errors/index.ts";

/** A section's own text, before anything is interpolated; keys are lower-cased. */
export type IniEntries = Map<string, string>;

/** What an ini file holds. */
export interface IniDocument {
  /** The `[DEFAULT]` section: seen from every other one. */
  readonly defaults: IniEntries;
  readonly sections: Map<string, IniEntries>;
}

/** The section whose settings every other one sees. */
export const defaultSection = "DEFAULT";

/**
 * Reads ini text by the rules of Python's `configparser`, so that an `alembic.ini` means the same to both tools: keys in any
 * case, `=` or `:`, no comments behind a value, a value goes on over indented lines, everything is text.
 *
 * @param text the file's content
 * @param fileName for messages
 * @throws {ConfigurationError} for a line that is neither section, key nor continuation, and for anything given twice
 */
export function parseIni(text: string, fileName: string): IniDocument {
  const parser = new IniParser(fileName);
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
  for (const [index, line] of lines.entries()) parser.readLine(line, index + 1);
  return parser.finish();
}

class IniParser {
  private readonly defaults: IniEntries = new Map();
  private readonly sections = new Map<string, IniEntries>();
  private section: IniEntries | null = null;
  private sectionName = "";
  private key: string | null = null;
  private value: string[] = [];
  /** How far the key's line is indented: what stands further to the right goes on with its value. */
  private indent = 0;

  constructor(private readonly fileName: string) {}

  readLine(line: string, number: number): void {
    const content = line.trim();
    if (content.startsWith("#") || content.startsWith(";")) return;
    if (content === "") {
      if (this.key !== null) this.value.push("");
      return;
    }
    const indent = line.length - line.trimStart().length;
    if (this.key !== null && indent > this.indent) {
      this.value.push(content);
      return;
    }
    this.indent = indent;
    const header = /^\[(.+)\]/.exec(content)?.[1];
    if (header === undefined) this.startKey(content, number);
    else this.startSection(header, number);
  }

  finish(): IniDocument {
    this.closeKey();
    return { defaults: this.defaults, sections: this.sections };
  }

  private startSection(name: string, number: number): void {
    this.closeKey();
    this.sectionName = name;
    if (name === defaultSection) {
      this.section = this.defaults;
      return;
    }
    if (this.sections.has(name))
      throw this.error(number, `the section [${name}] is there twice`, "Join the two sections.");
    this.section = new Map();
    this.sections.set(name, this.section);
  }

  private startKey(content: string, number: number): void {
    this.closeKey();
    if (this.section === null) {
      throw this.error(number, "a setting stands before the first section", "Write a line [alembic] above it.");
    }
    const delimiter = content.search(/[=:]/);
    const key = content.slice(0, Math.max(0, delimiter)).trim().toLowerCase();
    if (key === "")
      throw this.error(
        number,
        "this is neither a [section] nor key = value",
        "Indent the line if it goes on with the value above.",
      );
    if (this.section.has(key)) {
      throw this.error(number, `'${key}' is there twice in [${this.sectionName}]`, "Remove one of the two.");
    }
    this.key = key;
    this.value = [content.slice(delimiter + 1).trim()];
    this.section.set(key, "");
  }

  private closeKey(): void {
    if (this.key !== null) this.section?.set(this.key, this.value.join("\n").trimEnd());
    this.key = null;
  }

  private error(line: number, problem: string, hint: string): ConfigurationError {
    return new ConfigurationError("ALB0201", `${this.fileName}:${line}: ${problem}.`, { hint });
  }
}
