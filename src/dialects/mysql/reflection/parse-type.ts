import {
  BIGINT,
  BINARY,
  BLOB,
  CHAR,
  DATE,
  DATETIME,
  DECIMAL,
  DOUBLE,
  FLOAT,
  INTEGER,
  JSON,
  RawType,
  SMALLINT,
  type SqlType,
  TEXT,
  TIME,
  TIMESTAMP,
  UUID,
  VARBINARY,
  VARCHAR,
} from "../../../types/index.ts";
import { memoize } from "../../../util/memoize.ts";
import { MysqlBlob } from "../types/blob-type.ts";
import { MysqlDatetime, MysqlTime, MysqlTimestamp } from "../types/date-types.ts";
import { MysqlEnum, MysqlSet } from "../types/enum-types.ts";
import {
  MysqlBit,
  MysqlDecimal,
  MysqlFloat,
  MysqlInteger,
  MysqlYear,
  type NumberOptions,
} from "../types/number-types.ts";
import { MysqlString } from "../types/string-types.ts";

/** A column's type in the parts that `information_schema` writes it in: `int(11) unsigned`. */
interface TypeParts {
  readonly word: string;
  readonly args: readonly number[];
  /** The values of an ENUM or SET. */
  readonly values: readonly string[];
  readonly number: NumberOptions;
  readonly collation: string | null;
}

type Maker = (parts: TypeParts) => SqlType;

const integer =
  (word: "TINYINT" | "SMALLINT" | "MEDIUMINT" | "INTEGER" | "BIGINT", plain?: () => SqlType): Maker =>
  ({ args: [width], number }) => {
    // Display widths were dropped in MySQL 8.0.19; one other than the default is kept where a server still reports it.
    const own = width === undefined || usualWidths[word].includes(width) ? null : width;
    const isPlain = Object.keys(number).length === 0 && own === null;
    return isPlain && plain !== undefined ? plain() : new MysqlInteger(word, own, number);
  };

/** What the servers report where no width was given: signed and unsigned. */
const usualWidths: Readonly<Record<"TINYINT" | "SMALLINT" | "MEDIUMINT" | "INTEGER" | "BIGINT", readonly number[]>> = {
  TINYINT: [4, 3],
  SMALLINT: [6, 5],
  MEDIUMINT: [9, 8],
  INTEGER: [11, 10],
  BIGINT: [20],
};

const characters =
  (Class: new (length: number | null, options: { readonly collation?: string | undefined }) => SqlType): Maker =>
  ({ args: [length], collation }) =>
    new Class(length ?? null, collation === null ? {} : { collation });

const longCharacters =
  (word: "TINYTEXT" | "MEDIUMTEXT" | "LONGTEXT"): Maker =>
  ({ collation }) =>
    new MysqlString(word, null, collation === null ? {} : { collation });

const float =
  (word: "FLOAT" | "DOUBLE", plain: () => SqlType): Maker =>
  ({ args: [precision, scale], number }) =>
    precision === undefined && Object.keys(number).length === 0
      ? plain()
      : new MysqlFloat(word, precision ?? null, scale ?? null, number);

const makers: Readonly<Record<string, Maker>> = {
  bigint: integer("BIGINT", () => new BIGINT()),
  binary: ({ args: [length] }) => new BINARY(length ?? null),
  bit: ({ args: [length] }) => new MysqlBit(length ?? null),
  blob: () => new BLOB(),
  char: characters(CHAR),
  date: () => new DATE(),
  datetime: ({ args: [fsp] }) => (fsp === undefined ? new DATETIME() : new MysqlDatetime({ fsp })),
  decimal: ({ args: [precision, scale], number }) =>
    Object.keys(number).length === 0
      ? new DECIMAL(precision ?? null, scale ?? null)
      : new MysqlDecimal("DECIMAL", precision ?? null, scale ?? null, number),
  double: float("DOUBLE", () => new DOUBLE()),
  enum: ({ values, collation }) => new MysqlEnum(values, collation === null ? {} : { collation }),
  float: float("FLOAT", () => new FLOAT()),
  int: integer("INTEGER", () => new INTEGER()),
  json: () => new JSON(),
  longblob: () => new MysqlBlob("LONGBLOB"),
  longtext: longCharacters("LONGTEXT"),
  mediumblob: () => new MysqlBlob("MEDIUMBLOB"),
  mediumint: integer("MEDIUMINT"),
  mediumtext: longCharacters("MEDIUMTEXT"),
  set: ({ values, collation }) =>
    new MysqlSet(values, {
      ...(collation === null ? {} : { collation }),
      ...(values.includes("") ? { retrieveAsBitwise: true } : {}),
    }),
  smallint: integer("SMALLINT", () => new SMALLINT()),
  text: characters(TEXT),
  time: ({ args: [fsp] }) => (fsp === undefined ? new TIME() : new MysqlTime({ fsp })),
  timestamp: ({ args: [fsp] }) => (fsp === undefined ? new TIMESTAMP() : new MysqlTimestamp({ fsp })),
  tinyblob: () => new MysqlBlob("TINYBLOB"),
  tinyint: integer("TINYINT"),
  tinytext: longCharacters("TINYTEXT"),
  uuid: () => new UUID(),
  varbinary: ({ args: [length] }) => new VARBINARY(length ?? null),
  varchar: characters(VARCHAR),
  year: () => new MysqlYear(null),
};

/**
 * The type of a column, from `COLUMN_TYPE`.
 *
 * @param text as the server writes it
 * @param collation the column's, where it is not the table's
 */
export const parseType = memoize(
  (text: string, collation: string | null) => `${text}\0${collation ?? ""}`,
  (text, collation): SqlType => {
    const word = /^\w+/.exec(text)?.[0].toLowerCase() ?? "";
    const inside = /^\w+\s*\((.*)\)/s.exec(text)?.[1] ?? "";
    const isList = word === "enum" || word === "set";
    const maker = makers[word];
    if (maker === undefined) return new RawType(text);
    return maker({
      word,
      args: isList || inside === "" ? [] : inside.split(",").map(Number),
      values: isList ? valuesOf(inside) : [],
      number: {
        ...(/\bunsigned\b/i.test(text) ? { unsigned: true } : {}),
        ...(/\bzerofill\b/i.test(text) ? { zerofill: true } : {}),
      },
      collation,
    });
  },
);

function valuesOf(list: string): readonly string[] {
  return [...list.matchAll(/'((?:[^']|'')*)'/g)].map(([, value = ""]) => value.replaceAll("''", "'"));
}
