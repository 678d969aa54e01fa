import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { DriverMissingError } from "../errors/index.ts";

/**
 * Imports a driver's package from the project that uses us, else from beside us.
 *
 * @param specifier the npm package, or a part of it: `driver/promise`
 * @param folders where to look first; the current folder is looked in as well
 * @throws {DriverMissingError} when it is installed in none of them; the hint is the command that installs it
 */
export async function importPackage(specifier: string, folders: readonly string[] = []): Promise<unknown> {
  const path = resolvePackage(specifier, folders);
  if (path === null) throw driverMissing(/^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier);
  // Import attributes and conditions are Node's affair; the path is absolute, so nothing is searched twice.
  const loaded: unknown = await import(pathToFileURL(path).href);
  return loaded;
}

/** The error for a driver that is not installed. */
export function driverMissing(packageName: string): DriverMissingError {
  return new DriverMissingError("ALB0503", `the driver package "${packageName}" is not installed`, {
    hint: `npm install ${packageName}`,
  });
}

/**
 * The error for a driver that is installed but whose binary is not there, or was made for another version of Node;
 * null when the cause is something else.
 */
export function brokenBinary(packageName: string, cause: unknown): DriverMissingError | null {
  const text = cause instanceof Error ? cause.message : "";
  const isBroken =
    codeOf(cause) === "ERR_DLOPEN_FAILED" || /bindings file|Cannot find module|different Node.js version/.test(text);
  if (!isBroken) return null;
  return new DriverMissingError("ALB0507", `the driver package "${packageName}" has no binary for this Node`, {
    hint: `npm rebuild ${packageName}`,
    cause,
  });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

/** The path of a package in the project that uses us, else beside us; null where it is in neither. */
export function resolvePackage(specifier: string, folders: readonly string[] = []): string | null {
  const origins = [...folders, process.cwd()].map((folder) => join(resolve(folder), "package.json"));
  for (const origin of [...origins, import.meta.url]) {
    try {
      return createRequire(origin).resolve(specifier);
    } catch (error) {
      if (codeOf(error) !== "MODULE_NOT_FOUND") throw error;
    }
  }
  return null;
}
