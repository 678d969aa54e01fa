import type { CopiedColumn } from "../../ddl/index.ts";
import type { AlterColumnChange } from "../../dialects/base/alter-column.ts";
import { InvalidArgumentError } from "../../errors/index.ts";
import {
  CheckConstraint,
  Column,
  Computed,
  type Constraint,
  Identity,
  Index,
  type NativeTypes,
  PrimaryKeyConstraint,
  resolveName,
  Table,
  type TableItem,
  type TableOptions,
  typeBoundCheck,
  withoutCheck,
} from "../../schema/index.ts";
import { type ConstraintName, FinalName, type Identifier, nameText } from "../../sql/index.ts";
import type { SqlType } from "../../types/index.ts";
import { suggest } from "../../util/suggest.ts";
import type { ColumnPlacement } from "../add-column.ts";
import { columnMissing, ColumnNames } from "./column-names.ts";
import { chain, type Precedence, sortByPrecedence } from "./column-order.ts";

/** What a dialect says about a table that is written anew. */
export interface DraftRules {
  readonly features: NativeTypes;
  /** The type that values are cast to when a column gets another one; null to take them as they are. */
  cast(from: SqlType, to: SqlType): SqlType | null;
  /** An expression in which columns have got other names. */
  renameColumns(expression: string, names: ReadonlyMap<string, string>): string;
}

/** The new table, and where the values of its columns come from. */
export interface DraftedTable {
  readonly table: Table;
  readonly columns: readonly CopiedColumn[];
}

interface DraftColumn {
  readonly column: Column;
  /** The column of the old table that its values come from; null for a new one. */
  readonly source: Identifier | null;
  readonly cast: SqlType | null;
}

/** Something of the table; `isKept` where it was there before, and so names columns as they were called. */
export interface Part<Item> {
  readonly item: Item;
  readonly isKept: boolean;
}

interface Placed extends ColumnPlacement {
  readonly name: string;
}

/**
 * The description of a table while a batch changes it. Nothing is sent anywhere: at the end it says what the new table
 * is, and which values go into it. Columns are known by the names that they had when the batch began.
 */
export class TableDraft {
  readonly #columns = new Map<string, DraftColumn>();
  readonly #original: readonly string[];
  readonly #placed: Placed[] = [];
  #primaryKey: Part<PrimaryKeyConstraint> | null;
  #constraints: Part<Constraint>[];
  #indexes: Part<Index>[];
  #comment: string | null;

  /**
   * @param source the table as it is
   * @param rules the dialect's
   * @param renamed columns that have got their new names already, by their old ones
   */
  constructor(
    readonly source: Table,
    readonly rules: DraftRules,
    renamed: ReadonlyMap<string, string> = new Map(),
  ) {
    const before = new Map([...renamed].map(([old, now]) => [now, old]));
    for (const column of source.columns.values()) {
      const name = column.requireName();
      const now = renamed.get(name);
      const isBare = now === undefined ? bare(column) : bare(column.with({ name: now }), column);
      this.#columns.set(before.get(name) ?? name, { column: isBare, source: now ?? column.identifier, cast: null });
    }
    this.#original = [...this.#columns.keys()];
    this.#primaryKey = source.primaryKey === null ? null : kept(source.primaryKey);
    this.#constraints = source.constraints
      .filter((constraint) => constraint.kind !== "primary")
      .map((constraint) => kept(constraint));
    this.#indexes = source.indexes.map((index) => kept(named(index, source)));
    this.#comment = source.comment;
  }

  // Columns

