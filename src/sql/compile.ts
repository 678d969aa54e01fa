import type { SqlFragment, SqlPart } from "./fragment.ts";
import type { IdentifierPreparer } from "./identifier-preparer.ts";
import type { LiteralCompiler } from "./literal-compiler.ts";

/** What a dialect brings to turn a fragment into text. */
export interface SqlTarget {
  readonly identifiers: IdentifierPreparer;
  readonly literals: LiteralCompiler;
  /** The placeholder of the n-th bound value, counted from 1. */
  placeholder(index: number): string;
}

/** A statement with its values apart, as a driver takes it. */
export interface CompiledSql {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Turns a fragment into text with placeholders, and the values for them. */
export function compileSql(fragment: SqlFragment, target: SqlTarget): CompiledSql {
  const parameters: unknown[] = [];
  const sql = fragment.parts
    .map((part) => {
      if (part.kind !== "value" || part.isInline) return inlinePart(part, target);
      parameters.push(target.literals.bound(part.value, part.type));
      return target.placeholder(parameters.length);
    })
    .join("");
  return { sql, parameters };
}

/** Turns a fragment into text, with its values written as literals. */
export function inlineSql(fragment: SqlFragment, target: SqlTarget): string {
  return fragment.parts.map((part) => inlinePart(part, target)).join("");
}

function inlinePart(part: SqlPart, target: SqlTarget): string {
  if (part.kind === "text") return part.text;
  if (part.kind === "value") return target.literals.literal(part.value, part.type);
  return part.path.map((name) => target.identifiers.quote(name)).join(".");
}
