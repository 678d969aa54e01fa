import {
  type MariadbIndexOptions,
  type MariadbKeyOptions,
  type MariadbTableOptions,
  mariadbOptionKeys,
} from "../dialects/mariadb/options.ts";
import {
  type MssqlColumnOptions,
  type MssqlConfigureOptions,
  type MssqlDropColumnOptions,
  type MssqlIndexOptions,
  type MssqlKeyOptions,
  mssqlOptionKeys,
} from "../dialects/mssql/options.ts";
import {
  type MysqlIndexOptions,
  type MysqlKeyOptions,
  type MysqlTableOptions,
  mysqlOptionKeys,
} from "../dialects/mysql/options.ts";
import {
  type OracleConfigureOptions,
  type OracleIndexOptions,
  oracleOptionKeys,
  type OracleTableOptions,
} from "../dialects/oracle/options.ts";
import {
  type PostgresqlAlterColumnOptions,
  type PostgresqlIndexOptions,
  type PostgresqlNotValidOptions,
  postgresqlOptionKeys,
  type PostgresqlPrimaryKeyOptions,
  type PostgresqlTableOptions,
  type PostgresqlUniqueOptions,
} from "../dialects/postgresql/options.ts";
import {
  type SqliteColumnOptions,
  type SqliteConstraintOptions,
  type SqliteIndexOptions,
  type SqliteKeyOptions,
  sqliteOptionKeys,
  type SqliteTableOptions,
} from "../dialects/sqlite/options.ts";
import { checkOptions } from "../util/check-options.ts";

/** A table's options, one object a dialect. */
export interface TableDialectOptions {
  readonly postgresql?: PostgresqlTableOptions | undefined;
  readonly mysql?: MysqlTableOptions | undefined;
  readonly mariadb?: MariadbTableOptions | undefined;
  readonly sqlite?: SqliteTableOptions | undefined;
  readonly oracle?: OracleTableOptions | undefined;
}

/** A column's options, one object a dialect. */
export interface ColumnDialectOptions {
  readonly sqlite?: SqliteColumnOptions | undefined;
  readonly mssql?: MssqlColumnOptions | undefined;
}

/** An index's options, one object a dialect. */
export interface IndexDialectOptions {
  readonly postgresql?: PostgresqlIndexOptions | undefined;
  readonly mysql?: MysqlIndexOptions | undefined;
  readonly mariadb?: MariadbIndexOptions | undefined;
  readonly sqlite?: SqliteIndexOptions | undefined;
  readonly mssql?: MssqlIndexOptions | undefined;
  readonly oracle?: OracleIndexOptions | undefined;
}

/** A unique constraint's options, one object a dialect. */
export interface UniqueDialectOptions {
  readonly postgresql?: PostgresqlUniqueOptions | undefined;
  readonly mysql?: MysqlKeyOptions | undefined;
  readonly mariadb?: MariadbKeyOptions | undefined;
  readonly sqlite?: SqliteKeyOptions | undefined;
  readonly mssql?: MssqlKeyOptions | undefined;
}

/** A primary key's options, one object a dialect. */
export interface PrimaryKeyDialectOptions {
  readonly postgresql?: PostgresqlPrimaryKeyOptions | undefined;
  readonly mysql?: MysqlKeyOptions | undefined;
  readonly mariadb?: MariadbKeyOptions | undefined;
  readonly sqlite?: SqliteKeyOptions | undefined;
  readonly mssql?: MssqlKeyOptions | undefined;
}

/** A foreign key's options, one object a dialect. */
export interface ForeignKeyDialectOptions {
  readonly postgresql?: PostgresqlNotValidOptions | undefined;
}

/** A CHECK's options, one object a dialect. */
export interface CheckDialectOptions {
  readonly postgresql?: PostgresqlNotValidOptions | undefined;
  readonly sqlite?: SqliteConstraintOptions | undefined;
}

/** `alterColumn`'s options, one object a dialect. */
export interface AlterColumnDialectOptions {
  readonly postgresql?: PostgresqlAlterColumnOptions | undefined;
}

/** `dropColumn`'s options, one object a dialect. */
export interface DropColumnDialectOptions {
  readonly mssql?: MssqlDropColumnOptions | undefined;
}

/** `context.configure()`'s options, one object a dialect. */
export interface ConfigureDialectOptions {
  readonly mssql?: MssqlConfigureOptions | undefined;
  readonly oracle?: OracleConfigureOptions | undefined;
}

/** What a dialect's options can hang on. */
export type DialectOptionTarget = Exclude<keyof typeof postgresqlOptionKeys, "dialect">;

type OptionKeys = Readonly<Record<DialectOptionTarget, readonly string[]>>;

const keysByDialect: ReadonlyMap<string, OptionKeys> = new Map<string, OptionKeys>(
  [postgresqlOptionKeys, mysqlOptionKeys, mariadbOptionKeys, sqliteOptionKeys, mssqlOptionKeys, oracleOptionKeys].map(
    (keys) => [keys.dialect, keys],
  ),
);

/**
 * Refuses a misspelt option: of the call itself, or of one dialect in it.
 *
 * @throws {InvalidArgumentError} naming the key and the nearest known one
 */
export function checkDialectOptions(
  where: string,
  target: DialectOptionTarget,
  options: object | undefined,
  known: readonly string[],
): void {
  if (!hasKnownKeys(options, known)) checkOptions(where, options, [...known, ...keysByDialect.keys()]);
  if (options === undefined) return;
  for (const [dialect, value] of dialectOptionsIn(options)) {
    checkOptions(`${where}, under '${dialect}',`, value, keysByDialect.get(dialect)?.[target] ?? []);
  }
}

/** Nearly all options of nearly all objects are right: finding that out makes no list. */
function hasKnownKeys(options: unknown, known: readonly string[]): boolean {
  return (
    typeof options === "object" &&
    options !== null &&
    !Array.isArray(options) &&
    Object.keys(options).every((key) => known.includes(key) || keysByDialect.has(key))
  );
}

function dialectOptionsIn(options: object): readonly (readonly [dialect: string, value: unknown])[] {
  const given = Object.keys(options).filter((key) => keysByDialect.has(key));
  return given.length === 0 ? [] : Object.entries(options).filter(([key]) => keysByDialect.has(key));
}

/** The options of one dialect in an options object. */
export function optionsOf<Options extends object, Name extends keyof Options>(
  options: Options,
  dialect: Name,
): NonNullable<Options[Name]> | Record<string, never> {
  return options[dialect] ?? {};
}
