import { LiteralCompiler, type LiteralType } from "../../../sql/index.ts";
import { DateTimeType, Uuid } from "../../../types/index.ts";

/**
 * A newline that a script or the server would not take as it stands: sqlcmd ends a batch at a line that is only `GO`, even
 * inside of a literal, and the server drops a newline that follows a backslash.
 */
const unsafeNewline = /(?<=\\)\r?\n|\r?\n(?=[ \t]*go\b)/gi;

/** Whether a string can only be written as an expression, and not as one literal. */
export function isWrittenInParts(text: string): boolean {
  return text.search(unsafeNewline) !== -1;
}

/** Writes values as Transact-SQL does. */
export class MssqlLiterals extends LiteralCompiler {
  override literal(value: unknown, type: LiteralType | null = null): string {
    if (value instanceof Date) return super.literal(momentText(value, type), type);
    if (type instanceof Uuid && !type.nativeUuid && typeof value === "string")
      return this.string(value.replaceAll("-", "").toLowerCase());
    return super.literal(value, type);
  }

  override string(text: string): string {
    return inParts(text, "'", "CHAR");
  }

  override unicode(text: string): string {
    return inParts(text, "N'", "NCHAR");
  }

  override boolean(value: boolean): string {
    return value ? "1" : "0";
  }

  override bytes(value: Uint8Array): string {
    return `0x${Buffer.from(value).toString("hex")}`;
  }

  override json(text: string): string {
    return this.unicode(text);
  }

  /** Intervals are kept as moments, counted from 1970-01-01; a number is one of seconds. */
  override interval(value: unknown): string {
    return typeof value === "number" ? this.string(momentText(new Date(value * 1000), null)) : super.interval(value);
  }
}

/** In UTC; with its offset only where the column takes one: DATETIME refuses a text that has it. */
function momentText(value: Date, type: LiteralType | null): string {
  const text = value
    .toISOString()
    .replace("T", " ")
    .replace("Z", "")
    .replace(/\.000$/, "");
  return type instanceof DateTimeType && type.timezone ? `${text}+00:00` : text;
}

function inParts(text: string, open: string, newline: string): string {
  const escaped = text.replaceAll("'", "''");
  const parts = escaped.replaceAll(unsafeNewline, (found) => {
    const characters = found === "\n" ? `${newline}(10)` : `${newline}(13) + ${newline}(10)`;
    return `' + ${characters} + ${open}`;
  });
  return `${open}${parts}'`;
}