  /** @throws {InvalidArgumentError} when there is a column of that name already */
  addColumn(column: Column, placement: ColumnPlacement = {}): void {
    const name = column.requireName();
    if (this.#columns.has(name)) throw columnThere(this.source, name);
    this.#columns.set(name, { column: bare(column), source: null, cast: null });
    this.#placed.push({ name, ...placement });
    if (!column.primaryKey) return;
    const others = this.#primaryKey?.item.columns ?? [];
    this.#primaryKey = {
      item: new PrimaryKeyConstraint([...others, name], this.#primaryKey?.item.options ?? {}),
      isKept: true,
    };
  }

  /**
   * @param existingType the column's type, where its CHECK is to go as well
   * @throws {InvalidArgumentError} when there is no such column
   */
  dropColumn(name: string, existingType?: SqlType): void {
    this.#required(name);
    if (existingType !== undefined) this.#dropTypeCheck(existingType);
    this.#columns.delete(name);
    this.#constraints = this.#constraints.filter(({ item }) => !item.columns.includes(name));
    this.#primaryKey = withoutColumn(this.#primaryKey, name);
    const place = this.#placed.findIndex((placed) => placed.name === name);
    if (place !== -1) this.#placed.splice(place, 1);
  }

  /** @throws {InvalidArgumentError} when there is no such column, or it would become a generated one */
  alterColumn(name: string, change: AlterColumnChange): void {
    const { column, source, cast } = this.#required(name);
    const changed = alteredColumn(column, change);
    if (change.type === undefined) {
      this.#columns.set(name, { column: changed, source, cast });
      return;
    }
    if (change.existingType !== undefined) this.#dropTypeCheck(change.existingType);
    const casted = source === null ? null : this.rules.cast(this.#originalType(name, column), change.type);
    this.#columns.set(name, { column: changed, source, cast: casted });
  }

  #originalType(name: string, column: Column): SqlType {
    return this.source.columns.get(name)?.type ?? column.type;
  }

  #required(name: string): DraftColumn {
    const found = this.#columns.get(name);
    if (found !== undefined) return found;
    throw columnMissing(this.source, name, this.#columns.keys());
  }

  /** A type's CHECK that the database reports as one of the table's own. */
  #dropTypeCheck(type: SqlType): void {
    const check = typeBoundCheck(new Column("any", type), this.rules.features);
    if (check !== null && check.name !== null) this.#removeConstraint(nameText(check.name));
  }

  // Constraints

  /** @param constraint one with its final name */
  addConstraint(constraint: Constraint): void {
    if (constraint instanceof PrimaryKeyConstraint) this.#primaryKey = { item: constraint, isKept: false };
    else this.#constraints.push({ item: constraint, isKept: false });
  }

  /** @throws {InvalidArgumentError} when no constraint has that name */
  dropConstraint(name: ConstraintName, isOptional = false): void {
    const text = nameText(name);
    const isFound = [this.#removeConstraint(text), this.#removeColumnCheck(text), this.#removeTypeCheck(text)].includes(
      true,
    );
    if (!isFound && !isOptional) throw constraintMissing(this.source, text, this.#constraintNames());
  }

  #removeConstraint(name: string): boolean {
    const remaining = this.#constraints.filter(({ item }) => !isNamed(item, name));
    const isKey = this.#primaryKey !== null && isNamed(this.#primaryKey.item, name);
    const isFound = isKey || remaining.length < this.#constraints.length;
    this.#constraints = remaining;
    if (isKey) this.#primaryKey = null;
    return isFound;
  }

