import { realpathSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { ResolverFactory } from "oxc-resolver";
import { type CompilerOptions, CompilerOptionsReader } from "./tsconfig.ts";

/** Finds files as TypeScript does: without an extension, by that of the compiled file, and by the `paths` of a tsconfig. */
export class FileFinder {
  private readonly options: CompilerOptionsReader;
  private known: ResolverFactory | null = null;

  /** @param load gives the resolver's class, where more is asked than a look at a file can tell */
  constructor(private readonly load: () => typeof ResolverFactory) {
    this.options = new CompilerOptionsReader((folder, name) => this.resolver.sync(folder, name).path ?? null);
  }

  private get resolver(): ResolverFactory {
    this.known ??= new (this.load())({
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
    return this.known;
  }

  compilerOptions(file: string): CompilerOptions {
    return this.options.optionsFor(dirname(file));
  }

  /** Relative imports, and bare ones that the tsconfig says are files. */
  findAsTypeScript(specifier: string, parent: string): string | null {
    const [request, suffix] = splitSuffix(specifier);
    if (isRelative(request)) {
      return urlOf(
        sourceFile(resolve(dirname(parent), request)) ?? this.resolver.sync(dirname(parent), request).path,
        suffix,
      );
    }
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

/** The TypeScript file of a path that names it, or its compiled file; undefined where that takes a longer search. */
function sourceFile(path: string): string | undefined {
  if (!/\.m?[jt]s$/.test(path)) return undefined;
  try {
    return realpathSync(path.replace(/js$/, "ts"));
  } catch {
    // No such file.
    return undefined;
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
