import type { Cell, Field } from "./values.ts";

/** What a statement gave back, before values are decoded. */
export interface MysqlAnswer {
  /** Null for a statement that returns no rows. */
  readonly fields: readonly Field[] | null;
  readonly rows: readonly (readonly Cell[])[];
  readonly affectedRows: number;
}

/** An open connection, whatever package it comes from. */
export interface MysqlHandle {
  /** The session's number in the server, by which it can be told to stop. */
  readonly threadId: number | null;
  /** Runs a statement by the text protocol. */
  query(sql: string): Promise<MysqlAnswer>;
  close(): Promise<void>;
}
