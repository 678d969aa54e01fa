import {
  type AddColumn,
  type AlterColumnDefault,
  type AlterColumnIdentity,
  type AlterColumnNullable,
  type AlterColumnType,
  type CreateIndex,
  DDLCompiler,
  identityClause,
  type SetColumnComment,
  type SetTableComment,
  type TableRef,
} from "../../ddl/index.ts";
import { UnsupportedOperationError } from "../../errors/index.ts";
import {
  type Column,
  type Computed,
  ForeignKeyConstraint,
  type Identity,
  optionsOf,
  type Table,
} from "../../schema/index.ts";
import type { Identifier } from "../../sql/index.ts";

/** Writes DDL for Oracle. */
export class OracleDDLCompiler extends DDLCompiler {
  // Tables

  protected override tableSuffix(table: Table): string {
    const { compress, onCommit, tablespace } = optionsOf(table.options, "oracle");
    return [
      onCommit === undefined ? "" : `\n ON COMMIT ${this.keyword("onCommit", onCommit)}`,
      compress === undefined || compress === false
        ? ""
        : `\n COMPRESS${compress === true ? "" : ` FOR ${compress.toFixed(0)}`}`,
      tablespace === undefined ? "" : `\n TABLESPACE ${this.quote(tablespace)}`,
    ].join("");
  }

  /** There is no statement that drops a comment: an empty one takes its place. */
  override visitSetTableComment({ table, comment }: SetTableComment): string {
    return `COMMENT ON TABLE ${this.table(table)} IS ${this.literal(comment ?? "")}`;
  }

  override visitSetColumnComment({ table, column, comment }: SetColumnComment): string {
    return `COMMENT ON COLUMN ${this.table(table)}.${this.quote(column)} IS ${this.literal(comment ?? "")}`;
  }

  // Columns

  /** An identity column is NOT NULL by itself, and refuses to be told so. */
  override columnSpecification(column: Column): string {
    const text = super.columnSpecification(column);
    return column.options.identity === undefined ? text : text.replace(/ (NOT )?NULL$/, "");
  }

  override computed(computed: Computed): string {
    if (computed.persisted !== true) return super.computed(computed);
    throw new UnsupportedOperationError("ALB0378", {
      operation: "A stored generated column",
      dialect: this.features.dialectName,
      hint: "Leave persisted out: the value is worked out when it is read.",
    });
  }

  override identity({ always, options }: Identity): string {
    const clause = [
      identityClause(options).replaceAll(/\bNO (?=MINVALUE|MAXVALUE|CYCLE)/g, "NO"),
      orderWord(options.order),
    ]
      .filter((part) => part !== "")
      .join(" ");
    const onNull = !always && options.onNull === true ? " ON NULL" : "";
    return `GENERATED ${always ? "ALWAYS" : "BY DEFAULT"}${onNull} AS IDENTITY${clause === "" ? "" : ` (${clause})`}`;
  }

  override visitAddColumn(element: AddColumn): string {
    if (element.form.ifNotExists === true) throw notAsked(this.features.dialectName);
    return `${this.alterTable(element.table)} ADD ${this.addedColumn(element)}`;
  }

  private modify(table: TableRef, column: Identifier, change: string): string {
    return `${this.alterTable(table)} MODIFY ${this.quote(column)} ${change}`;
  }

  override visitAlterColumnType({ table, column, type }: AlterColumnType): string {
    return this.modify(table, column, this.type(type));
  }

  override visitAlterColumnNullable({ table, column, nullable }: AlterColumnNullable): string {
    return this.modify(table, column, nullable ? "NULL" : "NOT NULL");
  }

  /** A default cannot be dropped, only become NULL. */
  override visitAlterColumnDefault({ table, column, serverDefault, type }: AlterColumnDefault): string {
    return this.modify(table, column, `DEFAULT ${this.serverDefault(serverDefault, type) ?? "NULL"}`);
  }

  override visitAlterColumnIdentity({ table, column, identity }: AlterColumnIdentity): string {
    return this.modify(table, column, identity === null ? "DROP IDENTITY" : this.identity(identity));
  }

  // Constraints

  /** Oracle has no ON UPDATE: the impl warns of it. */
  protected override foreignKeyActions(key: ForeignKeyConstraint): string {
    return super.foreignKeyActions(
      new ForeignKeyConstraint(key.columns, key.targets, { ...key.options, onUpdate: null }),
    );
  }

  // Indexes

  override visitCreateIndex({ index, table, ifNotExists }: CreateIndex): string {
    const { bitmap, compress } = optionsOf(index.options, "oracle");
    const kind = `${index.unique ? "UNIQUE " : ""}${bitmap === true ? "BITMAP " : ""}`;
    const exists = ifNotExists ? "IF NOT EXISTS " : "";
    const name = this.target.identifiers.qualify(this.shortened(this.requireName(index, table)), table.schema);
    const suffix =
      compress === undefined || compress === false
        ? ""
        : ` COMPRESS${compress === true ? "" : ` ${compress.toFixed(0)}`}`;
    return `CREATE ${kind}INDEX ${exists}${name} ON ${this.table(table)} (${this.indexColumns(index, table)})${suffix}`;
  }
}

function orderWord(order: boolean | undefined): string {
  if (order === undefined) return "";
  return order ? "ORDER" : "NOORDER";
}

function notAsked(dialect: string): UnsupportedOperationError {
  return new UnsupportedOperationError("ALB0373", {
    operation: "addColumn() with ifNotExists",
    dialect,
    reason: "ALTER TABLE has no such check",
    hint: "Leave ifNotExists out, or write a block that looks into USER_TAB_COLUMNS with op.execute().",
  });
}
