import { docText, type Header, type HeaderName, headerNames, type HeaderValue, isHeaderName } from "./header.ts";

/**
 * Reads the header of a revision file without parsing or running it.
 *
 * Made for the shapes that people and compilers write, and for speed: thousands of files are read whenever the tool starts. It never
 * guesses: where anything is unusual it says that it does not know.
 *
 * @param source the file's text
 * @returns null for "don't know"
 */
export function scanHeader(source: string): Header | null {
  return scanAsGenerated(source) ?? new HeaderScanner(source).scan();
}

const id = /(?:null|"([^"\\\r\n]*)")/.source;
/** What follows the doc comment of a file that was made from a template and left as it was: imports, a comment, the header. */
const generated = new RegExp(
  [
    /\s*(?:import [\w$*\s{},]*? from "[^"\\\r\n]*";\s*)*/.source,
    /(?:\/\/[^\n\r\u2028\u2029]*\s*)?/.source,
    `export const revision = "([^"\\\\\\r\\n]*)";\\s*`,
    `export const downRevision = ${id};\\s*`,
    `export const branchLabels = ${id};\\s*`,
    `export const dependsOn = ${id};\\s*(?=export )`,
  ].join(""),
  "y",
);

/**
 * Reads nearly all files of nearly all projects in one step, a fraction of the time that going over them takes.
 *
 * @returns null where a file is not exactly as a template makes it
 */
function scanAsGenerated(source: string): Header | null {
  const end = source.startsWith("/**") ? source.indexOf("*/", 2) : -1;
  if (end <= 3) return null;
  generated.lastIndex = end + 2;
  const found = generated.exec(source);
  if (found === null) return null;
  const [, revision = null, downRevision = null, branchLabels = null, dependsOn = null] = found;
  return { values: { revision, downRevision, branchLabels, dependsOn }, doc: docText(source.slice(0, end + 2)) };
}

