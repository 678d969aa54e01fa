import type { Identifier } from "../sql/index.ts";
import { checkOptions } from "../util/check-options.ts";
import { call, type Deconstructed } from "../util/deconstruct.ts";
import { checkName } from "./check-arguments.ts";
import { directive } from "./directive.ts";
import { MigrateOperation } from "./migrate-operation.ts";
import { tableRef } from "./table-ref.ts";

/** Options of {@link renameTable}. */
export interface RenameTableOptions {
  readonly schema?: Identifier | null | undefined;
}

/**
 * Renames a table.
 *
 * @example new ops.RenameTableOp("posts", "articles");
 */
export class RenameTableOp extends MigrateOperation {
  constructor(
    readonly oldTableName: Identifier,
    readonly newTableName: Identifier,
    readonly options: RenameTableOptions = {},
  ) {
    super();
    checkName("op.renameTable()", "table's old name", oldTableName);
    checkName("op.renameTable()", "table's new name", newTableName);
    checkOptions("op.renameTable()", options, ["schema"]);
  }

  override reverse(): RenameTableOp {
    return new RenameTableOp(this.newTableName, this.oldTableName, this.options);
  }

  deconstruct(): Deconstructed {
    return call("op.renameTable", [this.oldTableName, this.newTableName], this.options);
  }
}

/**
 * Gives a table another name.
 *
 * @param oldTableName the name it has, without its schema
 * @param newTableName the name it gets, in the same schema
 * @throws {DatabaseError} when it is not there, or the new name is taken
 * @example await op.renameTable("posts", "articles");
 */
export const renameTable = directive(
  RenameTableOp,
  (oldTableName: Identifier, newTableName: Identifier, options?: RenameTableOptions) =>
    new RenameTableOp(oldTableName, newTableName, options),
  async ({ impl }, { oldTableName, newTableName, options }) =>
    impl.renameTable(tableRef(oldTableName, options.schema), newTableName),
);
