import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { ResolverFactory } from "oxc-resolver";
import { helperPrefix, type OwnSpecifiers } from "./own-specifiers.ts";
import { sourceOfPlainModule } from "./plain-modules.ts";
import { type Transpile, type Transpiled, transpilerWith } from "./transpile.ts";
import { type CompilerOptions, CompilerOptionsReader } from "./tsconfig.ts";

/** What the hooks are to do; plain data, since it may be sent to a hooks thread. */
export interface HookSettings {
  readonly own: OwnSpecifiers;
  /** Folders from which modules may be imported by a bare name. */
  readonly roots: readonly string[];
  /** TypeScript files are loaded, and their imports found as TypeScript finds them. */
  readonly typescript: boolean;
  /** The URLs of files that were run already without Node's loader, and the names of what they export. */
  readonly plain: Readonly<Record<string, readonly string[]>>;
}

const typescriptFile = /\.(?:[cm]?ts|tsx)$/;

/**
 * How the files of a project find and load what they import: one set of rules, whether Node asks in the same thread or in another.
 *
 * Nothing here resolves or imports by Node's own means: a hook that does would call itself.
 */
export class ModuleRules {
  private own: OwnSpecifiers = { urls: {}, helpers: "" };
  private readonly roots = new Set<string>();
  private plain: HookSettings["plain"] = {};
  private files: FileFinder | null = null;
  private transpile: Transpile | null = null;

  /** Takes up settings, besides those that it has; loads what they need. */
  async prepare(settings: HookSettings): Promise<void> {
    this.own = settings.own;
    this.plain = settings.plain;
    for (const root of settings.roots) this.roots.add(root);
    if (settings.typescript || settings.roots.length > 0) {
      this.files ??= new FileFinder((await import("oxc-resolver")).ResolverFactory);
    }
    if (settings.typescript) this.transpile ??= transpilerWith((await import("oxc-transform")).transformSync);
  }

  /** Whether a specifier is one of this package. */
  isOwn(specifier: string): boolean {
    return specifier in this.own.urls;
  }

  /** The URL of a module that is not to be looked for by Node, or null. */
  urlBefore(specifier: string, parent: string | undefined): string | null {
    const own = this.own.urls[specifier];
    if (parent === undefined || !isProjectFile(parent)) return null;
    if (own !== undefined) return own;
    if (specifier.startsWith(helperPrefix)) return `${this.own.helpers}${specifier.slice(helperPrefix.length)}.js`;
    if (this.transpile === null || !typescriptFile.test(parent)) return null;
    return this.files?.findAsTypeScript(specifier, fileURLToPath(parent)) ?? null;
  }

  /** The URL of a module that Node did not find, or null. */
  urlAfter(specifier: string, parent: string | undefined): string | null {
    if (parent === undefined || this.files === null || !isProjectFile(parent)) return null;
    return this.files.findAnywhere(specifier, fileURLToPath(parent), this.roots, this.transpile !== null);
  }

  /** A TypeScript file as JavaScript, or null for any other module. */
  load(url: string): Transpiled | null {
    const names = this.plain[url];
    if (names !== undefined) return { format: "module", code: sourceOfPlainModule(url, names) };
    if (this.transpile === null || this.files === null || !isProjectFile(url)) return null;
    const file = fileURLToPath(url);
    if (!typescriptFile.test(file)) return null;
    return this.transpile(file, readFileSync(file, "utf8"), this.files.compilerOptions(file));
  }
}

function isProjectFile(url: string): boolean {
  return url.startsWith("file:") && !url.includes("/node_modules/");
}

/** Finds files as TypeScript does: without an extension, by that of the compiled file, and by the `paths` of a tsconfig. */
class FileFinder {
  private readonly resolver: ResolverFactory;
  private readonly options: CompilerOptionsReader;

  constructor(Resolver: typeof ResolverFactory) {
    this.resolver = new Resolver({
      tsconfig: "auto",
      extensions: [".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json"],
      extensionAlias: {
        ".js": [".ts", ".tsx", ".js"],
        ".jsx": [".tsx", ".jsx"],
        ".mjs": [".mts", ".mjs"],
        ".cjs": [".cts", ".cjs"],
      },
      conditionNames: ["node", "import"],
      mainFields: ["main"],
    });
    this.options = new CompilerOptionsReader((folder, name) => this.resolver.sync(folder, name).path ?? null);
  }

  compilerOptions(file: string): CompilerOptions {
    return this.options.optionsFor(dirname(file));
  }

  /** Relative imports, and bare ones that the tsconfig says are files. */
  findAsTypeScript(specifier: string, parent: string): string | null {
    const [request, suffix] = splitSuffix(specifier);
    if (isRelative(request)) return urlOf(this.resolver.sync(dirname(parent), request).path, suffix);
    if (!this.compilerOptions(parent).paths.some((pattern) => matches(pattern, request))) return null;
    return urlOf(this.resolver.resolveFileSync(parent, request).path, suffix);
  }

  findAnywhere(specifier: string, parent: string, roots: Iterable<string>, typescript: boolean): string | null {
    const [request, suffix] = splitSuffix(specifier);
    if (request.startsWith("node:") || request.includes("://")) return null;
    const asTypeScript = typescript ? urlOf(this.resolver.resolveFileSync(parent, request).path, suffix) : null;
    if (asTypeScript !== null || isRelative(request)) return asTypeScript;
    for (const root of roots) {
      const found = urlOf(this.resolver.sync(root, `./${request}`).path, suffix);
      if (found !== null) return found;
    }
    return null;
  }
}

function isRelative(request: string): boolean {
  return /^\.{1,2}(?:\/|$)/.test(request);
}

/** An import may carry a query or a fragment; the `#` of a package's own imports stands first. */
function splitSuffix(specifier: string): readonly [string, string] {
  const at = specifier.slice(1).search(/[?#]/) + 1;
  return at === 0 ? [specifier, ""] : [specifier.slice(0, at), specifier.slice(at)];
}

function urlOf(path: string | undefined, suffix: string): string | null {
  return path === undefined ? null : pathToFileURL(path).href + suffix;
}

function matches(pattern: string, request: string): boolean {
  const [start = "", end] = pattern.split("*");
  if (end === undefined) return request === pattern;
  return request.length >= pattern.length - 1 && request.startsWith(start) && request.endsWith(end);
}
