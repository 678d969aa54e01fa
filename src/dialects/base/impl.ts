import { isDeepStrictEqual } from "node:util";
import {
  AddColumn,
  AddConstraint,
  AlterColumnDefault,
  AlterColumnIdentity,
  AlterColumnNullable,
  AlterColumnType,
  CreateIndex,
  CreateTable,
  type DDLElement,
  DropColumn,
  DropConstraint,
  DropIndex,
  DropTable,
  RenameColumn,
  RenameTable,
  SetColumnComment,
  SetTableComment,
  type AddColumnForm,
  type TableRef,
} from "../../ddl/index.ts";
import type { Connection } from "../../engine/connection.ts";
import type { QueryResult } from "../../engine/driver.ts";
import { UnsupportedOperationError } from "../../errors/index.ts";
import {
  type CheckConstraint,
  type Column,
  Computed,
  type Constraint,
  type ConstraintKind,
  type DropColumnDialectOptions,
  Identity,
  type Index,
  type MetaData,
  PrimaryKeyConstraint,
  type ServerDefault,
  Table,
  type TableItem,
  typeBoundCheck,
} from "../../schema/index.ts";
import { column as newColumn } from "../../schema/column.ts";
import { compileSql, type ConstraintName, type Identifier, inlineSql, nameText, SqlFragment } from "../../sql/index.ts";
import { String as StringType } from "../../types/index.ts";
import type { AlterColumnChange } from "./alter-column.ts";
import type { Dialect } from "./dialect.ts";
import { type Effect, effectOf, effectOfText } from "./effect.ts";
import { groupRows, insertRows, type Row } from "./insert-rows.ts";
import type { StatementRunner } from "./statement-runner.ts";
import { TableMover } from "./table-mover.ts";

/** What an impl works with. */
export interface ImplContext {
  readonly dialect: Dialect;
  readonly runner: StatementRunner;
  /** Online the connection; null offline. */
  readonly connection: Connection | null;
  /** Holds the naming convention of the target metadata. */
  readonly metadata: MetaData;
  warn(message: string): void;
  /** Tells what was done beside what was asked for. */
  log?(message: string): void;
}

/** How the version table is to look. */
export interface VersionTableShape {
  readonly name: string;
  readonly schema: string | null;
  readonly hasPrimaryKey: boolean;
}

/** What a call says of a comment that is there; undefined where it says nothing. */
export interface KnownComment {
  readonly existingComment?: string | null | undefined;
}

/** A statement of the user: text, a fragment, or what a query builder compiled. */
export type ExecutableStatement =
  | string
  | SqlFragment
  | { readonly sql: string; readonly parameters: readonly unknown[] };

/**
 * What operations take on one dialect: which statements, in which order, what is refused. A dialect extends it and
 * overrides what it does differently; all statements of one operation are compiled before the first is run.
 */
export class DialectImpl {
  /** Enum types that this run has made already. */
  protected readonly createdTypes = new Set<string>();

  /** How a batch moves a table into a new one. */
  readonly tableMover: TableMover = new TableMover(this);

  constructor(readonly context: ImplContext) {}

  /**
   * Looks at what a step has left behind, before the transaction round it can be committed.
   *
   * @throws {DatabaseError} when the step must not be committed
   */
  async endStep(): Promise<void> {}

  get dialect(): Dialect {
    return this.context.dialect;
  }

  /** Sends statements in order. All of them are compiled first, so that what cannot be written is refused before anything ran. */
  async send(...elements: readonly (DDLElement | string)[]): Promise<void> {
    const statements = elements.map((element) =>
      typeof element === "string" ? { sql: element } : { sql: this.dialect.ddl.compile(element), element },
    );
    for (const { sql: text, element } of statements) await this.context.runner.run(text, [], element);
  }

  /**
   * Finds out whether a statement that was interrupted took effect, and removes what it left half done.
   *
   * @param statement what it was written from, or its text
   * @param connection runs queries at once, between the statements of the migration
   */
  async settle(statement: DDLElement | string, connection: Connection): Promise<Effect> {
    const inspector = this.dialect.createInspector(connection);
    return typeof statement === "string" ? effectOfText(statement, inspector) : effectOf(statement, inspector);
  }

  /** What a statement that fails can leave behind, for people to read; null where it leaves nothing. */
  remainsOf(_statement: string): string | null {
    return null;
  }

