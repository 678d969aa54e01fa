import { existsSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { ScriptError } from "../errors/index.ts";

/** `package:path`; one letter before the colon is a drive of Windows. */
const packagePath = /^((?:@[^/\\:]+\/)?[^/\\:@]{2,}):(.*)$/;

/**
 * The absolute path of a location from the configuration: a path, relative to the working folder, or `package:path`.
 *
 * @param start the folder from which packages are looked for, upwards
 * @throws {ScriptError} where the package is not installed
 */
export function locate(location: string, start: string): string {
  const [, name, path] = packagePath.exec(location) ?? [];
  if (isAbsolute(location) || name === undefined) return resolve(location);
  return join(findPackage(name, start), path ?? "");
}

function findPackage(name: string, start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(candidate)) return realpathSync(candidate);
    if (dirname(folder) === folder) break;
  }
  throw new ScriptError("ALB0233", `The package '${name}' is not installed, and a location lies in it.`, {
    hint: `Install it: npm install ${name}`,
  });
}
