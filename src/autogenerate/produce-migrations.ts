import { CommandError } from "../errors/index.ts";
import { UpgradeOps } from "../operations/containers.ts";
import type { MigrationContext } from "../operations/migration-context.ts";
import { MigrationScript } from "../operations/migration-script.ts";
import { AutogenContext, type AutogenerateLog, type AutogenerateOptions } from "./autogen-context.ts";
import type { Renames } from "./renames.ts";
import { registerBuiltIns } from "./compare/index.ts";

/**
 * Compares the target metadata with the database and fills both directions of a script.
 *
 * @param context the migration that is running, with its connection
 * @param options what `context.configure()` says about autogenerate
 * @param script takes what is found, in its last containers
 * @param log is told what is found
 * @param renames decides what has been renamed; nothing unless given
 * @returns the script
 * @throws {CommandError} offline, or without target metadata
 * @example const script = await produceMigrations(migrationContext, { targetMetadata: Base.metadata });
 */
export async function produceMigrations(
  context: MigrationContext,
  options: AutogenerateOptions,
  script: MigrationScript = new MigrationScript(),
  log?: AutogenerateLog,
  renames?: Renames,
): Promise<MigrationScript> {
  if (options.targetMetadata === null || options.targetMetadata === undefined) {
    throw new CommandError("ALB0704", "Autogenerate needs the models, and env gives no targetMetadata.", {
      hint: "In env, import your models and pass their metadata: context.configure({ connection, targetMetadata: Base.metadata }).",
    });
  }
  const upgrade = script.upgradeOpsList.at(-1) ?? new UpgradeOps();
  const downgrade = script.downgradeOpsList.at(-1);
  await autogenContext(context, options, log, renames).dispatch("autogenerate", upgrade);
  if (downgrade !== undefined) upgrade.reverseInto(downgrade);
  return script;
}

/** What comparing and reflecting work with. */
export function autogenContext(
  context: MigrationContext,
  options: AutogenerateOptions,
  log?: AutogenerateLog,
  renames?: Renames,
): AutogenContext {
  const { connection, dialect } = context;
  if (connection === null || context.isOffline) {
    throw new CommandError("ALB0703", "Autogenerate needs a database to compare with, and there is none offline.", {
      hint: "Leave out --sql.",
    });
  }
  registerBuiltIns();
  const [inspector, comparison] = [dialect.createInspector(connection), dialect.createComparison()];
  return new AutogenContext(context, inspector, comparison, options, log, renames);
}
