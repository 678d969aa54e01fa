import { Table, type TableItem, tableOptionKeys, type TableOptions, checkDialectOptions } from "../schema/index.ts";
import type { Identifier } from "../sql/index.ts";
import { call, type Deconstructed } from "../util/deconstruct.ts";
import { checkName } from "./check-arguments.ts";
import { directive } from "./directive.ts";
import { irreversible } from "./irreversible.ts";
import { MigrateOperation } from "./migrate-operation.ts";
import { tableRef } from "./table-ref.ts";

/** Options of {@link createTable}. */
export interface CreateTableOptions extends TableOptions {
  /** Leave out when the table is there already. */
  readonly ifNotExists?: boolean | undefined;
}

/** Options of {@link dropTable}. */
export interface DropTableOptions extends TableOptions {
  /** Do nothing when the table is not there. */
  readonly ifExists?: boolean | undefined;
}

/**
 * Creates a table.
 *
 * @example new ops.CreateTableOp("posts", [sa.column("id", sa.integer(), { primaryKey: true })]);
 */
export class CreateTableOp extends MigrateOperation {
  constructor(
    readonly table: Identifier,
    readonly items: readonly TableItem[],
    readonly options: CreateTableOptions = {},
  ) {
    super();
    checkName("op.createTable()", "table's name", table);
    checkDialectOptions("op.createTable()", "table", options, [...tableOptionKeys, "ifNotExists"]);
  }

  override reverse(): DropTableOp {
    return new DropTableOp(this.table, { schema: this.options.schema }, this);
  }

  deconstruct(): Deconstructed {
    return call("op.createTable", [this.table, this.items], this.options);
  }
}

/**
 * Drops a table.
 *
 * @example new ops.DropTableOp("posts");
 */
export class DropTableOp extends MigrateOperation {
  constructor(
    readonly table: Identifier,
    readonly options: DropTableOptions = {},
    /** The table as it was, where that is known: what makes the operation reversible. */
    readonly original: CreateTableOp | null = null,
  ) {
    super();
    checkName("op.dropTable()", "table's name", table);
    checkDialectOptions("op.dropTable()", "table", options, [...tableOptionKeys, "ifExists"]);
  }

  override reverse(): CreateTableOp {
    if (this.original !== null) return this.original;
    throw irreversible("op.dropTable()", "it does not say what the table was");
  }

  deconstruct(): Deconstructed {
    return call("op.dropTable", [this.table], this.options);
  }
}

/**
 * Creates a table, with its constraints, indexes and comments.
 *
 * @param name the table's name, without its schema
 * @param items columns, constraints and indexes
 * @returns the table, for `op.bulkInsert`
 * @throws {InvalidArgumentError} on an unknown option, or when two columns share a name
 * @example
 * await op.createTable("posts", [
 *   sa.column("id", sa.integer(), { primaryKey: true }),
 *   sa.column("title", sa.string(), { nullable: false }),
 * ]);
 */
export const createTable = directive(
  CreateTableOp,
  (name: Identifier, items: readonly TableItem[], options?: CreateTableOptions) =>
    new CreateTableOp(name, items, options),
  async ({ impl, metadata }, { table: name, items, options: { ifNotExists, ...options } }) => {
    const table = new Table(name, items, options, metadata);
    await impl.createTable(table, { ifNotExists });
    return table;
  },
);

/**
 * Drops a table.
 *
 * @param name the table's name, without its schema
 * @throws {DatabaseError} when it is not there, or something still needs it
 * @example await op.dropTable("posts");
 */
export const dropTable = directive(
  DropTableOp,
  (name: Identifier, options?: DropTableOptions) => new DropTableOp(name, options),
  async ({ impl }, { table, options }) => impl.dropTable(tableRef(table, options.schema), options),
);
