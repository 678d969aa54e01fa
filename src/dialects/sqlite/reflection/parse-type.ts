import {
  BIGINT,
  BINARY,
  BLOB,
  BOOLEAN,
  CHAR,
  CLOB,
  DATE,
  DATETIME,
  DECIMAL,
  DOUBLE,
  DOUBLE_PRECISION,
  FLOAT,
  INTEGER,
  JSON,
  NCHAR,
  NUMERIC,
  NVARCHAR,
  RawType,
  REAL,
  SMALLINT,
  type SqlType,
  TEXT,
  TIME,
  TIMESTAMP,
  VARBINARY,
  VARCHAR,
} from "../../../types/index.ts";
import { memoize } from "../../../util/memoize.ts";

type Arguments = readonly number[];
type Maker = (args: Arguments, collation: string | undefined) => SqlType;

const text =
  (Class: new (length: number | null, options: { readonly collation?: string | undefined }) => SqlType): Maker =>
  ([length], collation) =>
    new Class(length ?? null, collation === undefined ? {} : { collation });

const makers: Readonly<Record<string, Maker>> = {
  BIGINT: () => new BIGINT(),
  BLOB: () => new BLOB(),
  BOOL: () => new BOOLEAN(),
  BOOLEAN: () => new BOOLEAN(),
  CHAR: text(CHAR),
  CLOB: text(CLOB),
  DATE: () => new DATE(),
  DATETIME: () => new DATETIME(),
  DECIMAL: ([precision, scale]) => new DECIMAL(precision ?? null, scale ?? null),
  DOUBLE: () => new DOUBLE(),
  "DOUBLE PRECISION": () => new DOUBLE_PRECISION(),
  FLOAT: ([precision]) => new FLOAT(precision ?? null),
  INT: () => new INTEGER(),
  INTEGER: () => new INTEGER(),
  JSON: () => new JSON(),
  NCHAR: text(NCHAR),
  NUMERIC: ([precision, scale]) => new NUMERIC(precision ?? null, scale ?? null),
  NVARCHAR: text(NVARCHAR),
  REAL: () => new REAL(),
  SMALLINT: () => new SMALLINT(),
  TEXT: text(TEXT),
  TIME: () => new TIME(),
  TIMESTAMP: () => new TIMESTAMP(),
  VARBINARY: ([length]) => new VARBINARY(length ?? null),
  BINARY: ([length]) => new BINARY(length ?? null),
  VARCHAR: text(VARCHAR),
};

/**
 * The type that a column was declared with. A word that is no type of ours gets the type of its affinity, by SQLite's
 * own rules (section 3.1 of its page on datatypes).
 */
export const parseType = memoize(
  (declared: string, collation: string | null) => `${declared}\0${collation ?? ""}`,
  (declared, collation): SqlType => {
    const word = wordOf(declared);
    const args = /\(([\d, ]+)\)/.exec(declared)?.[1]?.split(",").map(Number) ?? [];
    return (makers[word] ?? affinity(word))(args, collation ?? undefined);
  },
);

/** Whether a declared type is one of ours. */
export function isKnownType(declared: string): boolean {
  return makers[wordOf(declared)] !== undefined;
}

function wordOf(declared: string): string {
  return declared.replace(/\(.*$/s, "").trim().toUpperCase().replaceAll(/\s+/g, " ");
}

function affinity(word: string): Maker {
  if (word === "") return () => new RawType("");
  if (word.includes("INT")) return () => new INTEGER();
  if (/CHAR|CLOB|TEXT/.test(word)) return text(TEXT);
  if (word.includes("BLOB")) return () => new BLOB();
  return /REAL|FLOA|DOUB/.test(word) ? () => new REAL() : () => new NUMERIC();
}
