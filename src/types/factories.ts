import {
  DATE,
  DATETIME,
  DateTime,
  DateType,
  Interval,
  type IntervalOptions,
  TIME,
  TIMESTAMP,
  Time,
  type TimeZoneOptions,
} from "./date-types.ts";
import { Enum, type EnumOptions } from "./enum-type.ts";
import {
  BIGINT,
  BigInteger,
  DECIMAL,
  DOUBLE,
  DOUBLE_PRECISION,
  Double,
  FLOAT,
  Float,
  type FloatOptions,
  INTEGER,
  Integer,
  NUMERIC,
  Numeric,
  REAL,
  SMALLINT,
  SmallInteger,
} from "./number-types.ts";
import {
  ARRAY,
  type ArrayOptions,
  BINARY,
  BLOB,
  BOOLEAN,
  Boolean,
  type BooleanOptions,
  JSON,
  type JsonOptions,
  LargeBinary,
  NullType,
  PickleType,
  UUID,
  Uuid,
  type UuidOptions,
  VARBINARY,
} from "./other-types.ts";
import type { SqlType } from "./sql-type.ts";
import {
  CHAR,
  CLOB,
  NCHAR,
  NVARCHAR,
  String,
  type StringTypeOptions,
  TEXT,
  Text,
  Unicode,
  UnicodeText,
  VARCHAR,
} from "./string-types.ts";
import { memoize } from "../util/memoize.ts";

// Types are immutable, and models have many columns of few types: what says the same is the same object.

/** Null for what is no number, which is not found for its spelling: it is refused. */
function keyOf(...sizes: readonly unknown[]): string | null {
  const isRight = sizes.every((size) => typeof size === "number" || size === undefined || size === null);
  return isRight ? sizes.join(",") : null;
}

function once<Type extends SqlType>(make: () => Type): () => Type {
  return memoize(() => "", make);
}

function ofSize<Type extends SqlType, Options>(
  make: (size: number | null, options: Options | undefined) => Type,
): (length?: number | null, options?: Options) => Type {
  return memoize(
    (length?: number | null, options?: Options) => (options === undefined ? keyOf(length) : null),
    (length, options) => make(length ?? null, options),
  );
}

function withOptions<Type extends SqlType, Options>(
  make: (options: Options | undefined) => Type,
): (options?: Options) => Type {
  return memoize((options?: Options) => (options === undefined ? "" : null), make);
}

const shared = {
  string: ofSize<String, StringTypeOptions>((length, options) => new String(length, options)),
  text: ofSize<Text, StringTypeOptions>((length, options) => new Text(length, options)),
  integer: once(() => new Integer()),
  smallInteger: once(() => new SmallInteger()),
  bigInteger: once(() => new BigInteger()),
  numeric: memoize(
    (precision?: number | null, scale?: number | null) => keyOf(precision, scale),
    (precision, scale) => new Numeric(precision ?? null, scale ?? null),
  ),
  boolean: withOptions<Boolean, BooleanOptions>((options) => new Boolean(options)),
  date: once(() => new DateType()),
  dateTime: withOptions<DateTime, TimeZoneOptions>((options) => new DateTime(options)),
  json: withOptions<JSON, JsonOptions>((options) => new JSON(options)),
  uuid: withOptions<Uuid, UuidOptions>((options) => new Uuid(options)),
} as const;

/**
 * A string with an optional bound.
 *
 * @param length characters
 * @example sa.string(50);
 */
export const string = (length?: number | null, options?: StringTypeOptions): String => shared.string(length, options);

/**
 * A string of any length. (SQL text is the `sql` template.)
 *
 * @param length characters, for databases that choose between several types by it
 * @example sa.text();
 */
export const text = (length?: number | null, options?: StringTypeOptions): Text => shared.text(length, options);

/**
 * A string of any script.
 *
 * @param length characters
 * @example sa.unicode(50);
 */
export const unicode = (length?: number | null, options?: StringTypeOptions): Unicode =>
  new Unicode(length ?? null, options);

/**
 * A text of any script.
 *
 * @param length characters, for databases that choose between several types by it
 * @example sa.unicodeText();
 */
export const unicodeText = (length?: number | null, options?: StringTypeOptions): UnicodeText =>
  new UnicodeText(length ?? null, options);

/**
 * A whole number of 32 bits.
 *
 * @example sa.integer();
 */
export const integer = (): Integer => shared.integer();

/**
 * A whole number of 16 bits.
 *
 * @example sa.smallInteger();
 */
