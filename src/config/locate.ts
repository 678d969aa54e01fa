import { basename, resolve } from "node:path";
import { UsageError } from "../errors/index.ts";

/** The environment variable that names the configuration file. */
export const configVariable = "ALEMBIC_CONFIG";

/** The files that hold a project's settings; either may be absent. */
export interface ConfigFiles {
  readonly iniFile: string;
  readonly packageFile: string;
}

/**
 * The configuration files of a command: `alembic.ini` and `package.json` of the working folder, unless others are named.
 *
 * @param given the values of `-c`, at most one of each kind
 * @param environment the process's environment, for `ALEMBIC_CONFIG`
 * @throws {UsageError} where two files of the same kind are given
 * @example
 * const { iniFile, packageFile } = locateConfig(["conf/alembic.ini"], process.env);
 * const config = new Config(iniFile, { packageFile });
 */
export function locateConfig(
  given: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ConfigFiles {
  const named = given.length > 0 ? given : filesInEnvironment(environment[configVariable]);
  const [packageFile, ...otherPackages] = named.filter(isProjectFile);
  const [iniFile, ...otherInis] = named.filter((file) => !isProjectFile(file));
  if (otherPackages.length > 0 || otherInis.length > 0) {
    throw new UsageError("ALB0212", `Several configuration files of one kind are given: ${named.join(", ")}.`, {
      hint: "Give -c at most twice: once for an ini file, once for a package.json.",
    });
  }
  return { iniFile: resolve(iniFile ?? "alembic.ini"), packageFile: resolve(packageFile ?? "package.json") };
}

function isProjectFile(file: string): boolean {
  return basename(file) === "package.json";
}

function filesInEnvironment(value: string | undefined): readonly string[] {
  return value === undefined || value === "" ? [] : [value];
}
