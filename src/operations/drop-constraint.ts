import { InvalidArgumentError, UnsupportedOperationError } from "../errors/index.ts";
import { CheckConstraint, type ConstraintKind, Table } from "../schema/index.ts";
import type { ConstraintName, Identifier } from "../sql/index.ts";
import { checkOptions, describe } from "../util/check-options.ts";
import { call, type DeconstructedCall } from "../util/deconstruct.ts";
import type { AddConstraintOp } from "./add-constraint.ts";
import { batchDirective } from "./batch-directive.ts";
import { checkName, checkOptionalName } from "./check-arguments.ts";
import { directive, type OperationScope } from "./directive.ts";
import { irreversible } from "./irreversible.ts";
import { type OptionalName, TableOperation } from "./table-operation.ts";
import { tableRef } from "./table-ref.ts";

/** The kinds of constraints that can be told apart when one is dropped. */
export type DroppedConstraintType = Exclude<ConstraintKind, "exclude">;

/** Options of {@link dropConstraint}. */
export interface DropConstraintOptions {
  /** The constraint's kind: some databases drop each by a statement of its own. */
  readonly type?: DroppedConstraintType | null | undefined;
  readonly schema?: Identifier | null | undefined;
  /** Do nothing when the constraint is not there. */
  readonly ifExists?: boolean | undefined;
}

/** Options of `batch.dropConstraint`. */
export type BatchDropConstraintOptions = Omit<DropConstraintOptions, "schema">;

const constraintTypes: readonly unknown[] = [
  "primary",
  "unique",
  "foreignkey",
  "check",
] satisfies readonly DroppedConstraintType[];

/**
 * Drops a constraint of a table.
 *
 * @example new ops.DropConstraintOp("post_users_fk", "posts", { type: "foreignkey" });
 */
export class DropConstraintOp extends TableOperation {
  constructor(
    readonly name: OptionalName,
    readonly table: Identifier,
    readonly options: DropConstraintOptions = {},
    /** What added the constraint, where that is known: what makes the operation reversible. */
    readonly original: AddConstraintOp | null = null,
  ) {
    super();
    checkOptionalName("op.dropConstraint()", name);
    checkName("op.dropConstraint()", "table's name", table);
    checkOptions("op.dropConstraint()", options, ["type", "schema", "ifExists"]);
    checkType(options.type);
  }

  get schema(): Identifier | null {
    return this.options.schema ?? null;
  }

  get type(): DroppedConstraintType | null {
    return this.options.type ?? null;
  }

  protected override get tablePosition(): number {
    return 1;
  }

  override reverse(): AddConstraintOp {
    if (this.original !== null) return this.original;
    throw irreversible("op.dropConstraint()", "it does not say what the constraint was");
  }

  deconstruct(): DeconstructedCall {
    return call("op.dropConstraint", [this.name, this.table], this.options);
  }
}

function checkType(type: unknown): void {
  if (type === undefined || type === null || constraintTypes.includes(type)) return;
  const got = typeof type === "string" ? `'${type}'` : describe(type);
  throw new InvalidArgumentError("ALB0835", `A constraint to be dropped cannot be of type ${got}.`, {
    hint: `Its type is one of: ${constraintTypes.join(", ")}.`,
  });
}

/** The name as the naming convention made it when the constraint was added. */
export function droppedName(operation: DropConstraintOp, { metadata, impl }: OperationScope): ConstraintName {
  const holder = new Table(operation.table, [], { schema: operation.schema }, metadata);
  const constraint =
    operation.original?.toConstraint() ??
    (operation.type === "check" ? new CheckConstraint("", { name: operation.name }) : null);
  const made = constraint === null ? null : impl.dialect.ddl.constraintName(constraint, holder);
  const name = made ?? operation.name;
  if (name !== null) return name;
  throw new UnsupportedOperationError("ALB0308", {
    operation: "Dropping a constraint without a name",
    dialect: impl.dialect.name,
    hint: "Give the name that the database made: its catalogue shows it.",
  });
}

/**
 * Drops a constraint.
 *
 * @param name the constraint's name; a CHECK's is expanded by the naming convention when its type is given
 * @param table the table's name, without its schema
 * @throws {UnsupportedOperationError} without a name, and where the dialect cannot drop it in place
 * @example await op.dropConstraint("post_users_fk", "posts", { type: "foreignkey" });
 */
export const dropConstraint = directive(
  DropConstraintOp,
  (name: ConstraintName, table: Identifier, options?: DropConstraintOptions) =>
    new DropConstraintOp(name, table, options),
  async (scope, operation) => {
    const table = tableRef(operation.table, operation.schema);
    await scope.impl.dropConstraint(table, droppedName(operation, scope), operation.type, operation.options);
  },
);

/**
 * Drops a constraint of the batch's table.
 *
 * @param name the constraint's name
 * @throws {InvalidArgumentError} when the table is moved and has no such constraint
 * @example await batch.dropConstraint("post_users_fk", { type: "foreignkey" });
 */
export const batchDropConstraint = batchDirective(
  ({ table, schema }, name: ConstraintName, options: BatchDropConstraintOptions = {}) =>
    new DropConstraintOp(name, table, { ...options, schema }),
);
