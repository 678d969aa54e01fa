import { InvalidArgumentError } from "../errors/index.ts";
import { SqlFragment } from "../sql/index.ts";
import { SqlType, UserDefinedType } from "../types/index.ts";
import { describe } from "../util/check-options.ts";
import { groupBy } from "../util/group-by.ts";
import {
  type Deconstructed,
  type DeconstructedCall,
  type DeconstructedTemplate,
  isDeconstructible,
} from "../util/deconstruct.ts";
import { type Doc, type DocItem, type DocList, flat, layout } from "./layout.ts";

/** How source is written. */
export interface PrinterOptions {
  /** Characters a line may have; 120 unless given. */
  readonly width?: number | undefined;
  /** What directives hang on: `op` unless given. */
  readonly operations?: string | undefined;
  /** What schema constructs hang on: `sa` unless given. */
  readonly schema?: string | undefined;
  /** What types of one's own hang on, as `types` in `types.point()`: as they say themselves unless given. */
  readonly userTypes?: string | undefined;
  /** Asked first for each value: source, null to leave it out of its list, or undefined to print it as usual. */
  readonly override?: ((value: unknown, printer: Printer) => string | null | undefined) | undefined;
}

/** Prints values as TypeScript: whatever can `deconstruct()` itself, and plain data. Keeps what has to be imported. */
export class Printer {
  readonly #options: PrinterOptions;
  readonly #names = new Set<string>();
  readonly #imports = new Map<string, Set<string>>();

  constructor(options: PrinterOptions = {}) {
    this.#options = options;
  }

  get width(): number {
    return this.#options.width ?? 120;
  }

  /** What directives hang on. */
  get operations(): string {
    return this.#options.operations ?? "op";
  }

  /** The names of this package that the printed source uses: `sa`, `sql`. */
  get usedNames(): ReadonlySet<string> {
    return this.#names;
  }

  /** What else the source uses: names by module specifier. */
  get imports(): ReadonlyMap<string, ReadonlySet<string>> {
    return this.#imports;
  }

  /** Asks for an import: a name from a module. */
  addImport(module: string, name: string): void {
    const names = this.#imports.get(module) ?? new Set();
    this.#imports.set(module, names.add(name));
  }

  /**
   * A value as source.
   *
   * @param value anything that can deconstruct itself, or plain data
   * @param indent the indentation of its line, in blanks
   * @throws {InvalidArgumentError} when the value cannot be written
   */
  print(value: unknown, indent = 0): string {
    return layout(this.doc(value), indent, indent, this.width);
  }

  /** A value as a statement that is awaited. */
  statement(value: unknown, indent = 0): string {
    return `${this.#after(`${" ".repeat(indent)}await `, value, indent)};`;
  }

  /** A value behind the words that begin its line: `export class Post extends `. */
  declaration(lead: string, value: unknown): string {
    return this.#after(lead, value, 0);
  }

