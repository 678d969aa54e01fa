import { InvalidArgumentError } from "../../errors/index.ts";
import type { LiteralKind } from "../../sql/index.ts";
import {
  BinaryType,
  BLOB,
  CHAR,
  CLOB,
  DATE,
  DateTimeType,
  DOUBLE_PRECISION,
  FloatType,
  NCHAR,
  NumericType,
  NVARCHAR,
  REAL,
  SqlType,
  StringType,
  type StringTypeOptions,
  type TypeRenderer,
  VARCHAR,
} from "../../types/index.ts";
import { checkLength } from "../../types/check.ts";
import { checkOptions } from "../../util/check-options.ts";
import { call, type Deconstructed } from "../../util/deconstruct.ts";

/** Oracle's own kind of number: exact, of up to 38 digits. */
export class NUMBER extends NumericType {
  protected readonly callee: string = "sa.oracle.number";
  toSql(_renderer: TypeRenderer): string {
    return this.withPrecision("NUMBER");
  }
}

/** A string; its length counts characters. */
export class VARCHAR2 extends StringType {
  protected readonly callee: string = "sa.oracle.varchar2";
  toSql(_renderer: TypeRenderer): string {
    return this.length === null ? "VARCHAR2" : `VARCHAR2(${this.length} CHAR)`;
  }
}

/** A string in the national character set. */
export class NVARCHAR2 extends StringType {
  protected readonly callee: string = "sa.oracle.nvarchar2";
  toSql(_renderer: TypeRenderer): string {
    return this.length === null ? "NVARCHAR2" : `NVARCHAR2(${this.length})`;
  }
}

/** A long text in the national character set. */
export class NCLOB extends StringType {
  protected readonly callee: string = "sa.oracle.nclob";
  toSql(_renderer: TypeRenderer): string {
    return "NCLOB";
  }
}

/** A long text, as before CLOB. */
export class LONG extends StringType {
  protected readonly callee: string = "sa.oracle.long";
  toSql(_renderer: TypeRenderer): string {
    return "LONG";
  }
}

/** Bytes. */
export class RAW extends BinaryType {
  protected readonly callee: string = "sa.oracle.raw";
  toSql(_renderer: TypeRenderer): string {
    return this.withLength("RAW");
  }
}

/** A file beside the database. */
export class BFILE extends BinaryType {
  protected readonly callee: string = "sa.oracle.bfile";
  toSql(_renderer: TypeRenderer): string {
    return "BFILE";
  }
}

/** The address of a row. */
export class ROWID extends SqlType<string> {
  readonly literalKind: LiteralKind = "string";
  toSql(_renderer: TypeRenderer): string {
    return "ROWID";
  }
  deconstruct(): Deconstructed {
    return call("sa.oracle.rowid");
  }
}

/** Options of {@link timestamp}. */
export interface OracleTimestampOptions {
  /** Whether values keep their time zone. */
  readonly timezone?: boolean | undefined;
  /** Whether values are kept in the database's zone and read in the session's. */
  readonly localTimezone?: boolean | undefined;
}

/** A date with a time of day, to fractions of the second. */
export class OracleTimestamp extends DateTimeType {
  protected readonly callee: string = "sa.oracle.timestamp";
  readonly localTimezone: boolean;

  constructor(options: OracleTimestampOptions = {}) {
    const { localTimezone, ...zone } = options;
    super(zone);
    this.localTimezone = localTimezone ?? false;
    if (!this.timezone || !this.localTimezone) return;
    throw new InvalidArgumentError("ALB0379", "A timestamp keeps either its own time zone or the session's.", {
      hint: "Give timezone or localTimezone, not both.",
    });
  }

  toSql(_renderer: TypeRenderer): string {
    if (this.localTimezone) return "TIMESTAMP WITH LOCAL TIME ZONE";
    return this.timezone ? "TIMESTAMP WITH TIME ZONE" : "TIMESTAMP";
  }

  override deconstruct(): Deconstructed {
    return call(this.callee, [], {
      timezone: this.timezone ? true : undefined,
      localTimezone: this.localTimezone ? true : undefined,
    });
  }
}

/** Options of {@link interval}. */
export interface OracleIntervalOptions {
  /** Digits of the day count. */
  readonly dayPrecision?: number | undefined;
  /** Digits after the second's point. */
  readonly secondPrecision?: number | undefined;
}

/** A span of days, hours, minutes and seconds. */
export class OracleInterval extends SqlType<string> {
  readonly literalKind: LiteralKind = "interval";

