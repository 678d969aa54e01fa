import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { runsFromSources } from "../util/own-package.ts";
import { loadError } from "./load-error.ts";
import type { loadPlain } from "./load-plain.ts";
import { leaveToNode } from "./plain-modules.ts";

/** Options of {@link loadModule}. */
export interface LoadOptions {
  /** Absolute paths of folders from which the file, and what it imports, may import by a bare name. */
  readonly prependSysPath?: readonly string[];
  /** The file's text, where it has been read already; not looked at where the file needs Node's own loader. */
  readonly source?: string;
}

/**
 * Loads a file of the user's: TypeScript without a build step, compiled files as they are, and `alembic-ts` as this very instance.
 *
 * @param path the file's absolute path
 * @returns what the file exports; of a CommonJS file the properties of `module.exports`
 * @throws {ScriptError} naming file, line and problem, where it cannot be loaded
 * @example
 * const { default: environment } = await loadModule("/app/alembic/env.ts");
 */
export async function loadModule(path: string, options: LoadOptions = {}): Promise<Record<string, unknown>> {
  try {
    const plain = await plainExports(path, options.source);
    if (plain !== null) return { ...plain };
    leaveToNode();
    // What runs us from our TypeScript sources, such as a test runner, loads the user's TypeScript as well.
    if (!runsFromSources) await prepareFor(path, options.prependSysPath ?? []);
    // A module's namespace: what a user's file exports is not known before.
    const namespace = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as Record<string, unknown>;
    return exportsOf(namespace);
  } catch (error) {
    throw await loadError(path, error);
  }
}

async function plainExports(path: string, source?: string): Promise<Readonly<Record<string, unknown>> | null> {
  if (runsFromSources || !isTypeScript(path)) return null;
  plainLoader ??= import("./load-plain.ts");
  return (await plainLoader).loadPlain(path, source);
}

let plainLoader: Promise<{ readonly loadPlain: typeof loadPlain }> | undefined;

function isTypeScript(path: string): boolean {
  return /\.(?:[cm]?ts|tsx)$/.test(path);
}

/** Installs no more than the file needs: a compiled file that finds this package by itself needs nothing. */
async function prepareFor(path: string, roots: readonly string[]): Promise<void> {
  const typescript = isTypeScript(path);
  if (!typescript && roots.length === 0 && (await findsThisPackage(path))) return;
  const { installHooks } = await import("./install-hooks.ts");
  await installHooks(roots, typescript);
}

const findingFolders = new Map<string, boolean>();

async function findsThisPackage(path: string): Promise<boolean> {
  const folder = dirname(path);
  const known = findingFolders.get(folder);
  if (known !== undefined) return known;
  const { resolvesToOwn } = await import("./own-specifiers.ts");
  const finds = resolvesToOwn(path);
  findingFolders.set(folder, finds);
  return finds;
}

/** A CommonJS file's exports are the properties of its default export, as far as Node has not found their names itself. */
function exportsOf(namespace: Record<string, unknown>): Record<string, unknown> {
  const whole = namespace["default"];
  if (typeof whole !== "object" || whole === null) return { ...namespace };
  const own: Record<string, unknown> = { ...whole };
  return { ...own, ...namespace, default: "default" in own ? own["default"] : whole };
}