  #after(lead: string, value: unknown, indent: number): string {
    return `${lead}${layout(this.doc(value), indent, lead.length, this.width, 1)}`;
  }

  doc(value: unknown): Doc {
    const own = this.#options.override?.(value, this);
    if (typeof own === "string") return own;
    if (value instanceof SqlType && value.variants.size > 0) return this.#variants(value);
    if (value instanceof SqlType) return this.#type(value);
    if (isDeconstructible(value)) return this.#deconstructed(value.deconstruct());
    if (isDeconstructed(value)) return this.#deconstructed(value);
    if (Array.isArray(value)) return this.#array(value);
    if (value instanceof Uint8Array) return `Buffer.from("${Buffer.from(value).toString("hex")}", "hex")`;
    if (value instanceof Date) return `new Date(${quoted(value.toISOString())})`;
    if (typeof value === "object" && value !== null) return this.#object(value);
    return primitive(value);
  }

  #type(type: SqlType): Doc {
    const words = type.deconstruct();
    if (!(type instanceof UserDefinedType)) return this.#deconstructed(words);
    const { userTypes } = this.#options;
    if (userTypes !== undefined && words.kind === "call") {
      // Where the template imports the types under a name of its own, none of them is imported by itself.
      return this.#call({ ...words, callee: dotted(userTypes, words.callee.split(".").at(-1) ?? "") });
    }
    if (type.importFrom !== undefined) this.addImport(type.importFrom.module, type.importFrom.name);
    return this.#deconstructed(words);
  }

  /** A type with others for some dialects, those that share one together. */
  #variants(type: SqlType): string {
    const dialects = groupBy(
      [...type.variants].toSorted(([left], [right]) => (left < right ? -1 : 1)),
      ([, variant]) => variant,
    );
    const calls = [...dialects].map(([variant, names]) => {
      const given = names.map(([name]) => quoted(name)).join(", ");
      return `.withVariant(${this.#oneLine(variant)}, ${given})`;
    });
    return this.#flat(this.#type(type)) + calls.join("");
  }

  #oneLine(value: unknown): string {
    return this.#flat(this.doc(value));
  }

  #flat(doc: Doc): string {
    return flat(doc) ?? layout(doc, 0, 0, this.width);
  }

  #deconstructed(value: Deconstructed): Doc {
    return value.kind === "call" ? this.#call(value) : this.#template(value);
  }

  #call({ callee, args, options }: DeconstructedCall): DocList {
    const given = Object.keys(options).length === 0 ? args : [...args, options];
    return {
      open: `${this.#callee(callee)}(`,
      items: given.map((value) => ({ prefix: "", value: this.doc(value) })),
      close: ")",
      isPadded: false,
      isBroken: false,
      hugsLast: true,
    };
  }

  #callee(callee: string): string {
    const [root = "", ...rest] = callee.split(".");
    if (root === "sa" || root === "sql") this.#names.add(root);
    if (rest.length === 0) return callee;
    const renamed = root === "op" ? this.operations : root === "sa" ? (this.#options.schema ?? root) : root;
    return dotted(renamed, ...rest);
  }

  #template({ tag, strings, values }: DeconstructedTemplate): string {
    this.#names.add(tag);
    const body = strings.map((text, index) => {
      const hole = index < values.length ? `\${${flat(this.doc(values[index])) ?? this.print(values[index])}}` : "";
      return text.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${") + hole;
    });
    return `${tag}\`${body.join("")}\``;
  }

  #array(all: readonly unknown[]): DocList {
    const values = all.filter((value) => this.#options.override?.(value, this) !== null);
    const calls = values.filter((value) => isDeconstructible(value) && !(value instanceof SqlFragment)).length;
    return {
      open: "[",
      items: values.map((value) => ({ prefix: "", value: this.doc(value) })),
      close: "]",
      isPadded: false,
      isBroken: calls > 1,
      hugsLast: false,
    };
  }

  #object(value: object): DocList {
    const items: DocItem[] = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => ({ prefix: `${isIdentifierName(key) ? key : quoted(key)}: `, value: this.doc(item) }));
    return { open: "{", items, close: "}", isPadded: true, isBroken: false, hugsLast: false };
  }
}

/** A string as a TypeScript literal in double quotes. */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

function primitive(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (typeof value === "bigint") return `${value}n`;
  if (value === null || value === undefined || typeof value === "boolean") return String(value);
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  throw new InvalidArgumentError("ALB0701", `${describe(value)} cannot be written into a revision file.`, {
    hint: "Give the object a deconstruct() method, or return its source from renderItem.",
  });
}

/** A path without what is empty: names may be imported without a namespace. */
function dotted(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(".");
}

function isIdentifierName(key: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(key);
}

function isDeconstructed(value: unknown): value is Deconstructed {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  return (value.kind === "call" && "callee" in value) || (value.kind === "template" && "tag" in value);
}
