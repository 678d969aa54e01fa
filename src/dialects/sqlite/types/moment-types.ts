import type { LiteralKind } from "../../../sql/index.ts";
import { DATE, DATETIME, SqlType, TIME, type TypeRenderer } from "../../../types/index.ts";
import { checkOptions } from "../../../util/check-options.ts";
import { call, type Deconstructed } from "../../../util/deconstruct.ts";

/** Options of SQLite's date and time types. */
export interface StorageOptions {
  /** How a value is stored as text, with `%(year)04d`, `%(month)02d`, `%(day)02d`, `%(hour)02d`, `%(minute)02d`, `%(second)02d`, `%(microsecond)06d`. */
  readonly storageFormat?: string | undefined;
  /** A pattern that reads what is stored; no part of the SQL. */
  readonly regexp?: string | undefined;
  /** Stores whole seconds. */
  readonly truncateMicroseconds?: boolean | undefined;
}

/** The common part of the date and time types, which SQLite stores as text. */
export abstract class StorageFormatType extends SqlType<string> {
  readonly storageFormat: string | undefined;
  readonly regexp: string | undefined;
  readonly truncateMicroseconds: boolean;
  protected abstract readonly word: string;
  protected abstract readonly callee: string;

  constructor(options: StorageOptions = {}) {
    super();
    checkOptions("A type of sa.sqlite", options, ["storageFormat", "regexp", "truncateMicroseconds"]);
    this.storageFormat = options.storageFormat;
    this.regexp = options.regexp;
    this.truncateMicroseconds = options.truncateMicroseconds ?? false;
  }

  /** Digits alone would be turned into a number: the word CHAR in the type's name gives the column text affinity. */
  toSql(_renderer: TypeRenderer): string {
    const isNumeric = this.storageFormat !== undefined && /^\d+$/.test(formatStored(new Date(0), this.storageFormat));
    return isNumeric ? `${this.word}_CHAR` : this.word;
  }

  deconstruct(): Deconstructed {
    const { storageFormat, regexp, truncateMicroseconds } = this;
    return call(this.callee, [], { storageFormat, regexp, truncateMicroseconds: truncateMicroseconds || undefined });
  }
}

export class SqliteDate extends StorageFormatType {
  readonly literalKind: LiteralKind = "date";
  protected readonly word = "DATE";
  protected readonly callee = "sa.sqlite.date";

  override generic(): DATE {
    return new DATE();
  }
}

export class SqliteDateTime extends StorageFormatType {
  readonly literalKind: LiteralKind = "datetime";
  protected readonly word = "DATETIME";
  protected readonly callee = "sa.sqlite.datetime";

  override generic(): DATETIME {
    return new DATETIME();
  }
}

export class SqliteTime extends StorageFormatType {
  readonly literalKind: LiteralKind = "time";
  protected readonly word = "TIME";
  protected readonly callee = "sa.sqlite.time";

  override generic(): TIME {
    return new TIME();
  }
}

/** Writes a date or time by a storage format. */
export function formatStored(value: Date | string, format: string): string {
  const fields = fieldsOf(value instanceof Date ? value.toISOString() : value);
  return format.replace(/%\((\w+)\)0?(\d*)d|%%/g, (whole, name: string | undefined, width: string) =>
    name === undefined ? whole.slice(1) : String(fields[name] ?? 0).padStart(Number(width), "0"),
  );
}

function fieldsOf(text: string): Readonly<Record<string, number>> {
  const [, year, month, day] = /(\d{4})-(\d{2})-(\d{2})/.exec(text) ?? [];
  const [, hour, minute, second, fraction = ""] = /(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?/.exec(text) ?? [];
  const numbers = { year, month, day, hour, minute, second, microsecond: fraction.padEnd(6, "0") };
  return Object.fromEntries(Object.entries(numbers).map(([name, digits]) => [name, Number(digits ?? 0)]));
}
