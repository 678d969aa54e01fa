import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { FileFinder } from "./file-finder.ts";
import { helperPrefix, type OwnSpecifiers } from "./own-specifiers.ts";
import { sourceOfPlainModule } from "./plain-modules.ts";
import { type ModuleFormat, type Transpile, transpilerWith } from "./transpile.ts";

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

/** What Node is given for a file. */
interface LoadedModule {
  readonly format: ModuleFormat;
  readonly code: string;
}

const typescriptFile = /\.(?:[cm]?ts|tsx)$/;

/**
 * How the files of a project find and load what they import: one set of rules, whether Node asks in the same thread or in another.
 *
 * Nothing here resolves or imports by Node's own means: a hook that does would call itself.
 */
export class ModuleRules {
  private own: OwnSpecifiers = { urls: {}, version: "", helpers: "" };
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
      const { ResolverFactory } = await import("oxc-resolver");
      this.files ??= new FileFinder(() => ResolverFactory);
    }
    if (settings.typescript) this.transpile ??= transpilerWith((await import("oxc-transform")).transformSync);
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

  /** A TypeScript file as JavaScript with its source map, or null for any other module. */
  load(url: string): LoadedModule | null {
    const names = this.plain[url];
    if (names !== undefined) return { format: "module", code: sourceOfPlainModule(url, names) };
    if (this.transpile === null || this.files === null || !isProjectFile(url)) return null;
    const file = fileURLToPath(url);
    if (!typescriptFile.test(file)) return null;
    const { format, code, sourceMap } = this.transpile(
      file,
      readFileSync(file, "utf8"),
      this.files.compilerOptions(file),
    );
    return { format, code: `${code}\n${sourceMap}` };
  }
}

function isProjectFile(url: string): boolean {
  return url.startsWith("file:") && !url.includes("/node_modules/");
}
