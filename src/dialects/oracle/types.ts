import {
  BLOB,
  CHAR,
  CLOB,
  DATE,
  DOUBLE_PRECISION,
  NCHAR,
  NVARCHAR,
  REAL,
  type StringTypeOptions,
  VARCHAR,
} from "../../types/index.ts";
import { RAW, BFILE } from "./types/binary-types.ts";
import { VARCHAR2, NVARCHAR2, NCLOB, LONG, ROWID } from "./types/character-types.ts";
import {
  type OracleTimestampOptions,
  OracleTimestamp,
  type OracleIntervalOptions,
  OracleInterval,
} from "./types/moment-types.ts";
import { NUMBER, type OracleFloatOptions, OracleFloat, BINARY_DOUBLE, BINARY_FLOAT } from "./types/number-types.ts";
import { type VectorOptions, VECTOR } from "./types/vector-type.ts";

/**
 * An exact number of up to 38 digits.
 *
 * @param precision digits in all
 * @param scale digits after the point
 * @example sa.oracle.number(12, 2);
 */
export const number = (precision?: number | null, scale?: number | null): NUMBER =>
  new NUMBER(precision ?? null, scale ?? null);

/**
 * A string.
 *
 * @param length characters
 * @param options the collation
 * @example sa.oracle.varchar2(60);
 */
export const varchar2 = (length?: number | null, options?: StringTypeOptions): VARCHAR2 =>
  new VARCHAR2(length ?? null, options);

/**
 * A string in the national character set.
 *
 * @param length characters
 * @param options the collation
 * @example sa.oracle.nvarchar2(60);
 */
export const nvarchar2 = (length?: number | null, options?: StringTypeOptions): NVARCHAR2 =>
  new NVARCHAR2(length ?? null, options);

/**
 * A string, by the word that Oracle advises against.
 *
 * @param length characters
 * @param options the collation
 * @example sa.oracle.varchar(60);
 */
export const varchar = (length?: number | null, options?: StringTypeOptions): VARCHAR =>
  new VARCHAR(length ?? null, options);

/**
 * A string in the national character set.
 *
 * @param length characters
 * @param options the collation
 * @example sa.oracle.nvarchar(60);
 */
export const nvarchar = (length?: number | null, options?: StringTypeOptions): NVARCHAR =>
  new NVARCHAR(length ?? null, options);

/**
 * A string of fixed length.
 *
 * @param length characters
 * @param options the collation
 * @example sa.oracle.char(4);
 */
export const char = (length?: number | null, options?: StringTypeOptions): CHAR => new CHAR(length ?? null, options);

/**
 * A string of fixed length in the national character set.
 *
 * @param length characters
 * @param options the collation
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
 * @param options which time zone is kept
 * @throws {InvalidArgumentError} when both time zones are asked for
 * @example sa.oracle.timestamp({ timezone: true });
 */
export const timestamp = (options?: OracleTimestampOptions): OracleTimestamp => new OracleTimestamp(options);

/**
 * A span of days, hours, minutes and seconds.
 *
 * @param options digits of the day count and of the second
 * @example sa.oracle.interval({ dayPrecision: 4, secondPrecision: 3 });
 */
export const interval = (options?: OracleIntervalOptions): OracleInterval => new OracleInterval(options);

/**
 * A floating-point number, kept in decimal.
 *
 * @param precision null: Oracle takes no precision in decimal digits
 * @param options the precision in bits
 * @example sa.oracle.float(null, { binaryPrecision: 63 });
 */
export const float = (precision?: number | null, options?: OracleFloatOptions): OracleFloat =>
  new OracleFloat(precision ?? null, options);

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
 * @param options how many values it has, and how they are stored
 * @throws {InvalidArgumentError} on an unknown word for how it is stored
 * @example sa.oracle.vector({ dim: 3 });
 */
export const vector = (options?: VectorOptions): VECTOR => new VECTOR(options);
