import { InvalidArgumentError } from "../../errors/index.ts";
import { type LiteralKind, type LiteralType, sql, SqlFragment } from "../../sql/index.ts";
import {
  ARRAY,
  type ArrayOptions,
  checkLength,
  DateTimeType,
  Enum,
  type EnumOptions,
  JSON as JsonType,
  type JsonOptions,
  SqlType,
  TimeType,
  type TimeZoneOptions,
  type TypeRenderer,
} from "../../types/index.ts";
import { checkOptions, describe } from "../../util/check-options.ts";
import { call, type Deconstructed } from "../../util/deconstruct.ts";

/** A type that is one word of PostgreSQL. */
export class WordType<Value = string> extends SqlType<Value> {
  constructor(
    /** As it stands in SQL. */
    readonly word: string,
    readonly literalKind: LiteralKind = "string",
  ) {
    super();
  }

  toSql(_renderer: TypeRenderer): string {
    return this.word;
  }

  deconstruct(): Deconstructed {
    return call(`sa.postgresql.${this.word.toLowerCase()}`);
  }
}

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

/** JSON, kept as it was written. */
export class PostgresqlJson extends JsonType {
  override deconstruct(): Deconstructed {
    return call("sa.postgresql.json", [], { noneAsNull: this.noneAsNull ? true : undefined });
  }
}

/**
 * JSON, kept as it was written.
 *
 * @param options whether null is stored as SQL NULL
 * @example sa.postgresql.json();
 */
export const json = (options?: JsonOptions): PostgresqlJson => new PostgresqlJson(options);

/** JSON in a form that can be indexed. */
export class JSONB extends JsonType {
  override toSql(_renderer: TypeRenderer): string {
    return "JSONB";
  }

  override deconstruct(): Deconstructed {
    return call("sa.postgresql.jsonb", [], { noneAsNull: this.noneAsNull ? true : undefined });
  }
}

/**
 * JSON in a form that can be indexed.
 *
 * @param options whether null is stored as SQL NULL
 * @example sa.postgresql.jsonb();
 */
export const jsonb = (options?: JsonOptions): JSONB => new JSONB(options);

/** Pairs of keys and texts, of the extension `hstore`. */
export class HSTORE extends SqlType<Readonly<Record<string, string | null>>> {
  readonly literalKind: LiteralKind = "string";

  toSql(_renderer: TypeRenderer): string {
    return "HSTORE";
  }

  /** An object as hstore's text: `"a"=>"1", "b"=>NULL`. */
  bindValue(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    const quoted = (text: unknown): string => `"${String(text).replaceAll(/["\\]/g, String.raw`\$&`)}"`;
    const pairs = Object.entries(value).map(
      ([key, text]) => `${quoted(key)}=>${text === null ? "NULL" : quoted(text)}`,
    );
    return pairs.join(", ");
  }

  deconstruct(): Deconstructed {
    return call("sa.postgresql.hstore");
  }
}

/**
 * Pairs of keys and texts, of the extension `hstore`.
 *
 * @example sa.postgresql.hstore();
 */
export const hstore = (): HSTORE => new HSTORE();

/** A UUID. */
export class PostgresqlUuid extends WordType {
  constructor() {
    super("UUID", "uuid");
  }
}

/**
 * A UUID.
 *
 * @example sa.postgresql.uuid();
 */
export const uuid = (): PostgresqlUuid => new PostgresqlUuid();

/** Options of {@link bit}. */
export interface BitOptions {
  /** Whether shorter strings are kept as short as they are. */
  readonly varying?: boolean | undefined;
}

/** A string of bits. */
export class BIT extends SqlType<string> {
  readonly literalKind: LiteralKind = "string";
  readonly varying: boolean;

  constructor(
    /** Bits; of a varying one null for no bound. */
    readonly length: number | null = null,
    options: BitOptions = {},
  ) {
    super();
    checkLength(length);
    checkOptions("sa.postgresql.bit()", options, ["varying"]);
    this.varying = options.varying ?? false;
  }

  toSql(_renderer: TypeRenderer): string {
    if (!this.varying) return `BIT(${this.length ?? 1})`;
    return this.length === null ? "BIT VARYING" : `BIT VARYING(${this.length})`;
  }

