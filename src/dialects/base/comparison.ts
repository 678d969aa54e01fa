import type { Connection } from "../../engine/connection.ts";
import type { Inspector } from "../../reflection/inspector.ts";
import {
  type AlterColumnDialectOptions,
  type CheckConstraint,
  type Column,
  type Constraint,
  type ExcludeConstraint,
  type ForeignKeyConstraint,
  type Index,
  type IndexDialectOptions,
  type IndexExpression,
  OrderedExpression,
  type Table,
  type UniqueConstraint,
} from "../../schema/index.ts";
import { type Identifier, nameText, SqlFragment } from "../../sql/index.ts";
import { NullType, RawType, type SqlType } from "../../types/index.ts";
import type { Dialect } from "./dialect.ts";
import { comparableSql, plainSql } from "./comparable-sql.ts";
import { differ, parseTypeWords, type TypeWords } from "./type-words.ts";

/** What a comparison found: the same, or why not. */
export type Difference = { readonly isEqual: true } | { readonly isEqual: false; readonly reasons: readonly string[] };

/** An expression of a model, of which the database is asked how it writes it. The tables are those it belongs to. */
export type ExpressionQuestion = TablePair &
  (
    | { readonly kind: "default" | "computed"; readonly column: Column }
    | { readonly kind: "check"; readonly check: CheckConstraint }
    | { readonly kind: "exclude"; readonly exclude: ExcludeConstraint }
    | { readonly kind: "index"; readonly index: Index }
  );

/** Statements that change something for which there is no directive, and those that undo them. */
export interface StatementChange {
  readonly upgrade: readonly SqlFragment[];
  readonly downgrade: readonly SqlFragment[];
  /** What is told: `enum type 'mood'`. */
  readonly what: string;
  /** Why the upgrade has to be committed by itself, for people to read; absent where it need not. */
  readonly reasonToCommit?: string | undefined;
  /** The same of the downgrade. */
  readonly reasonToCommitDowngrade?: string | undefined;
}

/** What is done to named types around the changes of tables. */
export interface NamedTypeChanges {
  readonly before: readonly StatementChange[];
  readonly after: readonly StatementChange[];
}

/** What named types are compared by: the models' tables, and the database's by their side where they are there. */
export type TableOnBothSides = { readonly model: Table; readonly reflected: Table | null };

/** Which end of a foreign key: the table that has it, or the one that it refers to. */
export type ForeignKeyEnd = "source" | "target";

/** A primary key, unique constraint or index, as foreign keys see it. */
export interface KeyColumns {
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly isUnique: boolean;
  readonly isPrimary: boolean;
}

/** Where named types are used: in the models, and in the database now. */
export interface TypeUses {
  readonly tables: readonly TableOnBothSides[];
  /** All tables of the database that take part. */
  reflected(): readonly Table[];
  /** Tables of the database that are in no model, and stay. */
  untouched(): readonly Table[];
  /** Whether columns are going to have the defaults of the models; else they keep those they have. */
  readonly changesDefaults: boolean;
}

/** A table on both sides: what the database reports, and what the model says. */
export interface TablePair {
  readonly reflected: Table;
  readonly model: Table;
}

export const EQUAL: Difference = Object.freeze({ isEqual: true });

/** A difference, with its reasons. */
export function different(...reasons: readonly string[]): Difference {
  return { isEqual: false, reasons };
}

/** What is the same for a dialect, between what a database reports and what a model says. A dialect overrides its own ways of saying things. */
export class Comparison {
  /** Whether a unique constraint and a unique index are one thing to the database. */
  readonly uniquesAreIndexes: boolean = false;

  /** What every primary key is called that has no name of its own; null where it cannot be dropped then. */
  readonly primaryKeyName: string | null = null;

  /** Whether the database has EXCLUDE constraints. */
  readonly comparesExcludes: boolean = false;

  /** Whether the database says how it writes expressions. */
  readonly asksDatabase: boolean = false;

  constructor(readonly dialect: Dialect) {}

  /** Has the database say how it writes expressions; what it says is kept for the comparisons that follow. */
  async ask(_questions: readonly ExpressionQuestion[], _connection: Connection, _inspector: Inspector): Promise<void> {
    // A database that tells nothing more than its catalogue is compared by text.
  }

  /** What has to be done to the database's named types before and after its tables are changed. */
  async typeChanges(_uses: TypeUses, _inspector: Inspector): Promise<NamedTypeChanges> {
    return { before: [], after: [] };
  }

  /** A column's type in a CREATE TABLE before which the type, if it has a name of its own, may be there already. */
  typeMaybeThere(type: SqlType): SqlType {
    return type;
  }

