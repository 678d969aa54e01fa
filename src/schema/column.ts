import { InvalidArgumentError } from "../errors/index.ts";
import { type Identifier, nameText, QuotedName } from "../sql/index.ts";
import { NullType, SqlType } from "../types/index.ts";
import { describe } from "../util/check-options.ts";
import { call, type Deconstructed, type Deconstructible } from "../util/deconstruct.ts";
import type { CheckConstraint } from "./constraints.ts";
import { checkDialectOptions, type ColumnDialectOptions } from "./dialect-options.ts";
import type { ForeignKey } from "./foreign-key.ts";
import type { Computed, Identity, Sequence } from "./generated.ts";
import type { FetchedValue, ServerDefault } from "./server-default.ts";
import type { Table } from "./table.ts";

/** What a column may have besides a name and a type. */
export interface ColumnOptions extends ColumnDialectOptions {
  readonly primaryKey?: boolean | undefined;
  /** Whether NULL is allowed: yes unless given, no for a primary key. */
  readonly nullable?: boolean | undefined;
  /** The default in the database; null says that there is none. */
  readonly serverDefault?: ServerDefault | null | undefined;
  /** The value that the database sets on an update, by means of its own. */
  readonly serverOnUpdate?: FetchedValue | undefined;
  /** A default that the application fills in; no part of the SQL. */
  readonly default?: unknown;
  readonly unique?: boolean | undefined;
  readonly index?: boolean | undefined;
  /** Numbered by the database: `auto` for a lone integer primary key. */
  readonly autoincrement?: boolean | "auto" | "ignoreFk" | undefined;
  readonly comment?: string | null | undefined;
  readonly foreignKey?: ForeignKey | readonly ForeignKey[] | undefined;
  readonly identity?: Identity | undefined;
  readonly computed?: Computed | undefined;
  readonly sequence?: Sequence | undefined;
  readonly check?: CheckConstraint | readonly CheckConstraint[] | undefined;
  /** The name by which a table's `c` knows the column. */
  readonly key?: string | undefined;
  /** Whether the name is quoted: as the dialect needs unless given. */
  readonly quote?: boolean | undefined;
  /** A column that the database has by itself, left out of CREATE TABLE. */
  readonly system?: boolean | undefined;
  readonly info?: Readonly<Record<string, unknown>> | undefined;
}

const columnOptionKeys = [
  "primaryKey",
  "nullable",
  "serverDefault",
  "serverOnUpdate",
  "default",
  "unique",
  "index",
  "autoincrement",
  "comment",
  "foreignKey",
  "identity",
  "computed",
  "sequence",
  "check",
  "key",
  "quote",
  "system",
  "info",
] as const satisfies readonly (keyof ColumnOptions)[];

/** A column of a table, or one that belongs to no table yet. Immutable: binding it makes a copy. */
export class Column<Value = unknown, IsNullable extends boolean = boolean> implements Deconstructible {
  declare readonly $value: IsNullable extends true ? Value | null : Value;
  readonly name: string | null;
  readonly quote: boolean | null;
  readonly primaryKey: boolean;
  readonly nullable: boolean;
  readonly autoincrement: boolean | "auto" | "ignoreFk";
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly CheckConstraint[];

  constructor(
    name: Identifier | null,
    readonly type: SqlType<Value>,
    readonly options: ColumnOptions = {},
    /** The table that the column belongs to. */
    readonly table: Table | null = null,
    /** Whether it is part of that table's primary key, which a constraint may say as well as the column; null where nothing else says it. */
    isKey: boolean | null = null,
  ) {
    checkExclusive(options);
    this.name = name === null ? null : nameText(name);
    this.quote = name instanceof QuotedName ? name.quote : (options.quote ?? null);
    const flagged = options.primaryKey ?? false;
    this.primaryKey = isKey ?? flagged;
    this.nullable = options.nullable ?? (!this.primaryKey && !flagged && options.identity === undefined);
    this.autoincrement = options.autoincrement ?? "auto";
    this.foreignKeys = listOf(options.foreignKey);
    this.checks = listOf(options.check);
    Object.freeze(this);
  }

  /** The name with its word on quoting. */
  get identifier(): Identifier {
    const name = this.requireName();
    return this.quote === null ? name : new QuotedName(name, this.quote);
  }

  get key(): string {
    return this.options.key ?? this.requireName();
  }

  get serverDefault(): ServerDefault | null {
    return this.options.serverDefault ?? null;
  }

  get comment(): string | null {
    return this.options.comment ?? null;
  }

  /** @throws {InvalidArgumentError} when the column has no name yet */
  requireName(): string {
    if (this.name !== null) return this.name;
    throw new InvalidArgumentError("ALB0813", "A column was used without a name.", {
      hint: 'Give the name first: sa.column("title", sa.string()).',
    });
  }

