import { CommandError } from "../errors/index.ts";
import type { MigrationContext } from "../operations/migration-context.ts";
import { type ReflectedObject, type ReflectedTable, tableOf } from "../reflection/index.ts";
import { Index, Table } from "../schema/index.ts";
import { suggest } from "../util/suggest.ts";
import type { AutogenContext, AutogenerateOptions } from "./autogen-context.ts";
import { schemasOf } from "./compare/schemas.ts";
import { autogenContext } from "./produce-migrations.ts";
import { reflectedTables } from "./reflected-tables.ts";
import { sortByDependency } from "./sort-tables.ts";

/** Which tables {@link reflectDatabase} reads. */
export interface ReflectSelection {
  /** Schemas by name; those that env compares unless given. */
  readonly schemas?: readonly string[] | undefined;
  /** Tables by name, of any of the schemas; all unless given. */
  readonly tables?: readonly string[] | undefined;
}

/**
 * Reads the tables of a database in the schema language, without the tool's own and what env's filters leave out.
 *
 * @param context the migration that is running, with its connection
 * @param options what `context.configure()` says about autogenerate
 * @param selection which schemas and tables; all unless given
 * @returns each table after those that its foreign keys refer to
 * @throws {CommandError} offline, or when a schema or table that is asked for is not there
 * @example const tables = await reflectDatabase(migrationContext, {}, { tables: ["posts"] });
 */
export async function reflectDatabase(
  context: MigrationContext,
  options: AutogenerateOptions,
  selection: ReflectSelection = {},
): Promise<readonly Table[]> {
  const reading = autogenContext(context, options);
  const tables: Table[] = [];
  for (const schema of await selectedSchemas(reading, selection.schemas)) {
    tables.push(...(await asWritten(await reflectedTables(reading, schema), reading)));
  }
  return sortByDependency(selectedTables(tables, selection.tables));
}

/**
 * Reads what a database has besides such tables, in an order in which it can be made. The schema of the version table is
 * none of it: that is there before the first revision runs.
 *
 * @param context the migration that is running, with its connection
 * @param options what `context.configure()` says about autogenerate
 * @param schemas by name; those that env compares unless given
 * @returns what is made before tables first
 * @throws {CommandError} offline, or when a schema that is asked for is not there
 * @example const objects = await objectsBesides(migrationContext, {});
 */
export async function objectsBesides(
  context: MigrationContext,
  options: AutogenerateOptions,
  schemas?: readonly string[],
): Promise<readonly ReflectedObject[]> {
  const reading = autogenContext(context, options);
  const objects = await reading.inspector.objects(await selectedSchemas(reading, schemas));
  const versionSchema = options.versionTableSchema ?? null;
  return objects.filter(({ kind, name }) => kind !== "schema" || name !== versionSchema);
}

/** Without what the database has done by itself. */
async function asWritten(found: readonly ReflectedTable[], reading: AutogenContext): Promise<readonly Table[]> {
  const tables = found
    .filter(({ isDeclarable }) => isDeclarable)
    .map((table) => withoutImplicitIndexes(tableOf(table), reading));
  const { connection } = reading.migrationContext;
  return connection === null ? tables : reading.comparison.asWritten(tables, connection);
}

/** Without the indexes that the server makes by itself, for foreign keys. */
function withoutImplicitIndexes(reflected: Table, { comparison }: AutogenContext): Table {
  const others = reflected.items.filter((item) => !(item instanceof Index));
  const model = new Table(reflected.identifier, others, reflected.options);
  const own = comparison.ownIndexes(reflected.indexes, { reflected, model });
  return own.length === reflected.indexes.length
    ? reflected
    : new Table(model.identifier, [...others, ...own], model.options);
}

async function selectedSchemas(
  context: AutogenContext,
  asked: readonly string[] | undefined,
): Promise<readonly (string | null)[]> {
  if (asked === undefined) return schemasOf(context);
  const { inspector } = context;
  const names = await inspector.schemaNames();
  for (const schema of asked) if (!names.includes(schema)) throw notThere("schema", schema, names);
  const standard = await inspector.defaultSchema();
  return [...new Set(asked)].map((schema) => (schema === standard ? null : schema));
}

function selectedTables(tables: readonly Table[], asked: readonly string[] | undefined): readonly Table[] {
  if (asked === undefined) return tables;
  const names = tables.map((table) => table.name);
  for (const name of asked) if (!names.includes(name)) throw notThere("table", name, names);
  return tables.filter((table) => asked.includes(table.name));
}

function notThere(kind: "schema" | "table", name: string, names: readonly string[]): CommandError {
  const near = suggest(name, names);
  return new CommandError("ALB0740", `The database has no ${kind} "${name}" that takes part.`, {
    hint:
      near === null
        ? `Env's filters (includeName) may leave it out; there are: ${names.slice(0, 20).join(", ") || "none"}.`
        : `Did you mean "${near}"?`,
  });
}
