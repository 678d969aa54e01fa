import { InvalidArgumentError } from "../errors/index.ts";
import { Table } from "../schema/index.ts";
import { checkOptions, describe } from "../util/check-options.ts";
import { call, type Deconstructed } from "../util/deconstruct.ts";
import { directive } from "./directive.ts";
import { MigrateOperation } from "./migrate-operation.ts";

/** Options of {@link bulkInsert}. */
export interface BulkInsertOptions {
  /** Whether rows may share a statement, where all have the same columns; true unless given. */
  readonly multiinsert?: boolean | undefined;
}

/** A row, by names of columns. */
export type InsertRow = Readonly<Record<string, unknown>>;

/**
 * Inserts rows.
 *
 * @example new ops.BulkInsertOp(sa.table("tags", [sa.column("name", sa.string(20))]), [{ name: "news" }]);
 */
export class BulkInsertOp extends MigrateOperation {
  constructor(
    readonly table: Table,
    readonly rows: readonly InsertRow[],
    readonly options: BulkInsertOptions = {},
  ) {
    super();
    checkTable(table);
    checkRows(rows);
    checkOptions("op.bulkInsert()", options, ["multiinsert"]);
    for (const row of rows) for (const key of Object.keys(row)) table.column(key);
  }

  deconstruct(): Deconstructed {
    return call("op.bulkInsert", [this.table, this.rows], this.options);
  }
}

function checkTable(table: unknown): void {
  if (table instanceof Table) return;
  throw new InvalidArgumentError("ALB0837", `op.bulkInsert() takes a table, not ${describe(table)}.`, {
    hint: 'Give what op.createTable() resolved to, or sa.table("posts", [sa.column("title", sa.string())]).',
  });
}

function checkRows(rows: unknown): void {
  if (Array.isArray(rows) && rows.every((row) => typeof row === "object" && row !== null && !Array.isArray(row)))
    return;
  const got = Array.isArray(rows) ? "an array of something else" : describe(rows);
  throw new InvalidArgumentError(
    "ALB0838",
    `op.bulkInsert() takes an array of rows, each an object by names of columns, not ${got}.`,
    {
      hint: 'For example: [{ id: 1, title: "First" }].',
    },
  );
}

/**
 * Inserts rows.
 *
 * @param table what `op.createTable` resolved to, or `sa.table(...)` with the columns that the rows have
 * @param rows each an object by names of columns; a value may be an `sql` fragment
 * @throws {InvalidArgumentError} when a row has a key that is no column
 * @example await op.bulkInsert(posts, [{ id: 1, title: "First" }, { id: 2, title: "Second" }]);
 */
export const bulkInsert = directive(
  BulkInsertOp,
  (table: Table, rows: readonly InsertRow[], options?: BulkInsertOptions) => new BulkInsertOp(table, rows, options),
  async ({ impl }, { table, rows, options }) => impl.bulkInsert(table, rows, options),
);
