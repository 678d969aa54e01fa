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
  type CheckRow,
  type ColumnRow,
  type ForeignKeyRow,
  type Gathered,
  type IndexRow,
  reflectedTable,
  type TableRow,
} from "./reflection/reflected-table.ts";

/** Above this many names a query reads the whole schema: the list would cost more than it saves. */
const longestNameList = 200;

/** Schemas that belong to the server. */
const systemSchemas = new Set(["information_schema", "mysql", "performance_schema", "sys"]);

/** Which tables a query is about; null for all of the schema. */
interface Asked {
  readonly schema: string;
  readonly names: readonly string[] | null;
}

/** What a foreign key does when its target changes. */
interface KeyRules {
  readonly table: string;
  readonly name: string;
  readonly onUpdate: string;
  readonly onDelete: string;
}

/** Reads `information_schema` of a MySQL or MariaDB server: six queries for all the tables of a schema. */
export class MysqlInspector implements Inspector {
  #defaultSchema: Promise<string | null> | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly keepsChecks: boolean,
  ) {}

  async defaultSchema(): Promise<string | null> {
    this.#defaultSchema ??= this.#names("SELECT DATABASE() AS name", []).then(([name]) => name ?? null);
    return this.#defaultSchema;
  }

  async schemaNames(): Promise<readonly string[]> {
    const names = await this.#names(
      "SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA ORDER BY SCHEMA_NAME",
      [],
    );
    return names.filter((name) => !systemSchemas.has(name));
  }

  async tableNames(schema?: string | null): Promise<readonly string[]> {
    return this.#tableNames(schema, "BASE TABLE");
  }

  async viewNames(schema?: string | null): Promise<readonly string[]> {
    return this.#tableNames(schema, "VIEW");
  }

  async hasTable(name: string, schema?: string | null): Promise<boolean> {
    const query = "SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?";
    return (await this.#names(query, [await this.#schema(schema), name])).length > 0;
  }

  async tables({ schema = null, names }: TableSelection = {}): Promise<ReadonlyMap<string, ReflectedTable>> {
    const asked: Asked = { schema: await this.#schema(schema), names: names ?? null };
    const tables = await this.#rows<TableRow>(tablesQuery, asked);
    const gathered: Gathered = {
      schema,
      defaultSchema: await this.defaultSchema(),
      isMariadb: this.#isMariadb,
      columns: byTable(await this.#rows<ColumnRow>(columnsQuery, asked)),
      indexes: byTable(await this.#rows<IndexRow>(indexesQuery(await this.#hasIndexExpressions()), asked)),
      foreignKeys: byTable(await this.#foreignKeys(asked)),
      checks: this.keepsChecks ? byTable(await this.#rows<CheckRow>(checksQuery(this.#isMariadb), asked)) : new Map(),
    };
    const wanted = names === undefined ? null : new Set(names);
    const own = tables.filter((row) => wanted === null || wanted.has(row.table));
    return new Map(own.map((row) => [row.table, reflectedTable(row, gathered)]));
  }

  /**
   * The two halves of what the catalogue says of foreign keys are read one by one: joined, MariaDB 10.11 opens the tables
   * of all databases for the second, and compares each row of one with each of the other.
   */
  async #foreignKeys(asked: Asked): Promise<readonly ForeignKeyRow[]> {
    const columns = await this.#rows<Omit<ForeignKeyRow, "onUpdate" | "onDelete">>(keyColumnsQuery, asked);
    if (columns.length === 0) return [];
    const keyOf = (row: { readonly table: string; readonly name: string }): string => `${row.table}\0${row.name}`;
    const rules = new Map((await this.#rows<KeyRules>(keyRulesQuery, asked)).map((row) => [keyOf(row), row] as const));
    return columns.map((row) => {
      const { onUpdate = "", onDelete = "" } = rules.get(keyOf(row)) ?? {};
      return { ...row, onUpdate, onDelete };
    });
  }

  get #isMariadb(): boolean {
    return this.connection.serverVersion.text.toLowerCase().includes("mariadb");
  }

  /** What is there is told by name: the statements that the server shows have users and server settings in them. */
  async objects(schemas: readonly (string | null)[]): Promise<readonly ReflectedObject[]> {
    const standard = await this.defaultSchema();
    const asked = schemas.map((schema) => schema ?? standard ?? "");
    const marks = asked.map(() => "?").join(", ");
    const query = objectQueries.map((each) => each(marks)).join("\nUNION ALL ");
    const { rows } = await this.connection.execute(
      `${query} ORDER BY 1, 2, 3`,
      objectQueries.flatMap(() => asked),
    );
    return rows.map(({ kind, schema, name }) => ({
      kind: String(kind),
      name: schema === standard ? String(name) : `${String(schema)}.${String(name)}`,
      isBeforeTables: false,
      create: [],
      drop: [],
    }));
  }

  async enums(): Promise<readonly ReflectedEnum[]> {
    return [];
  }

  /** MySQL 8.0.13 tells the expressions of an index in a column that MariaDB does not have. */
  async #hasIndexExpressions(): Promise<boolean> {
    const query = `SELECT COLUMN_NAME AS name FROM information_schema.COLUMNS
WHERE TABLE_SCHEMA = 'information_schema' AND TABLE_NAME = 'STATISTICS' AND COLUMN_NAME = 'EXPRESSION'`;
    return (await this.#names(query, [])).length > 0;
  }

  async #schema(schema: string | null | undefined): Promise<string> {
    return schema ?? (await this.defaultSchema()) ?? "";
  }

  async #tableNames(schema: string | null | undefined, kind: string): Promise<readonly string[]> {
    const query = `SELECT TABLE_NAME AS name FROM information_schema.TABLES
WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = ? ORDER BY TABLE_NAME`;
    return this.#names(query, [await this.#schema(schema), kind]);
  }

  async #names(query: string, parameters: readonly unknown[]): Promise<readonly string[]> {
    const { rows } = await this.connection.execute(query, parameters);
    return rows.flatMap(({ name }) => (typeof name === "string" ? [name] : []));
  }

  async #rows<Row>(query: (filter: string) => string, { schema, names }: Asked): Promise<readonly Row[]> {
    const isFiltered = names !== null && names.length > 0 && names.length <= longestNameList;
    const filter = isFiltered ? `AND TABLE_NAME IN (${names.map(() => "?").join(", ")})` : "";
    const { rows } = await this.connection.execute(query(filter), isFiltered ? [schema, ...names] : [schema]);
    // Catalogue rows: the queries below name their columns as the row types say.
    return rows as readonly Row[];
  }
}

const tablesQuery = (filter: string): string => `
SELECT TABLE_NAME AS \`table\`, TABLE_COMMENT AS comment, TABLE_COLLATION AS collation, ENGINE AS engine
FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE' ${filter} ORDER BY TABLE_NAME`;

/** What is there besides plain tables, and what tables have that is not reflected. */
const objectQueries: readonly ((schemas: string) => string)[] = [
  (schemas) => `
SELECT CASE WHEN TABLE_TYPE = 'BASE TABLE' THEN CONCAT('option (', CREATE_OPTIONS, ') of table') ELSE LOWER(TABLE_TYPE) END AS kind,
       TABLE_SCHEMA AS \`schema\`, TABLE_NAME AS name
FROM information_schema.TABLES
WHERE TABLE_SCHEMA IN (${schemas}) AND (TABLE_TYPE <> 'BASE TABLE' OR COALESCE(CREATE_OPTIONS, '') <> '')`,
  (schemas) => `
SELECT 'invisibility of column', TABLE_SCHEMA, CONCAT(TABLE_NAME, '.', COLUMN_NAME)
FROM information_schema.COLUMNS WHERE TABLE_SCHEMA IN (${schemas}) AND EXTRA LIKE '%INVISIBLE%'`,
  (schemas) => `
SELECT 'trigger', TRIGGER_SCHEMA, TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA IN (${schemas})`,
  (schemas) => `
SELECT LOWER(ROUTINE_TYPE), ROUTINE_SCHEMA, ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA IN (${schemas})`,
  (schemas) => `
SELECT 'event', EVENT_SCHEMA, EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA IN (${schemas})`,
];

const columnsQuery = (filter: string): string => `
SELECT TABLE_NAME AS \`table\`, COLUMN_NAME AS name, COLUMN_TYPE AS type, IS_NULLABLE AS isNullable, COLUMN_DEFAULT AS \`default\`,
       EXTRA AS extra, COLUMN_COMMENT AS comment, COLLATION_NAME AS collation, GENERATION_EXPRESSION AS generated
FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? ${filter} ORDER BY TABLE_NAME, ORDINAL_POSITION`;

const indexesQuery =
  (hasExpressions: boolean) =>
  (filter: string): string =>
    `
SELECT TABLE_NAME AS \`table\`, INDEX_NAME AS name, NON_UNIQUE AS isNotUnique, COLUMN_NAME AS \`column\`, SUB_PART AS length,
       COLLATION AS \`order\`, INDEX_TYPE AS kind, ${hasExpressions ? "EXPRESSION" : "NULL"} AS expression
FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ? ${filter} ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX`;

const keyColumnsQuery = (filter: string): string => `
SELECT TABLE_NAME AS \`table\`, CONSTRAINT_NAME AS name, COLUMN_NAME AS \`column\`, REFERENCED_TABLE_SCHEMA AS referredSchema,
       REFERENCED_TABLE_NAME AS referredTable, REFERENCED_COLUMN_NAME AS referredColumn
FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = ? AND REFERENCED_TABLE_NAME IS NOT NULL ${filter}
ORDER BY TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION`;

const keyRulesQuery = (filter: string): string => `
SELECT TABLE_NAME AS \`table\`, CONSTRAINT_NAME AS name, UPDATE_RULE AS onUpdate, DELETE_RULE AS onDelete
FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = ? ${filter}`;

/** MariaDB says the table with the CHECK itself; MySQL 8 has to be asked for both. */
const checksQuery = (isMariadb: boolean): ((filter: string) => string) =>
  isMariadb ? mariadbChecksQuery : mysqlChecksQuery;

const mariadbChecksQuery = (filter: string): string => `
SELECT TABLE_NAME AS \`table\`, CONSTRAINT_NAME AS name, CHECK_CLAUSE AS conditionText, LEVEL AS constraintLevel
FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = ? ${filter} ORDER BY TABLE_NAME, CONSTRAINT_NAME`;

const mysqlChecksQuery = (filter: string): string => `
SELECT t.TABLE_NAME AS \`table\`, t.CONSTRAINT_NAME AS name, c.CHECK_CLAUSE AS conditionText, 'Table' AS constraintLevel
FROM information_schema.TABLE_CONSTRAINTS t
JOIN information_schema.CHECK_CONSTRAINTS c
  ON c.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME
WHERE t.TABLE_SCHEMA = ? AND t.CONSTRAINT_TYPE = 'CHECK' ${filter.replace("TABLE_NAME", "t.TABLE_NAME")}
ORDER BY t.TABLE_NAME, t.CONSTRAINT_NAME`;

function byTable<Row extends { readonly table: string }>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  return groupBy(rows, (row) => row.table);
}
