import { BINARY, BLOB, BOOLEAN, DATE, JSON, type JsonOptions, VARBINARY } from "../../types/index.ts";
import { MysqlBlob } from "./types/blob-type.ts";
import { type FractionOptions, MysqlDatetime, MysqlTime, MysqlTimestamp } from "./types/date-types.ts";
import { MysqlEnum, type MysqlEnumOptions, MysqlSet, type SetOptions } from "./types/enum-types.ts";
import {
  MysqlBit,
  MysqlDecimal,
  MysqlFloat,
  MysqlInteger,
  MysqlYear,
  type NumberOptions,
} from "./types/number-types.ts";
import { MysqlNationalString, MysqlString, type MysqlStringOptions } from "./types/string-types.ts";

/** What a whole-number type takes: digits to show, its words, or both. */
type IntegerArguments = [displayWidth?: number | null, options?: NumberOptions] | [options: NumberOptions];

function integerType<Value>(
  word: "TINYINT" | "SMALLINT" | "MEDIUMINT" | "INTEGER" | "BIGINT",
  [first, options]: IntegerArguments,
): MysqlInteger<Value> {
  const isWidth = typeof first === "number" || first === null || first === undefined;
  return isWidth ? new MysqlInteger<Value>(word, first ?? null, options) : new MysqlInteger<Value>(word, null, first);
}

/**
 * A whole number of 8 bits.
 *
 * @param args digits to show, where a client looks at it, then `unsigned` and `zerofill`; either may be left out
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.mysql.tinyint({ unsigned: true });
 */
export const tinyint = (...args: IntegerArguments): MysqlInteger<number> => integerType<number>("TINYINT", args);

/**
 * A whole number of 16 bits.
 *
 * @param args digits to show, where a client looks at it, then `unsigned` and `zerofill`; either may be left out
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.mysql.smallint({ unsigned: true });
 */
export const smallint = (...args: IntegerArguments): MysqlInteger<number> => integerType<number>("SMALLINT", args);

/**
 * A whole number of 24 bits.
 *
 * @param args digits to show, where a client looks at it, then `unsigned` and `zerofill`; either may be left out
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.mysql.mediumint({ unsigned: true });
 */
export const mediumint = (...args: IntegerArguments): MysqlInteger<number> => integerType<number>("MEDIUMINT", args);

/**
 * A whole number of 32 bits.
 *
 * @param args digits to show, where a client looks at it, then `unsigned` and `zerofill`; either may be left out
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.mysql.integer({ unsigned: true });
 */
export const integer = (...args: IntegerArguments): MysqlInteger<number> => integerType<number>("INTEGER", args);

/**
 * A whole number of 64 bits.
 *
 * @param args digits to show, where a client looks at it, then `unsigned` and `zerofill`; either may be left out
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.mysql.bigint({ unsigned: true });
 */
export const bigint = (...args: IntegerArguments): MysqlInteger<bigint> => integerType<bigint>("BIGINT", args);

/**
 * An exact decimal number.
 *
 * @param precision digits in all
 * @param scale digits after the point
 * @param options `unsigned` and `zerofill`
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.mysql.decimal(12, 4, { unsigned: true });
 */
export const decimal = (precision?: number | null, scale?: number | null, options?: NumberOptions): MysqlDecimal =>
  new MysqlDecimal("DECIMAL", precision ?? null, scale ?? null, options);

/**
 * An exact decimal number.
 *
 * @param precision digits in all
 * @param scale digits after the point
 * @param options `unsigned` and `zerofill`
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.mysql.numeric(12, 4);
 */
export const numeric = (precision?: number | null, scale?: number | null, options?: NumberOptions): MysqlDecimal =>
  new MysqlDecimal("NUMERIC", precision ?? null, scale ?? null, options);

/**
 * A floating-point number of 32 bits.
 *
 * @param precision digits in all
 * @param scale digits after the point
 * @param options `unsigned` and `zerofill`
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.mysql.float(7, 3);
 */
export const float = (precision?: number | null, scale?: number | null, options?: NumberOptions): MysqlFloat =>
  new MysqlFloat("FLOAT", precision ?? null, scale ?? null, options);

/**
 * A floating-point number of 64 bits.
 *
 * @param precision digits in all
 * @param scale digits after the point
 * @param options `unsigned` and `zerofill`
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.mysql.double(16, 4);
 */
export const double = (precision?: number | null, scale?: number | null, options?: NumberOptions): MysqlFloat =>
  new MysqlFloat("DOUBLE", precision ?? null, scale ?? null, options);

/**
 * A floating-point number of 64 bits.
 *
 * @param precision digits in all
 * @param scale digits after the point
 * @param options `unsigned` and `zerofill`
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.mysql.real(10, 2);
 */
export const real = (precision?: number | null, scale?: number | null, options?: NumberOptions): MysqlFloat =>
  new MysqlFloat("REAL", precision ?? null, scale ?? null, options);

/**
 * Bits, from 1 to 64.
 *
 * @param length bits; one unless given
 * @example sa.mysql.bit(8);
 */
export const bit = (length?: number | null): MysqlBit => new MysqlBit(length ?? null);

/**
 * A year.
 *
 * @param displayWidth digits, 4 where given
 * @example sa.mysql.year();
 */
export const year = (displayWidth?: number | null): MysqlYear => new MysqlYear(displayWidth ?? null);

/**
 * A date with a time of day.
 *
 * @param options `fsp`, the digits after the second's point
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.mysql.datetime({ fsp: 6 });
 */
export const datetime = (options?: FractionOptions): MysqlDatetime => new MysqlDatetime(options);

