import {
  AlterColumnDefault,
  AlterColumnIdentity,
  type DDLElement,
  DropColumn,
  RenameColumn,
  type TableRef,
} from "../../ddl/index.ts";
import { CommandError } from "../../errors/index.ts";
import { type DropColumnDialectOptions, Identity } from "../../schema/index.ts";
import { type Identifier, nameText } from "../../sql/index.ts";
import type { AlterColumnChange } from "../base/alter-column.ts";
import { DialectImpl, type KnownComment } from "../base/impl.ts";
import { AlterColumnComment, ReplaceTableComment } from "./elements/comments.ts";
import { DropColumnConstraint } from "./elements/drop-column-constraint.ts";
import { ModifyColumn } from "./elements/modify-column.ts";

/** What operations take on SQL Server. */
export class MssqlImpl extends DialectImpl {
  override async createTableComment(
    table: TableRef,
    comment: string | null,
    { existingComment }: KnownComment = {},
  ): Promise<void> {
    const hasComment = existingComment !== undefined && existingComment !== null;
    if (!hasComment) return super.createTableComment(table, comment);
    await this.send(new ReplaceTableComment(table, comment));
  }

  override async dropColumn(
    table: TableRef,
    column: Identifier,
    options: { readonly ifExists?: boolean | undefined } & DropColumnDialectOptions = {},
  ): Promise<void> {
    const { dropDefault, dropCheck, dropForeignKey } = options.mssql ?? {};
    await this.send(
      ...(dropDefault === true ? [new DropColumnConstraint(table, column, "default")] : []),
      ...(dropCheck === true ? [new DropColumnConstraint(table, column, "check")] : []),
      ...(dropForeignKey === true ? [new DropColumnConstraint(table, column, "foreignKey")] : []),
      new DropColumn(table, column, options.ifExists ?? false),
    );
  }

  /** The old default goes before the type, which it would hold back; the new one comes after it. */
  protected override alterColumnStatements(
    table: TableRef,
    column: Identifier,
    change: AlterColumnChange,
  ): readonly DDLElement[] {
    const added = this.alterDefaultStatements(table, column, change);
    return [
      ...(dropsOldDefault(change) ? [new DropColumnConstraint(table, column, "default")] : []),
      ...this.modifyStatements(table, column, change),
      ...(change.comment === undefined
        ? []
        : [new AlterColumnComment(table, column, change.comment, change.existingComment)]),
      ...(change.serverDefault === null && added.every((element) => element instanceof AlterColumnDefault)
        ? []
        : added),
      ...(change.newColumnName === undefined ? [] : [new RenameColumn(table, column, change.newColumnName)]),
    ];
  }

  /** To an identity column and from it, even where nothing changes: the server has no way at all. */
  protected override alterDefaultStatements(
    table: TableRef,
    column: Identifier,
    change: AlterColumnChange,
  ): readonly DDLElement[] {
    const { serverDefault: to, existingServerDefault: from } = change;
    const isIdentity = to instanceof Identity || from instanceof Identity;
    if (to === undefined || !isIdentity) return super.alterDefaultStatements(table, column, change);
    return [
      new AlterColumnIdentity(
        table,
        column,
        to instanceof Identity ? to : null,
        from instanceof Identity ? from : null,
      ),
    ];
  }

  /** Type and nullability are one statement: what is left out of it is lost. */
  private modifyStatements(table: TableRef, column: Identifier, change: AlterColumnChange): readonly DDLElement[] {
    if (change.type === undefined && change.nullable === undefined) return [];
    const type = change.type ?? change.existingType;
    const nullable = change.nullable ?? change.existingNullable;
    if (type === undefined) throw typeMissing(column, this.dialect.name);
    if (nullable === undefined) this.context.warn(nullabilityMissing(column));
    return [new ModifyColumn(table, column, type, nullable)];
  }

  /** A script may give numbers of its own to a column that the server numbers. */
  override async bulkInsert(...args: Parameters<DialectImpl["bulkInsert"]>): Promise<void> {
    if (!this.context.runner.isOffline) return super.bulkInsert(...args);
    const [table, rows] = args;
    const name = this.dialect.ddl.table(table);
    const inserts = rows.map((row) => this.insertText(table, row));
    await this.send(`SET IDENTITY_INSERT ${name} ON`, ...inserts, `SET IDENTITY_INSERT ${name} OFF`);
  }
}

/** Defaults are constraints here: a new one is refused while the old one is there. */
function dropsOldDefault({ serverDefault, existingServerDefault }: AlterColumnChange): boolean {
  return serverDefault === null || (serverDefault !== undefined && existingServerDefault !== undefined);
}

function typeMissing(column: Identifier, dialect: string): CommandError {
  return new CommandError(
    "ALB0375",
    `Whether "${nameText(column)}" allows NULL cannot be changed on ${dialect} without its type.`,
    {
      hint: "Give existingType, or the new type: the column is written anew with both.",
    },
  );
}

function nullabilityMissing(column: Identifier): string {
  return (
    `The type of "${nameText(column)}" changes, and it is not said whether it allows NULL: a NOT NULL column will allow it afterwards. ` +
    "Give nullable or existingNullable."
  );
}
