import { InvalidArgumentError } from "../../errors/index.ts";
import { sql, type SqlFragment } from "../../sql/index.ts";
import type { ArrayOptions, Enum, JsonOptions, SqlType } from "../../types/index.ts";
import { checkOptions } from "../../util/check-options.ts";
import { PostgresqlArray } from "./types/array-type.ts";
import { BIT, type BitOptions } from "./types/bit-type.ts";
import { HSTORE, JSONB, PostgresqlJson } from "./types/json-types.ts";
import {
  type IntervalFieldOptions,
  PostgresqlInterval,
  PostgresqlTime,
  PostgresqlTimestamp,
  type PrecisionOptions,
} from "./types/moment-types.ts";
import {
  Domain,
  type DomainOptions,
  type NamedType,
  PostgresqlEnum,
  type PostgresqlEnumOptions,
} from "./types/named-types.ts";
import { PostgresqlUuid, WordType } from "./types/word-types.ts";

/**
 * An address of a host, with an optional network.
 *
 * @example sa.postgresql.inet();
 */
export const inet = (): WordType => new WordType("INET");

/**
 * A network's address.
 *
 * @example sa.postgresql.cidr();
 */
export const cidr = (): WordType => new WordType("CIDR");

/**
 * A hardware address of six bytes.
 *
 * @example sa.postgresql.macaddr();
 */
export const macaddr = (): WordType => new WordType("MACADDR");

/**
 * A hardware address of eight bytes.
 *
 * @example sa.postgresql.macaddr8();
 */
export const macaddr8 = (): WordType => new WordType("MACADDR8");

/**
 * An amount in the currency of the server's locale.
 *
 * @example sa.postgresql.money();
 */
export const money = (): WordType => new WordType("MONEY");

/**
 * An object's number in the catalogue.
 *
 * @example sa.postgresql.oid();
 */
export const oid = (): WordType<number> => new WordType("OID", "integer");

/**
 * A relation, by its name.
 *
 * @example sa.postgresql.regclass();
 */
export const regclass = (): WordType => new WordType("REGCLASS");

/**
 * A text search configuration, by its name.
 *
 * @example sa.postgresql.regconfig();
 */
export const regconfig = (): WordType => new WordType("REGCONFIG");

/**
 * A document prepared for text search.
 *
 * @example sa.postgresql.tsvector();
 */
export const tsvector = (): WordType => new WordType("TSVECTOR");

/**
 * A query of text search.
 *
 * @example sa.postgresql.tsquery();
 */
export const tsquery = (): WordType => new WordType("TSQUERY");

/**
 * A path expression over JSON.
 *
 * @example sa.postgresql.jsonpath();
 */
export const jsonpath = (): WordType => new WordType("JSONPATH");

/**
 * A text that compares without regard to case; of the extension `citext`.
 *
 * @example sa.postgresql.citext();
 */
export const citext = (): WordType => new WordType("CITEXT");

/**
 * An XML document.
 *
 * @example sa.postgresql.xml();
 */
export const xml = (): WordType => new WordType("XML");

/**
 * Bytes.
 *
 * @example sa.postgresql.bytea();
 */
export const bytea = (): WordType<Uint8Array> => new WordType("BYTEA", "bytes");

/**
 * A range of integers of 32 bits, as text: `[1,5)`.
 *
 * @example sa.postgresql.int4range();
 */
export const int4range = (): WordType => new WordType("INT4RANGE");

/**
 * Several ranges of integers of 32 bits, as text: `{[1,5),[7,9)}`.
 *
 * @example sa.postgresql.int4multirange();
 */
export const int4multirange = (): WordType => new WordType("INT4MULTIRANGE");

/**
 * A range of integers of 64 bits, as text: `[1,5)`.
 *
 * @example sa.postgresql.int8range();
 */
export const int8range = (): WordType => new WordType("INT8RANGE");

/**
 * Several ranges of integers of 64 bits, as text: `{[1,5),[7,9)}`.
 *
 * @example sa.postgresql.int8multirange();
 */
