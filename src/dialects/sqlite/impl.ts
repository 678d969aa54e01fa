import { AddConstraint, type AddColumnForm, type DDLElement, RenameColumn, type TableRef } from "../../ddl/index.ts";
import { UnsupportedOperationError } from "../../errors/index.ts";
import { type Column, type Constraint, resolveName, type Table, typeBoundCheck } from "../../schema/index.ts";
import type { Identifier } from "../../sql/index.ts";
import type { AlterColumnChange } from "../base/alter-column.ts";
import { DialectImpl } from "../base/impl.ts";
import { SqliteTableMover } from "./batch/table-mover.ts";

/** What operations take on SQLite, outside batch mode: it renames columns in place and alters nothing else of them. */
export class SqliteImpl extends DialectImpl {
  override readonly tableMover = new SqliteTableMover(this);

  override async endStep(): Promise<void> {
    await this.tableMover.checkForeignKeys();
  }

  protected override addColumnStatements(table: Table, column: Column, form: AddColumnForm): readonly DDLElement[] {
    const statements = super.addColumnStatements(table, column, form);
    const check = typeBoundCheck(column, this.dialect.features);
    const constraints = statements.filter((statement) => statement instanceof AddConstraint);
    if (check !== null)
      this.context.warn(
        `The CHECK of the type of column "${column.requireName()}" is left out: SQLite adds it in batch mode only.`,
      );
    if (constraints.length > (check === null ? 0 : 1)) this.requireAlterConstraint("addColumn() with a constraint");
    return statements.filter((statement) => !(statement instanceof AddConstraint));
  }

  override async addConstraint(constraint: Constraint, table: Table): Promise<void> {
    resolveName(constraint, table);
    await super.addConstraint(constraint, table);
  }

  override async alterColumn(table: TableRef, column: Identifier, change: AlterColumnChange): Promise<void> {
    this.refuseInPlace(change);
    if (change.autoincrement !== undefined)
      this.context.warn("SQLite numbers a column by the table's own options: autoincrement is left out here.");
    if (change.newColumnName !== undefined) await this.send(new RenameColumn(table, column, change.newColumnName));
  }

  private refuseInPlace(change: AlterColumnChange): void {
    const asked = (["type", "nullable", "serverDefault", "comment"] as const).filter(
      (key) => change[key] !== undefined,
    );
    if (asked.length === 0) return;
    this.refuseComputed(change);
    throw new UnsupportedOperationError("ALB0341", {
      operation: `alterColumn() of ${asked.join(", ")}`,
      dialect: this.dialect.name,
      reason: "ALTER TABLE only renames a column",
      hint: "Use op.batchAlterTable(), which moves the table.",
    });
  }
}
