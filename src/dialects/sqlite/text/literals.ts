import { LiteralCompiler, type LiteralType } from "../../../sql/index.ts";
import { formatStored, StorageFormatType } from "../types/moment-types.ts";

/** Writes values as SQLite stores them: it has no type for dates, booleans or JSON. */
export class SqliteLiterals extends LiteralCompiler {
  override literal(value: unknown, type: LiteralType | null = null): string {
    const text = storedText(value, type);
    return text === null ? super.literal(value, type) : this.string(text);
  }

  override bound(value: unknown, type: LiteralType | null): unknown {
    return storedText(value, type) ?? super.bound(value, type);
  }

  /** A string that holds NUL ends there for SQLite's own functions and in a script: it goes in as bytes. */
  override string(text: string): string {
    if (!text.includes("\0")) return super.string(text);
    return `CAST(${this.bytes(Buffer.from(text))} AS TEXT)`;
  }

  override boolean(value: boolean): string {
    return value ? "1" : "0";
  }
}

/** The text as which a value is kept; null where it is kept as it is. */
function storedText(value: unknown, type: LiteralType | null): string | null {
  if (type instanceof StorageFormatType && type.storageFormat !== undefined) {
    const isMoment = value instanceof Date || typeof value === "string";
    return isMoment ? formatStored(value, type.storageFormat) : null;
  }
  const isTruncated = type instanceof StorageFormatType && type.truncateMicroseconds;
  const stored = storedByKind(value, type);
  return isTruncated && stored !== null ? stored.replace(/\.\d+$/, "") : stored;
}

function storedByKind(value: unknown, type: LiteralType | null): string | null {
  const text = value instanceof Date ? value.toISOString() : typeof value === "string" ? value : null;
  const kind = type?.literalKind ?? (value instanceof Date ? "datetime" : null);
  if (kind === "interval" && typeof value === "number") return intervalText(value);
  if (text === null) return null;
  if (kind === "datetime") return storedDateTime(text);
  if (kind === "time") return withMicroseconds(text);
  return kind === "uuid" ? text.replaceAll("-", "").toLowerCase() : null;
}

/** A number of seconds, kept as the moment so long after 1970-01-01, as SQLAlchemy keeps it. */
function intervalText(seconds: number): string {
  return storedDateTime(new Date(seconds * 1000).toISOString().replace("Z", ""));
}

/** With six digits of the second, so that texts sort as moments do; a time with an offset is written in UTC. */
function storedDateTime(text: string): string {
  const [, day, time = "00:00:00", offset] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ]([\d:.]+))?\s*(Z|[+-]\d{2}:?\d{2})?$/.exec(text) ?? [];
  if (day === undefined) return text;
  const fraction = withMicroseconds(time).slice(8);
  if (offset === undefined) return `${day} ${withMicroseconds(time)}`;
  const moment = new Date(`${day}T${time.slice(0, 8)}${offset}`);
  return `${moment.toISOString().slice(0, 19).replace("T", " ")}${fraction}`;
}

/** `13:14` and `13:14:15.5` with seconds and six digits after them; other text stays as it is. */
function withMicroseconds(time: string): string {
  const [, minutes, seconds = "00", fraction = ""] = /^(\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?$/.exec(time) ?? [];
  return minutes === undefined ? time : `${minutes}:${seconds}.${fraction.padEnd(6, "0")}`;
}
