import {
  type AddColumn,
  type CreateIndex,
  DDLCompiler,
  type DropColumn,
  type RenameColumn,
  type TypeCompiler,
} from "../../ddl/index.ts";
import { UnsupportedOperationError } from "../../errors/index.ts";
import {
  type CheckConstraint,
  type Column,
  type Computed,
  type Constraint,
  ForeignKeyConstraint,
  optionsOf,
  PrimaryKeyConstraint,
  type ReferredColumn,
  type ServerDefault,
  type Table,
  type UniqueConstraint,
} from "../../schema/index.ts";
import { SqlFragment, type SqlTarget } from "../../sql/index.ts";
import { BigInteger, IntegerType, type SqlType } from "../../types/index.ts";
import type { SqliteFeatures } from "./features.ts";
import { asDefault } from "./text/default-expression.ts";
import { DeclaredType } from "./types/declared-type.ts";

/** Writes DDL as SQLite understands it. */
export class SqliteDDLCompiler extends DDLCompiler {
  constructor(
    override readonly features: SqliteFeatures,
    target: SqlTarget,
    types: TypeCompiler,
  ) {
    super(features, target, types);
  }

  protected override isOmitted(constraint: Constraint, table: Table): boolean {
    if (constraint instanceof PrimaryKeyConstraint) return this.autoincrementColumn(table) !== null;
    // A foreign key cannot leave its own database file, which is what a schema is here.
    return (
      constraint instanceof ForeignKeyConstraint &&
      constraint.referred.some(({ schema }) => schema !== table.schemaName)
    );
  }

  protected override tableSuffix(table: Table): string {
    const { withRowid, strict } = optionsOf(table.options, "sqlite");
    if (strict === true) this.requireVersion(this.features.supportsStrictTables, "A STRICT table", "3.37");
    const words = [withRowid === false ? "WITHOUT ROWID" : null, strict === true ? "STRICT" : null].filter(
      (word) => word !== null,
    );
    return words.length === 0 ? "" : `\n ${words.join(",\n ")}`;
  }

  protected override columnType(column: Column): string {
    return column.type instanceof DeclaredType ? column.type.declared : super.columnType(column);
  }

  override columnSpecification(column: Column): string {
    const { computed } = column.options;
    return [
      this.quote(column.identifier),
      this.columnType(column),
      this.defaultClause(column),
      column.nullable ? "" : `NOT NULL${this.onConflict(optionsOf(column.options, "sqlite").onConflictNotNull)}`,
      this.inlineKey(column),
      computed === undefined ? "" : this.computed(computed),
    ]
      .filter((part) => part !== "")
      .join(" ");
  }

  /** AUTOINCREMENT is a part of the column's own PRIMARY KEY, and of no other. */
  private inlineKey(column: Column): string {
    const { table } = column;
    if (table === null || this.autoincrementColumn(table) !== column) return "";
    return `PRIMARY KEY${this.onConflict(this.keyConflict(table))} AUTOINCREMENT`;
  }

  private autoincrementColumn(table: Table): Column | null {
    const names = table.primaryKey?.columns ?? [];
    const columns = names.map((name) => table.columns.get(name)).filter((column) => column !== undefined);
    if (columns.length > 1 && columns.some((column) => column.autoincrement === true))
      throw compositeAutoincrement(table);
    const [column] = columns;
    if (column === undefined || columns.length > 1 || optionsOf(table.options, "sqlite").autoincrement !== true)
      return null;
    return this.isInteger(column.type) && column.foreignKeys.length === 0 ? column : null;
  }

  private isInteger(type: SqlType): boolean {
    const own = type.forDialect(this.features.dialectName);
    return own instanceof IntegerType || own instanceof BigInteger;
  }

  override computed(computed: Computed): string {
    this.requireVersion(this.features.supportsGeneratedColumns, "A generated column", "3.31");
    return super.computed(computed);
  }

  override visitAddColumn(element: AddColumn): string {
    if (element.form.inlinePrimaryKey === true && element.column.primaryKey) {
      throw this.moveTable("addColumn() with inlinePrimaryKey", "ALTER TABLE cannot add a PRIMARY KEY column");
    }
    if (element.form.ifNotExists === true) throw this.noCondition("addColumn() with ifNotExists", "ADD COLUMN");
    return super.visitAddColumn(element);
  }

  override visitDropColumn(element: DropColumn): string {
    this.requireVersion(this.features.supportsDropColumn, "dropColumn() in place", "3.35", "use op.batchAlterTable()");
    if (element.ifExists) throw this.noCondition("dropColumn() with ifExists", "DROP COLUMN");
    return super.visitDropColumn(element);
  }

  override visitRenameColumn(element: RenameColumn): string {
    this.requireVersion(
      this.features.supportsRenameColumn,
      "Renaming a column in place",
      "3.25",
      "use op.batchAlterTable()",
    );
    return super.visitRenameColumn(element);
  }