  /** Tables of the database as a person would write them: without what it does where nothing is said. */
  async asWritten(tables: readonly Table[], _connection: Connection): Promise<readonly Table[]> {
    return tables;
  }

  /** A table of the database with the types that its columns were declared with, where they are kept as others. */
  asDeclared(table: Table): Table {
    return table;
  }

  /** What has to be done to a table's own options; null for nothing. Options that the model leaves open are the database's business. */
  tableOptionsChange(_tables: TablePair): StatementChange | null {
    return null;
  }

  /** Whether two column types are different on this dialect. Worked out once for each two: many columns share their types. */
  compareType(reflected: SqlType, model: SqlType): boolean {
    const known = this.#typeDifferences.get(reflected) ?? new WeakMap<SqlType, boolean>();
    this.#typeDifferences.set(reflected, known);
    const differs = known.get(model) ?? this.differsInType(reflected, model);
    known.set(model, differs);
    return differs;
  }

  readonly #typeDifferences = new WeakMap<SqlType, WeakMap<SqlType, boolean>>();

  protected differsInType(reflected: SqlType, model: SqlType): boolean {
    const [before, after] = [reflected, model].map((type) => type.forDialect(this.dialect.name));
    if (before === undefined || after === undefined || before instanceof NullType || after instanceof NullType)
      return false;
    const [left, right] = [this.typeText(before), this.typeText(after)];
    return left !== right && differ(this.#parsed(left), this.#parsed(right), this.typeSynonyms);
  }

  /** Whether it can be told what a type has in common with others. */
  isKnownType(type: SqlType): boolean {
    return !(type instanceof RawType);
  }

  /** What a change of a column's type has to be told besides, so that old values become new ones. */
  conversion(_column: Identifier, _before: SqlType, _after: SqlType): AlterColumnDialectOptions {
    return {};
  }

  /** Sets of words that are one type. */
  protected get typeSynonyms(): readonly (readonly string[])[] {
    return [["numeric", "decimal"]];
  }

  /** A type in the form in which it is compared: lower case, one blank between words. */
  protected typeText(type: SqlType): string {
    return this.dialect.types.render(type).toLowerCase().replaceAll(/\s+/g, " ");
  }

  readonly #types = new Map<string, TypeWords>();

  #parsed(text: string): TypeWords {
    const known = this.#types.get(text);
    if (known !== undefined) return known;
    const parsed = parseTypeWords(text);
    this.#types.set(text, parsed);
    return parsed;
  }

  /** A column's default as SQL, or null. */
  defaultSql(column: Column): string | null {
    return this.dialect.ddl.serverDefault(column.serverDefault, column.type);
  }

  /** Whether two defaults are different. Both columns are given: some defaults depend on them. */
  differsInDefault(reflected: Column, model: Column): boolean {
    return this.defaultText(reflected, reflected) !== this.defaultText(model, reflected);
  }

  /** A default in the form in which it is compared; null for none. */
  protected defaultText(column: Column, _reflected: Column): string | null {
    const text = this.defaultSql(column);
    return text === null ? null : plainSql(text);
  }

  /** Whether two generated columns are worked out differently. */
  differsInComputed(reflected: Column, model: Column): boolean {
    return this.computedText(reflected) !== this.computedText(model);
  }

  /** What a generated column is worked out from, in the form in which it is compared. */
  protected computedText({ options: { computed } }: Column): string {
    return computed === undefined ? "" : comparableSql(this.dialect.ddl.text(computed.expression));
  }

  /** Whether two CHECKs say different things. */
  differsInCheck(reflected: CheckConstraint, model: CheckConstraint, tables: TablePair): boolean {
    return this.checkText(reflected, tables.reflected) !== this.checkText(model, tables.model);
  }

  /** What a CHECK says, in the form in which it is compared. */
  protected checkText({ condition }: CheckConstraint, _table: Table): string {
    return comparableSql(this.dialect.ddl.text(condition));
  }

  /** Whether the database itself made a CHECK, for a type that it keeps as another one. */
  isOfTypeItself(_check: CheckConstraint, _table: Table): boolean {
    return false;
  }

  /** Whether two EXCLUDE constraints keep different rows out. */
  differsInExclude(reflected: ExcludeConstraint, model: ExcludeConstraint, tables: TablePair): boolean {
    return this.excludeText(reflected, tables.reflected) !== this.excludeText(model, tables.model);
  }

  /** What an EXCLUDE constraint says, in the form in which it is compared. */
  protected excludeText(exclude: ExcludeConstraint, table: Table): string {
    return comparableSql(this.dialect.ddl.constraint(exclude.withName(null), table));
  }

