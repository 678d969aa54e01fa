import type { Deconstructed, Deconstructible } from "../util/deconstruct.ts";
import type { LiteralType } from "./literal-type.ts";
import type { Identifier } from "./names.ts";

/** SQL text as the user wrote it. */
export interface TextPart {
  readonly kind: "text";
  readonly text: string;
}

/** A value: bound where statements take parameters, else written as the dialect's literal. */
export interface ValuePart {
  readonly kind: "value";
  readonly value: unknown;
  readonly type: LiteralType | null;
  /** Written as a literal even where it could be bound. */
  readonly isInline: boolean;
}

/** A name, quoted by the dialect; several are joined by dots. */
export interface IdentifierPart {
  readonly kind: "identifier";
  readonly path: readonly Identifier[];
}

export type SqlPart = TextPart | ValuePart | IdentifierPart;

/**
 * A piece of SQL with its values and names kept apart from its text. Made by the `sql` template.
 *
 * @example const newest: SqlFragment = sql`select * from posts where id > ${id}`;
 */
export class SqlFragment implements Deconstructible {
  readonly parts: readonly SqlPart[];

  constructor(parts: readonly SqlPart[]) {
    this.parts = Object.freeze(mergeText(parts));
    Object.freeze(this);
  }

  /** The fragment's text where it is nothing but text, else null. */
  get plainText(): string | null {
    if (this.parts.length === 0) return "";
    const [only] = this.parts;
    return this.parts.length === 1 && only?.kind === "text" ? only.text : null;
  }

  deconstruct(): Deconstructed {
    const strings: string[] = [""];
    const values: unknown[] = [];
    for (const part of this.parts) {
      if (part.kind === "text") {
        strings[strings.length - 1] += part.text;
        continue;
      }
      values.push(part.kind === "value" && part.type === null && !part.isInline ? part.value : new SqlPartSource(part));
      strings.push("");
    }
    return { kind: "template", tag: "sql", strings, values };
  }
}

/** A part that is written through a function of `sql`: `sql.identifier("a")`, `sql.literal(1)`, `sql.bind(v, type)`. */
class SqlPartSource implements Deconstructible {
  constructor(private readonly part: IdentifierPart | ValuePart) {}

  deconstruct(): Deconstructed {
    if (this.part.kind === "identifier")
      return { kind: "call", callee: "sql.identifier", args: this.part.path, options: {} };
    const args = this.part.type === null ? [this.part.value] : [this.part.value, this.part.type];
    return { kind: "call", callee: this.part.isInline ? "sql.literal" : "sql.bind", args, options: {} };
  }
}

function mergeText(parts: readonly SqlPart[]): SqlPart[] {
  const merged: SqlPart[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (part.kind === "text" && part.text === "") continue;
    if (part.kind === "text" && last?.kind === "text") {
      merged[merged.length - 1] = { kind: "text", text: last.text + part.text };
      continue;
    }
    merged.push(part);
  }
  return merged;
}