export const smallInteger = (): SmallInteger => shared.smallInteger();

/**
 * A whole number of 64 bits.
 *
 * @example sa.bigInteger();
 */
export const bigInteger = (): BigInteger => shared.bigInteger();

/**
 * An exact decimal number.
 *
 * @param precision digits in all
 * @param scale digits after the point
 * @example sa.numeric(10, 2);
 */
export const numeric = (precision?: number | null, scale?: number | null): Numeric => shared.numeric(precision, scale);

/**
 * A floating-point number.
 *
 * @param precision bits or digits, as the database counts them
 * @example sa.float();
 */
export const float = (precision?: number | null, options?: FloatOptions): Float =>
  new Float(precision ?? null, options);

/**
 * A floating-point number of 64 bits.
 *
 * @param precision bits or digits, as the database counts them
 * @example sa.double();
 */
export const double = (precision?: number | null): Double => new Double(precision ?? null);

/**
 * True or false.
 *
 * @example sa.boolean();
 */
export const boolean = (options?: BooleanOptions): Boolean => shared.boolean(options);

/**
 * A day.
 *
 * @example sa.date();
 */
export const date = (): DateType => shared.date();

/**
 * A date with a time of day.
 *
 * @example sa.dateTime({ timezone: true });
 */
export const dateTime = (options?: TimeZoneOptions): DateTime => shared.dateTime(options);

/**
 * A time of day.
 *
 * @example sa.time();
 */
export const time = (options?: TimeZoneOptions): Time => new Time(options);

/**
 * A span of time.
 *
 * @example sa.interval();
 */
export const interval = (options?: IntervalOptions): Interval => new Interval(options);

/**
 * Bytes.
 *
 * @param length bytes, where the database takes a bound
 * @example sa.largeBinary();
 */
export const largeBinary = (length?: number | null): LargeBinary => new LargeBinary(length ?? null);

/**
 * A JSON document.
 *
 * @example sa.json();
 */
export const json = (options?: JsonOptions): JSON => shared.json(options);

/**
 * A UUID.
 *
 * @example sa.uuid();
 */
export const uuid = (options?: UuidOptions): Uuid => shared.uuid(options);

/**
 * One of a list of words.
 *
 * @param values the words, in order
 * @throws {InvalidArgumentError} when the values are not an array of strings
 * @example sa.enum(["draft", "published"], { name: "post_state" });
 */
const enumeration = <const Value extends string>(values: readonly Value[], options?: EnumOptions): Enum<Value> =>
  new Enum(values, options);

/**
 * A value that is stored as bytes of its own form.
 *
 * @example sa.pickleType();
 */
export const pickleType = (): PickleType => new PickleType();

/**
 * The type of a column whose type is not known.
 *
 * @example sa.nullType();
 */
export const nullType = (): NullType => new NullType();

export { rawType } from "./raw-type.ts";

const upperString =
  <Type extends SqlType>(Class: new (length: number | null, options?: StringTypeOptions) => Type) =>
  (length?: number | null, options?: StringTypeOptions): Type =>
    new Class(length ?? null, options);

const upperBinary =
  <Type extends SqlType>(Class: new (length: number | null) => Type) =>
  (length?: number | null): Type =>
    new Class(length ?? null);

/**
 * The type `VARCHAR`, whatever the database.
 *
 * @example sa.VARCHAR(50);
 */
const varchar = upperString(VARCHAR);

/**
 * The type `CHAR`, whatever the database.
 *
 * @example sa.CHAR(2);
 */
const char = upperString(CHAR);

/**
 * The type `NVARCHAR`, whatever the database.
 *
 * @example sa.NVARCHAR(50);
 */
const nvarchar = upperString(NVARCHAR);

/**
 * The type `NCHAR`, whatever the database.
 *
 * @example sa.NCHAR(2);
 */
const nchar = upperString(NCHAR);

/**
 * The type `TEXT`, whatever the database.
 *
 * @example sa.TEXT();
 */
const upperText = upperString(TEXT);

/**
 * The type `CLOB`, whatever the database.
 *
 * @example sa.CLOB();
 */
const clob = upperString(CLOB);

/**
 * The type `BLOB`, whatever the database.
 *
 * @example sa.BLOB();
 */
const blob = upperBinary(BLOB);

/**
 * The type `BINARY`, whatever the database.
 *
 * @example sa.BINARY(16);
 */
const binary = upperBinary(BINARY);

