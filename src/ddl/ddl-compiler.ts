import { InvalidArgumentError, UnsupportedOperationError } from "../errors/index.ts";
import {
  CheckConstraint,
  type Column,
  type Computed,
  type Constraint,
  FetchedValue,
  ForeignKeyConstraint,
  type Identity,
  type Index,
  type IndexExpression,
  OrderedExpression,
  PrimaryKeyConstraint,
  type ReferredColumn,
  resolveName,
  type ResolvedName,
  type ServerDefault,
  type Table,
  typeBoundCheck,
  UniqueConstraint,
} from "../schema/index.ts";
import { type Identifier, inlineSql, nameText, SqlFragment, type SqlTarget } from "../sql/index.ts";
import type { SqlType } from "../types/index.ts";
import type {
  AddColumn,
  AddConstraint,
  AlterColumnDefault,
  AlterColumnIdentity,
  AlterColumnNullable,
  AlterColumnType,
  CopiedColumn,
  CopyRows,
  CreateIndex,
  CreateTable,
  DDLElement,
  DropColumn,
  DropConstraint,
  DropIndex,
  DropTable,
  RenameColumn,
  RenameTable,
  SetColumnComment,
  SetTableComment,
  TableRef,
} from "./elements.ts";
import type { DialectFeatures } from "./features.ts";
import { identityClause } from "./identity-clause.ts";
import { truncateName } from "./truncate-name.ts";
import type { TypeCompiler } from "./type-compiler.ts";

