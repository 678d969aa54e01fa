import { InvalidArgumentError } from "../../errors/index.ts";
import type { LiteralKind } from "../../sql/index.ts";
import {
  BIGINT,
  BINARY,
  BinaryType,
  CHAR,
  DATE,
  DateTimeType,
  DECIMAL,
  DOUBLE_PRECISION,
  FLOAT,
  INTEGER,
  IntegerType,
  JSON,
  NCHAR,
  NUMERIC,
  NVARCHAR,
  REAL,
  SMALLINT,
  SqlType,
  StringType,
  type StringTypeOptions,
  TEXT,
  TimeType,
  type TypeRenderer,
  VARBINARY,
  VARCHAR,
} from "../../types/index.ts";
import { checkLength } from "../../types/check.ts";
import { checkOptions } from "../../util/check-options.ts";
import { call, type Deconstructed } from "../../util/deconstruct.ts";

/** A length in characters or bytes; `"max"`, as well as none, is the longest that there is. */
export type MssqlLength = number | "max" | null;

function bounded(length: MssqlLength | undefined): number | null {
  return length === undefined || length === "max" ? null : length;
}

/** A string; without a length as long as the server takes. */
export class MssqlVarchar extends VARCHAR {
  protected override readonly callee: string = "sa.mssql.varchar";
}

/** A string of any script; without a length as long as the server takes. */
export class MssqlNvarchar extends NVARCHAR {
  protected override readonly callee: string = "sa.mssql.nvarchar";
}

/** Text of any script, as before SQL Server 2005. */
export class NTEXT extends StringType {
  override readonly literalKind: LiteralKind = "unicode";
  protected readonly callee: string = "sa.mssql.ntext";
  toSql(renderer: TypeRenderer): string {
    return this.withLength("NTEXT", renderer);
  }
}

/** An XML document. */
export class XML extends SqlType<string> {
  readonly literalKind: LiteralKind = "unicode";
  toSql(_renderer: TypeRenderer): string {
    return "XML";
  }
  deconstruct(): Deconstructed {
    return call("sa.mssql.xml");
  }
}

/** Options of {@link varbinary}. */
export interface VarbinaryOptions {
  /** Keeps the bytes in files beside the database; only without a bound. */
  readonly filestream?: boolean | undefined;
}

/** Bytes; without a length as many as the server takes. */
export class MssqlVarbinary extends VARBINARY {
  protected override readonly callee: string = "sa.mssql.varbinary";
  readonly filestream: boolean;

  constructor(length: number | null = null, options: VarbinaryOptions = {}) {
    super(length);
    checkOptions("sa.mssql.varbinary()", options, ["filestream"]);
    this.filestream = options.filestream ?? false;
    if (!this.filestream || length === null) return;
    throw new InvalidArgumentError("ALB0371", "A FILESTREAM column cannot have a length.", {
      hint: 'Write sa.mssql.varbinary("max", { filestream: true }).',
    });
  }

  override toSql(renderer: TypeRenderer): string {
    return `${renderer.render(new VARBINARY(this.length))}${this.filestream ? " FILESTREAM" : ""}`;
  }

  override deconstruct(): Deconstructed {
    return call(this.callee, [this.length ?? "max"], { filestream: this.filestream ? true : undefined });
  }
}

/** Bytes, as before SQL Server 2005. */
export class IMAGE extends BinaryType {
  protected readonly callee: string = "sa.mssql.image";
  toSql(_renderer: TypeRenderer): string {
    return "IMAGE";
  }
}

function withPrecision(word: string, precision: number | null): string {
  return precision === null ? word : `${word}(${precision})`;
}

abstract class PreciseDateTime extends DateTimeType {
  protected abstract readonly word: string;

  /** @param precision digits after the second's point */
  constructor(
    readonly precision: number | null = null,
    timezone = false,
  ) {
    super({ timezone });
    checkLength(precision, "precision");
  }

  toSql(_renderer: TypeRenderer): string {
    return withPrecision(this.word, this.precision);
  }

  override deconstruct(): Deconstructed {
    return call(this.callee, this.precision === null ? [] : [this.precision]);
  }
}

/** A date with a time of day, to 100 nanoseconds. */
export class DATETIME2 extends PreciseDateTime {
  protected readonly callee: string = "sa.mssql.datetime2";
  protected readonly word: string = "DATETIME2";
}

/** A date with a time of day and its offset from UTC. */
export class DATETIMEOFFSET extends PreciseDateTime {
  protected readonly callee: string = "sa.mssql.datetimeoffset";
  protected readonly word: string = "DATETIMEOFFSET";

  constructor(precision: number | null = null) {
    super(precision, true);
  }
}

/** A date with a time of day, to the minute. */
export class SMALLDATETIME extends DateTimeType {
  protected readonly callee: string = "sa.mssql.smalldatetime";
  toSql(_renderer: TypeRenderer): string {
    return "SMALLDATETIME";
  }
}

