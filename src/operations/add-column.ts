import { checkDialectOptions, type Column, type DropColumnDialectOptions, type NamedColumn, Table } from "../schema/index.ts";
import type { Identifier } from "../sql/index.ts";
import { checkOptions } from "../util/check-options.ts";
import { call, type Deconstructed } from "../util/deconstruct.ts";
import { directive } from "./directive.ts";
import { MigrateOperation } from "./migrate-operation.ts";
import { tableRef } from "./table-ref.ts";

/** Options of {@link addColumn}. */
export interface AddColumnOptions {
  readonly schema?: Identifier | undefined;
  /** Leave out when the column is there already. */
  readonly ifNotExists?: boolean | undefined;
  /** Write a single foreign key into the column's own text. */
  readonly inlineReferences?: boolean | undefined;
  /** Write PRIMARY KEY into the column's own text. */
  readonly inlinePrimaryKey?: boolean | undefined;
}

/** Options of {@link dropColumn}. */
export interface DropColumnOptions extends DropColumnDialectOptions {
  readonly schema?: Identifier | undefined;
  /** Do nothing when the column is not there. */
  readonly ifExists?: boolean | undefined;
}

export class AddColumnOp extends MigrateOperation {
  constructor(
    readonly table: Identifier,
    readonly column: Column,
    readonly options: AddColumnOptions = {},
  ) {
    super();
    checkOptions("op.addColumn()", options, ["schema", "ifNotExists", "inlineReferences", "inlinePrimaryKey"]);
  }

  override reverse(): DropColumnOp {
    return new DropColumnOp(this.table, this.column.identifier, { schema: this.options.schema }, this.column);
  }

  deconstruct(): Deconstructed {
    return call("op.addColumn", [this.table, this.column], this.options);
  }
}

export class DropColumnOp extends MigrateOperation {
  constructor(
    readonly table: Identifier,
    readonly column: Identifier,
    readonly options: DropColumnOptions = {},
    /** The column as it was, where that is known: what makes the operation reversible. */
    readonly original: Column | null = null,
  ) {
    super();
    checkDialectOptions("op.dropColumn()", "dropColumn", options, ["schema", "ifExists"]);
  }

  override reverse(): MigrateOperation {
    return this.original === null ? super.reverse() : new AddColumnOp(this.table, this.original, { schema: this.options.schema });
  }

  deconstruct(): Deconstructed {
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
  async ({ impl, metadata }, { table, column, options }) => {
    const holder = new Table(table, [column], { schema: options.schema }, metadata);
    await impl.addColumn(holder, holder.column(column.requireName()), options);
  },
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
