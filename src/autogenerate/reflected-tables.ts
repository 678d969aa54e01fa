import { type ReflectedTable, tableOf } from "../reflection/index.ts";
import type { Table } from "../schema/index.ts";
import type { AutogenContext } from "./autogen-context.ts";
import { journalName } from "../revision/journal-name.ts";

/** The tables of one schema of the database that take part, by name: without the version table and what filters leave out. */
export async function reflectedTables(
  context: AutogenContext,
  schema: string | null,
): Promise<ReadonlyMap<string, Table>> {
  const names = (await context.inspector.tableNames(schema)).filter(
    (name) =>
      !isVersionTable(context, schema, name) &&
      context.includesName(name, "table", { schemaName: schema, schemaQualifiedTableName: qualified(schema, name) }),
  );
  const tables: ReadonlyMap<string, ReflectedTable> =
    names.length === 0 ? new Map() : await context.inspector.tables({ schema, names });
  return new Map([...tables].map(([name, table]) => [name, tableOf(withIncludedColumns(context, table))]));
}

function withIncludedColumns(context: AutogenContext, table: ReflectedTable): ReflectedTable {
  const parents = {
    schemaName: table.schema,
    tableName: table.name,
    schemaQualifiedTableName: qualified(table.schema, table.name),
  };
  const columns = table.columns.filter((column) => context.includesName(column.name, "column", parents));
  if (columns.length === table.columns.length) return table;
  const isKept = (names: readonly string[]): boolean =>
    names.every((name) => columns.some((column) => column.name === name));
  return {
    ...table,
    columns,
    primaryKey: table.primaryKey !== null && isKept(table.primaryKey.columns) ? table.primaryKey : null,
    uniques: table.uniques.filter((unique) => isKept(unique.columns)),
    foreignKeys: table.foreignKeys.filter((key) => isKept(key.columns)),
  };
}

/** Whether a table is the tool's own. */
export function isVersionTable({ options }: AutogenContext, schema: string | null, name: string): boolean {
  const versionTable = options.versionTable ?? "alembic_version";
  const isOwn = name === versionTable || name === journalName(versionTable);
  return isOwn && schema === (options.versionTableSchema ?? null);
}

function qualified(schema: string | null, name: string): string {
  return schema === null ? name : `${schema}.${name}`;
}
