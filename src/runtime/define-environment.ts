import { ScriptError } from "../errors/index.ts";
import type { EnvironmentContext } from "./environment-context.ts";

/** What env does: decides the URL, the models and the connection, and runs the migrations. */
export type EnvironmentFunction = (context: EnvironmentContext) => void | Promise<void>;

// Registered, so that a second copy of the package, or a bundled env, is understood as well.
const brand = Symbol.for("alembic-ts.environment");

/** What env exports as its default. Made by {@link defineEnvironment}. */
export interface Environment {
  readonly run: EnvironmentFunction;
}

/**
 * Says what env does. Its result is the default export of `env.ts`.
 *
 * @param run gets the context of the command that is running
 * @example
 * export default defineEnvironment(async (context) => {
 *   await connect(context.config.getMainOption("sqlalchemy.url"), async (connection) => {
 *     context.configure({ connection, targetMetadata: Base.metadata });
 *     await context.runMigrations();
 *   });
 * });
 */
export function defineEnvironment(run: EnvironmentFunction): Environment {
  return Object.freeze({ [brand]: true, run });
}

/**
 * The environment that env exports.
 *
 * @param exports what the file exports
 * @param path the file, for messages
 * @throws {ScriptError} when its default export is none
 */
export function environmentOf(exports: Readonly<Record<string, unknown>>, path: string): Environment {
  const found = exports["default"];
  if (isEnvironment(found)) return found;
  throw new ScriptError("ALB0613", `${path} does not export an environment as its default.`, {
    hint: "Write: export default defineEnvironment(async (context) => { ... });",
  });
}

function isEnvironment(value: unknown): value is Environment {
  return typeof value === "object" && value !== null && brand in value && "run" in value;
}