  deconstruct(): Deconstructed {
    const options = { varying: this.varying ? true : undefined };
    return call("sa.postgresql.bit", this.length === null && !this.varying ? [] : [this.length], options);
  }
}

/**
 * A string of bits.
 *
 * @param length bits: one unless given, or no bound where it varies
 * @param options whether the length varies
 * @example sa.postgresql.bit(8);
 */
export const bit = (length?: number | null, options?: BitOptions): BIT => new BIT(length ?? null, options);

/** Options of {@link timestamp} and {@link time}. */
export interface PrecisionOptions extends TimeZoneOptions {
  /** Digits after the second's point: 0 to 6. */
  readonly precision?: number | undefined;
}

/** A moment. */
export class PostgresqlTimestamp extends DateTimeType {
  protected readonly callee: string = "sa.postgresql.timestamp";
  readonly precision: number | undefined;

  constructor({ precision, ...options }: PrecisionOptions = {}) {
    super(options);
    checkLength(precision, "precision");
    this.precision = precision;
  }

  toSql(_renderer: TypeRenderer): string {
    return withTimeZone("TIMESTAMP", this);
  }

  override deconstruct(): Deconstructed {
    return call(this.callee, [], { timezone: this.timezone ? true : undefined, precision: this.precision });
  }
}

/**
 * A moment, with a precision of its own.
 *
 * @param options whether the time zone is kept, and the digits after the second's point
 * @example sa.postgresql.timestamp({ timezone: true, precision: 3 });
 */
export const timestamp = (options?: PrecisionOptions): PostgresqlTimestamp => new PostgresqlTimestamp(options);

/** A time of day. */
export class PostgresqlTime extends TimeType {
  protected readonly callee: string = "sa.postgresql.time";
  readonly precision: number | undefined;

  constructor({ precision, ...options }: PrecisionOptions = {}) {
    super(options);
    checkLength(precision, "precision");
    this.precision = precision;
  }

  toSql(_renderer: TypeRenderer): string {
    return withTimeZone("TIME", this);
  }

  override deconstruct(): Deconstructed {
    return call(this.callee, [], { timezone: this.timezone ? true : undefined, precision: this.precision });
  }
}

/**
 * A time of day, with a precision of its own.
 *
 * @param options whether the time zone is kept, and the digits after the second's point
 * @example sa.postgresql.time({ precision: 0 });
 */
export const time = (options?: PrecisionOptions): PostgresqlTime => new PostgresqlTime(options);

/** `TIMESTAMP(3) WITH TIME ZONE`: PostgreSQL's own spelling, which its catalogue shows too. */
export function withTimeZone(
  word: string,
  type: { readonly timezone: boolean; readonly precision?: number | undefined },
): string {
  const precision = type.precision === undefined ? "" : `(${type.precision})`;
  return `${word}${precision} ${type.timezone ? "WITH" : "WITHOUT"} TIME ZONE`;
}

/** Options of {@link interval}. */
export interface IntervalFieldOptions {
  /** The fields that are kept: `YEAR TO MONTH`, `DAY TO SECOND`. */
  readonly fields?: string | undefined;
  /** Digits after the second's point: 0 to 6. */
  readonly precision?: number | undefined;
}

/** A span of time. */
export class PostgresqlInterval extends SqlType<string> {
  readonly literalKind: LiteralKind = "interval";
  readonly fields: string | undefined;
  readonly precision: number | undefined;

  constructor(options: IntervalFieldOptions = {}) {
    super();
    checkOptions("sa.postgresql.interval()", options, ["fields", "precision"]);
    checkLength(options.precision, "precision");
    checkFields(options.fields);
    this.fields = options.fields;
    this.precision = options.precision;
  }

  toSql(_renderer: TypeRenderer): string {
    const fields = this.fields === undefined ? "" : ` ${this.fields}`;
    return `INTERVAL${fields}${this.precision === undefined ? "" : ` (${this.precision})`}`;
  }

  deconstruct(): Deconstructed {
    return call("sa.postgresql.interval", [], { fields: this.fields, precision: this.precision });
  }
}

