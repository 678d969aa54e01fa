import { ExcludeConstraint, type ExcludeConstraintOptions, type ExcludeElement } from "../schema/index.ts";
import type { Identifier } from "../sql/index.ts";
import { call, type DeconstructedCall } from "../util/deconstruct.ts";
import { addConstraint, AddConstraintOp } from "./add-constraint.ts";
import { batchDirective } from "./batch-directive.ts";
import { checkName, checkOptionalName } from "./check-arguments.ts";
import { directive } from "./directive.ts";
import type { OptionalName } from "./table-operation.ts";

/** Options of {@link createExcludeConstraint}. */
export interface CreateExcludeConstraintOptions extends Omit<ExcludeConstraintOptions, "name"> {
  readonly schema?: Identifier | null | undefined;
}

/** Options of `batch.createExcludeConstraint`. */
export type BatchCreateExcludeConstraintOptions = Omit<CreateExcludeConstraintOptions, "schema">;

/**
 * Adds an EXCLUDE constraint to a table.
 *
 * @example new ops.CreateExcludeConstraintOp("no_overlap", "bookings", [["period", "&&"]]);
 */
export class CreateExcludeConstraintOp extends AddConstraintOp {
  readonly kind = "exclude";
  readonly #constraint: ExcludeConstraint;

  constructor(
    readonly name: OptionalName,
    readonly table: Identifier,
    readonly elements: readonly ExcludeElement[],
    readonly options: CreateExcludeConstraintOptions = {},
  ) {
    super();
    checkOptionalName("op.createExcludeConstraint()", name);
    checkName("op.createExcludeConstraint()", "table's name", table);
    const { schema: _schema, ...rest } = options;
    this.#constraint = new ExcludeConstraint(elements, { ...rest, name });
  }

  get schema(): Identifier | null {
    return this.options.schema ?? null;
  }

  toConstraint(): ExcludeConstraint {
    return this.#constraint;
  }

  deconstruct(): DeconstructedCall {
    return call("op.createExcludeConstraint", [this.name, this.table, this.elements], this.options);
  }
}

/**
 * Adds an EXCLUDE constraint: no two rows may compare true by every operator.
 *
 * @param name the constraint's name; null to have the database make one
 * @param table the table's name, without its schema
 * @param elements pairs of a column's name, or an `sql` expression, and an operator
 * @throws {UnsupportedOperationError} where the dialect has no such constraint
 * @example await op.createExcludeConstraint("no_overlap", "bookings", [["room_id", "="], ["period", "&&"]]);
 */
export const createExcludeConstraint = directive(
  CreateExcludeConstraintOp,
  (
    name: OptionalName,
    table: Identifier,
    elements: readonly ExcludeElement[],
    options?: CreateExcludeConstraintOptions,
  ) => new CreateExcludeConstraintOp(name, table, elements, options),
  addConstraint,
);

/**
 * Adds an EXCLUDE constraint to the batch's table.
 *
 * @param name the constraint's name
 * @param elements pairs of a column's name, or an `sql` expression, and an operator
 * @throws {UnsupportedOperationError} where the dialect has no such constraint
 * @example await batch.createExcludeConstraint("no_overlap", [["room_id", "="], ["period", "&&"]]);
 */
export const batchCreateExcludeConstraint = batchDirective(
  (
    { table, schema },
    name: OptionalName,
    elements: readonly ExcludeElement[],
    options: BatchCreateExcludeConstraintOptions = {},
  ) => new CreateExcludeConstraintOp(name, table, elements, { ...options, schema }),
);
