import type { SqlFragment } from "../../sql/index.ts";

/** What SQLite does when a constraint is broken. */
export type SqliteConflict = "ROLLBACK" | "ABORT" | "FAIL" | "IGNORE" | "REPLACE";

/** SQLite's options of a table. */
export interface SqliteTableOptions {
  /** Writes AUTOINCREMENT on the integer primary key. */
  readonly autoincrement?: boolean | undefined;
  /** false makes a WITHOUT ROWID table. */
  readonly withRowid?: boolean | undefined;
  readonly strict?: boolean | undefined;
}

/** SQLite's options of a column. */
export interface SqliteColumnOptions {
  readonly onConflictPrimaryKey?: SqliteConflict | undefined;
  readonly onConflictNotNull?: SqliteConflict | undefined;
  readonly onConflictUnique?: SqliteConflict | undefined;
}

/** SQLite's options of an index. */
export interface SqliteIndexOptions {
  /** The predicate of a partial index. */
  readonly where?: SqlFragment | string | undefined;
}

/** SQLite's options of a constraint. */
export interface SqliteConstraintOptions {
  readonly onConflict?: SqliteConflict | undefined;
}

/** SQLite's options of a unique constraint or a primary key. */
export interface SqliteKeyOptions extends SqliteConstraintOptions {
  /** By which collation each column is compared; null for the column's own. */
  readonly collations?: readonly (string | null)[] | undefined;
  /** The order of each column in the key's index. */
  readonly orders?: readonly ("asc" | "desc" | null)[] | undefined;
}

export const sqliteOptionKeys = {
  dialect: "sqlite",
  table: ["autoincrement", "withRowid", "strict"],
  column: ["onConflictPrimaryKey", "onConflictNotNull", "onConflictUnique"],
  index: ["where"],
  unique: ["onConflict", "collations", "orders"],
  primaryKey: ["onConflict", "collations", "orders"],
  foreignKey: [],
  check: ["onConflict"],
  alterColumn: [],
  dropColumn: [],
  configure: [],
} as const;
