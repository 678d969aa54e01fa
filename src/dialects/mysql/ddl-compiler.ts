import {
  type AddColumn,
  type CreateIndex,
  DDLCompiler,
  type DropColumn,
  type DropConstraint,
  type DropIndex,
  type RenameTable,
  type SetTableComment,
  type TypeCompiler,
} from "../../ddl/index.ts";
import { InvalidArgumentError, UnsupportedOperationError } from "../../errors/index.ts";
import {
  type Column,
  type Constraint,
  type ForeignKeyConstraint,
  type Index,
  type IndexExpression,
  type IndexOptions,
  optionsOf,
  type PrimaryKeyConstraint,
  type PrimaryKeyConstraintOptions,
  type ServerDefault,
  type Table,
  type TableOptions,
  type UniqueConstraint,
  type UniqueConstraintOptions,
} from "../../schema/index.ts";
import { type Identifier, nameText, SqlFragment, type SqlTarget } from "../../sql/index.ts";
import { type SqlType, TIMESTAMP } from "../../types/index.ts";
import type { MysqlFeatures } from "./features.ts";
import type { MysqlIndexOptions, MysqlKeyOptions, MysqlTableOptions } from "./options.ts";
import { asDefault, asIndexPart, isColumnPart } from "./text/expression.ts";
import { tableOptions } from "./text/table-options.ts";
import { numberedKey } from "./elements/numbered-key.ts";

/** Writes DDL as MySQL understands it. */
export class MysqlDDLCompiler extends DDLCompiler {
  constructor(
    override readonly features: MysqlFeatures,
    target: SqlTarget,
    types: TypeCompiler,
  ) {
    super(features, target, types);
  }

  // The options that the dialect reads

  protected ownTableOptions(options: TableOptions): MysqlTableOptions {
    return optionsOf(options, "mysql");
  }

  protected ownIndexOptions(options: IndexOptions): MysqlIndexOptions {
    return optionsOf(options, "mysql");
  }

  protected ownKeyOptions(options: UniqueConstraintOptions | PrimaryKeyConstraintOptions): MysqlKeyOptions {
    return optionsOf(options, "mysql");
  }

  // Tables

  protected override tableSuffix(table: Table): string {
    const comment = table.comment === null ? {} : { comment: table.comment };
    return tableOptions({ ...this.ownTableOptions(table.options), ...comment }, this);
  }

  override visitRenameTable({ table, newName }: RenameTable): string {
    return `${this.alterTable(table)} RENAME TO ${this.target.identifiers.qualify(newName, table.schema)}`;
  }

  override visitSetTableComment({ table, comment }: SetTableComment): string {
    return `${this.alterTable(table)} COMMENT ${this.literal(comment ?? "")}`;
  }

  protected override tableConstraints(table: Table): readonly string[] {
    const index = numberedKey(table);
    if (index === null) return super.tableConstraints(table);
    const key = `${index.unique ? "UNIQUE " : ""}KEY ${this.indexName(index, table)} (${this.indexColumns(index, table)})`;
    return [...super.tableConstraints(table), key];
  }

  // Columns

  override columnSpecification(column: Column): string {
    const { computed } = column.options;
    const isNumbered = this.isNumbered(column);
    return [
      this.quote(column.identifier),
      this.columnType(column),
      computed === undefined ? "" : this.computed(computed),
      column.nullable ? this.nullClause(column) : "NOT NULL",
      column.comment === null ? "" : `COMMENT ${this.literal(column.comment)}`,
      isNumbered ? "AUTO_INCREMENT" : this.defaultClause(column),
    ]
      .filter((part) => part !== "")
      .join(" ");
  }

  private isNumbered(column: Column): boolean {
    return column.table?.autoincrementColumn === column;
  }

  /** A TIMESTAMP without a word is NOT NULL, with a default of its own, where explicit_defaults_for_timestamp is off. */
  protected override nullClause(column: Column): string {
    return this.types.resolve(column.type) instanceof TIMESTAMP ? "NULL" : "";
  }

  override serverDefault(value: ServerDefault | null, type: SqlType | null): string | null {
    const text = super.serverDefault(value, type);
    return text !== null && value instanceof SqlFragment ? asDefault(text) : text;
  }

  override visitAddColumn(element: AddColumn): string {
    if (element.form.ifNotExists === true) this.requireConditions("addColumn() with ifNotExists");
    return super.visitAddColumn(element);
  }

  override visitDropColumn(element: DropColumn): string {
    if (element.ifExists) this.requireConditions("dropColumn() with ifExists");
    return super.visitDropColumn(element);
  }

  // Constraints

  // Every primary key is called PRIMARY, and no key may be given that name.
  protected override constraintPrefix(constraint: Constraint, table: Table): string {
    const name = constraint.kind === "primary" ? this.constraintName(constraint, table) : null;
    return name !== null && nameText(name) === "PRIMARY" ? "" : super.constraintPrefix(constraint, table);
  }

  // The numbered column comes first: the storage engine wants an index that begins with it.
  protected override primaryKey(constraint: PrimaryKeyConstraint, table: Table): string {
    return `PRIMARY KEY (${this.columnList(constraint.columns, table)})${this.using(this.ownKeyOptions(constraint.options))}`;
  }

