import type { SqlFragment } from "../../sql/index.ts";

/** PostgreSQL's options of a table. */
export interface PostgresqlTableOptions {
  /** What stands after PARTITION BY: `RANGE (day)`. */
  readonly partitionBy?: string | undefined;
  readonly tablespace?: string | undefined;
  /** The table or tables that this one inherits from, each `table` or `schema.table`. */
  readonly inherits?: string | readonly string[] | undefined;
  readonly withOids?: boolean | undefined;
  /** `PRESERVE ROWS`, `DELETE ROWS` or `DROP`, of a temporary table. */
  readonly onCommit?: string | undefined;
  /** The table access method. */
  readonly using?: string | undefined;
  /** Storage parameters. */
  readonly with?: Readonly<Record<string, string | number | boolean>> | undefined;
}

/** PostgreSQL's options of an index. */
export interface PostgresqlIndexOptions {
  readonly concurrently?: boolean | undefined;
  /** The index method: `gin`, `gist`, `hash`. */
  readonly using?: string | undefined;
  /** The predicate of a partial index. */
  readonly where?: SqlFragment | string | undefined;
  readonly include?: readonly string[] | undefined;
  /** The operator class of a column or of a labelled expression. */
  readonly ops?: Readonly<Record<string, string>> | undefined;
  /** Storage parameters. */
  readonly with?: Readonly<Record<string, string | number | boolean>> | undefined;
  readonly tablespace?: string | undefined;
  readonly nullsNotDistinct?: boolean | undefined;
}

/** PostgreSQL's options of a unique constraint. */
export interface PostgresqlUniqueOptions {
  readonly include?: readonly string[] | undefined;
  readonly nullsNotDistinct?: boolean | undefined;
}

/** PostgreSQL's options of a primary key. */
export interface PostgresqlPrimaryKeyOptions {
  readonly include?: readonly string[] | undefined;
}

/** PostgreSQL's options of a foreign key or a CHECK. */
export interface PostgresqlNotValidOptions {
  /** Rows that are there already are not looked at. */
  readonly notValid?: boolean | undefined;
}

/** PostgreSQL's options of `alterColumn`. */
export interface PostgresqlAlterColumnOptions {
  /** The expression that turns old values into new ones, as raw SQL. */
  readonly using?: SqlFragment | string | undefined;
}

export const postgresqlOptionKeys = {
  dialect: "postgresql",
  table: ["partitionBy", "tablespace", "inherits", "withOids", "onCommit", "using", "with"],
  column: [],
  index: ["concurrently", "using", "where", "include", "ops", "with", "tablespace", "nullsNotDistinct"],
  unique: ["include", "nullsNotDistinct"],
  primaryKey: ["include"],
  foreignKey: ["notValid"],
  check: ["notValid"],
  alterColumn: ["using"],
  dropColumn: [],
  configure: [],
} as const;