  compareIndex(reflected: Index, model: Index, tables: TablePair): Difference {
    const reasons: string[] = [];
    if (reflected.unique !== model.unique) reasons.push(model.unique ? "it becomes unique" : "it is no longer unique");
    if (this.indexText(reflected, tables) !== this.indexText(model, tables)) reasons.push("its columns change");
    return reasons.length === 0 ? EQUAL : different(...reasons);
  }

  /** Whether the database writes parts of an index in its own way. */
  hasExpressions(index: Index): boolean {
    return index.columns.length !== index.expressions.length;
  }

  /** Whether an index that is made would be found again. */
  canReflect(_index: Index): boolean {
    return true;
  }

  /** Whether the database refuses to make or drop an index, as it is asked for, while a transaction is open. */
  needsAutocommit(_options: IndexDialectOptions): boolean {
    return false;
  }

  /** An index's columns in the form in which they are compared. */
  protected indexText(index: Index, _tables: TablePair): string {
    return index.expressions.map((item) => this.elementText(item)).join(", ");
  }

  /** A column or expression of an index with its order. */
  protected elementText(item: IndexExpression): string {
    const { expression, direction, nulls } = item instanceof OrderedExpression ? item : new OrderedExpression(item);
    const text =
      expression instanceof SqlFragment ? comparableSql(this.dialect.ddl.text(expression)) : nameText(expression);
    return text + this.orderText(direction, nulls);
  }

  /** An order where it is not the one that an index has anyway. */
  protected orderText(direction: "asc" | "desc" | null, nulls: "first" | "last" | null): string {
    const isDescending = direction === "desc";
    const isUsual = nulls === null || (nulls === "first") === isDescending;
    return `${isDescending ? " desc" : ""}${isUsual ? "" : ` nulls ${nulls}`}`;
  }

  compareUnique(reflected: UniqueConstraint, model: UniqueConstraint): Difference {
    const same = reflected.columns.toSorted().join("\0") === model.columns.toSorted().join("\0");
    return same ? EQUAL : different("its columns change");
  }

  /** What makes two foreign keys the same, besides their columns: actions and deferral. */
  foreignKeyOptions({ options }: Pick<ForeignKeyConstraint, "options">): string {
    const deferral =
      options.initially?.toLowerCase() === "deferred"
        ? "initially deferred"
        : options.deferrable === true
          ? "deferrable"
          : "";
    return [action(options.onUpdate), action(options.onDelete), deferral].join("|");
  }

  /**
   * The name that the database is going to give to a constraint without one; null where that is not known.
   *
   * @param taken names of constraints and indexes that the table has by then
   */
  generatedName(_constraint: Constraint, _table: Table, _taken: ReadonlySet<string>): string | null {
    return null;
  }

  /** Whether the database made an index by itself, for a foreign key of the table. */
  isImplicit(_index: Index, _table: Table): boolean {
    return false;
  }

  /** Indexes that the database made for a foreign key and that stay when it is dropped. */
  indexesLeftBy(_key: ForeignKeyConstraint, _tables: TablePair): readonly Index[] {
    return [];
  }

  /** The index that the database makes by itself for a foreign key that is added; null for none. */
  indexMadeFor(_key: ForeignKeyConstraint, _tables: TablePair): Index | null {
    return null;
  }

  /** Whether indexes, keys and CHECKs have to go while a column of theirs changes its type. */
  isTypeHeldByKeys(_before: SqlType, _after: SqlType): boolean {
    return false;
  }

  /** Whether a foreign key needs one of these keys over its columns at one of its ends, whatever others are left. */
  needsOneOf(
    columns: readonly string[],
    end: ForeignKeyEnd,
    keys: readonly KeyColumns[],
    _others: readonly KeyColumns[],
  ): boolean {
    const sorted = columns.toSorted().join("\0");
    return end === "target" && keys.some((key) => key.isUnique && key.columns.toSorted().join("\0") === sorted);
  }

  /** Whether a table cannot be without an index: the two are made and dropped together. */
  isNeededByTable(_index: Index, _table: Table): boolean {
    return false;
  }

  /** Whether an index cannot be dropped as long as the table has its foreign keys: it then goes with the table. */
  isHeldByForeignKey(_index: Index, _table: Table): boolean {
    return false;
  }

  /**
   * Whether the database made an index by itself for one of these foreign keys. One that the model has by that name is
   * compared all the same.
   */
  isMadeForForeignKey(_index: KeyColumns, _keys: readonly Pick<KeyColumns, "name" | "columns">[]): boolean {
    return false;
  }

  /** Indexes and unique constraints that the database reports, without those it made for itself. */
  ownIndexes(indexes: readonly Index[], _tables: TablePair): readonly Index[] {
    return indexes;
  }
}

function action(word: string | null | undefined): string {
  const lower = (word ?? "").toLowerCase();
  return lower === "no action" ? "" : lower;
}
