import type { Identifier } from "../sql/index.ts";
import type { Column } from "./column.ts";
import type { Constraint } from "./constraints.ts";
import type { Index } from "./index-item.ts";
import { MetaData, type MetaDataOptions } from "./metadata.ts";
import type { Table, TableOptions } from "./table.ts";

/** Columns by the names of the properties that hold them. */
export type ColumnsShape = Readonly<Record<string, Column>>;

/** What a row of the columns is in TypeScript. */
export type RowOf<Columns extends ColumnsShape> = { -readonly [Key in keyof Columns]: Columns[Key]["$value"] };

/** A class that stands for a table: its instances are rows, its `c` are the columns. */
export interface TableClass<Columns extends ColumnsShape> {
  new (): RowOf<Columns>;
  /** The columns, bound to their table, by property. */
  readonly c: Columns;
  readonly table: Table;
}

/** What {@link declarativeBase} makes. */
export interface DeclarativeBase {
  readonly metadata: MetaData;
  /**
   * A class to extend, for one table.
   *
   * @param name the table's name, without its schema
   * @param columns by property; a column without a name takes the property's
   * @param items constraints and indexes; they name columns as the database does
   * @throws {InvalidArgumentError} when there is a table of that name already
   * @example
   * class User extends Base.table("users", {
   *   id: sa.column(sa.integer(), { primaryKey: true }),
   *   email: sa.column(sa.string(), { nullable: false, unique: true }),
   * }) {}
   */
  table<Columns extends ColumnsShape>(
    name: Identifier,
    columns: Columns,
    items?: readonly (Constraint | Index)[],
    options?: TableOptions,
  ): TableClass<Columns>;
}

function tableClass<Columns extends ColumnsShape>(
  metadata: MetaData,
  name: Identifier,
  columns: Columns,
  items: readonly (Constraint | Index)[] = [],
  options: TableOptions = {},
): TableClass<Columns> {
  const named = Object.entries(columns).map(([property, column]) =>
    column.with({ ...(column.name === null ? { name: property } : {}), key: property }),
  );
  const table = metadata.table(name, [...named, ...items], options);
  // oxlint-disable-next-line typescript/no-extraneous-class -- models extend it
  const row: unknown = class Row {
    static readonly table = table;
    static get c(): Table["c"] {
      return table.c;
    }
  };
  // The class has no fields of its own: rows get them from whoever reads them. Its type says which they are.
  return row as TableClass<Columns>;
}

/**
 * The root of an application's models: their tables gather in its metadata.
 *
 * @param options those of a metadata, or a metadata that is there already
 * @throws {InvalidArgumentError} on an unknown option
 * @example
 * export const Base = sa.declarativeBase();
 * export class Tag extends Base.table("tags", { name: sa.column(sa.string(), { primaryKey: true }) }) {}
 */
export function declarativeBase(options: MetaDataOptions & { readonly metadata?: MetaData } = {}): DeclarativeBase {
  const { metadata: given, ...rest } = options;
  const metadata = given ?? new MetaData(rest);
  return {
    metadata,
    table: (name, columns, items, tableOptions) => tableClass(metadata, name, columns, items, tableOptions),
  };
}