  #removeColumnCheck(name: string): boolean {
    return this.#changeColumns(
      (column) => column.checks.some((check) => isNamed(check, name)),
      (column) => column.with({ check: column.checks.filter((check) => !isNamed(check, name)) }),
    );
  }

  #removeTypeCheck(name: string): boolean {
    const { features } = this.rules;
    return this.#changeColumns(
      (column) => isNamed(typeBoundCheck(column, features), name),
      (column) => column.with({ type: withoutCheck(column.type, features.dialectName) }),
    );
  }

  #changeColumns(isMeant: (column: Column) => boolean, change: (column: Column) => Column): boolean {
    const meant = [...this.#columns].filter(([, { column }]) => isMeant(column));
    for (const [name, draft] of meant) this.#columns.set(name, { ...draft, column: change(draft.column) });
    return meant.length > 0;
  }

  #constraintNames(): readonly string[] {
    const all = [this.#primaryKey, ...this.#constraints].flatMap((part) => (part === null ? [] : [part.item.name]));
    return all.filter((name) => name !== null).map((name) => nameText(name));
  }

  // Indexes and the rest

  /** @param index one with its final name */
  createIndex(index: Index, isOptional = false): void {
    const isThere = this.#indexes.some(({ item }) => index.name !== null && isNamed(item, nameText(index.name)));
    if (!isThere || !isOptional) this.#indexes.push({ item: index, isKept: false });
  }

  /** @throws {InvalidArgumentError} when no index has that name */
  dropIndex(name: string, isOptional = false): void {
    const remaining = this.#indexes.filter(({ item }) => !isNamed(item, name));
    if (remaining.length === this.#indexes.length && !isOptional) throw indexMissing(this.source, name);
    this.#indexes = remaining;
  }

  setComment(comment: string | null): void {
    this.#comment = comment;
  }

  /** Takes up further columns, constraints and indexes. */
  addItems(items: readonly TableItem[]): void {
    for (const item of items) {
      if (item instanceof Index) this.createIndex(named(item, this.source));
      else if (isConstraint(item)) this.addConstraint(item);
      else this.addColumn(item);
    }
  }

  // The result

  /**
   * @param options what the new table has besides, over what the old one had
   * @param reordering lists of columns, each in the order that they are to have among themselves
   * @throws {InvalidArgumentError} when the places of columns contradict each other, or something names no column
   */
  build(options: TableOptions = {}, reordering: readonly (readonly string[])[] = []): DraftedTable {
    const names = new ColumnNames(
      new Map([...this.#columns].map(([name, { column }]) => [name, column.requireName()])),
      this.source,
      this.rules,
    );
    const ordered = this.#order(names, reordering).map((name) => this.#required(name));
    const columns = ordered.map(({ column, source }) => (source === null ? column : names.column(column)));
    const items: TableItem[] = [
      ...columns,
      ...(this.#primaryKey === null ? [] : [names.constraint(this.#primaryKey)]),
      ...this.#keptConstraints(columns).map((part) => names.constraint(part)),
      ...this.#indexes.map((part) => names.index(part)),
    ];
    const merged = { ...mergeOptions(this.source.options, options), comment: this.#comment };
    return {
      table: new Table(this.source.identifier, items, { ...merged, schema: this.source.schema }),
      columns: ordered.flatMap((draft) => copied(draft)),
    };
  }

  /** The database reports a type's CHECK as well: it is written once. */
  #keptConstraints(columns: readonly Column[]): readonly Part<Constraint>[] {
    const bound = columns.map((column) => typeBoundCheck(column, this.rules.features)?.name ?? null);
    const names = new Set(bound.filter((name) => name !== null).map((name) => nameText(name)));
    return this.#constraints.filter(
      ({ item }) => !(item instanceof CheckConstraint && item.name !== null && names.has(nameText(item.name))),
    );
  }

  #order(names: ColumnNames, reordering: readonly (readonly string[])[]): readonly string[] {
    const known = [...this.#columns.keys()];
    if (reordering.length === 0) return sortByPrecedence(known, this.#placesAmongOthers(names));
    const given = reordering.map((list) =>
      list.filter((name) => !this.#isDropped(name)).map((name) => names.key(name)),
    );
    const placed = this.#placed.flatMap(({ name, insertAfter, insertBefore }) => [
      ...(insertAfter === undefined ? [] : [[names.key(insertAfter), name] as const]),
      ...(insertBefore === undefined ? [] : [[name, names.key(insertBefore)] as const]),
    ]);
    return sortByPrecedence(known, [...given.flatMap(chain), ...placed]);
  }

  #isDropped(name: string): boolean {
    return this.#original.includes(name) && !this.#columns.has(name);
  }

  /** Old columns stay in their order; a new one has a neighbour on both sides, or stands at the end. */
  #placesAmongOthers(names: ColumnNames): readonly Precedence[] {
    const added = new Set(this.#placed.map(({ name }) => name));
    const old = this.#original.filter((name) => this.#columns.has(name) && !added.has(name));
    const neighbours = new Map(
      old.map((name, index) => [name, { before: old[index - 1], after: old[index + 1] }] as const),
    );
    const pairs: Precedence[] = [...chain(old)];
    for (const { name, insertAfter, insertBefore } of this.#placed) {
      const left = insertAfter === undefined ? undefined : names.key(insertAfter);
      const right = insertBefore === undefined ? undefined : names.key(insertBefore);
      const isFree = left === undefined && right === undefined;
      const before = isFree ? old.at(-1) : (left ?? neighbours.get(right ?? "")?.before);
      const after = isFree ? undefined : (right ?? neighbours.get(left ?? "")?.after);
      neighbours.set(name, { before, after });
      if (before !== undefined) pairs.push([before, name]);
      if (after !== undefined) pairs.push([name, after]);
    }
    return pairs;
  }
}

function kept<Item>(item: Item): Part<Item> {
  return { item, isKept: true };
}

/** A column without what becomes a constraint or an index of the table. */
function bare(column: Column, bound: Column = column): Column {
  return column.with({
    nullable: bound.nullable,
    primaryKey: undefined,
    unique: undefined,
    index: undefined,
    foreignKey: undefined,
  });
}

/** The index with the name that the table's naming convention makes. */
function named(index: Index, table: Table): Index {
  const name = resolveName(index, table);
  return name === null ? index : index.withName(new FinalName(nameText(name.name)));
}

function isConstraint(item: TableItem): item is Constraint {
  return "kind" in item;
}

function isNamed(item: Constraint | Index | null, name: string): boolean {
  return item !== null && item.name !== null && nameText(item.name) === name;
}

function withoutColumn(part: Part<PrimaryKeyConstraint> | null, name: string): Part<PrimaryKeyConstraint> | null {
  if (part === null || !part.item.columns.includes(name)) return part;
  const at = part.item.columns.indexOf(name);
  const columns = part.item.columns.toSpliced(at, 1);
  if (columns.length === 0) return null;
  return { ...part, item: new PrimaryKeyConstraint(columns, withoutPosition(part.item.options, at, columns.length)) };
}

function alteredColumn(column: Column, change: AlterColumnChange): Column {
  const { newColumnName, type, nullable, comment, autoincrement, serverDefault } = change;
  if (serverDefault instanceof Computed) throw generated(column);
  const fill =
    serverDefault instanceof Identity
      ? { identity: serverDefault, serverDefault: undefined }
      : serverDefault === undefined
        ? {}
        : { serverDefault, identity: undefined };
  return column.with({
    ...(newColumnName === undefined ? {} : { name: newColumnName }),
    ...(type === undefined ? {} : { type }),
    ...(nullable === undefined ? {} : { nullable }),
    ...(comment === undefined ? {} : { comment }),
    ...(autoincrement === undefined ? {} : { autoincrement }),
    ...fill,
  });
}

function copied({ column, source, cast }: DraftColumn): readonly CopiedColumn[] {
  if (source === null || column.options.computed !== undefined) return [];
  return [{ source, target: column.identifier, cast }];
}

/** Options of the table, with those of each dialect put together key by key. */
function mergeOptions(before: TableOptions, over: TableOptions): TableOptions {
  const merged = Object.entries(over).map(([key, value]: [string, unknown]) => {
    const old: unknown = Object.entries(before).find(([name]) => name === key)?.[1];
    return [key, isRecord(old) && isRecord(value) ? { ...old, ...value } : value] as const;
  });
  return { ...before, ...Object.fromEntries(merged) };
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A dialect's options that are lists say something of each column. */
function withoutPosition<Options extends object>(options: Options, at: number, length: number): Options {
  const entries = Object.entries(options).map(([key, value]: [string, unknown]) => {
    if (Array.isArray(value) && value.length === length + 1) return [key, value.toSpliced(at, 1)] as const;
    return [
      key,
      isRecord(value) && !(value instanceof FinalName) ? withoutPosition(value, at, length) : value,
    ] as const;
  });
  // The keys and the kinds of their values are the same.
  return Object.fromEntries(entries) as Options;
}

function columnThere(table: Table, name: string): InvalidArgumentError {
  return new InvalidArgumentError("ALB0872", `Table "${table.fullName}" has a column "${name}" already.`, {
    hint: "Drop it first in the same batch, or change it with batch.alterColumn().",
  });
}

function constraintMissing(table: Table, name: string, known: readonly string[]): InvalidArgumentError {
  const near = suggest(name, known);
  const list = known.length === 0 ? "It has none with a name." : `Its constraints are: ${known.join(", ")}.`;
  return new InvalidArgumentError("ALB0873", `Table "${table.fullName}" has no constraint "${name}".`, {
    hint: `${near === null ? list : `Did you mean "${near}"?`} One without a name gets it by the option namingConvention.`,
  });
}

function indexMissing(table: Table, name: string): InvalidArgumentError {
  return new InvalidArgumentError("ALB0874", `Table "${table.fullName}" has no index "${name}".`, {
    hint: `Its indexes are: ${table.indexes.map((index) => (index.name === null ? "" : nameText(index.name))).join(", ")}.`,
  });
}

function generated(column: Column): InvalidArgumentError {
  return new InvalidArgumentError(
    "ALB0875",
    `Column "${column.requireName()}" cannot become a generated one: its values would be lost.`,
    { hint: "Drop the column and add it again with its expression." },
  );
}