/** What a foreign key does; PostgreSQL may name the columns that it sets. */
const referentialAction = /^(?:RESTRICT|CASCADE|NO ACTION|SET (?:NULL|DEFAULT)(?:\s*\([\w", ]*\))?)$/i;

/** Writes DDL as most databases understand it; a dialect overrides what it says differently. */
export class DDLCompiler {
  constructor(
    readonly features: DialectFeatures,
    readonly target: SqlTarget,
    readonly types: TypeCompiler,
  ) {}

  /** The text of one statement, without its terminator. */
  compile(element: DDLElement): string {
    return element.accept(this);
  }

  // Tables

  visitCreateTable({ table, ifNotExists }: CreateTable): string {
    const prefixes = (table.options.prefixes ?? []).map((prefix) => `${prefix} `).join("");
    const exists = ifNotExists ? "IF NOT EXISTS " : "";
    const items = [...this.tableColumns(table), ...this.tableConstraints(table)];
    const body = items.length === 0 ? "" : `\n    ${items.join(",\n    ")}`;
    return `CREATE ${prefixes}TABLE ${exists}${this.table(table)} (${body}\n)${this.tableSuffix(table)}`;
  }

  visitDropTable({ table, ifExists }: DropTable): string {
    return `DROP TABLE ${ifExists ? "IF EXISTS " : ""}${this.table(table)}`;
  }

  visitRenameTable({ table, newName }: RenameTable): string {
    return `${this.alterTable(table)} RENAME TO ${this.quote(newName)}`;
  }

  visitSetTableComment({ table, comment }: SetTableComment): string {
    return `COMMENT ON TABLE ${this.table(table)} IS ${this.literal(comment)}`;
  }

  visitSetColumnComment({ table, column, comment }: SetColumnComment): string {
    return `COMMENT ON COLUMN ${this.table(table)}.${this.quote(column)} IS ${this.literal(comment)}`;
  }

  protected tableColumns(table: Table): readonly string[] {
    return [...table.columns.values()]
      .filter((column) => column.options.system !== true)
      .map((column) => this.columnWithChecks(column));
  }

  protected tableConstraints(table: Table): readonly string[] {
    const keeps = (constraint: Constraint): boolean =>
      !this.isAddedLater(constraint) && !this.isOmitted(constraint, table);
    const bound = [...table.columns.values()]
      .map((column) => typeBoundCheck(column, this.features))
      .filter((check) => check !== null);
    return [...table.constraints.filter(keeps), ...bound].map((constraint) => this.constraint(constraint, table));
  }

  /** Whether a constraint is left out of CREATE TABLE, to be added by a statement of its own. */
  isAddedLater(constraint: Constraint): boolean {
    return (
      constraint instanceof ForeignKeyConstraint &&
      constraint.options.useAlter === true &&
      !this.features.inlinesAlterForeignKeys
    );
  }

  /** Whether the dialect cannot have a constraint at all, and does without. */
  protected isOmitted(_constraint: Constraint, _table: Table): boolean {
    return false;
  }

  /** What stands after the closing parenthesis: the dialect's table options. */
  protected tableSuffix(_table: Table): string {
    return "";
  }

  // Columns

  columnWithChecks(column: Column): string {
    const checks = this.columnChecks(column).map((check) => this.constraint(check, this.tableOf(column)));
    return [this.columnSpecification(column), ...checks].join(" ");
  }

  /** The CHECKs that stand within a column's own text. */
  protected columnChecks(column: Column): readonly CheckConstraint[] {
    return column.checks;
  }

  /** A column as it stands in CREATE TABLE and ADD COLUMN. */
  columnSpecification(column: Column): string {
    const generated = column.options.computed;
    return [
      this.quote(column.identifier),
      this.columnType(column),
      this.defaultClause(column),
      generated === undefined ? "" : this.computed(generated),
      this.identityOf(column),
      this.nullability(column),
    ]
      .filter((part) => part !== "")
      .join(" ");
  }

  /** The type of a column, where the column itself changes it: `SERIAL`. */
  protected columnType(column: Column): string {
    return this.type(column.type);
  }

  protected nullability(column: Column): string {
    return column.nullable ? this.nullClause(column) : "NOT NULL";
  }

  protected nullClause(_column: Column): string {
    return "";
  }

  defaultClause(column: Column): string {
    const text = this.serverDefault(column.serverDefault, column.type);
    return text === null ? "" : `DEFAULT ${text}`;
  }

  protected identityOf(column: Column): string {
    const identity = column.options.identity;
    return identity === undefined || !this.features.supportsIdentity ? "" : this.identity(identity);
  }

  computed(computed: Computed): string {
    const suffix = computed.persisted === undefined ? "" : computed.persisted ? " STORED" : " VIRTUAL";
    return `GENERATED ALWAYS AS (${this.text(computed.expression)})${suffix}`;
  }

  identity(identity: Identity): string {
    const options = identityClause(identity.options);
    return `GENERATED ${identity.always ? "ALWAYS" : "BY DEFAULT"} AS IDENTITY${options === "" ? "" : ` (${options})`}`;
  }

  visitAddColumn(element: AddColumn): string {
    const exists =
      element.form.ifNotExists === true && this.features.supportsIfNotExistsOnAddColumn ? "IF NOT EXISTS " : "";
    return `${this.alterTable(element.table)} ADD COLUMN ${exists}${this.addedColumn(element)}`;
  }

  protected addedColumn({ table, column, form }: AddColumn): string {
    const [key] = table.foreignKeys;
    const isPrimary = form.inlinePrimaryKey === true && column.primaryKey;
    const hasReferences = form.inlineReferences === true && key !== undefined;
    return [
      this.columnSpecification(column),
      isPrimary ? "PRIMARY KEY" : "",
      hasReferences ? this.inlineReferences(key, table) : "",
      ...this.columnChecks(column).map((check) => this.constraint(check, table)),
    ]
      .filter((part) => part !== "")
      .join(" ");
  }

  /** A foreign key inside a column's text; the name stays with it. */
  protected inlineReferences(key: ForeignKeyConstraint, table: Table): string {
    const [referred] = key.referred;
    if (referred === undefined) return "";
    const references = `REFERENCES ${this.referredTable(referred)} (${this.quote(referred.column)})${this.foreignKeyActions(key)}`;
    return `${this.constraintPrefix(key, table)}${references}${this.deferrability(key)}`;
  }

  visitDropColumn({ table, column, ifExists }: DropColumn): string {
    const exists = ifExists && this.features.supportsIfExistsOnDropColumn ? "IF EXISTS " : "";
    return `${this.alterTable(table)} DROP COLUMN ${exists}${this.quote(column)}`;
  }

  visitRenameColumn({ table, column, newName }: RenameColumn): string {
    return `${this.alterTable(table)} RENAME COLUMN ${this.quote(column)} TO ${this.quote(newName)}`;
  }

  visitAlterColumnType({ table, column, type }: AlterColumnType): string {
    return `${this.alterColumn(table, column)} TYPE ${this.type(type)}`;
  }

  visitAlterColumnNullable({ table, column, nullable }: AlterColumnNullable): string {
    return `${this.alterColumn(table, column)} ${nullable ? "DROP" : "SET"} NOT NULL`;
  }

  visitAlterColumnDefault({ table, column, serverDefault, type }: AlterColumnDefault): string {
    const text = this.serverDefault(serverDefault, type);
    return `${this.alterColumn(table, column)} ${text === null ? "DROP DEFAULT" : `SET DEFAULT ${text}`}`;
  }

  visitAlterColumnIdentity(_element: AlterColumnIdentity): string {
    throw new UnsupportedOperationError("ALB0301", {
      operation: "alterColumn() to or from an identity column",
      dialect: this.features.dialectName,
      hint: "Add a new column, copy the values, and drop the old one.",
    });
  }

  // Rows

  visitCopyRows({ from, to, columns }: CopyRows): string {
    const targets = columns.map(({ target }) => this.quote(target)).join(", ");
    const values = columns.map((column) => this.copiedValue(column, this.table(from))).join(", ");
    return `INSERT INTO ${this.table(to)} (${targets}) SELECT ${values}\nFROM ${this.table(from)}`;
  }

  protected copiedValue({ source, cast }: CopiedColumn, table: string): string {
    const value = `${table}.${this.quote(source)}`;
    return cast === null ? value : `CAST(${value} AS ${this.types.renderForCast(cast)}) AS ${this.quote(source)}`;
  }

  // Constraints

  visitAddConstraint({ constraint, table }: AddConstraint): string {
    return `${this.alterTable(table)} ADD ${this.constraint(constraint, table)}`;
  }

  visitDropConstraint({ table, name, ifExists }: DropConstraint): string {
    const exists = ifExists && this.features.supportsIfExistsOnDropConstraint ? "IF EXISTS " : "";
    return `${this.alterTable(table)} DROP CONSTRAINT ${exists}${this.quote(name)}`;
  }

  /** A constraint as it stands in CREATE TABLE and after ADD. */
  constraint(constraint: Constraint, table: Table): string {
    return this.constraintPrefix(constraint, table) + this.constraintBody(constraint, table);
  }

  protected constraintPrefix(constraint: Constraint, table: Table): string {
    const name = this.constraintName(constraint, table);
    return name === null ? "" : `CONSTRAINT ${this.quote(name)} `;
  }

  /** The name that a constraint has in the database: the convention's where it makes one, and no longer than fits. */
  constraintName(constraint: Constraint, table: Table): Identifier | null {
    const name = resolveName(constraint, table);
    return name === null ? null : this.shortened(name);
  }

  protected constraintBody(constraint: Constraint, table: Table): string {
    if (constraint instanceof PrimaryKeyConstraint)
      return this.primaryKey(constraint, table) + this.deferrability(constraint);
    if (constraint instanceof UniqueConstraint) return this.unique(constraint, table) + this.deferrability(constraint);
    if (constraint instanceof CheckConstraint) return this.check(constraint, table) + this.deferrability(constraint);
    if (constraint instanceof ForeignKeyConstraint)
      return this.foreignKey(constraint, table) + this.deferrability(constraint);
    return this.ownConstraint(constraint, table);
  }

  /** A constraint that only some dialects know. */
  protected ownConstraint(constraint: Constraint, _table: Table): string {
    throw new UnsupportedOperationError("ALB0302", {
      operation: `A constraint of kind '${constraint.kind}'`,
      dialect: this.features.dialectName,
      hint: "Keep it for the dialects that know it, or write its SQL with op.execute().",
    });
  }

  protected primaryKey(constraint: PrimaryKeyConstraint, table: Table): string {
    return `PRIMARY KEY (${this.columnList(constraint.columns, table)})`;
  }

  protected unique(constraint: UniqueConstraint, table: Table): string {
    return `UNIQUE (${this.columnList(constraint.columns, table)})`;
  }

  protected check(constraint: CheckConstraint, _table: Table): string {
    return `CHECK (${this.text(constraint.condition)})`;
  }

  protected foreignKey(key: ForeignKeyConstraint, table: Table): string {
    const referred = key.referred;
    const [first] = referred;
    const columns = referred.map((column) => this.quote(column.column)).join(", ");
    const target = first === undefined ? "" : this.referredTable(first);
    return `FOREIGN KEY(${this.columnList(key.columns, table)}) REFERENCES ${target} (${columns})${this.foreignKeyActions(key)}`;
  }

  protected foreignKeyActions({ options }: ForeignKeyConstraint): string {
    return [
      options.match === undefined || options.match === null ? "" : ` MATCH ${this.keyword("match", options.match)}`,
      options.onDelete === undefined || options.onDelete === null
        ? ""
        : ` ON DELETE ${this.keyword("onDelete", options.onDelete, referentialAction)}`,
      options.onUpdate === undefined || options.onUpdate === null
        ? ""
        : ` ON UPDATE ${this.keyword("onUpdate", options.onUpdate, referentialAction)}`,
    ].join("");
  }

  protected deferrability({ options }: Constraint): string {
    const { deferrable, initially } = options;
    const first = deferrable === undefined || deferrable === null ? "" : deferrable ? " DEFERRABLE" : " NOT DEFERRABLE";
    return (
      first +
      (initially === undefined || initially === null
        ? ""
        : ` INITIALLY ${this.keyword("initially", initially, /^(DEFERRED|IMMEDIATE)$/i)}`)
    );
  }

  // Indexes

  visitCreateIndex({ index, table, ifNotExists }: CreateIndex): string {
    const exists = ifNotExists && this.features.supportsIfNotExistsOnIndex ? "IF NOT EXISTS " : "";
    const unique = index.unique ? "UNIQUE " : "";
    return `CREATE ${unique}INDEX ${exists}${this.indexName(index, table)} ON ${this.table(table)} (${this.indexColumns(index, table)})`;
  }

  visitDropIndex(element: DropIndex): string {
    const exists = element.ifExists && this.features.supportsIfExistsOnIndex ? "IF EXISTS " : "";
    return `DROP INDEX ${exists}${this.target.identifiers.qualify(this.droppedIndexName(element), element.schema)}`;
  }

  protected droppedIndexName({ index, table }: DropIndex): Identifier {
    if (table !== null) return this.shortened(this.requireName(index, table));
    if (index.name === null) throw unnamed("An index");
    return nameText(index.name);
  }

  protected indexName(index: Index, table: Table): string {
    return this.generatedName(this.requireName(index, table));
  }

  protected requireName(index: Index, table: Table): ResolvedName {
    const name = resolveName(index, table);
    if (name === null) throw unnamed("An index");
    return name;
  }

  protected indexColumns(index: Index, table: Table): string {
    return index.expressions.map((expression) => this.indexExpression(expression, table)).join(", ");
  }

  protected indexExpression(item: IndexExpression, table: Table): string {
    const ordered = this.ordered(item);
    const direction = ordered.direction === null ? "" : ` ${ordered.direction.toUpperCase()}`;
    const nulls = ordered.nulls === null ? "" : ` NULLS ${ordered.nulls.toUpperCase()}`;
    return `${this.indexOperand(ordered.expression, table)}${direction}${nulls}`;
  }

  /** An expression of an index with its order, which the dialect has to know. */
  protected ordered(item: IndexExpression): OrderedExpression {
    const ordered = item instanceof OrderedExpression ? item : new OrderedExpression(item);
    if (ordered.nulls === null || this.features.supportsNullsOrderInIndex) return ordered;
    throw new UnsupportedOperationError("ALB0318", {
      operation: `NULLS ${ordered.nulls.toUpperCase()} in an index`,
      dialect: this.features.dialectName,
      hint: "Leave sa.nullsFirst() and sa.nullsLast() out: the database keeps NULLs where it does.",
    });
  }

  protected indexOperand(expression: Identifier | SqlFragment, table: Table): string {
    return expression instanceof SqlFragment
      ? this.text(expression)
      : this.columnName(nameText(expression), table, expression);
  }

  // Words

  table(table: TableRef): string {
    return this.target.identifiers.qualify(table.identifier, table.schema);
  }

  alterTable(table: TableRef): string {
    return `ALTER TABLE ${this.table(table)}`;
  }

  alterColumn(table: TableRef, column: Identifier): string {
    return `${this.alterTable(table)} ALTER COLUMN ${this.quote(column)}`;
  }

  type(type: SqlType): string {
    return this.types.render(type);
  }

  quote(name: Parameters<SqlTarget["identifiers"]["quote"]>[0]): string {
    return this.target.identifiers.quote(name);
  }

  literal(value: unknown): string {
    return this.target.literals.literal(value);
  }

  /** SQL text, with values written as literals. */
  text(sql: string | SqlFragment): string {
    return typeof sql === "string" ? sql : inlineSql(sql, this.target);
  }

  /** The text of a default, or null where nothing is written. */
  serverDefault(value: ServerDefault | null, type: SqlType | null): string | null {
    if (value === null || value instanceof FetchedValue) return null;
    if (value instanceof SqlFragment) return this.text(value);
    if (typeof value === "string") return this.target.literals.string(value);
    return typeof value === "boolean" ? this.booleanDefault(value, type) : String(value);
  }

  protected booleanDefault(value: boolean, _type: SqlType | null): string {
    return this.target.literals.boolean(value);
  }

  columnList(names: readonly string[], table: Table): string {
    return names.map((name) => this.columnName(name, table)).join(", ");
  }

  /** A column's name, with the column's own word on quoting where the table has it. */
  protected columnName(name: string, table: Table, fallback: Identifier = name): string {
    return this.quote(table.columns.get(name)?.identifier ?? fallback);
  }

  protected referredTable({ schema, table, quoting }: ReferredColumn): string {
    return this.target.identifiers.qualify(quoting?.table ?? table, quoting?.schema ?? schema);
  }

  generatedName(name: ResolvedName): string {
    return this.quote(this.shortened(name));
  }

  protected shortened({ name, isGenerated }: ResolvedName): Identifier {
    const limit = this.target.identifiers.rules.maxIdentifierLength;
    if (isGenerated) return truncateName(nameText(name), limit);
    this.checkedName(nameText(name));
    return name;
  }

  protected checkedName(name: string): string {
    const limit = this.target.identifiers.rules.maxIdentifierLength;
    if (name.length <= limit) return name;
    throw new InvalidArgumentError(
      "ALB0825",
      `The name '${name.slice(0, 60)}…' has ${name.length} characters; ${this.features.dialectName} takes ${limit}.`,
      {
        hint: "Give a shorter name.",
      },
    );
  }

  /** Words of SQL that are given as an option: nothing else can get in. */
  keyword(option: string, words: string, allowed: RegExp = /^[A-Za-z][\w ]*(\([\w", ]*\))?$/): string {
    if (allowed.test(words)) return words;
    throw new UnsupportedOperationError("ALB0310", {
      operation: `'${words}' as ${option}`,
      dialect: this.features.dialectName,
      hint: "It takes words of SQL, such as CASCADE, SET NULL, DEFERRED.",
    });
  }

  protected tableOf(column: Column): Table {
    if (column.table !== null) return column.table;
    throw new InvalidArgumentError("ALB0812", `Column "${column.requireName()}" belongs to no table.`, {
      hint: "Put it into a table first.",
    });
  }
}

function unnamed(what: string): InvalidArgumentError {
  return new InvalidArgumentError("ALB0827", `${what} needs a name here, and the naming convention makes none.`, {
    hint: "Give its name.",
  });
}