  constructor(readonly options: OracleIntervalOptions = {}) {
    super();
    checkOptions("sa.oracle.interval()", options, ["dayPrecision", "secondPrecision"]);
    checkLength(options.dayPrecision, "dayPrecision");
    checkLength(options.secondPrecision, "secondPrecision");
  }

  toSql(_renderer: TypeRenderer): string {
    const { dayPrecision, secondPrecision } = this.options;
    const days = dayPrecision === undefined ? "" : `(${dayPrecision})`;
    return `INTERVAL DAY${days} TO SECOND${secondPrecision === undefined ? "" : `(${secondPrecision})`}`;
  }

  deconstruct(): Deconstructed {
    return call("sa.oracle.interval", [], this.options);
  }
}

/** Options of {@link float}. */
export interface OracleFloatOptions {
  /** Bits, from 1 to 126: Oracle counts them, and no decimal digits. */
  readonly binaryPrecision?: number | undefined;
}

/** A floating-point number, kept in decimal. */
export class OracleFloat extends FloatType {
  protected readonly callee: string = "sa.oracle.float";
  readonly binaryPrecision: number | undefined;

  constructor(precision: number | null = null, options: OracleFloatOptions = {}) {
    super(precision);
    checkOptions("sa.oracle.float()", options, ["binaryPrecision"]);
    checkLength(options.binaryPrecision, "binaryPrecision");
    this.binaryPrecision = options.binaryPrecision;
  }

  toSql(_renderer: TypeRenderer): string {
    if (this.binaryPrecision !== undefined) return `FLOAT(${this.binaryPrecision})`;
    if (this.precision === null) return "FLOAT";
    throw new InvalidArgumentError("ALB0380", "Oracle's FLOAT counts its precision in bits, not in decimal digits.", {
      hint: 'Write sa.oracle.float(null, { binaryPrecision: 63 }), or .withVariant() it for "oracle".',
    });
  }

  override deconstruct(): Deconstructed {
    return call(this.callee, this.binaryPrecision === undefined && this.precision === null ? [] : [this.precision], {
      binaryPrecision: this.binaryPrecision,
    });
  }
}

/** A floating-point number of 64 bits. */
export class BINARY_DOUBLE extends FloatType {
  protected readonly callee: string = "sa.oracle.binaryDouble";
  toSql(_renderer: TypeRenderer): string {
    return "BINARY_DOUBLE";
  }
}

/** A floating-point number of 32 bits. */
export class BINARY_FLOAT extends FloatType {
  protected readonly callee: string = "sa.oracle.binaryFloat";
  toSql(_renderer: TypeRenderer): string {
    return "BINARY_FLOAT";
  }
}

/** Options of {@link vector}. */
export interface VectorOptions {
  /** The number of values; any unless given. */
  readonly dim?: number | undefined;
  /** How each value is kept; any way unless given. */
  readonly storageFormat?: "INT8" | "BINARY" | "FLOAT32" | "FLOAT64" | undefined;
  /** Whether values that are 0 are kept; either way unless given. */
  readonly storageType?: "DENSE" | "SPARSE" | undefined;
}

/** A vector of numbers, since Oracle 23ai. */
export class VECTOR extends SqlType<readonly number[]> {
  readonly literalKind: LiteralKind = "json";

  constructor(readonly options: VectorOptions = {}) {
    super();
    checkOptions("sa.oracle.vector()", options, ["dim", "storageFormat", "storageType"]);
    checkLength(options.dim, "dim");
    for (const word of [options.storageFormat, options.storageType]) checkVectorWord(word);
  }

  toSql(_renderer: TypeRenderer): string {
    const { dim, storageFormat, storageType } = this.options;
    return `VECTOR(${dim ?? "*"},${storageFormat ?? "*"},${storageType ?? "*"})`;
  }

  deconstruct(): Deconstructed {
    return call("sa.oracle.vector", [], this.options);
  }
}

const vectorWords: readonly (string | undefined)[] = ["INT8", "BINARY", "FLOAT32", "FLOAT64", "DENSE", "SPARSE", undefined];

function checkVectorWord(word: string | undefined): void {
  if (vectorWords.includes(word)) return;
  throw new InvalidArgumentError("ALB0381", `'${word}' says nothing of how a vector is stored.`, {
    hint: "storageFormat is INT8, BINARY, FLOAT32 or FLOAT64; storageType is DENSE or SPARSE.",
  });
}

/**
 * An exact number of up to 38 digits.
 *
 * @param precision digits in all
 * @param scale digits after the point
 * @example sa.oracle.number(12, 2);
 */
export const number = (precision?: number | null, scale?: number | null): NUMBER => new NUMBER(precision ?? null, scale ?? null);