  /**
   * Runs a statement of the user.
   *
   * @throws {UnsupportedOperationError} offline, where values are given apart and cannot be written as literals
   */
  async execute(statement: ExecutableStatement): Promise<QueryResult> {
    const { runner } = this.context;
    if (typeof statement === "string") return runner.run(statement, []);
    if (!(statement instanceof SqlFragment)) return this.executeCompiled(statement.sql, statement.parameters);
    if (runner.isOffline && runner.literalBinds) return runner.run(inlineSql(statement, this.dialect.target), []);
    const compiled = compileSql(statement, this.dialect.target);
    return runner.run(compiled.sql, compiled.parameters);
  }

  protected async executeCompiled(text: string, parameters: readonly unknown[]): Promise<QueryResult> {
    if (!this.context.runner.isOffline || parameters.length === 0) return this.context.runner.run(text, parameters);
    throw new UnsupportedOperationError("ALB0303", {
      operation: "execute() with separate parameters in a script",
      dialect: this.dialect.name,
      hint: "Write the statement with the sql template: its values become literals in a script.",
    });
  }

  // Tables

  async createTable(table: Table, options: { readonly ifNotExists?: boolean | undefined } = {}): Promise<void> {
    await this.send(...this.createTableStatements(table, options.ifNotExists ?? false));
  }

  /** The table, its indexes, and its comments where they do not stand inside. */
  protected createTableStatements(table: Table, ifNotExists: boolean): readonly DDLElement[] {
    return [
      new CreateTable(table, ifNotExists),
      ...table.indexes.map((index) => new CreateIndex(index, table)),
      ...this.commentStatements(table),
    ];
  }

  commentStatements(table: Table): readonly DDLElement[] {
    const { supportsComments, inlineComments } = this.dialect.features;
    if (!supportsComments || inlineComments) return [];
    const ofTable = isEmpty(table.comment) ? [] : [new SetTableComment(table, table.comment)];
    return [
      ...ofTable,
      ...[...table.columns.values()].flatMap((column) => this.columnCommentStatements(table, column)),
    ];
  }

  protected columnCommentStatements(table: TableRef, column: Column): readonly DDLElement[] {
    const { supportsComments, inlineComments } = this.dialect.features;
    if (!supportsComments || inlineComments || isEmpty(column.comment)) return [];
    return [new SetColumnComment(table, column.identifier, column.comment)];
  }

  async dropTable(table: TableRef, options: { readonly ifExists?: boolean | undefined } = {}): Promise<void> {
    await this.send(new DropTable(table, options.ifExists ?? false));
  }

  async renameTable(table: TableRef, newName: Identifier): Promise<void> {
    await this.send(new RenameTable(table, newName));
  }

  async createTableComment(table: TableRef, comment: string | null, _known: KnownComment = {}): Promise<void> {
    this.requireComments("createTableComment()");
    await this.send(new SetTableComment(table, comment));
  }

  async dropTableComment(table: TableRef, _known: KnownComment = {}): Promise<void> {
    this.requireComments("dropTableComment()");
    await this.send(new SetTableComment(table, null));
  }

  protected requireComments(operation: string): void {
    if (this.dialect.features.supportsComments) return;
    throw new UnsupportedOperationError("ALB0304", {
      operation,
      dialect: this.dialect.name,
      hint: "This database keeps no comments: leave the call out for it.",
    });
  }

  // Columns

  /** @param table a table that holds just the new column, with what the column brings */
  async addColumn(table: Table, column: Column, form: AddColumnForm = {}): Promise<void> {
    await this.send(...this.addColumnStatements(table, column, form));
  }

  protected addColumnStatements(table: Table, column: Column, form: AddColumnForm): readonly DDLElement[] {
    const isInlined =
      form.inlineReferences === true &&
      table.foreignKeys.length === 1 &&
      this.dialect.features.supportsInlineReferences;
    const constraints = table.constraints.filter(
      (constraint) => !(constraint instanceof PrimaryKeyConstraint) && !(isInlined && constraint.kind === "foreignkey"),
    );
    const bound = typeBoundCheck(column, this.dialect.features);
    return [
      new AddColumn(table, column, { ...form, inlineReferences: isInlined }),
      ...[...constraints, ...(bound === null ? [] : [bound])].map((constraint) => new AddConstraint(constraint, table)),
      ...table.indexes.map((index) => new CreateIndex(index, table)),
      ...this.columnCommentStatements(table, column),
    ];
  }

