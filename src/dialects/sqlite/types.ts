import {
  BLOB,
  BOOLEAN,
  CHAR,
  DECIMAL,
  FLOAT,
  INTEGER,
  JSON,
  type JsonOptions,
  NUMERIC,
  REAL,
  SMALLINT,
  type StringTypeOptions,
  TEXT,
  TIMESTAMP,
  VARCHAR,
} from "../../types/index.ts";
import { SqliteDate, SqliteDateTime, SqliteTime, type StorageOptions } from "./types/moment-types.ts";

/**
 * A day, stored as text.
 *
 * @example sa.sqlite.date({ storageFormat: "%(year)04d/%(month)02d/%(day)02d" });
 */
export const date = (options?: StorageOptions): SqliteDate => new SqliteDate(options);

/**
 * A date with a time of day, stored as text.
 *
 * @example sa.sqlite.datetime({ storageFormat: "%(year)04d%(month)02d%(day)02d%(hour)02d%(minute)02d%(second)02d" });
 */
export const datetime = (options?: StorageOptions): SqliteDateTime => new SqliteDateTime(options);

/**
 * A time of day, stored as text.
 *
 * @example sa.sqlite.time();
 */
export const time = (options?: StorageOptions): SqliteTime => new SqliteTime(options);

/**
 * Bytes.
 *
 * @example sa.sqlite.blob();
 */
export const blob = (): BLOB => new BLOB();

/**
 * True or false, stored as 1 or 0.
 *
 * @example sa.sqlite.boolean();
 */
export const boolean = (): BOOLEAN => new BOOLEAN();

/**
 * A string; SQLite does not hold it to the length.
 *
 * @param length characters
 * @example sa.sqlite.char(2);
 */
export const char = (length?: number | null, options?: StringTypeOptions): CHAR => new CHAR(length ?? null, options);

/**
 * A number with numeric affinity.
 *
 * @param precision digits in all
 * @param scale digits after the point
 * @example sa.sqlite.decimal(10, 2);
 */
export const decimal = (precision?: number | null, scale?: number | null): DECIMAL =>
  new DECIMAL(precision ?? null, scale ?? null);

/**
 * A floating-point number.
 *
 * @example sa.sqlite.float();
 */
export const float = (): FLOAT => new FLOAT();

/**
 * A whole number of up to 64 bits; as a lone primary key it is the rowid.
 *
 * @example sa.sqlite.integer();
 */
export const integer = (): INTEGER => new INTEGER();

/**
 * A JSON document, stored as text.
 *
 * @example sa.sqlite.json();
 */
export const json = (options?: JsonOptions): JSON => new JSON(options);

/**
 * A number with numeric affinity.
 *
 * @param precision digits in all
 * @param scale digits after the point
 * @example sa.sqlite.numeric(10, 2);
 */
export const numeric = (precision?: number | null, scale?: number | null): NUMERIC =>
  new NUMERIC(precision ?? null, scale ?? null);

/**
 * A floating-point number.
 *
 * @example sa.sqlite.real();
 */
export const real = (): REAL => new REAL();

/**
 * A whole number.
 *
 * @example sa.sqlite.smallint();
 */
export const smallint = (): SMALLINT => new SMALLINT();

/**
 * A string of any length.
 *
 * @param length no bound: SQLite does not hold a string to it
 * @example sa.sqlite.text();
 */
export const text = (length?: number | null, options?: StringTypeOptions): TEXT => new TEXT(length ?? null, options);

/**
 * A date with a time of day, stored as text.
 *
 * @example sa.sqlite.timestamp();
 */
export const timestamp = (): TIMESTAMP => new TIMESTAMP();

/**
 * A string; SQLite does not hold it to the length.
 *
 * @param length characters
 * @example sa.sqlite.varchar(50);
 */
export const varchar = (length?: number | null, options?: StringTypeOptions): VARCHAR =>
  new VARCHAR(length ?? null, options);
