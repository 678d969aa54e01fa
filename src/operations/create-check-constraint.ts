import { CheckConstraint, type CheckConstraintOptions } from "../schema/index.ts";
import type { Identifier, SqlFragment } from "../sql/index.ts";
import { call, type DeconstructedCall } from "../util/deconstruct.ts";
import { addConstraint, AddConstraintOp } from "./add-constraint.ts";
import { batchDirective } from "./batch-directive.ts";
import { checkName, checkOptionalName } from "./check-arguments.ts";
import { directive } from "./directive.ts";
import type { OptionalName } from "./table-operation.ts";

/** Options of {@link createCheckConstraint}. */
export interface CreateCheckConstraintOptions extends Omit<CheckConstraintOptions, "name"> {
  readonly schema?: Identifier | null | undefined;
}

/** Options of `batch.createCheckConstraint`. */
export type BatchCreateCheckConstraintOptions = Omit<CreateCheckConstraintOptions, "schema">;

/**
 * Adds a CHECK to a table.
 *
 * @example new ops.CreateCheckConstraintOp("price_positive", "items", sql`price > 0`);
 */
export class CreateCheckConstraintOp extends AddConstraintOp {
  readonly kind = "check";
  readonly #constraint: CheckConstraint;

  constructor(
    readonly name: OptionalName,
    readonly table: Identifier,
    readonly condition: string | SqlFragment,
    readonly options: CreateCheckConstraintOptions = {},
  ) {
    super();
    checkOptionalName("op.createCheckConstraint()", name);
    checkName("op.createCheckConstraint()", "table's name", table);
    const { schema: _schema, ...rest } = options;
    this.#constraint = new CheckConstraint(condition, { ...rest, name });
  }

  get schema(): Identifier | null {
    return this.options.schema ?? null;
  }

  toConstraint(): CheckConstraint {
    return this.#constraint;
  }

  deconstruct(): DeconstructedCall {
    return call("op.createCheckConstraint", [this.name, this.table, this.condition], this.options);
  }
}

/**
 * Adds a CHECK.
 *
 * @param name the constraint's name; null to have the database make one
 * @param table the table's name, without its schema
 * @param condition SQL text, or a fragment
 * @throws {UnsupportedOperationError} where the dialect cannot add it in place
 * @example await op.createCheckConstraint("price_positive", "products", sql`price > 0`);
 */
export const createCheckConstraint = directive(
  CreateCheckConstraintOp,
  (name: OptionalName, table: Identifier, condition: string | SqlFragment, options?: CreateCheckConstraintOptions) =>
    new CreateCheckConstraintOp(name, table, condition, options),
  addConstraint,
);

/**
 * Adds a CHECK to the batch's table.
 *
 * @param name the constraint's name
 * @param condition SQL text, or a fragment
 * @throws {InvalidArgumentError} when the table is moved and the constraint has no name
 * @example await batch.createCheckConstraint("price_positive", sql`price > 0`);
 */
export const batchCreateCheckConstraint = batchDirective(
  (
    { table, schema },
    name: OptionalName,
    condition: string | SqlFragment,
    options: BatchCreateCheckConstraintOptions = {},
  ) => new CreateCheckConstraintOp(name, table, condition, { ...options, schema }),
);