/**
 * A moment, kept in UTC and shown in the session's zone.
 *
 * @param options `fsp`, the digits after the second's point
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.mysql.timestamp({ fsp: 6 });
 */
export const timestamp = (options?: FractionOptions): MysqlTimestamp => new MysqlTimestamp(options);

/**
 * A time of day, or a span of up to 838 hours.
 *
 * @param options `fsp`, the digits after the second's point
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.mysql.time({ fsp: 6 });
 */
export const time = (options?: FractionOptions): MysqlTime => new MysqlTime(options);

/**
 * A string of a fixed length.
 *
 * @param length characters
 * @param options character set, collation and their words
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.mysql.char(2, { charset: "ascii" });
 */
export const char = (length?: number | null, options?: MysqlStringOptions): MysqlString =>
  new MysqlString("CHAR", length ?? null, options);

/**
 * A string up to a length.
 *
 * @param length characters
 * @param options character set, collation and their words
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.mysql.varchar(60, { charset: "utf8mb4", collation: "utf8mb4_bin" });
 */
export const varchar = (length?: number | null, options?: MysqlStringOptions): MysqlString =>
  new MysqlString("VARCHAR", length ?? null, options);

/**
 * A string of up to 65,535 bytes.
 *
 * @param length characters
 * @param options character set, collation and their words
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.mysql.text(null, { charset: "latin1" });
 */
export const text = (length?: number | null, options?: MysqlStringOptions): MysqlString =>
  new MysqlString("TEXT", length ?? null, options);

/**
 * A string of up to 255 bytes.
 *
 * @param length characters
 * @param options character set, collation and their words
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.mysql.tinytext();
 */
export const tinytext = (length?: number | null, options?: MysqlStringOptions): MysqlString =>
  new MysqlString("TINYTEXT", length ?? null, options);

/**
 * A string of up to 16 megabytes.
 *
 * @param length characters
 * @param options character set, collation and their words
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.mysql.mediumtext();
 */
export const mediumtext = (length?: number | null, options?: MysqlStringOptions): MysqlString =>
  new MysqlString("MEDIUMTEXT", length ?? null, options);

/**
 * A string of up to 4 gigabytes.
 *
 * @param length characters
 * @param options character set, collation and their words
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.mysql.longtext();
 */
export const longtext = (length?: number | null, options?: MysqlStringOptions): MysqlString =>
  new MysqlString("LONGTEXT", length ?? null, options);

/**
 * A string of a fixed length, of the server's national character set.
 *
 * @param length characters
 * @param options the collation
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.mysql.nchar(25);
 */
export const nchar = (
  length?: number | null,
  options?: { readonly collation?: string | undefined },
): MysqlNationalString => new MysqlNationalString("NCHAR", length ?? null, options);

/**
 * A string of the server's national character set.
 *
 * @param length characters
 * @param options the collation
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.mysql.nvarchar(25);
 */
export const nvarchar = (
  length?: number | null,
  options?: { readonly collation?: string | undefined },
): MysqlNationalString => new MysqlNationalString("NVARCHAR", length ?? null, options);

/**
 * One of a list of words, kept as a number.
 *
 * @param values the words, in the order in which they sort
 * @param options character set and collation
 * @throws {InvalidArgumentError} on an unknown option, or when the values are not an array of strings
 * @example sa.mysql.enum(["red", "green"], { charset: "utf8mb4" });
 */
const enumeration = <const Value extends string>(
  values: readonly Value[],
  options?: MysqlEnumOptions,
): MysqlEnum<Value> => new MysqlEnum(values, options);

/**
 * Any number of a list of words, kept as bits.
 *
 * @param values the words, without commas
 * @param options character set and collation
 * @throws {InvalidArgumentError} on an unknown option, or on values that a set cannot have
 * @example sa.mysql.set(["fog", "ice", "swell"]);
 */
export const set = (values: readonly string[], options?: SetOptions): MysqlSet => new MysqlSet(values, options);

/**
 * Bytes of a fixed length.
 *
 * @param length bytes
 * @example sa.mysql.binary(16);
 */
export const binary = (length?: number | null): BINARY => new BINARY(length ?? null);

/**
 * Bytes up to a length.
 *
 * @param length bytes
 * @example sa.mysql.varbinary(16);
 */
export const varbinary = (length?: number | null): VARBINARY => new VARBINARY(length ?? null);

/**
 * Up to 65,535 bytes.
 *
 * @param length bytes
 * @example sa.mysql.blob(16);
 */
export const blob = (length?: number | null): BLOB => new BLOB(length ?? null);

/**
 * Up to 255 bytes.
 *
 * @example sa.mysql.tinyblob();
 */
export const tinyblob = (): MysqlBlob => new MysqlBlob("TINYBLOB");

/**
 * Up to 16 megabytes.
 *
 * @example sa.mysql.mediumblob();
 */
export const mediumblob = (): MysqlBlob => new MysqlBlob("MEDIUMBLOB");

/**
 * Up to 4 gigabytes.
 *
 * @example sa.mysql.longblob();
 */
export const longblob = (): MysqlBlob => new MysqlBlob("LONGBLOB");

/**
 * True or false: TINYINT(1).
 *
 * @example sa.mysql.boolean();
 */
export const boolean = (): BOOLEAN => new BOOLEAN();

/**
 * A day.
 *
 * @example sa.mysql.date();
 */
export const date = (): DATE => new DATE();

/**
 * A JSON document.
 *
 * @example sa.mysql.json();
 */
export const json = (options?: JsonOptions): JSON => new JSON(options);

export { enumeration as enum };
