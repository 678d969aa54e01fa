import type { MigrationContext } from "../operations/migration-context.ts";
import type { MetaData } from "../schema/index.ts";
import type { AutogenerateOptions } from "./autogen-context.ts";
import { type Diff, diffsOf } from "./diffs.ts";
import { produceMigrations } from "./produce-migrations.ts";

/**
 * Compares a database with models, and gives the differences as data.
 *
 * @param context the migration context, on a connection
 * @param metadata the models: one collection of tables, or several
 * @param options filters and ways of comparing; those of the context unless given
 * @returns the differences in the order in which they would be carried out
 * @throws {CommandError} offline
 * @example
 * const diffs = await compareMetadata(migrationContext, Base.metadata);
 */
export async function compareMetadata(
  context: MigrationContext & { readonly options?: AutogenerateOptions },
  metadata: MetaData | readonly MetaData[],
  options: AutogenerateOptions = context.options ?? {},
): Promise<readonly Diff[]> {
  const script = await produceMigrations(context, { ...options, targetMetadata: metadata });
  return script.upgradeOpsList.flatMap(diffsOf);
}
