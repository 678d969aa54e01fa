import type { Connection } from "../../engine/connection.ts";
import type {
  Inspector,
  ReflectedEnum,
  ReflectedObject,
  ReflectedTable,
  TableSelection,
} from "../../reflection/index.ts";
import { groupBy } from "../../util/group-by.ts";
import {
  columnsQuery,
  constraintsQuery,
  enumsQuery,
  indexesQuery,
  schemaNamesQuery,
  tableNamesQuery,
  tablesQuery,
} from "./reflection/catalogue.ts";
import { inOrderOfNeed, type ObjectRow, objectsQuery } from "./reflection/objects.ts";
import { type Gathered, reflectedTable } from "./reflection/reflected-table.ts";
import type { ColumnRow, ConstraintRow, EnumRow, IndexRow, TableRow } from "./reflection/rows.ts";

const tableKinds = ["r", "p", "f"];
const viewKinds = ["v", "m"];

/** Reads the catalogue of a PostgreSQL database: six queries for all the tables of a schema. */
export class PostgresqlInspector implements Inspector {
  #defaultSchema: Promise<string> | undefined;

  constructor(private readonly connection: Connection) {}

  async defaultSchema(): Promise<string> {
    this.#defaultSchema ??= this.#currentSchema();
    return this.#defaultSchema;
  }

  async schemaNames(): Promise<readonly string[]> {
    return (await this.#rows<{ readonly name: string }>(schemaNamesQuery, [])).map((row) => row.name);
  }

  async tableNames(schema?: string | null): Promise<readonly string[]> {
    return this.#names(schema, tableKinds);
  }

  async viewNames(schema?: string | null): Promise<readonly string[]> {
    return this.#names(schema, viewKinds);
  }

  async hasTable(name: string, schema?: string | null): Promise<boolean> {
    const query = `SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind::text = ANY($3::text[])`;
    return (
      (await this.#rows(query, [schema ?? (await this.defaultSchema()), name, [...tableKinds, ...viewKinds]])).length >
      0
    );
  }

  async tables({ schema = null, names }: TableSelection = {}): Promise<ReadonlyMap<string, ReflectedTable>> {
    const standard = await this.defaultSchema();
    const asked = [schema ?? standard, names ?? null];
    const { major } = this.connection.serverVersion;
    const tables = await this.#rows<TableRow>(tablesQuery, asked);
    const gathered: Gathered = {
      schema,
      defaultSchema: standard,
      columns: byTable(await this.#rows<ColumnRow>(columnsQuery(major >= 12), asked)),
      constraints: byTable(await this.#rows<ConstraintRow>(constraintsQuery(major >= 15), asked)),
      indexes: byTable(await this.#rows<IndexRow>(indexesQuery(major >= 15), asked)),
      enums: new Map(
        (await this.#rows<EnumRow>(enumsQuery, [null])).map((row) => [`${row.schema}.${row.name}`, row.values]),
      ),
    };
    return new Map(tables.map((row) => [row.name, reflectedTable(row, gathered)]));
  }

  async objects(schemas: readonly (string | null)[]): Promise<readonly ReflectedObject[]> {
    const standard = await this.defaultSchema();
    const asked = schemas.map((schema) => schema ?? standard);
    return inOrderOfNeed(await this.#rows<ObjectRow>(objectsQuery, [asked, standard]));
  }

  async enums(schema?: string | null): Promise<readonly ReflectedEnum[]> {
    const rows = await this.#rows<EnumRow>(enumsQuery, [schema ?? (await this.defaultSchema())]);
    return rows.map(({ name, values }) => ({ name, schema: schema ?? null, values }));
  }

  async #currentSchema(): Promise<string> {
    const [row] = await this.#rows<{ readonly name: string | null }>("SELECT current_schema() AS name", []);
    return row?.name ?? "public";
  }

  async #names(schema: string | null | undefined, kinds: readonly string[]): Promise<readonly string[]> {
    const rows = await this.#rows<{ readonly name: string }>(tableNamesQuery, [
      schema ?? (await this.defaultSchema()),
      kinds,
    ]);
    return rows.map((row) => row.name);
  }

  async #rows<Row>(query: string, parameters: readonly unknown[]): Promise<readonly Row[]> {
    const { rows } = await this.connection.execute(query, parameters);
    // Catalogue rows: the queries of catalogue.ts name and cast their columns as the row types say.
    return rows as readonly Row[];
  }
}

function byTable<Row extends { readonly table: string }>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  return groupBy(rows, (row) => row.table);
}