  /** A copy that belongs to a table; a column without a name takes the one given. */
  bind(table: Table, name: string | null = null, isKey: boolean | null = null): Column<Value, IsNullable> {
    return new Column(this.name === null ? name : this.identifier, this.type, this.options, table, isKey);
  }

  /** A copy with other options, bound to no table. */
  with(changes: ColumnOptions & { readonly name?: Identifier; readonly type?: SqlType }): Column {
    const { name = this.name === null ? null : this.identifier, type = this.type, ...options } = changes;
    checkColumnOptions(name, options);
    return new Column(name, type, { ...this.options, ...options });
  }

  deconstruct(): Deconstructed {
    const args = this.name === null ? [this.type] : [this.name, this.type];
    return call("sa.column", args, this.options);
  }
}

/** A column that has its name, as the operations take it. */
export type NamedColumn = Column;

function listOf<Item>(value: Item | readonly Item[] | undefined): readonly Item[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

function isList<Item>(value: Item | readonly Item[]): value is readonly Item[] {
  return Array.isArray(value);
}

function checkColumnOptions(name: Identifier | null, options: ColumnOptions | undefined): void {
  const where = `sa.column(${name === null ? "" : `"${nameText(name)}"`})`;
  checkDialectOptions(where, "column", options, columnOptionKeys);
}

function checkExclusive(options: ColumnOptions): void {
  const hasDefault = options.serverDefault !== undefined && options.serverDefault !== null;
  if (options.identity === undefined && options.computed === undefined) return;
  const given = [
    hasDefault ? "serverDefault" : null,
    options.identity === undefined ? null : "identity",
    options.computed === undefined ? null : "computed",
  ].filter((key) => key !== null);
  if (given.length < 2) return;
  throw new InvalidArgumentError("ALB0814", `A column cannot have ${given.join(" and ")} at once.`, {
    hint: "Keep the one that fills the column.",
  });
}

interface TypedColumnOptions<IsNullable extends boolean, IsPrimary extends boolean> extends ColumnOptions {
  readonly nullable?: IsNullable | undefined;
  readonly primaryKey?: IsPrimary | undefined;
}

type Nullability<IsNullable extends boolean, IsPrimary extends boolean> = IsPrimary extends true
  ? false
  : IsNullable extends false
    ? false
    : true;

/**
 * A column with its name: for `op.createTable`, `op.addColumn`, `metadata.table`.
 *
 * @param name the column's name
 * @param type its type; left out only where a foreign key or the database gives it
 * @param options constraints, defaults and the dialects' own options
 * @throws {InvalidArgumentError} on an unknown option, or when two things would fill the column
 * @example sa.column("title", sa.string(200), { nullable: false });
 */
export function column<Value, IsNullable extends boolean = true, IsPrimary extends boolean = false>(
  name: Identifier,
  type?: SqlType<Value>,
  options?: TypedColumnOptions<IsNullable, IsPrimary>,
): Column<Value, Nullability<IsNullable, IsPrimary>>;
/**
 * A column that takes its name from the key it stands under: for `Base.table`.
 *
 * @example sa.column(sa.integer(), { primaryKey: true });
 */
export function column<Value, IsNullable extends boolean = true, IsPrimary extends boolean = false>(
  type: SqlType<Value>,
  options?: TypedColumnOptions<IsNullable, IsPrimary>,
): Column<Value, Nullability<IsNullable, IsPrimary>>;
export function column(
  first: Identifier | SqlType,
  second?: SqlType | ColumnOptions,
  third?: ColumnOptions,
): Column<unknown, boolean> {
  if (first instanceof SqlType) {
    if (second instanceof SqlType) throw typeExpected(second);
    return writtenColumn(null, first, second);
  }
  if (typeof first !== "string" && !(first instanceof QuotedName)) throw typeExpected(first);
  if (second === undefined) return writtenColumn(first, new NullType(), third);
  if (!(second instanceof SqlType)) throw typeExpected(second);
  return writtenColumn(first, second, third);
}

/** A column whose options a user has written. */
function writtenColumn(name: Identifier | null, type: SqlType, options: ColumnOptions | undefined): Column {
  checkColumnOptions(name, options);
  return new Column<unknown, boolean>(name, type, options);
}

function typeExpected(got: unknown): InvalidArgumentError {
  return new InvalidArgumentError("ALB0815", `sa.column() takes a name and a type, but got ${describe(got)}.`, {
    hint: 'For example: sa.column("title", sa.string(), { nullable: false }). Types are called: sa.text(), not sa.text.',
  });
}
