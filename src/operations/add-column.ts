import { CommandError } from "../errors/index.ts";
import {
  checkDialectOptions,
  type Column,
  type DropColumnDialectOptions,
  type NamedColumn,
  Table,
} from "../schema/index.ts";
import type { Identifier } from "../sql/index.ts";
import type { SqlType } from "../types/index.ts";
import { checkOptions } from "../util/check-options.ts";
import { call, type DeconstructedCall } from "../util/deconstruct.ts";
import { batchDirective } from "./batch-directive.ts";
import { checkColumn, checkName } from "./check-arguments.ts";
import { directive } from "./directive.ts";
import { irreversible } from "./irreversible.ts";
import { TableOperation } from "./table-operation.ts";
import { tableRef } from "./table-ref.ts";

/** Options of {@link addColumn}. */
export interface AddColumnOptions {
  readonly schema?: Identifier | null | undefined;
  /** Leave out when the column is there already. */
  readonly ifNotExists?: boolean | undefined;
  /** Write a single foreign key into the column's own text. */
  readonly inlineReferences?: boolean | undefined;
  /** Write PRIMARY KEY into the column's own text. */
  readonly inlinePrimaryKey?: boolean | undefined;
}

/** Where a column is to stand in a table that a batch moves. */
export interface ColumnPlacement {
  /** The column that follows it. */
  readonly insertBefore?: string | undefined;
  /** The column that stands before it. */
  readonly insertAfter?: string | undefined;
}

/** Options of `batch.addColumn`. */
export interface BatchAddColumnOptions extends Omit<AddColumnOptions, "schema">, ColumnPlacement {}

/** Options of {@link dropColumn}. */
export interface DropColumnOptions extends DropColumnDialectOptions {
  readonly schema?: Identifier | null | undefined;
  /** Do nothing when the column is not there. */
  readonly ifExists?: boolean | undefined;
  /** The column's type: where a table is moved, the type's CHECK goes with the column. */
  readonly existingType?: SqlType | undefined;
}

/** Options of `batch.dropColumn`. */
export type BatchDropColumnOptions = Omit<DropColumnOptions, "schema">;

const addColumnOptionKeys = [
  "schema",
  "ifNotExists",
  "inlineReferences",
  "inlinePrimaryKey",
] as const satisfies readonly (keyof AddColumnOptions)[];

/**
 * Adds a column to a table.
 *
 * @example new ops.AddColumnOp("posts", sa.column("content", sa.text()));
 */
export class AddColumnOp extends TableOperation {
  constructor(
    readonly table: Identifier,
    readonly column: Column,
    readonly options: AddColumnOptions = {},
    /** Given in a batch only. */
    readonly placement: ColumnPlacement = {},
  ) {
    super();
    checkName("op.addColumn()", "table's name", table);
    checkColumn("op.addColumn()", column);
    checkOptions("op.addColumn()", options, addColumnOptionKeys);
  }

  get schema(): Identifier | null {
    return this.options.schema ?? null;
  }

  get hasPlacement(): boolean {
    return this.placement.insertBefore !== undefined || this.placement.insertAfter !== undefined;
  }

  override reverse(): DropColumnOp {
    return new DropColumnOp(this.table, this.column.identifier, { schema: this.options.schema }, this.column);
  }

  deconstruct(): DeconstructedCall {
    return call("op.addColumn", [this.table, this.column], { ...this.options, ...this.placement });
  }
}

/**
 * Drops a column of a table.
 *
 * @example new ops.DropColumnOp("posts", "content");
 */
export class DropColumnOp extends TableOperation {
  constructor(
    readonly table: Identifier,
    readonly column: Identifier,
    readonly options: DropColumnOptions = {},
    /** The column as it was, where that is known: what makes the operation reversible. */
    readonly original: Column | null = null,
  ) {
    super();
    checkName("op.dropColumn()", "table's name", table);
    checkName("op.dropColumn()", "column's name", column);
    checkDialectOptions("op.dropColumn()", "dropColumn", options, ["schema", "ifExists", "existingType"]);
  }

  get schema(): Identifier | null {
    return this.options.schema ?? null;
  }

  override reverse(): AddColumnOp {
    if (this.original === null) throw irreversible("op.dropColumn()", "it does not say what the column was");
    return new AddColumnOp(this.table, this.original, { schema: this.options.schema });
  }

  deconstruct(): DeconstructedCall {
    return call("op.dropColumn", [this.table, this.column], this.options);
  }
}

/**
 * Adds a column to an existing table.
 *
 * @param table the table's name, without its schema
 * @param column the column with its type, constraints and default
 * @throws {UnsupportedOperationError} where the dialect cannot add it in place
 * @example await op.addColumn("posts", sa.column("content", sa.text(), { nullable: false }));
 */
export const addColumn = directive(
  AddColumnOp,
  (table: Identifier, column: NamedColumn, options?: AddColumnOptions) => new AddColumnOp(table, column, options),
  async ({ impl, metadata }, operation) => {
    refusePlacement(operation);
    const { table, column, options } = operation;
    const holder = new Table(table, [column], { schema: options.schema }, metadata);
    await impl.addColumn(holder, holder.column(column.requireName()), options);
  },
);

/**
 * Adds a column to the batch's table.
 *
 * @param column the column with its type, constraints and default
 * @throws {CommandError} when a place is given and the table is not moved
 * @example await batch.addColumn(sa.column("content", sa.text()), { insertAfter: "title" });
 */
export const batchAddColumn = batchDirective(
  ({ table, schema }, column: NamedColumn, { insertBefore, insertAfter, ...options }: BatchAddColumnOptions = {}) =>
    new AddColumnOp(table, column, { ...options, schema }, { insertBefore, insertAfter }),
);

/**
 * Drops a column.
 *
 * @param table the table's name, without its schema
 * @param column the column's name
 * @throws {DatabaseError} when something in the database still needs the column
 * @example await op.dropColumn("posts", "content");
 */
export const dropColumn = directive(
  DropColumnOp,
  (table: Identifier, column: Identifier, options?: DropColumnOptions) => new DropColumnOp(table, column, options),
  async ({ impl }, { table, column, options }) => impl.dropColumn(tableRef(table, options.schema), column, options),
);

/**
 * Drops a column of the batch's table.
 *
 * @param column the column's name
 * @throws {InvalidArgumentError} when the table is moved and has no such column
 * @example await batch.dropColumn("content");
 */
export const batchDropColumn = batchDirective(
  ({ table, schema }, column: Identifier, options: BatchDropColumnOptions = {}) =>
    new DropColumnOp(table, column, { ...options, schema }),
);

/** @throws {CommandError} when a place is given: columns are added at a table's end */
export function refusePlacement(operation: AddColumnOp): void {
  if (!operation.hasPlacement) return;
  throw new CommandError("ALB0314", "insertBefore and insertAfter have no effect where a table is altered in place.", {
    hint: 'Move the table: op.batchAlterTable(name, { recreate: "always" }, ...), or leave the place out.',
  });
}