  async dropColumn(
    table: TableRef,
    column: Identifier,
    options: { readonly ifExists?: boolean | undefined } & DropColumnDialectOptions = {},
  ): Promise<void> {
    await this.send(new DropColumn(table, column, options.ifExists ?? false));
  }

  /** Changes what is asked for, one statement each: the order is the dialect's. */
  async alterColumn(table: TableRef, column: Identifier, change: AlterColumnChange): Promise<void> {
    this.warnOfAutoincrement(column, change);
    await this.send(
      ...this.dropOldTypeCheck(table, change),
      ...this.alterColumnStatements(table, column, change),
      ...this.addNewTypeCheck(table, column, change),
    );
  }

  /** Whether a column numbers itself is part of its type or an identity in most dialects. */
  protected warnOfAutoincrement(column: Identifier, { autoincrement }: AlterColumnChange): void {
    if (autoincrement === undefined) return;
    const name = `op.alterColumn() of "${nameText(column)}"`;
    this.context.warn(
      `${name}: autoincrement changes nothing on ${this.dialect.name}; give an identity, or leave it out.`,
    );
  }

  /** Each part of a change as a statement: nullable, default, type, comment, rename. */
  protected alterColumnStatements(
    table: TableRef,
    column: Identifier,
    change: AlterColumnChange,
  ): readonly DDLElement[] {
    return [
      ...(change.nullable === undefined ? [] : [new AlterColumnNullable(table, column, change.nullable)]),
      ...this.alterDefaultStatements(table, column, change),
      ...(change.type === undefined ? [] : [new AlterColumnType(table, column, change.type)]),
      ...(change.comment === undefined
        ? []
        : [new SetColumnComment(table, column, change.comment, change.existingComment)]),
      ...(change.newColumnName === undefined ? [] : [new RenameColumn(table, column, change.newColumnName)]),
    ];
  }

  protected alterDefaultStatements(
    table: TableRef,
    column: Identifier,
    change: AlterColumnChange,
  ): readonly DDLElement[] {
    if (change.serverDefault === undefined) return [];
    this.refuseComputed(change);
    const { serverDefault: to, existingServerDefault: from } = change;
    const toDefault = new AlterColumnDefault(
      table,
      column,
      literalDefault(to),
      change.type ?? change.existingType ?? null,
    );
    if (!(to instanceof Identity) && !(from instanceof Identity)) return [toDefault];
    if (to instanceof Identity && from instanceof Identity) {
      return isEqual(to, from) ? [] : [new AlterColumnIdentity(table, column, to, from)];
    }
    if (to instanceof Identity) {
      const isFilled = from !== undefined && from !== null;
      const dropDefault = isFilled ? [new AlterColumnDefault(table, column, null)] : [];
      return [...dropDefault, new AlterColumnIdentity(table, column, to, null)];
    }
    const dropIdentity = new AlterColumnIdentity(table, column, null, from instanceof Identity ? from : null);
    return to === null ? [dropIdentity] : [dropIdentity, toDefault];
  }

  protected refuseComputed(change: AlterColumnChange): void {
    if (!isComputed(change.serverDefault) && !isComputed(change.existingServerDefault)) return;
    throw new UnsupportedOperationError("ALB0305", {
      operation: "alterColumn() to or from a generated column",
      dialect: this.dialect.name,
      hint: "Drop the column and add it again with op.dropColumn() and op.addColumn().",
    });
  }

  /** The old type's CHECK goes before a type changes. */
  protected dropOldTypeCheck(table: TableRef, change: AlterColumnChange): readonly DDLElement[] {
    if (change.type === undefined || change.existingType === undefined) return [];
    const check = this.boundCheck(table, "x", change.existingType);
    if (check === null || check.name === null) return [];
    const name = this.dialect.ddl.constraintName(check, this.tableWith(table, []));
    return name === null ? [] : [new DropConstraint(table, name, "check")];
  }

