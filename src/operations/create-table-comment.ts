import type { Identifier } from "../sql/index.ts";
import { checkOptions } from "../util/check-options.ts";
import { call, type DeconstructedCall } from "../util/deconstruct.ts";
import { batchDirective } from "./batch-directive.ts";
import { checkName } from "./check-arguments.ts";
import { directive } from "./directive.ts";
import { irreversible } from "./irreversible.ts";
import type { MigrateOperation } from "./migrate-operation.ts";
import { TableOperation } from "./table-operation.ts";
import { tableRef } from "./table-ref.ts";

/** Options of {@link createTableComment} and {@link dropTableComment}. */
export interface TableCommentOptions {
  /** The comment that is there: what makes the operation reversible. */
  readonly existingComment?: string | null | undefined;
  readonly schema?: Identifier | null | undefined;
}

/** Options of `batch.createTableComment` and `batch.dropTableComment`. */
export type BatchTableCommentOptions = Omit<TableCommentOptions, "schema">;

/**
 * Sets a table's comment.
 *
 * @example new ops.CreateTableCommentOp("posts", "What people wrote");
 */
export class CreateTableCommentOp extends TableOperation {
  constructor(
    readonly table: Identifier,
    readonly comment: string | null,
    readonly options: TableCommentOptions = {},
  ) {
    super();
    checkName("op.createTableComment()", "table's name", table);
    checkOptions("op.createTableComment()", options, ["existingComment", "schema"]);
  }

  get schema(): Identifier | null {
    return this.options.schema ?? null;
  }

  override reverse(): MigrateOperation {
    const { existingComment, schema } = this.options;
    if (existingComment === undefined || existingComment === null) {
      return new DropTableCommentOp(this.table, { existingComment: this.comment, schema });
    }
    return new CreateTableCommentOp(this.table, existingComment, { existingComment: this.comment, schema });
  }

  deconstruct(): DeconstructedCall {
    return call("op.createTableComment", [this.table, this.comment], this.options);
  }
}

/**
 * Drops a table's comment.
 *
 * @example new ops.DropTableCommentOp("posts");
 */
export class DropTableCommentOp extends TableOperation {
  constructor(
    readonly table: Identifier,
    readonly options: TableCommentOptions = {},
  ) {
    super();
    checkName("op.dropTableComment()", "table's name", table);
    checkOptions("op.dropTableComment()", options, ["existingComment", "schema"]);
  }

  get schema(): Identifier | null {
    return this.options.schema ?? null;
  }

  override reverse(): CreateTableCommentOp {
    const { existingComment, schema } = this.options;
    if (existingComment === undefined)
      throw irreversible("op.dropTableComment()", "existingComment does not say what it was");
    return new CreateTableCommentOp(this.table, existingComment, { schema });
  }

  deconstruct(): DeconstructedCall {
    return call("op.dropTableComment", [this.table], this.options);
  }
}

/**
 * Sets a table's comment.
 *
 * @param table the table's name, without its schema
 * @param comment the text; null removes it
 * @throws {UnsupportedOperationError} where the database keeps no comments
 * @example await op.createTableComment("posts", "What users write.");
 */
export const createTableComment = directive(
  CreateTableCommentOp,
  (table: Identifier, comment: string | null, options?: TableCommentOptions) =>
    new CreateTableCommentOp(table, comment, options),
  async ({ impl }, { table, schema, comment, options }) =>
    impl.createTableComment(tableRef(table, schema), comment, options),
);

/**
 * Sets the comment of the batch's table.
 *
 * @param comment the text; null removes it
 * @throws {UnsupportedOperationError} where the database keeps no comments
 * @example await batch.createTableComment("What users write.");
 */
export const batchCreateTableComment = batchDirective(
  ({ table, schema }, comment: string | null, options: BatchTableCommentOptions = {}) =>
    new CreateTableCommentOp(table, comment, { ...options, schema }),
);

/**
 * Removes a table's comment.
 *
 * @param table the table's name, without its schema
 * @throws {UnsupportedOperationError} where the database keeps no comments
 * @example await op.dropTableComment("posts", { existingComment: "What users write." });
 */
export const dropTableComment = directive(
  DropTableCommentOp,
  (table: Identifier, options?: TableCommentOptions) => new DropTableCommentOp(table, options),
  async ({ impl }, { table, schema, options }) => impl.dropTableComment(tableRef(table, schema), options),
);

/**
 * Removes the comment of the batch's table.
 *
 * @throws {UnsupportedOperationError} where the database keeps no comments
 * @example await batch.dropTableComment();
 */
export const batchDropTableComment = batchDirective(
  ({ table, schema }, options: BatchTableCommentOptions = {}) => new DropTableCommentOp(table, { ...options, schema }),
);
