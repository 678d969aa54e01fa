import type { Violation } from "./sources.ts";

const files = [
  "ddl-compiler.ts",
  "features.ts",
  "impl.ts",
  "index.ts",
  "inspector.ts",
  "options.ts",
  "type-compiler.ts",
  "types.ts",
];

/**
 * Every dialect's folder has the same files, so that whoever knows one knows them all. Sub-folders are its own matter, and
 * a folder without an index holds only types and options so far.
 */
export function checkDialectFolders(paths: readonly string[]): readonly Violation[] {
  return [...filesByDialect(paths)].flatMap(([dialect, present]) => {
    if (!present.has("index.ts")) return [];
    const missing = files.filter((file) => !present.has(file)).map((file) => `dialects/${dialect} has no ${file}`);
    const extra = [...present].filter((file) => !file.includes("/") && !files.includes(file));
    return [...missing, ...extra.map((file) => `dialects/${dialect}/${file} is in no other dialect`)];
  });
}

function filesByDialect(paths: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const folders = new Map<string, Set<string>>();
  for (const path of paths) {
    const [, dialect, file] = /^dialects\/([^/]+)\/(.+)$/.exec(path) ?? [];
    if (dialect === undefined || file === undefined || dialect === "base") continue;
    folders.set(dialect, (folders.get(dialect) ?? new Set()).add(file));
  }
  return folders;
}