  // The schema stands before the index's name; the table is in the same one.
  override visitCreateIndex({ index, table, ifNotExists }: CreateIndex): string {
    const unique = index.unique ? "UNIQUE " : "";
    const exists = ifNotExists ? "IF NOT EXISTS " : "";
    const schema = table.schema === null ? "" : `${this.target.identifiers.quoteSchema(table.schema)}.`;
    const columns = this.indexColumns(index, table);
    const { where } = optionsOf(index.options, "sqlite");
    const predicate = where === undefined ? "" : ` WHERE ${this.text(where)}`;
    return `CREATE ${unique}INDEX ${exists}${schema}${this.indexName(index, table)} ON ${this.quote(table.identifier)} (${columns})${predicate}`;
  }

  protected override primaryKey(constraint: PrimaryKeyConstraint, table: Table): string {
    return `PRIMARY KEY (${this.keyColumns(constraint, table)})${this.onConflict(this.keyConflict(table))}`;
  }

  /** The columns of a key with the collations and orders that it gives them. */
  private keyColumns({ columns, options }: PrimaryKeyConstraint | UniqueConstraint, table: Table): string {
    const { collations = [], orders = [] } = optionsOf(options, "sqlite");
    return columns
      .map((name, index) => {
        const collation = collations[index] ?? null;
        const order = orders[index] ?? null;
        const collated = collation === null ? "" : ` COLLATE ${this.quote(collation)}`;
        return `${this.columnName(name, table)}${collated}${order === null ? "" : ` ${order.toUpperCase()}`}`;
      })
      .join(", ");
  }

  /** On the constraint, or on the lone column that is the key. */
  private keyConflict(table: Table): string | undefined {
    const { primaryKey } = table;
    const given = primaryKey === null ? undefined : optionsOf(primaryKey.options, "sqlite").onConflict;
    if (given !== undefined || primaryKey?.columns.length !== 1) return given;
    const column = table.columns.get(primaryKey.columns[0] ?? "");
    return column === undefined ? undefined : optionsOf(column.options, "sqlite").onConflictPrimaryKey;
  }

  protected override unique(constraint: UniqueConstraint, table: Table): string {
    const [name] = constraint.columns;
    const column = constraint.columns.length === 1 ? table.columns.get(name ?? "") : undefined;
    const ofColumn = column?.options.unique === true ? optionsOf(column.options, "sqlite").onConflictUnique : undefined;
    const conflict = optionsOf(constraint.options, "sqlite").onConflict ?? ofColumn;
    return `UNIQUE (${this.keyColumns(constraint, table)})${this.onConflict(conflict)}`;
  }

  protected override check(constraint: CheckConstraint, table: Table): string {
    return super.check(constraint, table) + this.onConflict(optionsOf(constraint.options, "sqlite").onConflict);
  }

  /** Without columns where the statement that was read named none, and nothing says what the key of the other table is. */
  protected override foreignKey(key: ForeignKeyConstraint, table: Table): string {
    const [referred] = key.referred;
    if (referred === undefined || referred.column !== "") return super.foreignKey(key, table);
    const actions = this.foreignKeyActions(key);
    return `FOREIGN KEY(${this.columnList(key.columns, table)}) REFERENCES ${this.referredTable(referred)}${actions}`;
  }

  // No schema: a reference stays within its database file, and SQLite takes no other name here.
  protected override referredTable({ table, quoting }: ReferredColumn): string {
    return this.quote(quoting?.table ?? table);
  }

  override serverDefault(value: ServerDefault | null, type: SqlType | null): string | null {
    const text = super.serverDefault(value, type);
    return text !== null && value instanceof SqlFragment ? asDefault(text) : text;
  }

  private onConflict(word: string | undefined): string {
    return word === undefined ? "" : ` ON CONFLICT ${this.keyword("onConflict", word)}`;
  }

  private requireVersion(isThere: boolean, operation: string, since: string, instead?: string): void {
    if (isThere) return;
    throw new UnsupportedOperationError("ALB0340", {
      operation,
      dialect: this.features.dialectName,
      reason: `it came with SQLite ${since}`,
      hint: `Update SQLite${instead === undefined ? "" : `, or ${instead}`}.`,
    });
  }

  private moveTable(operation: string, reason: string): UnsupportedOperationError {
    return new UnsupportedOperationError("ALB0341", {
      operation,
      dialect: this.features.dialectName,
      reason,
      hint: "Use op.batchAlterTable(), which moves the table.",
    });
  }

  private noCondition(operation: string, statement: string): UnsupportedOperationError {
    return new UnsupportedOperationError("ALB0342", {
      operation,
      dialect: this.features.dialectName,
      reason: `its ${statement} takes no condition`,
      hint: "Look at the table first, and leave the call out where it is not needed.",
    });
  }
}

function compositeAutoincrement(table: Table): UnsupportedOperationError {
  return new UnsupportedOperationError("ALB0343", {
    operation: `autoincrement in the composite primary key of "${table.fullName}"`,
    dialect: "sqlite",
    reason: "only a lone integer key is numbered",
    hint: "Make that column the whole key and the others a sa.uniqueConstraint(), or leave autoincrement out.",
  });
}
