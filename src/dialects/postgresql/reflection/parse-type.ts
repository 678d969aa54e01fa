import {
  BIGINT,
  BOOLEAN,
  CHAR,
  DATE,
  DOUBLE_PRECISION,
  INTEGER,
  NUMERIC,
  RawType,
  REAL,
  SMALLINT,
  type SqlType,
  TEXT,
  UUID,
  VARCHAR,
} from "../../../types/index.ts";
import { memoize } from "../../../util/memoize.ts";
import { PostgresqlArray } from "../types/array-type.ts";
import { BIT } from "../types/bit-type.ts";
import { HSTORE, JSONB, PostgresqlJson } from "../types/json-types.ts";
import { PostgresqlInterval, PostgresqlTime, PostgresqlTimestamp } from "../types/moment-types.ts";
import { PostgresqlEnum } from "../types/named-types.ts";
import { WordType } from "../types/word-types.ts";

/** A column's type as the catalogue tells it. */
export interface CatalogueType {
  /** As `format_type()` writes it: `character varying(50)`, `timestamp(3) with time zone`, `integer[]`. */
  readonly text: string;
  /** The number of dimensions; 0 where it is no array. */
  readonly dimensions: number;
  readonly collation: string | null;
  /** The values, name and schema, where the type (or the array's element) is an enum. */
  readonly enumeration: {
    readonly name: string;
    readonly schema: string | null;
    readonly values: readonly string[];
  } | null;
}

type Arguments = readonly number[];
type Options = { readonly collation?: string | undefined };

const makers: Readonly<Record<string, (args: Arguments, options: Options) => SqlType>> = {
  "character varying": ([length], options) => new VARCHAR(length ?? null, options),
  character: ([length], options) => new CHAR(length ?? null, options),
  bpchar: ([length], options) => new CHAR(length ?? null, options),
  text: (_, options) => new TEXT(null, options),
  integer: () => new INTEGER(),
  smallint: () => new SMALLINT(),
  bigint: () => new BIGINT(),
  numeric: ([precision, scale]) => new NUMERIC(precision ?? null, scale ?? null),
  real: () => new REAL(),
  "double precision": () => new DOUBLE_PRECISION(),
  boolean: () => new BOOLEAN(),
  date: () => new DATE(),
  "timestamp without time zone": ([precision]) => new PostgresqlTimestamp({ precision }),
  "timestamp with time zone": ([precision]) => new PostgresqlTimestamp({ timezone: true, precision }),
  "time without time zone": ([precision]) => new PostgresqlTime({ precision }),
  "time with time zone": ([precision]) => new PostgresqlTime({ timezone: true, precision }),
  uuid: () => new UUID(),
  json: () => new PostgresqlJson(),
  jsonb: () => new JSONB(),
  hstore: () => new HSTORE(),
  bytea: () => new WordType("BYTEA", "bytes"),
  oid: () => new WordType("OID", "integer"),
  bit: ([length]) => new BIT(length ?? 1),
  "bit varying": ([length]) => new BIT(length ?? null, { varying: true }),
};

const words: ReadonlySet<string> = new Set([
  "inet",
  "cidr",
  "macaddr",
  "macaddr8",
  "money",
  "regclass",
  "regconfig",
  "tsvector",
  "tsquery",
  "jsonpath",
  "citext",
  "xml",
  ...["int4", "int8", "num", "date", "ts", "tstz"].flatMap((word) => [`${word}range`, `${word}multirange`]),
]);

/** The type of a column, as a value; {@link RawType} for one that the package does not know. */
export const parseType = memoize(
  // The values of an enum may change from one reading to the next.
  ({ text, dimensions, collation, enumeration }: CatalogueType) =>
    enumeration === null ? `${text}\0${dimensions}\0${collation ?? ""}` : null,
  (type): SqlType => {
    const element = elementType(type);
    if (type.dimensions === 0) return element;
    return new PostgresqlArray(element, type.dimensions > 1 ? { dimensions: type.dimensions } : {});
  },
);

function elementType({ text, collation, enumeration }: CatalogueType): SqlType {
  if (enumeration !== null) {
    const { name, schema, values } = enumeration;
    return new PostgresqlEnum(values, schema === null ? { name } : { name, schema });
  }
  const { word, args } = split(text.replaceAll("[]", ""));
  if (word.startsWith("interval")) return interval(word, args);
  const maker = makers[word];
  if (maker !== undefined) return maker(args, collation === null ? {} : { collation });
  const bare = word.slice(word.lastIndexOf(".") + 1);
  return words.has(bare) ? new WordType(bare.toUpperCase()) : new RawType(text.replace(/(\[\])+$/, ""));
}

/** Takes the parenthesised numbers out of a type's text, wherever they stand. */
function split(text: string): { readonly word: string; readonly args: Arguments } {
  const args = /\(([\d, ]+)\)/.exec(text)?.[1]?.split(",").map(Number) ?? [];
  return {
    word: text
      .replace(/\([\d, ]+\)/, "")
      .replaceAll(/\s+/g, " ")
      .trim(),
    args,
  };
}

function interval(word: string, [precision]: Arguments): PostgresqlInterval {
  const fields = word.replace(/^interval\s*/, "").toUpperCase();
  return new PostgresqlInterval({
    ...(fields === "" ? {} : { fields }),
    ...(precision === undefined ? {} : { precision }),
  });
}
