import type { Column, Constraint, ConstraintKind, Identity, Index, ServerDefault, Table } from "../schema/index.ts";
import type { ConstraintName, Identifier, SqlFragment } from "../sql/index.ts";
import type { SqlType } from "../types/index.ts";
import type { DDLCompiler } from "./ddl-compiler.ts";

/** A table by its name: a {@link Table} is one. */
export interface TableRef {
  readonly identifier: Identifier;
  readonly schema: Identifier | null;
}

/** One statement of DDL, before a dialect writes it. A dialect's own elements extend this and write themselves. */
export abstract class DDLElement {
  abstract accept(compiler: DDLCompiler): string;
}

export class CreateTable extends DDLElement {
  constructor(
    readonly table: Table,
    readonly ifNotExists = false,
  ) {
    super();
  }

  accept(compiler: DDLCompiler): string {
    return compiler.visitCreateTable(this);
  }
}

export class DropTable extends DDLElement {
  constructor(
    readonly table: TableRef,
    readonly ifExists = false,
  ) {
    super();
  }

  accept(compiler: DDLCompiler): string {
    return compiler.visitDropTable(this);
  }
}

export class RenameTable extends DDLElement {
  constructor(
    readonly table: TableRef,
    readonly newName: Identifier,
  ) {
    super();
  }

  accept(compiler: DDLCompiler): string {
    return compiler.visitRenameTable(this);
  }
}

export class SetTableComment extends DDLElement {
  constructor(
    readonly table: TableRef,
    /** null drops it. */
    readonly comment: string | null,
  ) {
    super();
  }

  accept(compiler: DDLCompiler): string {
    return compiler.visitSetTableComment(this);
  }
}

export class SetColumnComment extends DDLElement {
  constructor(
    readonly table: TableRef,
    readonly column: Identifier,
    /** null drops it. */
    readonly comment: string | null,
    /** The comment before, where it is known: undefined where it is not. */
    readonly existingComment?: string | null,
  ) {
    super();
  }

  accept(compiler: DDLCompiler): string {
    return compiler.visitSetColumnComment(this);
  }
}

export class CreateIndex extends DDLElement {
  constructor(
    readonly index: Index,
    readonly table: Table,
    readonly ifNotExists = false,
  ) {
    super();
  }

  accept(compiler: DDLCompiler): string {
    return compiler.visitCreateIndex(this);
  }
}

export class DropIndex extends DDLElement {
  constructor(
    readonly index: Index,
    /** The index's table; its name is needed on some dialects only. */
    readonly table: Table | null,
    readonly schema: Identifier | null,
    readonly ifExists = false,
  ) {
    super();
  }

  accept(compiler: DDLCompiler): string {
    return compiler.visitDropIndex(this);
  }
}

export class AddConstraint extends DDLElement {
  constructor(
    readonly constraint: Constraint,
    readonly table: Table,
  ) {
    super();
  }

  accept(compiler: DDLCompiler): string {
    return compiler.visitAddConstraint(this);
  }
}

export class DropConstraint extends DDLElement {
  constructor(
    readonly table: TableRef,
    readonly name: ConstraintName,
    readonly kind: ConstraintKind | null,
    readonly ifExists = false,
  ) {
    super();
  }

  accept(compiler: DDLCompiler): string {
    return compiler.visitDropConstraint(this);
  }
}

/** What `op.addColumn` may write into the column's own text. */
export interface AddColumnForm {
  readonly ifNotExists?: boolean | undefined;
  readonly inlineReferences?: boolean | undefined;
  readonly inlinePrimaryKey?: boolean | undefined;
}

export class AddColumn extends DDLElement {
  constructor(
    readonly table: Table,
    readonly column: Column,
    readonly form: AddColumnForm = {},
  ) {
    super();
  }

  accept(compiler: DDLCompiler): string {
    return compiler.visitAddColumn(this);
  }
}

export class DropColumn extends DDLElement {
  constructor(
    readonly table: TableRef,
    readonly column: Identifier,
    readonly ifExists = false,
  ) {
    super();
  }

  accept(compiler: DDLCompiler): string {
    return compiler.visitDropColumn(this);
  }
}

export class AlterColumnType extends DDLElement {
  constructor(
    readonly table: TableRef,
    readonly column: Identifier,
    readonly type: SqlType,
    /** The expression that turns old values into new ones. */
    readonly using: string | SqlFragment | null = null,
  ) {
    super();
  }

  accept(compiler: DDLCompiler): string {
    return compiler.visitAlterColumnType(this);
  }
}

export class AlterColumnNullable extends DDLElement {
  constructor(
    readonly table: TableRef,
    readonly column: Identifier,
    readonly nullable: boolean,
  ) {
    super();
  }

  accept(compiler: DDLCompiler): string {
    return compiler.visitAlterColumnNullable(this);
  }
}

export class AlterColumnDefault extends DDLElement {
  constructor(
    readonly table: TableRef,
    readonly column: Identifier,
    /** null drops it. */
    readonly serverDefault: ServerDefault | null,
    /** The column's type, where it is known: it says how a literal is written. */
    readonly type: SqlType | null = null,
  ) {
    super();
  }

  accept(compiler: DDLCompiler): string {
    return compiler.visitAlterColumnDefault(this);
  }
}

export class AlterColumnIdentity extends DDLElement {
  constructor(
    readonly table: TableRef,
    readonly column: Identifier,
    /** null drops it. */
    readonly identity: Identity | null,
    /** What it was; null where the column had none. */
    readonly existing: Identity | null,
  ) {
    super();
  }

  accept(compiler: DDLCompiler): string {
    return compiler.visitAlterColumnIdentity(this);
  }
}

export class RenameColumn extends DDLElement {
  constructor(
    readonly table: TableRef,
    readonly column: Identifier,
    readonly newName: Identifier,
  ) {
    super();
  }

  accept(compiler: DDLCompiler): string {
    return compiler.visitRenameColumn(this);
  }
}

/** A column whose values a {@link CopyRows} carries over. */
export interface CopiedColumn {
  /** The column of the old table. */
  readonly source: Identifier;
  /** The column of the new table. */
  readonly target: Identifier;
  /** The type that values are cast to; null to take them as they are. */
  readonly cast: SqlType | null;
}

/** Copies all rows of a table into another one, in one pass within the database. */
export class CopyRows extends DDLElement {
  constructor(
    readonly from: TableRef,
    readonly to: TableRef,
    readonly columns: readonly CopiedColumn[],
  ) {
    super();
  }

  accept(compiler: DDLCompiler): string {
    return compiler.visitCopyRows(this);
  }
}
