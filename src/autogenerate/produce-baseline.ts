import { DowngradeOps, UpgradeOps } from "../operations/containers.ts";
import type { MigrationContext } from "../operations/migration-context.ts";
import type { MigrationScript } from "../operations/migration-script.ts";
import type { Inspector } from "../reflection/index.ts";
import { MetaData } from "../schema/index.ts";
import { AutogenContext, type AutogenerateLog, type AutogenerateOptions } from "./autogen-context.ts";
import { autogenContext } from "./produce-migrations.ts";
import { reflectDatabase } from "./reflect-database.ts";

/**
 * Fills both directions of a script with what makes the tables that a database has, as if there were none yet.
 *
 * @param context the migration that is running, with its connection
 * @param options what `context.configure()` says about autogenerate
 * @param script the script to fill
 * @param log told what is found, and what the script leaves out
 * @throws {CommandError} offline
 * @example await produceBaseline(migrationContext, {}, migrationScript, { log: () => undefined, warn: () => undefined });
 */
export async function produceBaseline(
  context: MigrationContext,
  options: AutogenerateOptions,
  script: MigrationScript,
  log: AutogenerateLog,
): Promise<void> {
  const { inspector, migrationContext, comparison } = autogenContext(context, options);
  const targetMetadata = new MetaData();
  for (const table of await reflectDatabase(context, options)) {
    targetMetadata.table(table.identifier, table.items, table.options);
  }
  const upgrade = script.upgradeOpsList.at(-1) ?? new UpgradeOps();
  const downgrade = script.downgradeOpsList.at(-1) ?? new DowngradeOps();
  const asIfEmpty = new AutogenContext(
    migrationContext,
    withoutTables(inspector),
    comparison,
    { ...options, targetMetadata },
    log,
  );
  await asIfEmpty.dispatch("autogenerate", upgrade);
  upgrade.reverseInto(downgrade);
  const views = await inspector.viewNames();
  if (views.length > 0)
    log.warn(`The baseline holds tables only; write op.execute() for the views ${views.join(", ")}.`);
}

/** A database with the same schemas, and nothing in them. */
function withoutTables(inspector: Inspector): Inspector {
  return {
    defaultSchema: () => inspector.defaultSchema(),
    schemaNames: () => inspector.schemaNames(),
    tableNames: () => Promise.resolve([]),
    viewNames: () => Promise.resolve([]),
    hasTable: () => Promise.resolve(false),
    tables: () => Promise.resolve(new Map()),
    enums: () => Promise.resolve([]),
  };
}
