import type { AddColumnForm, DDLElement } from "../../ddl/index.ts";
import { type Column, type Constraint, ForeignKeyConstraint, type Table } from "../../schema/index.ts";
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
