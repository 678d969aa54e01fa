import {
  type AddColumn,
  type AlterColumnDefault,
  type CreateIndex,
  DDLCompiler,
  type DialectFeatures,
  type DropIndex,
  type RenameColumn,
  type RenameTable,
  type SetColumnComment,
  type SetTableComment,
  type TableRef,
  type TypeCompiler,
} from "../../ddl/index.ts";
import { UnsupportedOperationError } from "../../errors/index.ts";
import {
  type Column,
  type Computed,
  type Identity,
  type Index,
  optionsOf,
  type PrimaryKeyConstraint,
  type Table,
  type UniqueConstraint,
} from "../../schema/index.ts";
import { type Identifier, nameText, type SqlTarget } from "../../sql/index.ts";
import { AlterColumnComment, ReplaceTableComment } from "./elements/comments.ts";
import { isWrittenInParts } from "./text/literals.ts";

/** Writes DDL for SQL Server. */
export class MssqlDDLCompiler extends DDLCompiler {
  constructor(
    features: DialectFeatures,
    target: SqlTarget,
    types: TypeCompiler,
    /** The schema of names that give none; null where it is not known. */
    private readonly defaultSchema: string | null,
  ) {
    super(features, target, types);
  }

  // Tables

  override visitRenameTable({ table, newName }: RenameTable): string {
    return `EXEC sp_rename ${this.literal(this.table(table))}, ${this.quote(newName)}`;
  }

  override visitSetTableComment(element: SetTableComment): string {
    const action = element.comment === null ? "drop" : element instanceof ReplaceTableComment ? "update" : "add";
    return this.description("execute", action, element.comment, element.table, null);
  }

  override visitSetColumnComment(element: SetColumnComment): string {
    const hasComment = element.existingComment !== undefined && element.existingComment !== null;
    const action = element.comment === null ? "drop" : hasComment ? "update" : "add";
    const verb = element instanceof AlterColumnComment ? "exec" : "execute";
    return this.description(verb, action, element.comment, element.table, element.column);
  }

  /** A call of the procedure that keeps comments: as a property of its table or column. */
  private description(
    verb: string,
    action: "add" | "update" | "drop",
    comment: string | null,
    table: TableRef,
    column: Identifier | null,
  ): string {
    const schema = this.target.identifiers.quoteSchema(this.schemaOf(table));
    const place = `'schema', ${schema}, 'table', ${this.quote(table.identifier)}${column === null ? "" : `, 'column', ${this.quote(column)}`}`;
    const value = comment === null ? null : this.target.literals.unicode(comment);
    const call = `${verb} sp_${action}extendedproperty 'MS_Description'`;
    if (comment === null || value === null) return `${call}, ${place}`;
    if (!isWrittenInParts(comment)) return `${call}, ${value}, ${place}`;
    // A procedure's argument is a literal or a variable, and no expression.
    return `declare @comment nvarchar(3750) = ${value}\n${call}, @comment, ${place}`;
  }

  private schemaOf({ schema, identifier }: TableRef): Identifier {
    const known = schema ?? this.defaultSchema;
    if (known !== null) return known;
    throw new UnsupportedOperationError("ALB0372", {
      operation: `A comment on table "${nameText(identifier)}" without its schema`,
      dialect: this.features.dialectName,
      reason: "comments are kept by schema, and the default one is not known without a connection",
      hint: 'Name the table\'s schema, usually { schema: "dbo" }.',
    });
  }

  // Columns

  override columnSpecification(column: Column): string {
    const { computed } = column.options;
    const isNumbered = this.numbering(column) !== "";
    const nullability = column.nullable && !column.primaryKey && !isNumbered ? this.nullClause(column) : "NOT NULL";
    return [
      this.quote(column.identifier),
      computed === undefined ? this.columnType(column) : this.computed(computed),
      nullability,
      this.numbering(column),
      this.defaultClause(column),
    ]
      .filter((part) => part !== "")
      .join(" ");
  }

  protected override nullClause(column: Column): string {
    return column.options.computed === undefined ? "NULL" : "";
  }

  override computed(computed: Computed): string {
    return `AS (${this.text(computed.expression)})${computed.persisted === true ? " PERSISTED" : ""}`;
  }

  override identity({ options: { start, increment } }: Identity): string {
    return identityWord(start, increment);
  }