  protected override unique(constraint: UniqueConstraint, table: Table): string {
    return super.unique(constraint, table) + this.using(this.ownKeyOptions(constraint.options));
  }

  protected override foreignKeyActions(key: ForeignKeyConstraint): string {
    if (key.options.match === undefined || key.options.match === null) return super.foreignKeyActions(key);
    throw new UnsupportedOperationError("ALB0347", {
      operation: "MATCH on a foreign key",
      dialect: this.features.dialectName,
      reason: "the server would forget its ON DELETE and ON UPDATE",
      hint: "Leave match out: keys that hold NULL are never checked there.",
    });
  }

  override visitDropConstraint({ table, name, kind, ifExists }: DropConstraint): string {
    if (ifExists) this.requireConditions("dropConstraint() with ifExists");
    const exists = ifExists ? "IF EXISTS " : "";
    const drop = `${this.alterTable(table)} DROP`;
    if (kind === "unique") return `${drop} INDEX ${exists}${this.quote(name)}`;
    if (kind === "foreignkey") return `${drop} FOREIGN KEY ${exists}${this.quote(name)}`;
    if (kind === "check") return `${this.alterTable(table)} ${this.features.dropCheck} ${exists}${this.quote(name)}`;
    if (kind === "primary") return ifExists ? `${drop} CONSTRAINT ${exists}\`PRIMARY\`` : `${drop} PRIMARY KEY`;
    throw new UnsupportedOperationError("ALB0348", {
      operation: "dropConstraint() without the constraint's type",
      dialect: this.features.dialectName,
      reason: "each kind has a statement of its own",
      hint: 'Give { type: "unique" }, "foreignkey", "check" or "primary".',
    });
  }

  // Indexes

  override visitCreateIndex({ index, table, ifNotExists }: CreateIndex): string {
    if (ifNotExists) this.requireConditions("createIndex() with ifNotExists");
    const { prefix, using, withParser } = this.ownIndexOptions(index.options);
    const words = [
      "CREATE",
      index.unique ? "UNIQUE" : "",
      prefix === undefined ? "" : this.keyword("prefix", prefix),
      "INDEX",
      ifNotExists ? "IF NOT EXISTS" : "",
      `${this.indexName(index, table)} ON ${this.table(table)} (${this.indexColumns(index, table)})`,
      withParser === undefined ? "" : `WITH PARSER ${this.keyword("withParser", withParser)}`,
    ];
    return words.filter((word) => word !== "").join(" ") + this.using({ using });
  }

  protected override indexColumns(index: Index, table: Table): string {
    const { length } = this.ownIndexOptions(index.options);
    return index.expressions.map((item) => this.indexPart(item, table, length)).join(", ");
  }

  private indexPart(item: IndexExpression, table: Table, length: MysqlIndexOptions["length"]): string {
    const ordered = this.ordered(item);
    const direction = ordered.direction === null ? "" : ` ${ordered.direction.toUpperCase()}`;
    return `${this.indexKey(ordered.expression, table, length)}${direction}`;
  }

  private indexKey(expression: Identifier | SqlFragment, table: Table, length: MysqlIndexOptions["length"]): string {
    const text = this.indexOperand(expression, table);
    if (!(expression instanceof SqlFragment)) {
      const own = typeof length === "object" ? length[nameText(expression)] : length;
      return own === undefined ? text : `${text}(${checkedLength(own)})`;
    }
    if (isColumnPart(text)) return text;
    if (this.features.supportsExpressionIndexes) return asIndexPart(text);
    throw new UnsupportedOperationError("ALB0349", {
      operation: "An index over an expression",
      dialect: this.features.dialectName,
      hint: "Add a column with sa.computed() for the expression, and index that.",
    });
  }

  override visitDropIndex({ index, table, schema, ifExists }: DropIndex): string {
    if (ifExists) this.requireConditions("dropIndex() with ifExists");
    if (table === null) throw tableMissing(this.features.dialectName);
    const exists = ifExists ? "IF EXISTS " : "";
    const name = this.generatedName(this.requireName(index, table));
    return `DROP INDEX ${exists}${name} ON ${this.target.identifiers.qualify(table.identifier, table.schema ?? schema)}`;
  }

  private using({ using }: { readonly using?: string | undefined }): string {
    return using === undefined ? "" : ` USING ${this.keyword("using", using)}`;
  }

  private requireConditions(operation: string): void {
    if (this.features.supportsConditions) return;
    throw new UnsupportedOperationError("ALB0342", {
      operation,
      dialect: this.features.dialectName,
      reason: "its statement takes no condition",
      hint: "Look at the table first, and leave the call out where it is not needed.",
    });
  }
}

function checkedLength(length: number): number {
  if (Number.isInteger(length) && length > 0) return length;
  throw new InvalidArgumentError("ALB0867", "The length of an indexed column is a whole number from 1.", {
    hint: "For example: { mysql: { length: { title: 20 } } }.",
  });
}

function tableMissing(dialect: string): InvalidArgumentError {
  return new InvalidArgumentError("ALB0868", `dropIndex() needs the name of the index's table on ${dialect}.`, {
    hint: 'Name the table: op.dropIndex("ix_posts_title", { tableName: "posts" }).',
  });
}
