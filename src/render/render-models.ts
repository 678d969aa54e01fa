import {
  Column,
  type ColumnOptions,
  ForeignKey,
  ForeignKeyConstraint,
  Index,
  PrimaryKeyConstraint,
  Table,
  type TableItem,
} from "../schema/index.ts";
import { FinalName, nameText } from "../sql/index.ts";
import { call, type DeconstructedCall } from "../util/deconstruct.ts";
import { className, propertyNames } from "./model-names.ts";
import { Printer, quoted } from "./printer.ts";

/** How {@link renderModels} writes. */
export interface RenderModelsOptions {
  /** The name that the database gives to the primary key of a table by itself; a key of that name needs no words. */
  readonly implicitKeyName?: ((table: string) => string | null) | undefined;
}

/**
 * Prints tables as the models of an application: a declarative base, and a class for each table.
 *
 * @param tables in the order in which they are to stand
 * @returns the source of a module
 * @throws {InvalidArgumentError} when a table holds something that cannot be written
 */
export function renderModels(tables: readonly Table[], options: RenderModelsOptions = {}): string {
  // What the database calls a thing is its name in the models: there is no convention that could change it.
  const printer = new Printer({ override: (value) => (value instanceof FinalName ? quoted(value.name) : undefined) });
  const taken = new Set(["Base"]);
  const classes = tables.map((table) => {
    const lead = `export class ${className(table, taken)} extends `;
    return `${printer.declaration(lead, new ModelSource(table, options).call())} {}`;
  });
  const names = [...new Set(["sa", ...printer.usedNames])].toSorted();
  const head = `import { ${names.join(", ")} } from "alembic-ts";`;
  return `${[head, "export const Base = sa.declarativeBase();", ...classes].join("\n\n")}\n`;
}

/** One table as a call of `Base.table`: what belongs to one column stands beside it, the rest in the list behind. */
class ModelSource {
  readonly #properties: ReadonlyMap<string, string>;
  readonly #isKeyFolded: boolean;

  constructor(
    private readonly table: Table,
    options: RenderModelsOptions,
  ) {
    this.#properties = propertyNames([...table.columns.keys()]);
    this.#isKeyFolded = isPlainKey(table, options.implicitKeyName?.(table.name) ?? null);
  }

  call(): DeconstructedCall {
    const { table } = this;
    const items = table.items.filter((item) => this.#isOwnItem(item)).map(withoutDefaults);
    const options = Object.entries(table.options).filter(([, value]) => value !== undefined && value !== null);
    const columns = [...table.columns.values()].map((column) => [this.#property(column), this.#column(column)]);
    const args = [table.identifier, Object.fromEntries(columns)];
    return call(
      "Base.table",
      items.length === 0 && options.length === 0 ? args : [...args, items],
      Object.fromEntries(options),
    );
  }

  #isOwnItem(item: TableItem): boolean {
    if (item instanceof Column) return false;
    if (item instanceof PrimaryKeyConstraint) return !this.#isKeyFolded;
    return !(item instanceof ForeignKeyConstraint && isFolded(item));
  }

  #property(column: Column): string {
    return this.#properties.get(column.requireName()) ?? column.requireName();
  }

  #column(column: Column): DeconstructedCall {
    const isNamed = this.#property(column) !== column.name || column.quote !== null;
    return call("sa.column", [...(isNamed ? [column.identifier] : []), column.type], this.#options(column));
  }

  #options(column: Column): ColumnOptions {
    const { nullable: _nullable, autoincrement, ...rest } = column.options;
    const isInKey = this.table.primaryKey?.columns.includes(column.requireName()) === true;
    const isKey = this.#isKeyFolded && isInKey;
    const [key, ...others] = this.table.foreignKeys
      .filter((each) => isFolded(each) && each.columns[0] === column.name)
      .map(columnForeignKey);
    return {
      ...(isKey ? { primaryKey: true } : {}),
      ...(column.nullable === isInKey ? { nullable: column.nullable } : {}),
      ...(key === undefined ? {} : { foreignKey: others.length === 0 ? key : [key, ...others] }),
      ...(autoincrement === undefined || this.#isNumberedByItself(column) ? {} : { autoincrement }),
      ...rest,
    };
  }

  /** Whether the column would be numbered without a word, being the lone integer key. */
  #isNumberedByItself(column: Column): boolean {
    if (column.autoincrement !== true) return false;
    const { autoincrement: _auto, ...options } = column.options;
    const key = new PrimaryKeyConstraint(this.table.primaryKey?.columns ?? []);
    const others = [...this.table.columns.values()].filter((other) => other !== column);
    const silent = new Column(column.identifier, column.type, options);
    return new Table(this.table.name, [...others, silent, key]).autoincrementColumn !== null;
  }
}

/** An item without what goes without saying. */
function withoutDefaults(item: TableItem): TableItem {
  if (!(item instanceof Index) || item.options.unique !== false) return item;
  const { unique: _unique, ...options } = item.options;
  return new Index(item.name, item.expressions, options);
}

/** A key that needs no more than a word on each of its columns. */
function isPlainKey({ primaryKey, columns }: Table, implicitName: string | null): boolean {
  if (primaryKey === null) return false;
  const { name, ...others } = primaryKey.options;
  const isNamed = name !== undefined && name !== null && nameText(name) !== implicitName;
  const flagged = [...columns.keys()].filter((column) => primaryKey.columns.includes(column));
  return !isNamed && Object.keys(others).length === 0 && flagged.join("\0") === primaryKey.columns.join("\0");
}

/** A foreign key that stands beside its column, whose target a path can name. */
function isFolded({ columns, referred: [target] }: ForeignKeyConstraint): boolean {
  return columns.length === 1 && target !== undefined && !target.table.includes(".") && !target.column.includes(".");
}

function columnForeignKey({ referred: [target], options }: ForeignKeyConstraint): ForeignKey {
  const path = [target?.schema ?? null, target?.table, target?.column].filter((part) => part !== null);
  return new ForeignKey(path.join("."), options);
}
