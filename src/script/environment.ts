import { existsSync } from "node:fs";
import { join } from "node:path";
import { ScriptError } from "../errors/index.ts";
import { loadModule, type LoadOptions } from "../loader/index.ts";

/** An `env` file that was loaded. */
export interface LoadedEnvironment {
  /** The file's absolute path. */
  readonly path: string;
  /** What it exports: by default what `defineEnvironment()` made. */
  readonly exports: Readonly<Record<string, unknown>>;
}

/** The names that an `env` file can have: a source goes before what was compiled from it. */
const environmentNames = ["env.ts", "env.mts", "env.cts", "env.js", "env.mjs", "env.cjs"] as const;

/**
 * Loads the `env` file of a script folder.
 *
 * @throws {ScriptError} where there is none, or it cannot be loaded
 */
export async function loadEnvironment(folder: string, options: LoadOptions): Promise<LoadedEnvironment> {
  const path = findEnvironment(folder);
  return { path, exports: await loadModule(path, options) };
}

/** The path of a script folder's `env`; undefined where there is none. */
export function environmentFile(folder: string): string | undefined {
  return environmentNames.map((name) => join(folder, name)).find((path) => existsSync(path));
}

function findEnvironment(folder: string): string {
  const file = environmentFile(folder);
  if (file !== undefined) return file;
  throw new ScriptError("ALB0247", `There is no env file in ${folder}.`, {
    hint: `It is named env.ts, or env.js where the project is compiled: \`alembic init\` writes one.`,
  });
}