function checkFields(fields: string | undefined): void {
  if (fields === undefined || /^(YEAR|MONTH|DAY|HOUR|MINUTE|SECOND)( TO (MONTH|HOUR|MINUTE|SECOND))?$/i.test(fields))
    return;
  throw new InvalidArgumentError("ALB0842", `'${fields}' are no fields of an interval.`, {
    hint: "For example: DAY, YEAR TO MONTH, DAY TO SECOND.",
  });
}

/**
 * A span of time, with its fields and precision.
 *
 * @param options the fields that are kept, and the digits after the second's point
 * @throws {InvalidArgumentError} when the fields are none of an interval
 * @example sa.postgresql.interval({ fields: "DAY TO SECOND" });
 */
export const interval = (options?: IntervalFieldOptions): PostgresqlInterval => new PostgresqlInterval(options);

/** Several values of one type, in one or more dimensions. */
export class PostgresqlArray<Value = unknown> extends ARRAY<Value> {
  protected override readonly callee: string = "sa.postgresql.array";
}

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

/** Options of {@link enumeration}, which users call as `sa.postgresql.enum`. */
export type PostgresqlEnumOptions = Omit<EnumOptions, "nativeEnum" | "createConstraint" | "length">;

/** An enum type of the database. */
export class PostgresqlEnum<Value extends string = string> extends Enum<Value> {
  protected override readonly callee: string = "sa.postgresql.enum";

  constructor(values: readonly Value[], options: PostgresqlEnumOptions = {}) {
    super(values, options);
  }
}

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

/** Options of {@link domain}. */
export interface DomainOptions {
  readonly schema?: string | undefined;
  readonly collation?: string | undefined;
  /** A string is a literal; SQL is an `sql` fragment. */
  readonly default?: string | number | boolean | SqlFragment | undefined;
  /** The name of the domain's constraints. */
  readonly constraintName?: string | undefined;
  readonly notNull?: boolean | undefined;
  /** A condition on `VALUE`. */
  readonly check?: string | SqlFragment | undefined;
  /** Whether the domain is made by `createTable`; true unless given. */
  readonly createType?: boolean | undefined;
  /** Whether to ask first if it is there already; false unless given. */
  readonly checkFirst?: boolean | undefined;
  /** Made by the metadata as a whole, so that `createTable` leaves it alone. */
  readonly isMetadataBound?: boolean | undefined;
}

const domainOptionKeys = [
  "schema",
  "collation",
  "default",
  "constraintName",
  "notNull",
  "check",
  "createType",
  "checkFirst",
  "isMetadataBound",
] as const satisfies readonly (keyof DomainOptions)[];

/** A type of the database that is another one with rules. */
export class Domain<Value = unknown> extends SqlType<Value> {
  readonly literalKind: LiteralKind;
  override readonly itemType: LiteralType | undefined;

  constructor(
    readonly name: string,
    readonly dataType: SqlType<Value>,
    readonly options: DomainOptions = {},
  ) {
    super();
    if (typeof name !== "string" || !(dataType instanceof SqlType)) throw domainExpected(dataType);
    checkOptions("sa.postgresql.domain()", options, domainOptionKeys);
    this.literalKind = dataType.literalKind;
    this.itemType = dataType.itemType;
  }

  toSql(renderer: TypeRenderer): string {
    return typeName(renderer, this.name, this.options.schema);
  }

  deconstruct(): Deconstructed {
    return call("sa.postgresql.domain", [this.name, this.dataType], this.options);
  }
}

function domainExpected(got: unknown): InvalidArgumentError {
  return new InvalidArgumentError(
    "ALB0843",
    `sa.postgresql.domain() takes a name and a type, but got ${describe(got)}.`,
    {
      hint: 'For example: sa.postgresql.domain("knots", sa.integer(), { check: "VALUE >= 0" }).',
    },
  );
}

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

/** A named type's name with its schema in front. */
export function typeName(renderer: TypeRenderer, name: string, schema: string | undefined): string {
  return schema === undefined ? renderer.quote(name) : `${renderer.quoteSchema(schema)}.${renderer.quote(name)}`;
}

/** A type that the database knows by a name, and that is made by a statement of its own. */
export type NamedType = Enum | Domain;

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
