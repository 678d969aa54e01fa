import {
  AddConstraint,
  type AddColumnForm,
  AlterColumnDefault,
  CreateIndex,
  type DDLElement,
  type TableRef,
} from "../../ddl/index.ts";
import type { Connection } from "../../engine/connection.ts";
import { CommandError, UnsupportedOperationError } from "../../errors/index.ts";
import { type Column, Computed, Identity, type ServerDefault, type Table } from "../../schema/index.ts";
import type { Identifier } from "../../sql/index.ts";
import { DateTimeType, type SqlType } from "../../types/index.ts";
import type { AlterColumnChange } from "../base/alter-column.ts";
import { type Effect, effectOfRename } from "../base/effect.ts";
import { DialectImpl, type ImplContext } from "../base/impl.ts";
import { ModifyColumn, type WholeColumn } from "./elements/modify-column.ts";
import type { MysqlFeatures } from "./features.ts";
import { numberedKey } from "./elements/numbered-key.ts";

/** What operations take on MySQL and MariaDB: a column is altered by stating all of it again, in one statement. */
export class MysqlFamilyImpl extends DialectImpl {
  constructor(
    context: ImplContext,
    private readonly features: MysqlFeatures,
  ) {
    super(context);
  }

  override async settle(statement: DDLElement | string, connection: Connection): Promise<Effect> {
    if (!(statement instanceof ModifyColumn)) return super.settle(statement, connection);
    const inspector = this.dialect.createInspector(connection);
    return effectOfRename(inspector, statement.table, statement.column, statement.whole.name);
  }

  protected override createTableStatements(table: Table, ifNotExists: boolean): readonly DDLElement[] {
    const inside = numberedKey(table);
    return super
      .createTableStatements(table, ifNotExists)
      .filter((statement) => !(statement instanceof CreateIndex && statement.index === inside));
  }

  protected override alterColumnStatements(
    table: TableRef,
    column: Identifier,
    change: AlterColumnChange,
  ): readonly DDLElement[] {
    this.refuseGenerated(change);
    const form = this.formOf(change);
    if (form !== null) return [new ModifyColumn(table, column, this.wholeColumn(column, change), form)];
    if (change.serverDefault === undefined) return [];
    return [new AlterColumnDefault(table, column, literalDefault(change.serverDefault), typeOf(change))];
  }

  /** CHANGE where a name changes, and for a moment's default, which ALTER COLUMN does not take as an expression. */
  private formOf(change: AlterColumnChange): "MODIFY" | "CHANGE" | null {
    if (change.newColumnName !== undefined) return "CHANGE";
    const { nullable, type, autoincrement, comment, serverDefault } = change;
    const isRestated = [nullable, type, autoincrement, comment].some((value) => value !== undefined);
    if (!isRestated && serverDefault === undefined) return null;
    if (isMoment(typeOf(change)) && serverDefault !== null) return "CHANGE";
    return isRestated ? "MODIFY" : null;
  }

  private wholeColumn(column: Identifier, change: AlterColumnChange): WholeColumn {
    const type = typeOf(change);
    if (type === null) throw typeMissing(this.dialect.name);
    const existing = change.existingServerDefault;
    return {
      name: change.newColumnName ?? column,
      type,
      nullable: change.nullable ?? change.existingNullable ?? true,
      autoincrement: change.autoincrement ?? change.existingAutoincrement ?? false,
      serverDefault: literalDefault(change.serverDefault === undefined ? existing : change.serverDefault),
      computed: existing instanceof Computed ? existing : null,
      comment: (change.comment === undefined ? change.existingComment : change.comment) ?? null,
    };
  }

  /** Only where the default itself is asked to change. */
  private refuseGenerated(change: AlterColumnChange): void {
    if (change.serverDefault === undefined) return;
    this.refuseComputed(change);
    const isIdentity = [change.serverDefault, change.existingServerDefault].some((value) => value instanceof Identity);
    if (!isIdentity) return;
    throw new UnsupportedOperationError("ALB0301", {
      operation: "alterColumn() to or from an identity column",
      dialect: this.dialect.name,
      hint: "Give autoincrement: true or false instead, with the column's existingType.",
    });
  }

  protected override warnOfAutoincrement(): void {
    // It is part of the column's text here.
  }

  protected override dropOldTypeCheck(table: TableRef, change: AlterColumnChange): readonly DDLElement[] {
    // A server that never kept the CHECK has none to drop.
    return this.features.keepsChecks ? super.dropOldTypeCheck(table, change) : [];
  }

  /** Where a column's own CHECK cannot have a name, it is added after the column. */
  protected override addColumnStatements(table: Table, column: Column, form: AddColumnForm): readonly DDLElement[] {
    const statements = super.addColumnStatements(table, column, form);
    if (this.features.namesColumnChecks) return statements;
    const named = column.checks.filter((check) => check.name !== null);
    return [...statements, ...named.map((check) => new AddConstraint(check, table))];
  }
}

function typeOf(change: AlterColumnChange): SqlType | null {
  return change.type ?? change.existingType ?? null;
}

function isMoment(type: SqlType | null): boolean {
  return type instanceof DateTimeType;
}

function literalDefault(value: AlterColumnChange["serverDefault"]): ServerDefault | null {
  return value === undefined || value instanceof Identity || value instanceof Computed ? null : value;
}

function typeMissing(dialect: string): CommandError {
  return new CommandError(
    "ALB0346",
    `alterColumn() needs the column's type on ${dialect}: its MODIFY and CHANGE state the whole column.`,
    {
      hint: "Give existingType, and existingNullable, existingServerDefault and existingComment where they are to stay.",
    },
  );
}