export const int8multirange = (): WordType => new WordType("INT8MULTIRANGE");

/**
 * A range of numerics, as text: `[1,5)`.
 *
 * @example sa.postgresql.numrange();
 */
export const numrange = (): WordType => new WordType("NUMRANGE");

/**
 * Several ranges of numerics, as text: `{[1,5),[7,9)}`.
 *
 * @example sa.postgresql.nummultirange();
 */
export const nummultirange = (): WordType => new WordType("NUMMULTIRANGE");

/**
 * A range of days, as text: `[1,5)`.
 *
 * @example sa.postgresql.daterange();
 */
export const daterange = (): WordType => new WordType("DATERANGE");

/**
 * Several ranges of days, as text: `{[1,5),[7,9)}`.
 *
 * @example sa.postgresql.datemultirange();
 */
export const datemultirange = (): WordType => new WordType("DATEMULTIRANGE");

/**
 * A range of timestamps without a time zone, as text: `[1,5)`.
 *
 * @example sa.postgresql.tsrange();
 */
export const tsrange = (): WordType => new WordType("TSRANGE");

/**
 * Several ranges of timestamps without a time zone, as text: `{[1,5),[7,9)}`.
 *
 * @example sa.postgresql.tsmultirange();
 */
export const tsmultirange = (): WordType => new WordType("TSMULTIRANGE");

/**
 * A range of timestamps with a time zone, as text: `[1,5)`.
 *
 * @example sa.postgresql.tstzrange();
 */
export const tstzrange = (): WordType => new WordType("TSTZRANGE");

/**
 * Several ranges of timestamps with a time zone, as text: `{[1,5),[7,9)}`.
 *
 * @example sa.postgresql.tstzmultirange();
 */
export const tstzmultirange = (): WordType => new WordType("TSTZMULTIRANGE");

/**
 * JSON, kept as it was written.
 *
 * @param options whether null is stored as SQL NULL
 * @example sa.postgresql.json();
 */
export const json = (options?: JsonOptions): PostgresqlJson => new PostgresqlJson(options);

/**
 * JSON in a form that can be indexed.
 *
 * @param options whether null is stored as SQL NULL
 * @example sa.postgresql.jsonb();
 */
export const jsonb = (options?: JsonOptions): JSONB => new JSONB(options);

/**
 * Pairs of keys and texts, of the extension `hstore`.
 *
 * @example sa.postgresql.hstore();
 */
export const hstore = (): HSTORE => new HSTORE();

/**
 * A UUID.
 *
 * @example sa.postgresql.uuid();
 */
export const uuid = (): PostgresqlUuid => new PostgresqlUuid();

/**
 * A string of bits.
 *
 * @param length bits: one unless given, or no bound where it varies
 * @param options whether the length varies
 * @example sa.postgresql.bit(8);
 */
export const bit = (length?: number | null, options?: BitOptions): BIT => new BIT(length ?? null, options);

/**
 * A moment, with a precision of its own.
 *
 * @param options whether the time zone is kept, and the digits after the second's point
 * @example sa.postgresql.timestamp({ timezone: true, precision: 3 });
 */
export const timestamp = (options?: PrecisionOptions): PostgresqlTimestamp => new PostgresqlTimestamp(options);

/**
 * A time of day, with a precision of its own.
 *
 * @param options whether the time zone is kept, and the digits after the second's point
 * @example sa.postgresql.time({ precision: 0 });
 */
export const time = (options?: PrecisionOptions): PostgresqlTime => new PostgresqlTime(options);

/**
 * A span of time, with its fields and precision.
 *
 * @param options the fields that are kept, and the digits after the second's point
 * @throws {InvalidArgumentError} when the fields are none of an interval
 * @example sa.postgresql.interval({ fields: "DAY TO SECOND" });
 */
export const interval = (options?: IntervalFieldOptions): PostgresqlInterval => new PostgresqlInterval(options);