/** A date with a time of day, to 3.33 milliseconds. */
export class MssqlDatetime extends DateTimeType {
  protected readonly callee: string = "sa.mssql.datetime";
  toSql(_renderer: TypeRenderer): string {
    return "DATETIME";
  }
}

/** Options of {@link time}. */
export interface MssqlTimeOptions {
  /** Digits after the second's point. */
  readonly precision?: number | undefined;
}

/** A time of day. */
export class MssqlTime extends TimeType {
  protected readonly callee: string = "sa.mssql.time";
  readonly precision: number | null;

  constructor(options: MssqlTimeOptions = {}) {
    super();
    checkOptions("sa.mssql.time()", options, ["precision"]);
    checkLength(options.precision, "precision");
    this.precision = options.precision ?? null;
  }

  toSql(_renderer: TypeRenderer): string {
    return withPrecision("TIME", this.precision);
  }

  override deconstruct(): Deconstructed {
    return call(this.callee, [], { precision: this.precision ?? undefined });
  }
}

/** 0 or 1. */
export class BIT extends SqlType<boolean> {
  readonly literalKind: LiteralKind = "boolean";
  toSql(_renderer: TypeRenderer): string {
    return "BIT";
  }
  deconstruct(): Deconstructed {
    return call("sa.mssql.bit");
  }
}

/** A whole number from 0 to 255. */
export class TINYINT extends IntegerType {
  protected readonly callee: string = "sa.mssql.tinyint";
  protected readonly word: string = "TINYINT";
}

abstract class MoneyType extends SqlType<string> {
  readonly literalKind: LiteralKind = "numeric";
  protected abstract readonly word: string;
  toSql(_renderer: TypeRenderer): string {
    return this.word;
  }
  deconstruct(): Deconstructed {
    return call(`sa.mssql.${this.word.toLowerCase()}`);
  }
}

/** An amount with four digits after the point. */
export class MONEY extends MoneyType {
  protected readonly word: string = "MONEY";
}

/** An amount of up to 214,748.3647. */
export class SMALLMONEY extends MoneyType {
  protected readonly word: string = "SMALLMONEY";
}

/** A UUID. */
export class UNIQUEIDENTIFIER extends SqlType<string> {
  readonly literalKind: LiteralKind = "uuid";
  toSql(_renderer: TypeRenderer): string {
    return "UNIQUEIDENTIFIER";
  }
  deconstruct(): Deconstructed {
    return call("sa.mssql.uniqueidentifier");
  }
}

/** Eight bytes that the server changes whenever the row changes. */
export class ROWVERSION extends SqlType<Uint8Array> {
  readonly literalKind: LiteralKind = "bytes";
  protected readonly word: string = "ROWVERSION";
  toSql(_renderer: TypeRenderer): string {
    return this.word;
  }
  deconstruct(): Deconstructed {
    return call(`sa.mssql.${this.word.toLowerCase()}`);
  }
}

/** The older word for {@link ROWVERSION}: no moment in time. */
export class MssqlTimestamp extends ROWVERSION {
  protected override readonly word: string = "TIMESTAMP";
}

/** A value of almost any type. */
export class SQL_VARIANT extends SqlType<unknown> {
  readonly literalKind: LiteralKind = "any";
  toSql(_renderer: TypeRenderer): string {
    return "SQL_VARIANT";
  }
  deconstruct(): Deconstructed {
    return call("sa.mssql.sqlVariant");
  }
}

/**
 * A string.
 *
 * @param length characters; `"max"` or nothing for no bound
 * @example sa.mssql.varchar("max");
 */
export const varchar = (length?: MssqlLength, options?: StringTypeOptions): MssqlVarchar => new MssqlVarchar(bounded(length), options);

/**
 * A string of any script.
 *
 * @param length characters; `"max"` or nothing for no bound
 * @example sa.mssql.nvarchar(200);
 */
export const nvarchar = (length?: MssqlLength, options?: StringTypeOptions): MssqlNvarchar =>
  new MssqlNvarchar(bounded(length), options);

/**
 * A string of fixed length.
 *
 * @param length characters
 * @example sa.mssql.char(5);
 */
export const char = (length?: number | null, options?: StringTypeOptions): CHAR => new CHAR(length ?? null, options);

/**
 * A string of fixed length in any script.
 *
 * @param length characters
 * @example sa.mssql.nchar(5);
 */
export const nchar = (length?: number | null, options?: StringTypeOptions): NCHAR => new NCHAR(length ?? null, options);

/**
 * Text, as before SQL Server 2005.
 *
 * @example sa.mssql.text();
 */
export const text = (length?: number | null, options?: StringTypeOptions): TEXT => new TEXT(length ?? null, options);

/**
 * Text of any script, as before SQL Server 2005.
 *
 * @example sa.mssql.ntext();
 */
export const ntext = (length?: number | null, options?: StringTypeOptions): NTEXT => new NTEXT(length ?? null, options);

/**
 * An XML document.
 *
 * @example sa.mssql.xml();
 */
export const xml = (): XML => new XML();

/**
 * Bytes of fixed length.
 *
 * @param length bytes
 * @example sa.mssql.binary(16);
 */