const slash = 0x2f;
const space = /\s+/y;
const lineComment = /\/\/[^\n\r\u2028\u2029]*/y;
const hashbang = /#![^\n\r]*/y;
const directive = /(["'])use strict\1(?:;|(?=\s*[\r\n]))/y;
const importFrom =
  /import\s[\w$*\s{},]*?\bfrom\s*(["'])[^"'\\\r\n]*\1(?:\s*with\s*\{[^{}]*\})?(?:\s*;|(?=[ \t]*(?:[\r\n]|$)))/y;
const importBare = /import\s*(["'])[^"'\\\r\n]*\1(?:\s*;|(?=[ \t]*(?:[\r\n]|$)))/y;
const esModuleMark = /Object\.defineProperty\(exports,\s*(["'])__esModule\1,\s*\{\s*value:\s*(?:true|!0)\s*\}\);/y;
const emptyExports = /exports\.[\w$]+\s*=\s*(?:exports\.[\w$]+\s*=\s*)*void 0;/y;
const functionExport = /exports\.(\w+)\s*=\s*([A-Za-z_$][\w$]*);/y;
const required = /(?:const|var)\s+[\w$]+\s*=\s*require\((["'])[^"'\\\r\n]*\1\);/y;
/** What may stand above a header, by its first character: trying each of them everywhere would cost most of the time. */
const preamble: Readonly<Record<string, readonly RegExp[]>> = {
  i: [importFrom, importBare],
  '"': [directive],
  "'": [directive],
  O: [esModuleMark],
  e: [emptyExports],
  c: [required],
  v: [required],
};

const moduleExport = /export\s+const\s+(\w+)/y;
const commonExport = /(?:module\.)?exports\.(\w+)/y;
const annotation = /\s*:[\w\s|[\]<>,.()"']*/y;
const equals = /\s*=(?![=>])\s*/y;

const nothing = /(?:null|undefined)\b/y;
const string = /"([^"\\\r\n]*)"|'([^'\\\r\n]*)'|`([^`\\$\r\n]*)`/y;
const listStart = /\[/y;
const listSeparator = /,/y;
const listEnd = /\]/y;
const assertion = /[ \t]+(?:as|satisfies)[ \t]+[\w|<>[\], \t]+/y;
const semicolon = /[ \t]*;/y;
/** A line's end after which the next word begins a new statement. */
const nextStatement =
  /(?:export|import|const|let|var|function|async|class|interface|type|enum|exports|module|declare|abstract|return|if|for)\b/y;

/** Code that may still change what a CommonJS file exports. */
const usesExports = /\bexports\b\s*(?:\[|\.(?:revision|downRevision|branchLabels|dependsOn)\b|=(?!=)|[,)])/;

class HeaderScanner {
  private at = 0;
  private doc: string | null = null;
  private isCommon = false;
  private hasBegun = false;
  private readonly values = new Map<HeaderName, HeaderValue>();

  constructor(private readonly source: string) {}

  scan(): Header | null {
    if (this.source.startsWith("\uFEFF")) this.at = 1;
    this.match(hashbang);
    for (;;) {
      if (!this.skipTrivia()) return null;
      if (this.skipPreamble()) continue;
      const read = this.readExport();
      if (read === "unknown") return null;
      if (read === "other") break;
    }
    return this.isComplete() ? { values: Object.fromEntries(this.values), doc: this.doc } : null;
  }

  private skipPreamble(): boolean {
    const patterns = preamble[this.source.charAt(this.at)];
    return patterns?.some((pattern) => this.match(pattern) !== null) ?? false;
  }

  /** Reads `export const NAME = VALUE` or `exports.NAME = VALUE`. */
  private readExport(): "read" | "other" | "unknown" {
    if (this.skipFunctionExport()) return "read";
    const start = this.at;
    const name = this.match(moduleExport)?.[1] ?? this.matchCommonExport();
    if (name === undefined || !isHeaderName(name)) {
      this.at = start;
      return "other";
    }
    this.hasBegun = true;
    this.match(annotation);
    if (this.match(equals) === null || !this.skipTrivia() || this.values.has(name)) return "unknown";
    const value = this.readValue();
    if (value === undefined || !this.endStatement()) return "unknown";
    this.values.set(name, value);
    return "read";
  }

  private matchCommonExport(): string | undefined {
    const name = this.match(commonExport)?.[1];
    if (name !== undefined) this.isCommon = true;
    return name;
  }

  /** `exports.upgrade = upgrade;`, which compilers put above the header. */
  private skipFunctionExport(): boolean {
    const start = this.at;
    const [, name, value] = this.match(functionExport) ?? [];
    if (name !== undefined && name === value && !isHeaderName(name)) return true;
    this.at = start;
    return false;
  }

  private readValue(): HeaderValue | undefined {
    if (this.match(nothing) !== null) return null;
    return this.match(listStart) === null ? this.readString() : this.readList();
  }

  private readString(): string | undefined {
    const [, double, single, template] = this.match(string) ?? [];
    return double ?? single ?? template;
  }

  private readList(): readonly string[] | undefined {
    const items: string[] = [];
    for (;;) {
      if (!this.skipTrivia()) return undefined;
      if (this.match(listEnd) !== null) return items;
      const item = this.readString();
      if (item === undefined || !this.skipTrivia()) return undefined;
      items.push(item);
      if (this.match(listSeparator) === null) return this.match(listEnd) === null ? undefined : items;
    }
  }

  /** A value that goes on in the next line, as by a `+`, is not read in part. */
  private endStatement(): boolean {
    this.match(assertion);
    if (this.match(semicolon) !== null) return true;
    const end = this.at;
    if (!this.skipTrivia()) return false;
    if (this.at === this.source.length) return true;
    const isNextLine = /[\r\n]/.test(this.source.slice(end, this.at));
    const start = this.at;
    const isStatement = this.match(nextStatement) !== null;
    this.at = start;
    return isNextLine && isStatement;
  }

  /** What was not seen may stand further down, or come from elsewhere. */
  private isComplete(): boolean {
    const rest = this.source.slice(this.at);
    if (!this.values.has("revision")) return false;
    if (this.isCommon && usesExports.test(rest)) return false;
    const missing = headerNames.filter((name) => !this.values.has(name));
    return (
      missing.length === 0 || (!missing.some((name) => rest.includes(name)) && !/export\s*\*|\bexports\b/.test(rest))
    );
  }

  /** Skips blanks and comments, and keeps the first doc comment; false where a comment has no end. */
  private skipTrivia(): boolean {
    for (;;) {
      this.match(space);
      if (this.source.charCodeAt(this.at) !== slash) return true;
      if (this.match(lineComment) !== null) continue;
      if (!this.source.startsWith("/*", this.at)) return true;
      const end = this.source.indexOf("*/", this.at + 2);
      if (end < 0) return false;
      this.keepDoc(end + 2);
      this.at = end + 2;
    }
  }

  private keepDoc(end: number): void {
    const isDoc = this.source.startsWith("/**", this.at) && end - this.at > 5;
    if (isDoc && this.doc === null && !this.hasBegun) this.doc = docText(this.source.slice(this.at, end));
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source);
    if (found !== null) this.at = pattern.lastIndex;
    return found;
  }
}