  /** The new type's CHECK comes after it. */
  protected addNewTypeCheck(table: TableRef, column: Identifier, change: AlterColumnChange): readonly DDLElement[] {
    if (change.type === undefined) return [];
    const name = change.newColumnName ?? column;
    const holder = this.tableWith(table, [newColumn(name, change.type)]);
    const [bound] = holder.columns.values();
    const check = bound === undefined ? null : typeBoundCheck(bound, this.dialect.features);
    return check === null ? [] : [new AddConstraint(check, holder)];
  }

  protected boundCheck(table: TableRef, column: Identifier, type: AlterColumnChange["type"]): CheckConstraint | null {
    const [bound] = this.tableWith(table, [newColumn(column, type)]).columns.values();
    return bound === undefined ? null : typeBoundCheck(bound, this.dialect.features);
  }

  // Constraints and indexes

  async addConstraint(constraint: Constraint, table: Table): Promise<void> {
    this.requireAlterConstraint(`Adding a ${constraint.kind} constraint`);
    await this.send(new AddConstraint(constraint, table));
  }

  async dropConstraint(
    table: TableRef,
    name: ConstraintName,
    kind: ConstraintKind | null,
    options: { readonly ifExists?: boolean | undefined } = {},
  ): Promise<void> {
    this.requireAlterConstraint("dropConstraint()");
    await this.send(new DropConstraint(table, name, kind, options.ifExists ?? false));
  }

  protected requireAlterConstraint(operation: string): void {
    if (this.dialect.features.supportsAlterConstraint) return;
    throw new UnsupportedOperationError("ALB0306", {
      operation,
      dialect: this.dialect.name,
      reason: "it cannot change the constraints of a table in place",
      hint: "Use op.batchAlterTable(), which moves the table.",
    });
  }

  async createIndex(
    index: Index,
    table: Table,
    options: { readonly ifNotExists?: boolean | undefined } = {},
  ): Promise<void> {
    await this.send(new CreateIndex(index, table, options.ifNotExists ?? false));
  }

  async dropIndex(
    index: Index,
    table: Table | null,
    schema: Identifier | null,
    options: { readonly ifExists?: boolean | undefined } = {},
  ): Promise<void> {
    await this.send(new DropIndex(index, table, schema, options.ifExists ?? false));
  }

  // Rows

  /**
   * Inserts rows, each an object by column name.
   *
   * @throws {InvalidArgumentError} when a row has a key that is no column
   */
  async bulkInsert(
    table: Table,
    rows: readonly Row[],
    { multiinsert = true }: { readonly multiinsert?: boolean | undefined } = {},
  ): Promise<void> {
    if (this.context.runner.isOffline) {
      await this.send(...rows.map((row) => this.insertText(table, row)));
      return;
    }
    const maxValues = multiinsert ? this.dialect.features.maxValuesOfInsert : 0;
    const groups = groupRows(table, rows, maxValues).map((group) =>
      insertRows(this.dialect.ddl.table(table), table, group),
    );
    for (const statement of groups) await this.execute(statement);
  }

  /** A row's INSERT as a script has it. */
  protected insertText(table: Table, row: Row): string {
    return inlineSql(insertRows(this.dialect.ddl.table(table), table, [row]), this.dialect.target);
  }

  // The version table

  /** The version table as the dialect wants it: a string column `version_num`, and its key. */
  versionTable({ name, schema, hasPrimaryKey }: VersionTableShape): Table {
    const key = hasPrimaryKey ? [new PrimaryKeyConstraint(["version_num"], { name: `${name}_pkc` })] : [];
    return new Table(name, [newColumn("version_num", new StringType(32), { nullable: false }), ...key], { schema });
  }

  /** A table of some items under a name that stands for one in the database. */
  protected tableWith(table: TableRef, items: readonly TableItem[]): Table {
    return new Table(table.identifier, items, { schema: table.schema }, this.context.metadata);
  }
}

/** An empty comment is none: databases keep it as such. */
function isEmpty(comment: string | null): boolean {
  return comment === null || comment === "";
}

function isComputed(value: AlterColumnChange["serverDefault"]): value is Computed {
  return value instanceof Computed;
}

function literalDefault(value: AlterColumnChange["serverDefault"]): ServerDefault | null {
  return value === undefined || value instanceof Identity || value instanceof Computed ? null : value;
}

function isEqual(one: Identity, other: Identity): boolean {
  return isDeepStrictEqual({ ...one.options, always: one.always }, { ...other.options, always: other.always });
}
