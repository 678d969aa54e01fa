import type { ReflectedTable } from "../reflection/index.ts";
import type { AutogenContext } from "./autogen-context.ts";
import { journalName } from "../revision/journal-name.ts";

/** The tables of one schema of the database that take part, as it reports them: without the version table and what filters leave out. */
export async function reflectedTables(
  context: AutogenContext,
  schema: string | null,
): Promise<readonly ReflectedTable[]> {
  const { inspector, options } = context;
  const isWanted = (name: string): boolean =>
    !isVersionTable(context, schema, name) &&
    context.includesName(name, "table", { schemaName: schema, schemaQualifiedTableName: qualified(schema, name) });
  // Without a filter everything is read, and asking for the names first would be a query more.
  const isFiltered = options.includeName !== undefined;
  const names = isFiltered ? (await inspector.tableNames(schema)).filter(isWanted) : undefined;
  if (names?.length === 0) return [];
  const found = [...(await inspector.tables({ schema, names })).values()];
  const wanted = isFiltered ? found : found.filter(({ name }) => isWanted(name));
  return wanted.map((table) => withIncludedColumns(context, table));
}

function withIncludedColumns(context: AutogenContext, table: ReflectedTable): ReflectedTable {
  if (context.options.includeName === undefined) return table;
  const parents = {
    schemaName: table.schema,
    tableName: table.name,
    schemaQualifiedTableName: qualified(table.schema, table.name),
  };
  const columns = table.columns.filter((column) => context.includesName(column.name, "column", parents));
  if (columns.length === table.columns.length) return table;
  const kept = new Set(columns.map((column) => column.name));
  const isKept = (names: readonly string[]): boolean => names.every((name) => kept.has(name));
  return {
    ...table,
    columns,
    primaryKey: table.primaryKey !== null && isKept(table.primaryKey.columns) ? table.primaryKey : null,
    uniques: table.uniques.filter((unique) => isKept(unique.columns)),
    foreignKeys: table.foreignKeys.filter((key) => isKept(key.columns)),
  };
}

/** Whether a table is the tool's own: the version table, and the journal that stands beside it while a migration runs. */
export function isVersionTable({ options }: AutogenContext, schema: string | null, name: string): boolean {
  const versionTable = options.versionTable ?? "alembic_version";
  const isOwn = name === versionTable || name === journalName(versionTable);
  return isOwn && schema === (options.versionTableSchema ?? null);
}

function qualified(schema: string | null, name: string): string {
  return schema === null ? name : `${schema}.${name}`;
}
