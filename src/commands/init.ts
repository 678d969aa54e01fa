import type { Config } from "../config/index.ts";
import { type InitResult, initScriptDirectory } from "../script/init.ts";
import { checkOptions } from "../util/check-options.ts";

export type { InitFile, InitResult } from "../script/init.ts";

/** Options of {@link init}. */
export interface InitOptions {
  /** The template's name, see {@link listTemplates}, or the path of a folder of your own: `./template`. Default: `generic`. */
  readonly template?: string | undefined;
  /** Accepted for the sake of the reference: a folder needs no marker here. */
  readonly package?: boolean | undefined;
}

/**
 * Makes the folder and the configuration of a new project. Nothing that is there is written over.
 *
 * @param config says where the configuration file goes
 * @param directory the folder to make; may be there if it is empty
 * @param options which template
 * @throws {CommandError} when the folder is not empty, or there is no such template
 * @throws {ScriptError} when something cannot be written
 * @example
 * const { files } = await init(new Config("alembic.ini"), "alembic");
 */
export async function init(config: Config, directory: string, options: InitOptions = {}): Promise<InitResult> {
  checkOptions("init()", options, ["template", "package"]);
  return initScriptDirectory(config, directory, options.template ?? "generic");
}
