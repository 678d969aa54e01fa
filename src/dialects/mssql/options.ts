import type { SqlFragment } from "../../sql/index.ts";

/** SQL Server's options of a column. */
export interface MssqlColumnOptions {
  readonly identityStart?: number | undefined;
  readonly identityIncrement?: number | undefined;
}

/** SQL Server's options of an index. */
export interface MssqlIndexOptions {
  readonly clustered?: boolean | undefined;
  readonly include?: readonly string[] | undefined;
  readonly where?: SqlFragment | string | undefined;
  /** A columnstore index; the columns to sort by, or none. */
  readonly columnstore?: boolean | readonly string[] | undefined;
}

/** SQL Server's options of a unique constraint or primary key. */
export interface MssqlKeyOptions {
  readonly clustered?: boolean | undefined;
}

/** SQL Server's options of `dropColumn`: what hangs on the column is dropped first. */
export interface MssqlDropColumnOptions {
  readonly dropDefault?: boolean | undefined;
  readonly dropCheck?: boolean | undefined;
  readonly dropForeignKey?: boolean | undefined;
}

/** SQL Server's options of `context.configure()`. */
export interface MssqlConfigureOptions {
  /** What stands between statements of a script; null for nothing. `GO` unless given. */
  readonly batchSeparator?: string | null | undefined;
}

export const mssqlOptionKeys = {
  dialect: "mssql",
  table: [],
  column: ["identityStart", "identityIncrement"],
  index: ["clustered", "include", "where", "columnstore"],
  unique: ["clustered"],
  primaryKey: ["clustered"],
  foreignKey: [],
  check: [],
  alterColumn: [],
  dropColumn: ["dropDefault", "dropCheck", "dropForeignKey"],
  configure: ["batchSeparator"],
} as const;