/**
 * A string.
 *
 * @param length characters
 * @example sa.oracle.varchar2(60);
 */
export const varchar2 = (length?: number | null, options?: StringTypeOptions): VARCHAR2 => new VARCHAR2(length ?? null, options);

/**
 * A string in the national character set.
 *
 * @param length characters
 * @example sa.oracle.nvarchar2(60);
 */
export const nvarchar2 = (length?: number | null, options?: StringTypeOptions): NVARCHAR2 => new NVARCHAR2(length ?? null, options);

/**
 * A string, by the word that Oracle advises against.
 *
 * @param length characters
 * @example sa.oracle.varchar(60);
 */
export const varchar = (length?: number | null, options?: StringTypeOptions): VARCHAR => new VARCHAR(length ?? null, options);

/**
 * A string in the national character set.
 *
 * @param length characters
 * @example sa.oracle.nvarchar(60);
 */
export const nvarchar = (length?: number | null, options?: StringTypeOptions): NVARCHAR => new NVARCHAR(length ?? null, options);

/**
 * A string of fixed length.
 *
 * @param length characters
 * @example sa.oracle.char(4);
 */
export const char = (length?: number | null, options?: StringTypeOptions): CHAR => new CHAR(length ?? null, options);

/**
 * A string of fixed length in the national character set.
 *
 * @param length characters
 * @example sa.oracle.nchar(4);
 */
export const nchar = (length?: number | null, options?: StringTypeOptions): NCHAR => new NCHAR(length ?? null, options);

/**
 * A long text.
 *
 * @example sa.oracle.clob();
 */
export const clob = (): CLOB => new CLOB();

/**
 * A long text in the national character set.
 *
 * @example sa.oracle.nclob();
 */
export const nclob = (): NCLOB => new NCLOB();

/**
 * A long text, as before CLOB.
 *
 * @example sa.oracle.long();
 */
export const long = (): LONG => new LONG();

/**
 * Many bytes.
 *
 * @example sa.oracle.blob();
 */
export const blob = (): BLOB => new BLOB();

/**
 * Bytes.
 *
 * @param length bytes, up to 2000 unless the database is set up for more
 * @example sa.oracle.raw(16);
 */
export const raw = (length?: number | null): RAW => new RAW(length ?? null);

/**
 * A file beside the database.
 *
 * @example sa.oracle.bfile();
 */
export const bfile = (): BFILE => new BFILE();

/**
 * The address of a row.
 *
 * @example sa.oracle.rowid();
 */
export const rowid = (): ROWID => new ROWID();

/**
 * A date with a time of day, to the second.
 *
 * @example sa.oracle.date();
 */
export const date = (): DATE => new DATE();

/**
 * A date with a time of day, to fractions of the second.
 *
 * @throws {InvalidArgumentError} when both time zones are asked for
 * @example sa.oracle.timestamp({ timezone: true });
 */
export const timestamp = (options?: OracleTimestampOptions): OracleTimestamp => new OracleTimestamp(options);

/**
 * A span of days, hours, minutes and seconds.
 *
 * @example sa.oracle.interval({ dayPrecision: 4, secondPrecision: 3 });
 */
export const interval = (options?: OracleIntervalOptions): OracleInterval => new OracleInterval(options);

/**
 * A floating-point number, kept in decimal.
 *
 * @param precision null: Oracle takes no precision in decimal digits
 * @example sa.oracle.float(null, { binaryPrecision: 63 });
 */
export const float = (precision?: number | null, options?: OracleFloatOptions): OracleFloat => new OracleFloat(precision ?? null, options);

/**
 * A floating-point number, kept in decimal, of 126 bits.
 *
 * @example sa.oracle.doublePrecision();
 */
export const doublePrecision = (): DOUBLE_PRECISION => new DOUBLE_PRECISION();

/**
 * A floating-point number, kept in decimal, of 63 bits.
 *
 * @example sa.oracle.real();
 */
export const real = (): REAL => new REAL();

/**
 * A floating-point number of 64 bits.
 *
 * @example sa.oracle.binaryDouble();
 */
export const binaryDouble = (): BINARY_DOUBLE => new BINARY_DOUBLE();

/**
 * A floating-point number of 32 bits.
 *
 * @example sa.oracle.binaryFloat();
 */
export const binaryFloat = (): BINARY_FLOAT => new BINARY_FLOAT();

/**
 * A vector of numbers.
 *
 * @throws {InvalidArgumentError} on an unknown word for how it is stored
 * @example sa.oracle.vector({ dim: 3 });
 */
export const vector = (options?: VectorOptions): VECTOR => new VECTOR(options);
