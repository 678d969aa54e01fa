import { UniqueConstraint, type UniqueConstraintOptions } from "../schema/index.ts";
import type { Identifier } from "../sql/index.ts";
import { call, type DeconstructedCall } from "../util/deconstruct.ts";
import { addConstraint, AddConstraintOp } from "./add-constraint.ts";
import { batchDirective } from "./batch-directive.ts";
import { checkName, checkOptionalName } from "./check-arguments.ts";
import { directive } from "./directive.ts";
import type { OptionalName } from "./table-operation.ts";

/** Options of {@link createUniqueConstraint}. */
export interface CreateUniqueConstraintOptions extends Omit<UniqueConstraintOptions, "name"> {
  readonly schema?: Identifier | null | undefined;
}

/** Options of `batch.createUniqueConstraint`. */
export type BatchCreateUniqueConstraintOptions = Omit<CreateUniqueConstraintOptions, "schema">;

/**
 * Adds a unique constraint to a table.
 *
 * @example new ops.CreateUniqueConstraintOp("users_email_key", "users", ["email"]);
 */
export class CreateUniqueConstraintOp extends AddConstraintOp {
  readonly kind = "unique";
  readonly #constraint: UniqueConstraint;

  constructor(
    readonly name: OptionalName,
    readonly table: Identifier,
    readonly columns: readonly string[],
    readonly options: CreateUniqueConstraintOptions = {},
  ) {
    super();
    checkOptionalName("op.createUniqueConstraint()", name);
    checkName("op.createUniqueConstraint()", "table's name", table);
    const { schema: _schema, ...rest } = options;
    this.#constraint = new UniqueConstraint(columns, { ...rest, name });
  }

  get schema(): Identifier | null {
    return this.options.schema ?? null;
  }

  toConstraint(): UniqueConstraint {
    return this.#constraint;
  }

  deconstruct(): DeconstructedCall {
    return call("op.createUniqueConstraint", [this.name, this.table, this.columns], this.options);
  }
}

/**
 * Adds a unique constraint.
 *
 * @param name the constraint's name; null to have the naming convention, or the database, make one
 * @param table the table's name, without its schema
 * @param columns names of columns, in order
 * @throws {UnsupportedOperationError} where the dialect cannot add it in place
 * @example await op.createUniqueConstraint("users_email_key", "users", ["email"]);
 */
export const createUniqueConstraint = directive(
  CreateUniqueConstraintOp,
  (name: OptionalName, table: Identifier, columns: readonly string[], options?: CreateUniqueConstraintOptions) =>
    new CreateUniqueConstraintOp(name, table, columns, options),
  addConstraint,
);

/**
 * Adds a unique constraint to the batch's table.
 *
 * @param name the constraint's name; null to have the naming convention make one
 * @param columns names of columns, in order
 * @throws {InvalidArgumentError} when the table is moved and the constraint has no name
 * @example await batch.createUniqueConstraint("users_email_key", ["email"]);
 */
export const batchCreateUniqueConstraint = batchDirective(
  (
    { table, schema },
    name: OptionalName,
    columns: readonly string[],
    options: BatchCreateUniqueConstraintOptions = {},
  ) => new CreateUniqueConstraintOp(name, table, columns, { ...options, schema }),
);
