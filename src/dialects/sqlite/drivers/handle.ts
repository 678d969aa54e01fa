/** A value as SQLite stores it. */
export type SqliteValue = null | number | bigint | string | Uint8Array;

/** What a statement gave back, before values are normalised. */
export interface SqliteResult {
  /** Empty for a statement that returns no rows. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** Rows that the statement inserted, updated or deleted, without those of triggers. */
  readonly changes: number;
}

/** An open database, whatever package it comes from. All of them are synchronous, in this process. */
export interface SqliteHandle {
  readonly inTransaction: boolean;
  run(sql: string, values: readonly SqliteValue[]): SqliteResult;
  close(): void;
}