  /** IDENTITY, where the server numbers the column. */
  private numbering(column: Column): string {
    if (column.options.identity !== undefined) return this.identity(column.options.identity);
    if (column.options.sequence !== undefined || column.table?.autoincrementColumn !== column) return "";
    const { identityStart, identityIncrement } = optionsOf(column.options, "mssql");
    return identityWord(identityStart, identityIncrement);
  }

  override visitAddColumn(element: AddColumn): string {
    const { table, column, form } = element;
    const statement = `${this.alterTable(table)} ADD ${this.addedColumn(element)}`;
    if (form.ifNotExists !== true) return statement;
    return `IF COL_LENGTH(${this.literal(this.table(table))}, ${this.literal(nameText(column.identifier))}) IS NULL ${statement}`;
  }

  override visitAlterColumnDefault({ table, column, serverDefault, type }: AlterColumnDefault): string {
    return `${this.alterTable(table)} ADD DEFAULT ${this.serverDefault(serverDefault, type)} FOR ${this.quote(column)}`;
  }

  override visitRenameColumn({ table, column, newName }: RenameColumn): string {
    const path = `${this.table(table)}.${this.quote(column)}`;
    return `EXEC sp_rename ${this.literal(path)}, ${this.quote(newName)}, 'COLUMN'`;
  }

  // Constraints

  protected override primaryKey(constraint: PrimaryKeyConstraint, table: Table): string {
    const clustered = clusteredWord(optionsOf(constraint.options, "mssql").clustered);
    return `PRIMARY KEY ${clustered}(${this.columnList(constraint.columns, table)})`;
  }

  protected override unique(constraint: UniqueConstraint, table: Table): string {
    const clustered = clusteredWord(optionsOf(constraint.options, "mssql").clustered);
    return `UNIQUE ${clustered}(${this.columnList(constraint.columns, table)})`;
  }

  // Indexes

  override visitCreateIndex({ index, table, ifNotExists }: CreateIndex): string {
    const { clustered, include, where, columnstore } = optionsOf(index.options, "mssql");
    const hasColumns = index.expressions.length > 0;
    const statement = [
      `CREATE ${index.unique ? "UNIQUE " : ""}${clusteredWord(clustered)}`,
      columnstore === undefined || columnstore === false ? "" : "COLUMNSTORE ",
      `INDEX ${this.indexName(index, table)} ON ${this.table(table)}`,
      hasColumns ? ` (${this.indexColumns(index, table)})` : "",
      include === undefined || include.length === 0 ? "" : ` INCLUDE (${this.columnList(include, table)})`,
      typeof columnstore === "object" ? ` ORDER (${this.columnList(columnstore, table)})` : "",
      where === undefined ? "" : ` WHERE ${this.text(where)}`,
    ].join("");
    return ifNotExists ? `${this.unlessIndexExists(index, table)} ${statement}` : statement;
  }

  private unlessIndexExists(index: Index, table: Table): string {
    const name = this.literal(nameText(this.shortened(this.requireName(index, table))));
    const object = `object_id(${this.literal(this.table(table))})`;
    return `IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = ${name} AND object_id = ${object})`;
  }

  override visitDropIndex(element: DropIndex): string {
    if (element.table === null) throw tableMissing(element.index, this.features.dialectName);
    const exists = element.ifExists ? "IF EXISTS " : "";
    return `DROP INDEX ${exists}${this.quote(this.droppedIndexName(element))} ON ${this.table(element.table)}`;
  }
}

function identityWord(start: number | bigint | undefined, increment: number | bigint | undefined): string {
  if (start === undefined && increment === undefined) return "IDENTITY";
  return `IDENTITY(${start ?? 1},${increment ?? 1})`;
}

function clusteredWord(clustered: boolean | undefined): string {
  if (clustered === undefined) return "";
  return clustered ? "CLUSTERED " : "NONCLUSTERED ";
}

function tableMissing(index: Index, dialect: string): UnsupportedOperationError {
  return new UnsupportedOperationError("ALB0374", {
    operation: `Dropping index ${index.name === null ? "" : `"${nameText(index.name)}" `}without its table`,
    dialect,
    hint: 'Name the table: op.dropIndex("ix_posts_title", { tableName: "posts" }).',
  });
}
