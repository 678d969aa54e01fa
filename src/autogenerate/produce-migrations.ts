import type { Comparison } from "../dialects/base/comparison.ts";
import { CommandError } from "../errors/index.ts";
import { UpgradeOps } from "../operations/containers.ts";
import type { MigrationContext } from "../operations/migration-context.ts";
import { MigrationScript } from "../operations/migration-script.ts";
import { AutogenContext, type AutogenerateOptions } from "./autogen-context.ts";
import { compareSchemas } from "./compare/schemas.ts";

/** Who is told what a comparison finds. */
export interface AutogenerateLog {
  log(message: string): void;
  warn(message: string): void;
}

/**
 * Compares the target metadata with the database and fills both directions of a script.
 *
 * @param context the migration that is running, with its connection
 * @param options what `context.configure()` says about autogenerate
 * @param script the script to fill: its last pass is; an empty one unless given
 * @param log is told what the comparison finds
 * @throws {CommandError} offline, or without target metadata
 * @example const script = await produceMigrations(migrationContext, { targetMetadata: Base.metadata });
 */
export async function produceMigrations(
  context: MigrationContext,
  options: AutogenerateOptions,
  script: MigrationScript = new MigrationScript(),
  log?: AutogenerateLog,
): Promise<MigrationScript> {
  assertMetadata(options);
  const upgrade = script.upgradeOpsList.at(-1) ?? new UpgradeOps();
  const downgrade = script.downgradeOpsList.at(-1);
  await compareSchemas(autogenContext(context, options, log), upgrade);
  if (downgrade !== undefined) upgrade.reverseInto(downgrade);
  return script;
}

/**
 * What comparators work with.
 *
 * @throws {CommandError} offline
 */
export function autogenContext(
  context: MigrationContext,
  options: AutogenerateOptions,
  log?: AutogenerateLog,
): AutogenContext {
  const { connection, dialect } = context;
  if (connection === null || context.isOffline) {
    throw new CommandError("ALB0703", "Autogenerate needs a database to compare with, and there is none offline.", {
      hint: "Leave out --sql.",
    });
  }
  const comparison: Comparison = dialect.createComparison();
  return new AutogenContext(
    context,
    dialect.createInspector(connection),
    comparison,
    options,
    (text) => log?.log(text),
    (text) => log?.warn(text),
  );
}

function assertMetadata(options: AutogenerateOptions): void {
  if (options.targetMetadata === null || options.targetMetadata === undefined) {
    throw new CommandError("ALB0704", "Autogenerate needs the models, and env gives no targetMetadata.", {
      hint: "In env, import your models and pass their metadata: context.configure({ connection, targetMetadata: Base.metadata }).",
    });
  }
}
