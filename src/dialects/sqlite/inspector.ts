import type { Connection } from "../../engine/connection.ts";
import type {
  Inspector,
  ReflectedEnum,
  ReflectedObject,
  ReflectedTable,
  TableSelection,
} from "../../reflection/index.ts";
import { groupBy } from "../../util/group-by.ts";
import { memoize } from "../../util/memoize.ts";
import {
  type ColumnRow,
  type ForeignKeyRow,
  type Gathered,
  type IndexRow,
  isVirtual,
  reflectedTable,
  type TableRow,
} from "./reflection/reflected-table.ts";
import { parseDefinition } from "./text/parse-create-table.ts";

/** Reads the schema of a SQLite database: four queries for all its tables, and the statements that made them. */
export class SqliteInspector implements Inspector {
  constructor(private readonly connection: Connection) {}

  /** A SQLite database has no schemas: attached files take their place, and the main one has no name. */
  async defaultSchema(): Promise<string | null> {
    return "main";
  }

  async schemaNames(): Promise<readonly string[]> {
    const rows = await this.#rows<{ readonly name: string }>(
      "SELECT name FROM pragma_database_list WHERE name <> 'temp' ORDER BY seq",
      [],
    );
    return rows.map((row) => row.name);
  }

  async tableNames(schema?: string | null): Promise<readonly string[]> {
    return (await this.#tableRows(schema ?? null, null)).map((row) => row.name);
  }

  async viewNames(schema?: string | null): Promise<readonly string[]> {
    const query = `SELECT name FROM ${this.#master(schema ?? null)} WHERE type = 'view' ORDER BY name`;
    return (await this.#rows<{ readonly name: string }>(query, [])).map((row) => row.name);
  }

  async hasTable(name: string, schema?: string | null): Promise<boolean> {
    const query = `SELECT 1 FROM ${this.#master(schema ?? null)} WHERE type IN ('table', 'view') AND lower(name) = lower(?)`;
    return (await this.#rows(query, [name])).length > 0;
  }

  async tables({ schema = null, names }: TableSelection = {}): Promise<ReadonlyMap<string, ReflectedTable>> {
    const tables = await this.#tableRows(schema, names ?? null);
    const gathered: Gathered = {
      schema,
      columns: byTable(await this.#columns(schema)),
      foreignKeys: byTable(await this.#foreignKeys(schema)),
      indexes: byTable(await this.#indexes(schema)),
      parseDefinition: memoize((text) => text, parseDefinition),
    };
    return new Map(tables.map((row) => [row.name, reflectedTable(row, gathered)]));
  }

  /** Virtual tables, then views and triggers as they came: each by the statement that made it. */
  async objects(schemas: readonly (string | null)[]): Promise<readonly ReflectedObject[]> {
    const objects: ReflectedObject[] = [];
    for (const schema of schemas) {
      const virtual = (await this.#tableRows(schema, null)).filter(isVirtual);
      const query = `SELECT type, name, sql FROM ${this.#master(schema)} WHERE type IN ('view', 'trigger') ORDER BY rowid`;
      const others = await this.#rows<TableRow & { readonly type: string }>(query, []);
      objects.push(
        ...virtual.map((row) => this.#object("virtual table", "TABLE", row, schema)),
        ...others.map((row) => this.#object(row.type, row.type.toUpperCase(), row, schema)),
      );
    }
    return objects;
  }

  /** A statement is kept without the name of an attached file, which is of one connection. */
  #object(kind: string, word: string, { name, sql }: TableRow, schema: string | null): ReflectedObject {
    const isTold = schema === null;
    return {
      kind,
      name: schema === null ? name : `${schema}.${name}`,
      isBeforeTables: false,
      create: isTold ? [sql] : [],
      drop: isTold ? [`DROP ${word} ${this.connection.dialect.identifiers.quote(name)}`] : [],
    };
  }

  async enums(): Promise<readonly ReflectedEnum[]> {
    return [];
  }

  /** Tables of the user: not SQLite's own, nor those that a virtual table keeps its data in. */
  async #tableRows(schema: string | null, names: readonly string[] | null): Promise<readonly TableRow[]> {
    const query = `SELECT name, sql FROM ${this.#master(schema)} WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`;
    const rows = await this.#rows<TableRow>(query, []);
    const virtual = rows.filter(isVirtual).map((row) => row.name);
    const isShadow = (name: string): boolean => virtual.some((owner) => name.startsWith(`${owner}_`));
    const wanted = names === null ? null : new Set(names);
    return rows.filter((row) => !isShadow(row.name) && (wanted === null || wanted.has(row.name)));
  }

  async #columns(schema: string | null): Promise<readonly ColumnRow[]> {
    return this.#rows<ColumnRow>(
      `SELECT m.name AS "table", x.name AS name, x.type AS type, x."notnull" AS "isNotNull", x.dflt_value AS "default", x.pk AS "keyPosition",
              x.hidden AS hidden
       FROM ${this.#master(schema)} m, pragma_table_xinfo(m.name, ?) x WHERE m.type = 'table' ORDER BY m.name, x.cid`,
      [schema ?? "main"],
    );
  }

  async #foreignKeys(schema: string | null): Promise<readonly ForeignKeyRow[]> {
    return this.#rows<ForeignKeyRow>(
      `SELECT m.name AS "table", k.id AS id, k."table" AS "referredTable", k."from" AS "column", k."to" AS "referredColumn",
              k.on_update AS "onUpdate", k.on_delete AS "onDelete"
       FROM ${this.#master(schema)} m, pragma_foreign_key_list(m.name, ?) k WHERE m.type = 'table' ORDER BY m.name, k.id DESC, k.seq`,
      [schema ?? "main"],
    );
  }

  async #indexes(schema: string | null): Promise<readonly IndexRow[]> {
    return this.#rows<IndexRow>(
      `SELECT m.name AS "table", l.name AS name, l."unique" AS "isUnique", l.origin AS origin, i.sql AS sql, x.name AS "column",
              x."desc" AS "isDescending", x.coll AS collation
       FROM ${this.#master(schema)} m, pragma_index_list(m.name, ?) l, pragma_index_xinfo(l.name, ?) x
       LEFT JOIN ${this.#master(schema)} i ON i.type = 'index' AND i.name = l.name
       WHERE m.type = 'table' AND x.key = 1 ORDER BY m.name, l.name, x.seqno`,
      [schema ?? "main", schema ?? "main"],
    );
  }

  #master(schema: string | null): string {
    return schema === null
      ? "sqlite_master"
      : `${this.connection.dialect.identifiers.quoteAlways(schema)}.sqlite_master`;
  }

  async #rows<Row>(query: string, parameters: readonly unknown[]): Promise<readonly Row[]> {
    const { rows } = await this.connection.execute(query, parameters);
    // Rows of pragmas: the queries name their columns as the row types say.
    return rows as readonly Row[];
  }
}

function byTable<Row extends { readonly table: string }>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  return groupBy(rows, (row) => row.table);
}
