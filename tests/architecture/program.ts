import { existsSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import manifest from "../../package.json" with { type: "json" };
import { root } from "./sources.ts";

/** The modules that users import, by the name under which they do: `alembic-ts/commands` and its file in `src/`. */
export const entries: ReadonlyMap<string, string> = new Map(
  Object.entries(manifest.exports).flatMap(([subpath, target]) => {
    if (typeof target === "string") return [];
    const path = join(root, target.default.replace("./dist/", "src/").replace(/\.mjs$/, ".ts"));
    return existsSync(path) ? [[`alembic-ts${subpath.slice(1)}`, path] as const] : [];
  }),
);

/** The repository's compiler options, with the package's own name leading to its sources. */
export function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  return {
    ...options,
    noUnusedLocals: false,
    noUnusedParameters: false,
    verbatimModuleSyntax: false,
    paths: Object.fromEntries([...entries].map(([name, path]) => [name, [path]])),
  };
}

// Parsing Node's and the language's own declarations takes most of the time of a small program.
const parsed = new Map<string, ts.SourceFile | undefined>();

/** A program over these files, some of which may be in memory only. */
export function createProgram(files: readonly string[], inMemory: ReadonlyMap<string, string> = new Map()): ts.Program {
  const options = compilerOptions();
  const disk = ts.createCompilerHost(options, true);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => inMemory.has(path) || disk.fileExists(path),
    readFile: (path) => inMemory.get(path) ?? disk.readFile(path),
    getSourceFile: (path, languageVersion) => {
      const text = inMemory.get(path);
      if (text === undefined) {
        if (!parsed.has(path)) parsed.set(path, disk.getSourceFile(path, languageVersion));
        return parsed.get(path);
      }
      return ts.createSourceFile(path, text, languageVersion, true);
    },
  };
  return ts.createProgram({ rootNames: [...inMemory.keys(), ...files], options, host });
}
