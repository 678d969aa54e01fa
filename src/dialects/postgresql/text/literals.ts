import { InvalidArgumentError } from "../../../errors/index.ts";
import { LiteralCompiler, type LiteralKind, type LiteralType } from "../../../sql/index.ts";
import { encodeValue } from "../drivers/values.ts";

/** Kinds whose ARRAY[...] the server turns into the column's type by itself. */
const constructible = new Set<LiteralKind>(["integer", "numeric", "float", "boolean", "string", "unicode", "any"]);

/**
 * Writes values as PostgreSQL reads them with `standard_conforming_strings` on, as it is since 9.1: a backslash is a
 * backslash.
 */
export class PostgresqlLiterals extends LiteralCompiler {
  override string(text: string): string {
    if (!text.includes("\0")) return super.string(text);
    throw new InvalidArgumentError("ALB0845", "A text of PostgreSQL cannot hold the character NUL.", {
      hint: "Take it out, or keep the value as bytes.",
    });
  }

  override number(value: unknown, kind: LiteralKind): string {
    if (typeof value !== "number" || Number.isFinite(value)) return super.number(value, kind);
    return this.string(String(value));
  }

  // X'00ff' is a string of bits to PostgreSQL.
  override bytes(value: Uint8Array): string {
    return this.string(String.raw`\x${Buffer.from(value).toString("hex")}`);
  }

  /** A number counts seconds. */
  override interval(value: unknown): string {
    if (typeof value !== "number") return super.interval(value);
    return `make_interval(secs=>${Number.isInteger(value) ? `${value}.0` : value})`;
  }

  override array(values: readonly unknown[], itemType: LiteralType | null): string {
    const isConstructible = values.length > 0 && (itemType === null || constructible.has(itemType.literalKind));
    if (isConstructible) return super.array(values, itemType);
    return this.string(encodeValue(values) ?? "{}");
  }
}
