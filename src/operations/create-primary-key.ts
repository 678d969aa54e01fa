import { PrimaryKeyConstraint, type PrimaryKeyConstraintOptions } from "../schema/index.ts";
import type { Identifier } from "../sql/index.ts";
import { call, type DeconstructedCall } from "../util/deconstruct.ts";
import { addConstraint, AddConstraintOp } from "./add-constraint.ts";
import { batchDirective } from "./batch-directive.ts";
import { checkName, checkOptionalName } from "./check-arguments.ts";
import { directive } from "./directive.ts";
import type { OptionalName } from "./table-operation.ts";

/** Options of {@link createPrimaryKey}. */
export interface CreatePrimaryKeyOptions extends Omit<PrimaryKeyConstraintOptions, "name"> {
  readonly schema?: Identifier | null | undefined;
}

/** Options of `batch.createPrimaryKey`. */
export type BatchCreatePrimaryKeyOptions = Omit<CreatePrimaryKeyOptions, "schema">;

/**
 * Adds a primary key to a table.
 *
 * @example new ops.CreatePrimaryKeyOp("posts_pkey", "posts", ["id"]);
 */
export class CreatePrimaryKeyOp extends AddConstraintOp {
  readonly kind = "primary";
  readonly #constraint: PrimaryKeyConstraint;

  constructor(
    readonly name: OptionalName,
    readonly table: Identifier,
    readonly columns: readonly string[],
    readonly options: CreatePrimaryKeyOptions = {},
  ) {
    super();
    checkOptionalName("op.createPrimaryKey()", name);
    checkName("op.createPrimaryKey()", "table's name", table);
    const { schema: _schema, ...rest } = options;
    this.#constraint = new PrimaryKeyConstraint(columns, { ...rest, name });
  }

  get schema(): Identifier | null {
    return this.options.schema ?? null;
  }

  toConstraint(): PrimaryKeyConstraint {
    return this.#constraint;
  }

  deconstruct(): DeconstructedCall {
    return call("op.createPrimaryKey", [this.name, this.table, this.columns], this.options);
  }
}

/**
 * Adds a primary key.
 *
 * @param name the constraint's name; null to have the naming convention, or the database, make one
 * @param table the table's name, without its schema
 * @param columns names of columns, in order
 * @throws {UnsupportedOperationError} where the dialect cannot add it in place
 * @example await op.createPrimaryKey("votes_pkey", "votes", ["post_id", "user_id"]);
 */
export const createPrimaryKey = directive(
  CreatePrimaryKeyOp,
  (name: OptionalName, table: Identifier, columns: readonly string[], options?: CreatePrimaryKeyOptions) =>
    new CreatePrimaryKeyOp(name, table, columns, options),
  addConstraint,
);

/**
 * Adds a primary key to the batch's table, in place of the one that is there.
 *
 * @param name the constraint's name; null to have the naming convention make one
 * @param columns names of columns, in order
 * @throws {InvalidArgumentError} when the table is moved and the constraint has no name
 * @example await batch.createPrimaryKey("votes_pkey", ["post_id", "user_id"]);
 */
export const batchCreatePrimaryKey = batchDirective(
  ({ table, schema }, name: OptionalName, columns: readonly string[], options: BatchCreatePrimaryKeyOptions = {}) =>
    new CreatePrimaryKeyOp(name, table, columns, { ...options, schema }),
);
