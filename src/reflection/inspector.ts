import type { ReflectedTable } from "./reflected.ts";

/** An enum type as the database reports it. */
export interface ReflectedEnum {
  readonly name: string;
  readonly schema: string | null;
  readonly values: readonly string[];
}

/** What a database has besides tables that the schema language can say: a view, a domain, a partition, a virtual table. */
export interface ReflectedObject {
  /** As people call it: `view`, `extension`, `partition`. */
  readonly kind: string;
  /** `schema.name`, or `name` in the default schema. */
  readonly name: string;
  /** Whether tables may need it; else it may need them. */
  readonly isBeforeTables: boolean;
  /** The statements that make it; none where they are not told. */
  readonly create: readonly string[];
  /** The statements that undo `create`. */
  readonly drop: readonly string[];
}

/** Which tables to read. */
export interface TableSelection {
  /** null or absent for the connection's default schema. */
  readonly schema?: string | null | undefined;
  /** All of the schema's unless given. */
  readonly names?: readonly string[] | undefined;
}

/**
 * Reads the catalogue of one database. Each call takes a constant number of queries, whatever the number of tables.
 *
 * @example
 * const tables = await inspector.tables({ names: ["posts"] });
 * console.log(tables.get("posts")?.columns.map((column) => column.name));
 */
export interface Inspector {
  /** The schema of names that give none; null where the database has no schemas. */
  defaultSchema(): Promise<string | null>;
  /** The user's schemas, by name. */
  schemaNames(): Promise<readonly string[]>;
  /** The tables of a schema, by name; no views. */
  tableNames(schema?: string | null): Promise<readonly string[]>;
  /** The views of a schema, by name. */
  viewNames(schema?: string | null): Promise<readonly string[]>;
  /** Whether a table or view of that name is there. */
  hasTable(name: string, schema?: string | null): Promise<boolean>;
  /** Tables with everything that belongs to them, by name. */
  tables(selection?: TableSelection): Promise<ReadonlyMap<string, ReflectedTable>>;
  /** What some schemas, null for the default one, hold besides such tables, in an order in which it can be made. */
  objects(schemas: readonly (string | null)[]): Promise<readonly ReflectedObject[]>;
  /** The enum types of a schema; none where the database has no such thing. */
  enums(schema?: string | null): Promise<readonly ReflectedEnum[]>;
}
