/** Oracle's options of a table. */
export interface OracleTableOptions {
  /** true, or the degree of compression. */
  readonly compress?: boolean | number | undefined;
  readonly onCommit?: string | undefined;
  readonly tablespace?: string | undefined;
}

/** Oracle's options of an index. */
export interface OracleIndexOptions {
  readonly bitmap?: boolean | undefined;
  /** true, or the number of columns whose prefix is compressed. */
  readonly compress?: boolean | number | undefined;
}

/** Oracle's options of `context.configure()`. */
export interface OracleConfigureOptions {
  /** What stands between statements of a script; null for nothing. `/` unless given. */
  readonly batchSeparator?: string | null | undefined;
}

export const oracleOptionKeys = {
  dialect: "oracle",
  table: ["compress", "onCommit", "tablespace"],
  column: [],
  index: ["bitmap", "compress"],
  unique: [],
  primaryKey: [],
  foreignKey: [],
  check: [],
  alterColumn: [],
  dropColumn: [],
  configure: ["batchSeparator"],
} as const;
