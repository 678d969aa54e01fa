import { InvalidArgumentError } from "../errors/index.ts";
import { type Identifier, nameText, QuotedName } from "../sql/index.ts";
import { describe } from "../util/check-options.ts";
import { call, type Deconstructed, type Deconstructible } from "../util/deconstruct.ts";
import { suggest } from "../util/suggest.ts";
import { autoincrementColumnOf } from "./autoincrement.ts";
import { Column } from "./column.ts";
import { Constraint, ForeignKeyConstraint, PrimaryKeyConstraint, UniqueConstraint } from "./constraints.ts";
import { checkDialectOptions, type TableDialectOptions } from "./dialect-options.ts";
import { Index } from "./index-item.ts";
import type { MetaData } from "./metadata.ts";

/** What a table may have besides its items. */
export interface TableOptions extends TableDialectOptions {
  readonly schema?: Identifier | null | undefined;
  readonly comment?: string | null | undefined;
  readonly info?: Readonly<Record<string, unknown>> | undefined;
  /** Words between CREATE and TABLE: `["TEMPORARY"]`. */
  readonly prefixes?: readonly string[] | undefined;
  /** Whether the name is quoted: as the dialect needs unless given. */
  readonly quote?: boolean | undefined;
}

export const tableOptionKeys = [
  "schema",
  "comment",
  "info",
  "prefixes",
  "quote",
] as const satisfies readonly (keyof TableOptions)[];

/** What a table is made of. */
export type TableItem = Column | Constraint | Index;

/** A table, with its columns bound to it. Immutable. */
export class Table implements Deconstructible {
  readonly name: string;
  readonly quote: boolean | null;
  readonly schema: Identifier | null;
  /** By name, in order. */
  readonly columns: ReadonlyMap<string, Column>;
  readonly primaryKey: PrimaryKeyConstraint | null;
  readonly #items: readonly TableItem[];
  #constraints: readonly Constraint[] | undefined;
  #foreignKeys: readonly ForeignKeyConstraint[] | undefined;
  #indexes: readonly Index[] | undefined;
  #byKey: Readonly<Record<string, Column>> | undefined;

  constructor(
    name: Identifier,
    items: readonly TableItem[],
    readonly options: TableOptions = {},
    /** The metadata that the table belongs to: its naming convention applies. */
    readonly metadata: MetaData | null = null,
  ) {
    this.name = nameText(name);
    const where = `Table "${this.name}"`;
    checkDialectOptions(where, "table", options, tableOptionKeys);
    checkItems(where, items);
    this.quote = name instanceof QuotedName ? name.quote : (options.quote ?? null);
    this.schema = options.schema === undefined ? (metadata?.schema ?? null) : options.schema;
    this.columns = bindColumns(this, where, items);
    this.#items = items;
    this.primaryKey = primaryKeyOf(items, this.columns);
  }

  /** The name with its word on quoting. */
  get identifier(): Identifier {
    return this.quote === null ? this.name : new QuotedName(this.name, this.quote);
  }

  get schemaName(): string | null {
    return this.schema === null ? null : nameText(this.schema);
  }

  /** `schema.table`, or `table`: what distinguishes it within a metadata. */
  get fullName(): string {
    return this.schemaName === null ? this.name : `${this.schemaName}.${this.name}`;
  }

  /** The tables that this one inherits from, each `schema.table` or `table`. */
  get parents(): readonly string[] {
    return [this.options.postgresql?.inherits ?? []].flat();
  }

  get comment(): string | null {
    return this.options.comment ?? null;
  }

  /** The columns by key: `table.c.title`. */
  get c(): Readonly<Record<string, Column>> {
    this.#byKey ??= Object.freeze(Object.fromEntries([...this.columns.values()].map((column) => [column.key, column])));
    return this.#byKey;
  }

  /** The primary key, then the table's own constraints, then those of its columns. Worked out when first asked for. */
  get constraints(): readonly Constraint[] {
    this.#constraints ??= Object.freeze(constraintsOf(this, this.#items));
    return this.#constraints;
  }

  /** The table's own indexes and those of its columns. */
  get indexes(): readonly Index[] {
    this.#indexes ??= Object.freeze(indexesOf(this, this.#items));
    return this.#indexes;
  }

  /**
   * The column of the primary key that the database numbers by itself, or null: what becomes SERIAL, AUTO_INCREMENT, IDENTITY.
   *
   * @throws {InvalidArgumentError} when a column is asked to be numbered that cannot be, or two are
   */
  get autoincrementColumn(): Column | null {
    return autoincrementColumnOf(keyColumns(this));
  }

  get foreignKeys(): readonly ForeignKeyConstraint[] {
    this.#foreignKeys ??= Object.freeze(this.constraints.filter((each) => each instanceof ForeignKeyConstraint));
    return this.#foreignKeys;
  }

