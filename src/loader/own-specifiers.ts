import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { ownPackageRoot } from "../util/own-package.ts";

/** What a module hook needs to know of this package, worked out beforehand: a hook must not resolve by itself. */
export interface OwnSpecifiers {
  /** This package's own specifiers and the URLs of their modules. */
  readonly urls: Readonly<Record<string, string>>;
  /** This package's version. */
  readonly version: string;
  /** The folder of the helpers that transpiled decorators import, as a URL ending in a slash. */
  readonly helpers: string;
}

/** The start of the specifiers of oxc's helpers. */
export const helperPrefix = "@oxc-project/runtime/helpers/";

let own: OwnSpecifiers | undefined;

/**
 * Leads `alembic-ts` and its subpaths to this very copy of the package.
 *
 * The files of a project must share one instance with the tool that runs them: `instanceof`, `op` and the registries depend on it. Where
 * the tool was started from elsewhere, a global installation or a linked folder, its own copy wins over the project's.
 */
export function ownSpecifiers(): OwnSpecifiers {
  own ??= readOwn(ownPackageRoot());
  return own;
}

/** Whether a file finds this very copy by Node's own resolution. */
export function resolvesToOwn(file: string): boolean {
  const { urls } = ownSpecifiers();
  return Object.entries(urls).every(([specifier, url]) => {
    try {
      return pathToFileURL(createRequire(file).resolve(specifier)).href === url;
    } catch {
      // Not installed where the file stands.
      return false;
    }
  });
}

function readOwn(root: string): OwnSpecifiers {
  // Our own manifest.
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    readonly name: string;
    readonly version: string;
    readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
  };
  const urls = Object.entries(manifest.exports).map(([subpath, target]) => {
    const file = typeof target === "string" ? target : target.default;
    return [manifest.name + subpath.slice(1), pathToFileURL(join(root, file)).href];
  });
  return { urls: Object.fromEntries(urls), version: manifest.version, helpers: helpersFolder() };
}

function helpersFolder(): string {
  const helper = createRequire(import.meta.url).resolve(`${helperPrefix}decorate`);
  return `${pathToFileURL(dirname(helper)).href}/`;
}