export const binary = (length?: number | null): BINARY => new BINARY(length ?? null);

/**
 * Bytes.
 *
 * @param length bytes; `"max"` or nothing for no bound
 * @throws {InvalidArgumentError} when FILESTREAM is asked for with a bound
 * @example sa.mssql.varbinary("max", { filestream: true });
 */
export const varbinary = (length?: MssqlLength, options?: VarbinaryOptions): MssqlVarbinary => new MssqlVarbinary(bounded(length), options);

/**
 * Bytes, as before SQL Server 2005.
 *
 * @example sa.mssql.image();
 */
export const image = (): IMAGE => new IMAGE();

/**
 * A day.
 *
 * @example sa.mssql.date();
 */
export const date = (): DATE => new DATE();

/**
 * A time of day.
 *
 * @example sa.mssql.time({ precision: 3 });
 */
export const time = (options?: MssqlTimeOptions): MssqlTime => new MssqlTime(options);

/**
 * A date with a time of day, to 3.33 milliseconds.
 *
 * @example sa.mssql.datetime();
 */
export const datetime = (): MssqlDatetime => new MssqlDatetime();

/**
 * A date with a time of day, to 100 nanoseconds.
 *
 * @param precision digits after the second's point
 * @example sa.mssql.datetime2(3);
 */
export const datetime2 = (precision?: number | null): DATETIME2 => new DATETIME2(precision ?? null);

/**
 * A date with a time of day and its offset from UTC.
 *
 * @param precision digits after the second's point
 * @example sa.mssql.datetimeoffset(7);
 */
export const datetimeoffset = (precision?: number | null): DATETIMEOFFSET => new DATETIMEOFFSET(precision ?? null);

/**
 * A date with a time of day, to the minute.
 *
 * @example sa.mssql.smalldatetime();
 */
export const smalldatetime = (): SMALLDATETIME => new SMALLDATETIME();

/**
 * 0 or 1.
 *
 * @example sa.mssql.bit();
 */
export const bit = (): BIT => new BIT();

/**
 * A whole number from 0 to 255.
 *
 * @example sa.mssql.tinyint();
 */
export const tinyint = (): TINYINT => new TINYINT();

/**
 * A whole number of 16 bits.
 *
 * @example sa.mssql.smallint();
 */
export const smallint = (): SMALLINT => new SMALLINT();

/**
 * A whole number of 32 bits.
 *
 * @example sa.mssql.integer();
 */
export const integer = (): INTEGER => new INTEGER();

/**
 * A whole number of 64 bits.
 *
 * @example sa.mssql.bigint();
 */
export const bigint = (): BIGINT => new BIGINT();

/**
 * A floating-point number of 32 bits.
 *
 * @example sa.mssql.real();
 */
export const real = (): REAL => new REAL();

/**
 * A floating-point number.
 *
 * @param precision bits of the mantissa
 * @example sa.mssql.float(53);
 */
export const float = (precision?: number | null): FLOAT => new FLOAT(precision ?? null);

/**
 * A floating-point number of 64 bits.
 *
 * @example sa.mssql.doublePrecision();
 */
export const doublePrecision = (): DOUBLE_PRECISION => new DOUBLE_PRECISION();

/**
 * An exact decimal number.
 *
 * @param precision digits in all
 * @param scale digits after the point
 * @example sa.mssql.decimal(18, 4);
 */
export const decimal = (precision?: number | null, scale?: number | null): DECIMAL => new DECIMAL(precision ?? null, scale ?? null);

/**
 * An exact decimal number.
 *
 * @param precision digits in all
 * @param scale digits after the point
 * @example sa.mssql.numeric(18, 4);
 */
export const numeric = (precision?: number | null, scale?: number | null): NUMERIC => new NUMERIC(precision ?? null, scale ?? null);

/**
 * An amount with four digits after the point.
 *
 * @example sa.mssql.money();
 */
export const money = (): MONEY => new MONEY();

/**
 * An amount of up to 214,748.3647.
 *
 * @example sa.mssql.smallmoney();
 */
export const smallmoney = (): SMALLMONEY => new SMALLMONEY();

/**
 * A UUID.
 *
 * @example sa.mssql.uniqueidentifier();
 */
export const uniqueidentifier = (): UNIQUEIDENTIFIER => new UNIQUEIDENTIFIER();

/**
 * Eight bytes that the server changes whenever the row changes.
 *
 * @example sa.mssql.rowversion();
 */
export const rowversion = (): ROWVERSION => new ROWVERSION();

/**
 * The older word for `rowversion`: no moment in time.
 *
 * @example sa.mssql.timestamp();
 */
export const timestamp = (): MssqlTimestamp => new MssqlTimestamp();

/**
 * A value of almost any type.
 *
 * @example sa.mssql.sqlVariant();
 */
export const sqlVariant = (): SQL_VARIANT => new SQL_VARIANT();

/**
 * A JSON document, kept as text.
 *
 * @example sa.mssql.json();
 */
export const json = (): JSON => new JSON();
