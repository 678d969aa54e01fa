import { InvalidArgumentError } from "../errors/index.ts";
import { describe } from "../util/check-options.ts";
import type { LiteralKind, LiteralType } from "./literal-type.ts";

/** Writes values as literals, in standard SQL; a dialect overrides what it says differently. */
export class LiteralCompiler {
  /**
   * @param value the value
   * @param type the column type, where it is known
   * @throws {InvalidArgumentError} when the value has no literal form
   */
  literal(value: unknown, type: LiteralType | null = null): string {
    if (value === null || value === undefined) return "NULL";
    const kind = type === null ? kindOf(value) : type.literalKind;
    switch (kind) {
      case "string":
      case "enum":
        return this.string(textOf(type?.bindValue?.(value) ?? value));
      case "unicode":
        return this.unicode(textOf(value));
      case "integer":
      case "numeric":
      case "float":
        return this.number(value, kind);
      case "boolean":
        return this.boolean(booleanOf(value));
      case "date":
        return this.date(dateText(value));
      case "datetime":
        return this.dateTime(dateTimeText(value));
      case "time":
        return this.time(textOf(value));
      case "interval":
        return this.interval(value);
      case "bytes":
        return this.bytes(bytesOf(value));
      case "json":
        return this.json(JSON.stringify(value));
      case "uuid":
        return this.uuid(textOf(value));
      case "array":
        return this.array(arrayOf(value), type?.itemType ?? null);
      case "any":
        return this.literal(value, null);
      default:
        return unreachable(kind);
    }
  }

  /** The value as it is bound to a placeholder, so that a connection stores what the literal of a script would. */
  bound(value: unknown, type: LiteralType | null): unknown {
    return value === null || value === undefined || type?.bindValue === undefined ? value : type.bindValue(value);
  }

  string(text: string): string {
    return `'${text.replaceAll("'", "''")}'`;
  }

  unicode(text: string): string {
    return this.string(text);
  }

  number(value: unknown, kind: LiteralKind): string {
    if (typeof value === "bigint") return value.toString();
    if (typeof value === "number" && Number.isFinite(value)) return String(value);
    if (typeof value === "string" && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) return value;
    if (typeof value === "boolean") return value ? "1" : "0";
    throw noLiteral(value, kind);
  }

  boolean(value: boolean): string {
    return value ? "true" : "false";
  }

  date(text: string): string {
    return this.string(text);
  }

  dateTime(text: string): string {
    return this.string(text);
  }

  time(text: string): string {
    return this.string(text);
  }

  interval(value: unknown): string {
    return this.string(textOf(value));
  }

  bytes(value: Uint8Array): string {
    return `X'${Buffer.from(value).toString("hex")}'`;
  }

  json(text: string): string {
    return this.string(text);
  }

  uuid(text: string): string {
    return this.string(text);
  }

  array(values: readonly unknown[], itemType: LiteralType | null): string {
    return `ARRAY[${values.map((value) => this.arrayItem(value, itemType)).join(", ")}]`;
  }

  /** An item of an array of several dimensions is an array itself. */
  protected arrayItem(value: unknown, itemType: LiteralType | null): string {
    return Array.isArray(value) && itemType?.literalKind !== "json"
      ? this.array(value, itemType)
      : this.literal(value, itemType);
  }
}

function kindOf(value: unknown): LiteralKind {
  if (typeof value === "string") return "string";
  if (typeof value === "bigint") return "integer";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "float";
  if (typeof value === "boolean") return "boolean";
  if (value instanceof Date) return "datetime";
  if (value instanceof Uint8Array) return "bytes";
  if (Array.isArray(value)) return "array";
  if (typeof value === "object") return "json";
  throw noLiteral(value, "any");
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return String(value);
  throw noLiteral(value, "string");
}

function dateText(value: unknown): string {
  return value instanceof Date ? value.toISOString().slice(0, 10) : textOf(value);
}

/** A Date is a moment: it is written in UTC with its offset. */
function dateTimeText(value: unknown): string {
  return value instanceof Date ? value.toISOString().replace("T", " ").replace("Z", "+00:00") : textOf(value);
}

function booleanOf(value: unknown): boolean {
  if (value === true || value === 1) return true;
  if (value === false || value === 0) return false;
  throw noLiteral(value, "boolean");
}

function bytesOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw noLiteral(value, "bytes");
}

function arrayOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw noLiteral(value, "array");
}

function noLiteral(value: unknown, kind: LiteralKind): InvalidArgumentError {
  return new InvalidArgumentError("ALB0804", `${describe(value)} cannot be written as a literal of kind '${kind}'.`, {
    hint: "Give a value that fits the column's type, or write the SQL for it with sql`…`.",
  });
}

function unreachable(kind: never): never {
  throw new InvalidArgumentError("ALB0804", `No literal of kind '${String(kind)}' is known.`);
}
