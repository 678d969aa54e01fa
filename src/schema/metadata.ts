import { InvalidArgumentError } from "../errors/index.ts";
import type { Identifier } from "../sql/index.ts";
import { checkOptions } from "../util/check-options.ts";
import { defaultNamingConvention, type NamingConvention } from "./naming.ts";
import { Table, type TableItem, type TableOptions } from "./table.ts";

/** Options of {@link metaData}. */
export interface MetaDataOptions {
  /** The schema of tables that name none. */
  readonly schema?: string | undefined;
  readonly namingConvention?: NamingConvention | undefined;
}

/** The tables that belong together: what autogenerate compares with a database. */
export class MetaData {
  readonly schema: string | null;
  readonly namingConvention: NamingConvention;
  readonly #tables = new Map<string, Table>();

  constructor(options: MetaDataOptions = {}) {
    checkOptions("sa.metaData()", options, ["schema", "namingConvention"]);
    this.schema = options.schema ?? null;
    this.namingConvention = { ...defaultNamingConvention, ...options.namingConvention };
  }

  /** The tables by `schema.table` or `table`, in the order in which they were made. */
  get tables(): ReadonlyMap<string, Table> {
    return this.#tables;
  }

  /**
   * A table of this metadata.
   *
   * @param name the table's name, without its schema
   * @param items its columns, constraints and indexes
   * @throws {InvalidArgumentError} when there is a table of that name already
   * @example metadata.table("posts", [sa.column("id", sa.integer(), { primaryKey: true })]);
   */
  table(name: Identifier, items: readonly TableItem[], options?: TableOptions): Table {
    const table = new Table(name, items, options, this);
    if (this.#tables.has(table.fullName)) {
      throw new InvalidArgumentError("ALB0824", `The metadata has a table "${table.fullName}" already.`, {
        hint: "Give it another name or schema, or declare it once and import it where it is needed.",
      });
    }
    this.#tables.set(table.fullName, table);
    return table;
  }

  /** The tables, each after those that its foreign keys refer to; in a cycle, by the order in which they were made. */
  get sortedTables(): readonly Table[] {
    const sorted = new Set<Table>();
    const visiting = new Set<Table>();
    for (const root of this.#tables.values()) {
      const stack = [root];
      while (stack.length > 0) {
        const table = stack.at(-1);
        if (table === undefined) break;
        const next = sorted.has(table) ? undefined : this.#firstOpen(table, visiting, sorted);
        if (next !== undefined) {
          stack.push(next);
          continue;
        }
        stack.pop();
        sorted.add(table);
      }
    }
    return [...sorted];
  }

  #firstOpen(table: Table, visiting: Set<Table>, sorted: ReadonlySet<Table>): Table | undefined {
    visiting.add(table);
    for (const key of table.foreignKeys) {
      const referred = key.referred[0];
      if (referred === undefined) continue;
      const name = referred.schema === null ? referred.table : `${referred.schema}.${referred.table}`;
      const target = this.#tables.get(name);
      if (target !== undefined && !sorted.has(target) && !visiting.has(target)) return target;
    }
    return undefined;
  }
}

/**
 * A collection of tables, with the convention by which their constraints are named.
 *
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.metaData({ namingConvention: { pk: "pk_%(table_name)s" } });
 */
export function metaData(options?: MetaDataOptions): MetaData {
  return new MetaData(options);
}
