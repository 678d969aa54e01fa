import { type AddColumnForm, AlterColumnIdentity, type DDLElement, type TableRef } from "../../ddl/index.ts";
import { UnsupportedOperationError } from "../../errors/index.ts";
import { type Column, type Constraint, ForeignKeyConstraint, Identity, type Table } from "../../schema/index.ts";
import type { Identifier } from "../../sql/index.ts";
import type { AlterColumnChange } from "../base/alter-column.ts";
import { DialectImpl } from "../base/impl.ts";

/** What operations take on Oracle. */
export class OracleImpl extends DialectImpl {
  protected override createTableStatements(table: Table, ifNotExists: boolean): readonly DDLElement[] {
    this.warnOfUpdates(table.foreignKeys);
    return super.createTableStatements(table, ifNotExists);
  }

  protected override addColumnStatements(table: Table, column: Column, form: AddColumnForm): readonly DDLElement[] {
    this.warnOfUpdates(table.foreignKeys);
    return super.addColumnStatements(table, column, form);
  }

  override async addConstraint(constraint: Constraint, table: Table): Promise<void> {
    this.warnOfUpdates(constraint instanceof ForeignKeyConstraint ? [constraint] : []);
    await super.addConstraint(constraint, table);
  }

  /** An identity takes the place of a default in one statement. */
  protected override alterDefaultStatements(
    table: TableRef,
    column: Identifier,
    change: AlterColumnChange,
  ): readonly DDLElement[] {
    const { serverDefault: to, existingServerDefault: from } = change;
    if (!(to instanceof Identity) || from instanceof Identity)
      return super.alterDefaultStatements(table, column, change);
    this.refuseComputed(change);
    return [new AlterColumnIdentity(table, column, to, null)];
  }

  /** The old type's CHECK would refuse the new type's values: without its name it cannot be dropped. */
  protected override dropOldTypeCheck(table: TableRef, change: AlterColumnChange): readonly DDLElement[] {
    const isUnnamed =
      change.type !== undefined && this.boundCheck(table, "x", change.existingType ?? change.type)?.name === null;
    if (isUnnamed && change.existingType !== undefined) throw checkUnnamed(this.dialect.name);
    return super.dropOldTypeCheck(table, change);
  }

  private warnOfUpdates(keys: readonly ForeignKeyConstraint[]): void {
    for (const { columns, options } of keys) {
      if (options.onUpdate === undefined || options.onUpdate === null) continue;
      this.context.warn(
        `Oracle has no ON UPDATE: '${options.onUpdate}' of the foreign key on ${columns.join(", ")} is left out. ` +
          'Use a trigger, or deferrable: true with initially: "DEFERRED" and update both sides.',
      );
    }
  }
}

function checkUnnamed(dialect: string): UnsupportedOperationError {
  return new UnsupportedOperationError("ALB0382", {
    operation: "Changing a type whose CHECK has no name",
    dialect,
    hint: "Look up the name of the CHECK and drop it with op.dropConstraint(), then leave createConstraint out of existingType.",
  });
}