/**
 * The type `VARBINARY`, whatever the database.
 *
 * @example sa.VARBINARY(255);
 */
const varbinary = upperBinary(VARBINARY);

/**
 * The type `INTEGER`, whatever the database.
 *
 * @example sa.INTEGER();
 */
const upperInteger = (): INTEGER => new INTEGER();

/**
 * The type `SMALLINT`, whatever the database.
 *
 * @example sa.SMALLINT();
 */
const smallint = (): SMALLINT => new SMALLINT();

/**
 * The type `BIGINT`, whatever the database.
 *
 * @example sa.BIGINT();
 */
const bigint = (): BIGINT => new BIGINT();

/**
 * The type `NUMERIC`, whatever the database.
 *
 * @param precision digits in all
 * @param scale digits after the point
 * @example sa.NUMERIC(10, 2);
 */
const upperNumeric = (precision?: number | null, scale?: number | null): NUMERIC =>
  new NUMERIC(precision ?? null, scale ?? null);

/**
 * The type `DECIMAL`, whatever the database.
 *
 * @param precision digits in all
 * @param scale digits after the point
 * @example sa.DECIMAL(10, 2);
 */
const decimal = (precision?: number | null, scale?: number | null): DECIMAL =>
  new DECIMAL(precision ?? null, scale ?? null);

/**
 * The type `FLOAT`, whatever the database.
 *
 * @param precision bits or digits, as the database counts them
 * @example sa.FLOAT();
 */
const upperFloat = (precision?: number | null): FLOAT => new FLOAT(precision ?? null);

/**
 * The type `REAL`, whatever the database.
 *
 * @example sa.REAL();
 */
const real = (): REAL => new REAL();

/**
 * The type `DOUBLE`, whatever the database.
 *
 * @example sa.DOUBLE();
 */
const upperDouble = (): DOUBLE => new DOUBLE();

/**
 * The type `DOUBLE PRECISION`, whatever the database.
 *
 * @example sa.DOUBLE_PRECISION();
 */
const doublePrecision = (): DOUBLE_PRECISION => new DOUBLE_PRECISION();

/**
 * The type `BOOLEAN`, whatever the database.
 *
 * @example sa.BOOLEAN();
 */
const upperBoolean = (): BOOLEAN => new BOOLEAN();

/**
 * The type `DATE`, whatever the database.
 *
 * @example sa.DATE();
 */
const upperDate = (): DATE => new DATE();

/**
 * The type `DATETIME`, whatever the database.
 *
 * @example sa.DATETIME();
 */
const datetime = (options?: TimeZoneOptions): DATETIME => new DATETIME(options);

/**
 * The type `TIMESTAMP`, whatever the database.
 *
 * @example sa.TIMESTAMP({ timezone: true });
 */
const upperTimestamp = (options?: TimeZoneOptions): TIMESTAMP => new TIMESTAMP(options);

/**
 * The type `TIME`, whatever the database.
 *
 * @example sa.TIME();
 */
const upperTime = (options?: TimeZoneOptions): TIME => new TIME(options);

/**
 * The type `UUID`, whatever the database.
 *
 * @example sa.UUID();
 */
const upperUuid = (): UUID => new UUID();

/**
 * Several values of one type, where the database has such a type: `INTEGER[]`.
 *
 * @param item the type of the values
 * @example sa.ARRAY(sa.integer());
 */
const array = <Value>(item: SqlType<Value>, options?: ArrayOptions): ARRAY<Value> => new ARRAY(item, options);

/**
 * A TIMESTAMP; the same as `sa.TIMESTAMP`.
 *
 * @example sa.timestamp({ timezone: true });
 */
export const timestamp = upperTimestamp;

export {
  array as ARRAY,
  bigint as BIGINT,
  binary as BINARY,
  blob as BLOB,
  upperBoolean as BOOLEAN,
  char as CHAR,
  clob as CLOB,
  upperDate as DATE,
  datetime as DATETIME,
  decimal as DECIMAL,
  upperDouble as DOUBLE,
  doublePrecision as DOUBLE_PRECISION,
  enumeration as enum,
  upperFloat as FLOAT,
  upperInteger as INTEGER,
  nchar as NCHAR,
  upperNumeric as NUMERIC,
  nvarchar as NVARCHAR,
  real as REAL,
  smallint as SMALLINT,
  upperText as TEXT,
  upperTime as TIME,
  upperTimestamp as TIMESTAMP,
  upperUuid as UUID,
  varbinary as VARBINARY,
  varchar as VARCHAR,
};
