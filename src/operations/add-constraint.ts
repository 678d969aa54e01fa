import { type Constraint, type ConstraintKind, Table } from "../schema/index.ts";
import type { Identifier } from "../sql/index.ts";
import type { OperationScope } from "./directive.ts";
import { DropConstraintOp } from "./drop-constraint.ts";
import { type OptionalName, TableOperation } from "./table-operation.ts";

/**
 * The common part of the operations that add a constraint to a table.
 *
 * @example const isConstraint = (operation: MigrateOperation) => operation instanceof ops.AddConstraintOp;
 */
export abstract class AddConstraintOp extends TableOperation {
  abstract readonly name: OptionalName;
  abstract readonly kind: ConstraintKind;

  protected override get tablePosition(): number {
    return 1;
  }

  /** The constraint that is added. */
  abstract toConstraint(): Constraint;

  override reverse(): DropConstraintOp {
    const type = this.kind === "exclude" ? undefined : this.kind;
    return new DropConstraintOp(this.name, this.table, { type, schema: this.schema ?? undefined }, this);
  }
}

/** What every operation that adds a constraint does. */
export async function addConstraint({ impl, metadata }: OperationScope, operation: AddConstraintOp): Promise<void> {
  await impl.addConstraint(operation.toConstraint(), holderOf(operation.table, operation.schema, metadata));
}

/** A table of no columns that stands for one in the database, with the naming convention that applies. */
export function holderOf(table: Identifier, schema: Identifier | null, metadata: OperationScope["metadata"]): Table {
  return new Table(table, [], { schema }, metadata);
}