/**
 * Several values of one type, in one or more dimensions.
 *
 * @param item the type of the values
 * @param options the number of dimensions; one unless given
 * @throws {InvalidArgumentError} when the items are arrays themselves
 * @example sa.postgresql.array(sa.text(), { dimensions: 2 });
 */
export const array = <Value>(item: SqlType<Value>, options?: ArrayOptions): PostgresqlArray<Value> =>
  new PostgresqlArray(item, options);

/**
 * An enum type of the database.
 *
 * @param values the words, in order
 * @param options its name, its schema, and whether `op.createTable` makes it
 * @throws {InvalidArgumentError} when the values are not an array of strings
 * @example sa.postgresql.enum(["draft", "published"], { name: "post_state" });
 */
const enumeration = <const Value extends string>(
  values: readonly Value[],
  options?: PostgresqlEnumOptions,
): PostgresqlEnum<Value> => new PostgresqlEnum(values, options);

export { enumeration as enum };

/**
 * A type of the database that is another one with rules.
 *
 * @param name the domain's name, without its schema
 * @param dataType the type that it is made of
 * @param options its rules
 * @throws {InvalidArgumentError} without a name and a type
 * @example sa.postgresql.domain("knots", sa.integer(), { check: "VALUE >= 0" });
 */
export const domain = <Value>(name: string, dataType: SqlType<Value>, options?: DomainOptions): Domain<Value> =>
  new Domain(name, dataType, options);

/** Options of {@link dropType}. */
export interface DropTypeOptions {
  /** Do nothing when it is not there. */
  readonly ifExists?: boolean | undefined;
}

/**
 * The statement that drops an enum type or a domain: `op.dropTable` leaves it behind, since other tables may use it.
 *
 * @param type the type
 * @param options whether it may be missing
 * @throws {InvalidArgumentError} when the type has no name
 * @example await op.execute(sa.postgresql.dropType(state, { ifExists: true }));
 */
export function dropType(type: NamedType, options: DropTypeOptions = {}): SqlFragment {
  checkOptions("sa.postgresql.dropType()", options, ["ifExists"]);
  const { name, schema } = type instanceof Domain ? { name: type.name, schema: type.options.schema } : type;
  if (name === undefined) throw nameMissing();
  const exists = options.ifExists === true ? "IF EXISTS " : "";
  return sql`DROP ${sql.raw(type instanceof Domain ? "DOMAIN" : "TYPE")} ${sql.raw(exists)}${pathOf(name, schema)}`;
}

/**
 * The statement that makes an enum type, for a column that is added by `op.addColumn`.
 *
 * @param type the type
 * @throws {InvalidArgumentError} when the type has no name
 * @example await op.execute(sa.postgresql.createType(state));
 */
export function createType(type: Enum): SqlFragment {
  if (type.name === undefined) throw nameMissing();
  const values = type.values.map((value) => sql.literal(value));
  return sql`CREATE TYPE ${pathOf(type.name, type.schema)} AS ENUM (${sql.join(values)})`;
}

function pathOf(name: string, schema: string | undefined): SqlFragment {
  return schema === undefined ? sql.identifier(name) : sql.identifier(...schemaPath(schema), name);
}

function schemaPath(schema: string): readonly [string, ...string[]] {
  const [first = "", ...rest] = schema.split(".");
  return [first, ...rest];
}

function nameMissing(): InvalidArgumentError {
  return new InvalidArgumentError("ALB0844", "An enum type of the database needs a name.", {
    hint: 'For example: sa.enum(["draft", "published"], { name: "post_state" }).',
  });
}

export {
  BIGINT as bigint,
  BOOLEAN as boolean,
  CHAR as char,
  DATE as date,
  DOUBLE_PRECISION as doublePrecision,
  FLOAT as float,
  INTEGER as integer,
  NUMERIC as numeric,
  REAL as real,
  SMALLINT as smallint,
  TEXT as text,
  VARCHAR as varchar,
} from "../../types/factories.ts";
