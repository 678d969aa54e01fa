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

export const sqliteOptionKeys = {
  dialect: "sqlite",
  table: ["autoincrement", "withRowid", "strict"],
  column: ["onConflictPrimaryKey", "onConflictNotNull", "onConflictUnique"],
  index: ["where"],
  unique: ["onConflict"],
  primaryKey: ["onConflict"],
  foreignKey: [],
  check: ["onConflict"],
  alterColumn: [],
  dropColumn: [],
  configure: [],
} as const;
