import {
  type AlterColumnIdentity,
  type AlterColumnType,
  type CreateIndex,
  DDLCompiler,
  type DropIndex,
  type RenameColumn,
  type TypeCompiler,
} from "../../ddl/index.ts";
import { UnsupportedOperationError } from "../../errors/index.ts";
import {
  CheckConstraint,
  type Column,
  type Computed,
  type Constraint,
  ExcludeConstraint,
  ForeignKeyConstraint,
  type Index,
  type IndexExpression,
  optionsOf,
  OrderedExpression,
  type PrimaryKeyConstraint,
  type Table,
  type UniqueConstraint,
} from "../../schema/index.ts";
import { nameText, SqlFragment, type SqlTarget } from "../../sql/index.ts";
import { BIGINT, BigInteger, IntegerType, SMALLINT, SmallInteger, type SqlType } from "../../types/index.ts";
import type { PostgresqlFeatures } from "./features.ts";
import { identityChange } from "./text/identity-change.ts";
import { inTable } from "./elements/types-of-table.ts";

const action = /^(RESTRICT|CASCADE|SET (NULL|DEFAULT)(\s*\([\w", ]+\))?|NO ACTION)$/i;
const operatorClass = /^[\w."]+(\s*\([\w\s=,'."-]*\))?$/;

/** Writes DDL as PostgreSQL understands it. */
export class PostgresqlDDLCompiler extends DDLCompiler {
  constructor(
    override readonly features: PostgresqlFeatures,
    target: SqlTarget,
    types: TypeCompiler,
  ) {
    super(features, target, types);
  }

  // INHERITS, PARTITION BY, USING, WITH, ON COMMIT, TABLESPACE: the order of PostgreSQL's grammar.
  protected override tableSuffix(table: Table): string {
    const options = optionsOf(table.options, "postgresql");
    const { inherits, partitionBy, using, with: parameters, withOids, onCommit, tablespace } = options;
    const parents = inherits === undefined ? [] : [inherits].flat().map((parent) => this.path(parent));
    return [
      parents.length === 0 ? "" : `\n INHERITS ( ${parents.join(", ")} )`,
      partitionBy === undefined ? "" : `\n PARTITION BY ${partitionBy}`,
      using === undefined ? "" : `\n USING ${this.quote(using)}`,
      parameters === undefined ? "" : `\n WITH (${this.storageParameters(parameters)})`,
      withOids === undefined ? "" : `\n WITH${withOids ? "" : "OUT"} OIDS`,
      onCommit === undefined
        ? ""
        : `\n ON COMMIT ${this.keyword("onCommit", onCommit.replaceAll("_", " ").toUpperCase())}`,
      tablespace === undefined ? "" : `\n TABLESPACE ${this.quote(tablespace)}`,
    ].join("");
  }

  /** `table` or `schema.table`. */
  private path(text: string): string {
    return text
      .split(".")
      .map((name) => this.quote(name))
      .join(".");
  }

  private storageParameters(parameters: Readonly<Record<string, string | number | boolean>>): string {
    const entries = Object.entries(parameters).map(([name, value]) => {
      const text =
        typeof value === "string" ? this.keyword(`the storage parameter ${name}`, value, /^[\w.+-]+$/) : String(value);
      return `${this.keyword("a storage parameter's name", name, /^[\w.]+$/)} = ${text}`;
    });
    return entries.join(", ");
  }

  protected override columnType(column: Column): string {
    const type = inTable(column.type, column.table);
    return this.isSerial(column) ? serialOf(type) : this.type(type);
  }

  private isSerial(column: Column): boolean {
    const { identity, sequence } = column.options;
    if (column.table === null || identity !== undefined || sequence !== undefined || column.serverDefault !== null)
      return false;
    return column.table.autoincrementColumn === column && inTable(column.type, column.table) instanceof IntegerType;
  }

  // An identity column is NOT NULL by itself, and refuses to be said to be nullable.
  protected override nullability(column: Column): string {
    if (column.options.identity === undefined) return super.nullability(column);
    return column.nullable ? "NULL" : "";
  }

  override computed(computed: Computed): string {
    if (computed.persisted !== false) return `GENERATED ALWAYS AS (${this.text(computed.expression)}) STORED`;
    if (this.features.supportsVirtualComputed) return super.computed(computed);
    throw new UnsupportedOperationError("ALB0321", {
      operation: "A generated column that is not stored",
      dialect: this.features.dialectName,
      reason: "it came with PostgreSQL 18",
      hint: "Leave persisted out, or make it true.",
    });
  }

  // PostgreSQL leaves the word COLUMN to the writer.
  override visitRenameColumn({ table, column, newName }: RenameColumn): string {
    return `${this.alterTable(table)} RENAME ${this.quote(column)} TO ${this.quote(newName)}`;
  }

  override visitAlterColumnType(element: AlterColumnType): string {
    const { using } = element;
    return super.visitAlterColumnType(element) + (using === null ? "" : ` USING ${this.text(using)}`);
  }

  override visitAlterColumnIdentity({ table, column, identity, existing }: AlterColumnIdentity): string {
    const head = this.alterColumn(table, column);
    if (identity === null) return `${head} DROP IDENTITY`;
    if (existing === null) return `${head} ADD ${this.identity(identity)}`;
    return `${head} ${identityChange(identity, existing).join(" ")}`;
  }

  override constraint(constraint: Constraint, table: Table): string {
    return super.constraint(constraint, table) + (isNotValid(constraint) ? " NOT VALID" : "");
  }

  protected override primaryKey(constraint: PrimaryKeyConstraint, table: Table): string {
    return (
      super.primaryKey(constraint, table) + this.include(optionsOf(constraint.options, "postgresql").include, table)
    );
  }

  protected override unique(constraint: UniqueConstraint, table: Table): string {
    const { nullsNotDistinct, include } = optionsOf(constraint.options, "postgresql");
    const nulls = nullsNotDistinct === undefined ? "" : nullsNotDistinct ? "NULLS NOT DISTINCT " : "NULLS DISTINCT ";
    return `UNIQUE ${nulls}(${this.columnList(constraint.columns, table)})${this.include(include, table)}`;
  }

  private include(columns: readonly string[] | undefined, table: Table): string {
    return columns === undefined || columns.length === 0 ? "" : ` INCLUDE (${this.columnList(columns, table)})`;
  }

  protected override foreignKeyActions(key: ForeignKeyConstraint): string {
    const { onDelete, onUpdate } = key.options;
    if (typeof onDelete === "string") this.keyword("onDelete", onDelete, action);
    if (typeof onUpdate === "string") this.keyword("onUpdate", onUpdate, action);
    return super.foreignKeyActions(key);
  }

  protected override ownConstraint(constraint: Constraint, table: Table): string {
    if (!(constraint instanceof ExcludeConstraint)) return super.ownConstraint(constraint, table);
    const { using = "gist", where, ops } = constraint.options;
    const elements = constraint.elements.map(([operand, operator]) => {
      const own = operand instanceof SqlFragment ? undefined : ops?.[nameText(operand)];
      return `${this.indexOperand(operand, table)}${this.operatorClass(own)} WITH ${operator}`;
    });
    const predicate = where === undefined ? "" : ` WHERE (${this.text(where)})`;
    return `EXCLUDE USING ${this.quote(using)} (${elements.join(", ")})${predicate}${this.deferrability(constraint)}`;
  }

  private operatorClass(name: string | undefined): string {
    return name === undefined ? "" : ` ${this.keyword("an operator class", name, operatorClass)}`;
  }

  override visitCreateIndex({ index, table, ifNotExists }: CreateIndex): string {
    const { concurrently, using } = optionsOf(index.options, "postgresql");
    return [
      `CREATE ${index.unique ? "UNIQUE " : ""}INDEX`,
      concurrently === true ? "CONCURRENTLY" : "",
      ifNotExists ? "IF NOT EXISTS" : "",
      `${this.indexName(index, table)} ON ${this.table(table)}`,
      using === undefined ? "" : `USING ${this.quote(using)}`,
      `(${this.indexColumns(index, table)})${this.indexSuffix(index, table)}`,
    ]
      .filter((part) => part !== "")
      .join(" ");
  }

  private indexSuffix(index: Index, table: Table): string {
    const { include, nullsNotDistinct, with: parameters, tablespace, where } = optionsOf(index.options, "postgresql");
    return [
      this.include(include, table),
      nullsNotDistinct === undefined ? "" : ` NULLS ${nullsNotDistinct ? "NOT " : ""}DISTINCT`,
      parameters === undefined ? "" : ` WITH (${this.storageParameters(parameters)})`,
      tablespace === undefined ? "" : ` TABLESPACE ${this.quote(tablespace)}`,
      where === undefined ? "" : ` WHERE ${this.text(where)}`,
    ].join("");
  }

  protected override indexColumns(index: Index, table: Table): string {
    const { ops } = optionsOf(index.options, "postgresql");
    return index.expressions.map((expression) => this.indexPart(expression, ops, table)).join(", ");
  }

  private indexPart(item: IndexExpression, ops: Readonly<Record<string, string>> | undefined, table: Table): string {
    const { expression, label, direction, nulls } =
      item instanceof OrderedExpression ? item : new OrderedExpression(item);
    const key = label ?? (expression instanceof SqlFragment ? null : nameText(expression));
    return [
      `${this.indexOperand(expression, table)}${this.operatorClass(key === null ? undefined : ops?.[key])}`,
      direction === null ? "" : direction.toUpperCase(),
      nulls === null ? "" : `NULLS ${nulls.toUpperCase()}`,
    ]
      .filter((part) => part !== "")
      .join(" ");
  }

  override visitDropIndex(element: DropIndex): string {
    const concurrently = optionsOf(element.index.options, "postgresql").concurrently === true ? "CONCURRENTLY " : "";
    const exists = element.ifExists ? "IF EXISTS " : "";
    const name = this.target.identifiers.qualify(this.droppedIndexName(element), element.schema);
    return `DROP INDEX ${concurrently}${exists}${name}`;
  }
}

function isNotValid(constraint: Constraint): boolean {
  const canBe = constraint instanceof CheckConstraint || constraint instanceof ForeignKeyConstraint;
  return canBe && optionsOf(constraint.options, "postgresql").notValid === true;
}

function serialOf(type: SqlType): string {
  if (type instanceof BigInteger || type instanceof BIGINT) return "BIGSERIAL";
  return type instanceof SmallInteger || type instanceof SMALLINT ? "SMALLSERIAL" : "SERIAL";
}