  /** What the table was made of, as it was given. */
  get items(): readonly TableItem[] {
    return this.#items;
  }

  /** @throws {InvalidArgumentError} when there is no such column */
  column(name: string): Column {
    const found = this.columns.get(name);
    if (found !== undefined) return found;
    const near = suggest(name, this.columns.keys());
    throw new InvalidArgumentError("ALB0820", `Table "${this.fullName}" has no column "${name}".`, {
      hint: near === null ? `Its columns are: ${[...this.columns.keys()].join(", ")}.` : `Did you mean "${near}"?`,
    });
  }

  deconstruct(): Deconstructed {
    return call("sa.table", [this.identifier, this.#items], this.options);
  }
}

function checkItems(where: string, items: unknown): void {
  if (!Array.isArray(items)) {
    throw new InvalidArgumentError(
      "ALB0821",
      `${where} takes an array of columns and constraints, not ${describe(items)}.`,
      {
        hint: 'For example: [sa.column("id", sa.integer(), { primaryKey: true })].',
      },
    );
  }
  for (const item of items) {
    if (item instanceof Column || item instanceof Constraint || item instanceof Index) continue;
    throw new InvalidArgumentError("ALB0822", `${where} cannot hold ${describe(item)}.`, {
      hint: "Give columns, constraints and indexes, as made by sa.column(), sa.uniqueConstraint(), sa.index().",
    });
  }
}

function bindColumns(table: Table, where: string, items: readonly TableItem[]): ReadonlyMap<string, Column> {
  const columns = new Map<string, Column>();
  const key = items.find((item) => item instanceof PrimaryKeyConstraint);
  for (const item of items) {
    if (!(item instanceof Column)) continue;
    const isKey = key === undefined ? null : key.columns.includes(item.requireName());
    const bound = item.bind(table, null, isKey);
    const name = bound.requireName();
    if (columns.has(name)) {
      throw new InvalidArgumentError("ALB0823", `${where} has two columns named "${name}".`, {
        hint: "Rename or remove one of them.",
      });
    }
    columns.set(name, bound);
  }
  return columns;
}

function primaryKeyOf(items: readonly TableItem[], columns: ReadonlyMap<string, Column>): PrimaryKeyConstraint | null {
  const explicit = items.find((item) => item instanceof PrimaryKeyConstraint);
  if (explicit !== undefined) return explicit;
  const flagged = [...columns.values()].filter((column) => column.primaryKey);
  // A column that the database numbers comes first: some databases demand it, and it finds rows best.
  const ordered = flagged.toSorted((a, b) => Number(b.autoincrement === true) - Number(a.autoincrement === true));
  return flagged.length === 0 ? null : new PrimaryKeyConstraint(ordered.map((column) => column.requireName()));
}

function keyColumns({ primaryKey, columns }: Table): readonly Column[] {
  return (primaryKey?.columns ?? []).map((name) => columns.get(name)).filter((column) => column !== undefined);
}

function constraintsOf(table: Table, items: readonly TableItem[]): Constraint[] {
  autoincrementColumnOf(keyColumns(table));
  const all: Constraint[] = table.primaryKey === null ? [] : [table.primaryKey];
  for (const item of items) if (item instanceof Constraint && item.kind !== "primary") all.push(item);
  for (const column of table.columns.values()) addConstraintsOf(column, all);
  for (const constraint of all) checkConstraintColumns(table, constraint);
  return all;
}

function addConstraintsOf(column: Column, all: Constraint[]): void {
  const { foreignKeys, options } = column;
  if (options.unique === true && options.index !== true) all.push(new UniqueConstraint([column.requireName()]));
  for (const key of foreignKeys)
    all.push(new ForeignKeyConstraint([column.requireName()], [key.referred], key.options));
}

function checkConstraintColumns(table: Table, constraint: Constraint): void {
  if (table.columns.size === 0) return;
  for (const name of constraint.columns) table.column(name);
}

function indexesOf(table: Table, items: readonly TableItem[]): Index[] {
  const fromColumns = [...table.columns.values()]
    .filter((column) => column.options.index === true)
    .map((column) => new Index(null, [column.identifier], column.options.unique === true ? { unique: true } : {}));
  return [...fromColumns, ...items.filter((item) => item instanceof Index)];
}

/**
 * A table that stands alone, for `op.bulkInsert` and for `copyFrom`.
 *
 * @param name the table's name, without its schema
 * @param items columns and, where they matter, constraints and indexes
 * @throws {InvalidArgumentError} on an unknown option, or when two columns share a name
 * @example sa.table("posts", [sa.column("id", sa.integer()), sa.column("title", sa.string())]);
 */
export function table(name: Identifier, items: readonly TableItem[], options?: TableOptions): Table {
  return new Table(name, items, options);
}
