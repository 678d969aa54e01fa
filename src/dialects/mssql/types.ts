import {
  BIGINT,
  BINARY,
  CHAR,
  DATE,
  DECIMAL,
  DOUBLE_PRECISION,
  FLOAT,
  INTEGER,
  JSON,
  NCHAR,
  NUMERIC,
  REAL,
  SMALLINT,
  type StringTypeOptions,
  TEXT,
} from "../../types/index.ts";
import { type VarbinaryOptions, MssqlVarbinary, IMAGE, ROWVERSION, MssqlTimestamp } from "./types/binary-types.ts";
import { MssqlVarchar, MssqlNvarchar, NTEXT, XML } from "./types/character-types.ts";
import {
  DATETIME2,
  DATETIMEOFFSET,
  SMALLDATETIME,
  MssqlDatetime,
  type MssqlTimeOptions,
  MssqlTime,
} from "./types/moment-types.ts";
import { BIT, TINYINT, MONEY, SMALLMONEY, UNIQUEIDENTIFIER, SQL_VARIANT } from "./types/scalar-types.ts";

/** A length in characters or bytes; `"max"`, as well as none, is the longest that there is. */
export type MssqlLength = number | "max" | null;

function bounded(length: MssqlLength | undefined): number | null {
  return length === undefined || length === "max" ? null : length;
}

/**
 * A string.
 *
 * @param length characters; `"max"` or nothing for no bound
 * @param options the collation
 * @example sa.mssql.varchar("max");
 */
export const varchar = (length?: MssqlLength, options?: StringTypeOptions): MssqlVarchar =>
  new MssqlVarchar(bounded(length), options);

/**
 * A string of any script.
 *
 * @param length characters; `"max"` or nothing for no bound
 * @param options the collation
 * @example sa.mssql.nvarchar(200);
 */
export const nvarchar = (length?: MssqlLength, options?: StringTypeOptions): MssqlNvarchar =>
  new MssqlNvarchar(bounded(length), options);

/**
 * A string of fixed length.
 *
 * @param length characters
 * @param options the collation
 * @example sa.mssql.char(5);
 */
export const char = (length?: number | null, options?: StringTypeOptions): CHAR => new CHAR(length ?? null, options);

/**
 * A string of fixed length in any script.
 *
 * @param length characters
 * @param options the collation
 * @example sa.mssql.nchar(5);
 */
export const nchar = (length?: number | null, options?: StringTypeOptions): NCHAR => new NCHAR(length ?? null, options);

/**
 * Text, as before SQL Server 2005.
 *
 * @param length characters, where there is a bound
 * @param options the collation
 * @example sa.mssql.text();
 */
export const text = (length?: number | null, options?: StringTypeOptions): TEXT => new TEXT(length ?? null, options);

/**
 * Text of any script, as before SQL Server 2005.
 *
 * @param length characters, where there is a bound
 * @param options the collation
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
 * @param options whether the bytes are kept in files beside the database
 * @throws {InvalidArgumentError} when FILESTREAM is asked for with a bound
 * @example sa.mssql.varbinary("max", { filestream: true });
 */
export const varbinary = (length?: MssqlLength, options?: VarbinaryOptions): MssqlVarbinary =>
  new MssqlVarbinary(bounded(length), options);

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
 * @param options digits after the second's point
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
export const decimal = (precision?: number | null, scale?: number | null): DECIMAL =>
  new DECIMAL(precision ?? null, scale ?? null);

/**
 * An exact decimal number.
 *
 * @param precision digits in all
 * @param scale digits after the point
 * @example sa.mssql.numeric(18, 4);
 */
export const numeric = (precision?: number | null, scale?: number | null): NUMERIC =>
  new NUMERIC(precision ?? null, scale ?? null);

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
