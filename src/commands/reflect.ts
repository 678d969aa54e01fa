import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { ReflectSelection } from "../autogenerate/index.ts";
import type { Config } from "../config/index.ts";
import { CommandError } from "../errors/index.ts";
import type { MigrationContext } from "../runtime/migration-context.ts";
import { ScriptDirectory } from "../script/script-directory.ts";
import { writing } from "../script/writing.ts";
import { checkOptions } from "../util/check-options.ts";
import { writeNewFile } from "../util/write-new-file.ts";
import { runEnvironment } from "./run-env.ts";

/** Options of {@link reflect}. */
export interface ReflectOptions extends ReflectSelection {
  /** The file to write; `models.ts` in the working directory unless given. */
  readonly file?: string | undefined;
}

/** What {@link reflect} gives. */
export interface ReflectResult {
  /** The file that was written. */
  readonly path: string;
  /** The tables in it, by `schema.table` or `table`, in its order. */
  readonly tables: readonly string[];
  /** What is there besides, which models cannot say: `view recent`, `partition days_1`. */
  readonly omitted: readonly string[];
}

/**
 * Writes the models of a database that is there already: a declarative base, and a class for each table.
 *
 * @param config the project's configuration
 * @param options the file, and which schemas and tables
 * @throws {CommandError} when the file is there already, or a table that is asked for is not
 * @throws {ScriptError} when the file cannot be written: nothing is left of it
 * @example
 * const { tables } = await reflect(new Config("alembic.ini"), { file: "src/models.ts" });
 */
export async function reflect(config: Config, options: ReflectOptions = {}): Promise<ReflectResult> {
  checkOptions("reflect()", options, ["file", "schemas", "tables"]);
  const path = resolve(options.file ?? "models.ts");
  assertFree(path);
  const script = await ScriptDirectory.fromConfig(config);
  const databases: Models[] = [];
  await runEnvironment(config, script, {
    fn: async (_heads, running) => {
      databases.push(await modelsOf(running, options));
      return [];
    },
  });
  const [only] = databases;
  if (only === undefined || databases.length > 1) throw notOneDatabase(databases.length);
  await writing(path, () => writeNewFile(path, only.source));
  return { path, tables: only.tables, omitted: only.omitted };
}

interface Models extends Pick<ReflectResult, "tables" | "omitted"> {
  readonly source: string;
}

async function modelsOf(context: MigrationContext, selection: ReflectSelection): Promise<Models> {
  const [{ objectsBesides, reflectDatabase }, { renderModels }] = await Promise.all([
    import("../autogenerate/index.ts"),
    import("../render/index.ts"),
  ]);
  const { schemas, tables: names } = selection;
  const tables = await reflectDatabase(context, context.options, { schemas, tables: names });
  const omitted = await objectsBesides(context, context.options, schemas);
  const { implicitPrimaryKeyName } = context.dialect.features;
  return {
    source: renderModels(tables, { implicitKeyName: implicitPrimaryKeyName }),
    tables: tables.map((table) => table.fullName),
    omitted: omitted.map(({ kind, name }) => `${kind} ${name}`),
  };
}

function assertFree(path: string): void {
  if (!existsSync(path)) return;
  throw new CommandError("ALB0180", `${path} is there already, and no file is written over another.`, {
    hint: "Name another file: alembic reflect src/models.ts.",
  });
}

function notOneDatabase(count: number): CommandError {
  return new CommandError(
    "ALB0181",
    count === 0
      ? "Env has run no migrations: there is no database to read."
      : `Env migrates ${count} databases, and models are written for one.`,
    { hint: "Let env.ts call context.runMigrations() for one database, chosen by `-x database=NAME` for instance." },
  );
}
