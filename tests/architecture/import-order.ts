import { type Import, importsOf, type Source, type Violation } from "./sources.ts";

/** The folders of `src/`, each of which may import those before it. `leaves` are a dialect's types and options. */
export const order = [
  "errors",
  "util",
  "sql",
  "types",
  "leaves",
  "schema",
  "ddl",
  "engine",
  "reflection",
  "dialects",
  "config",
  "loader",
  "revision",
  "script",
  "operations",
  "render",
  "autogenerate",
  "runtime",
  "adapters",
  "commands",
  "cli",
  "testing",
] as const;

const leaf = /^dialects\/[^/]+\/(?:(?:types|options)\.ts$|types\/)/;
const urlNames = /^dialects\/[^/]+\/drivers\/url-names\.ts$/;
/** Dialects that are made of another one's parts. */
const builtOn: Readonly<Record<string, string>> = { mariadb: "mysql" };
const dialectFile = /^dialects\/(?<dialect>[^/]+)\//;

/** Where a file stands in the order; the package's entry, which may import everything, stands last. */
function rankOf(path: string): number {
  if (leaf.test(path)) return order.indexOf("leaves");
  if (!path.includes("/")) return order.length;
  return order.findIndex((folder) => path.startsWith(`${folder}/`));
}

/** A folder imports only folders above it in the list, type imports included. */
export function checkImportOrder(sources: readonly Source[]): readonly Violation[] {
  return sources.flatMap((source) => {
    const rank = rankOf(source.path);
    if (rank === -1) return [`${source.path}:1 is in a folder that has no place in the import order`];
    return importsOf(source).flatMap((imported) => {
      if (imported.target === null || rankOf(imported.target) <= rank) return [];
      return [`${source.path}:${imported.line} imports ${imported.target}, which is below it in the import order`];
    });
  });
}

/**
 * Of a dialect's folder, everybody may import the leaves; the rest only the registry, and only when it is needed. What a
 * URL calls a dialect has to be known before the dialect is, so these names are read by make-url.ts. The harness of the tests
 * starts servers, and how one of a dialect is started stands with the dialect's drivers.
 */
export function checkDialectImports(sources: readonly Source[]): readonly Violation[] {
  return sources.flatMap((source) =>
    importsOf(source).flatMap((imported) => {
      const problem = dialectProblem(source, imported);
      return problem === null ? [] : [`${source.path}:${imported.line} imports ${imported.target}: ${problem}`];
    }),
  );
}

function dialectProblem(source: Source, imported: Import): string | null {
  const { target } = imported;
  const dialect = target === null ? undefined : dialectFile.exec(target)?.groups?.["dialect"];
  if (target === null || dialect === undefined || dialect === "base" || leaf.test(target)) return null;
  const own = dialectFile.exec(source.path)?.groups?.["dialect"];
  if (own !== undefined && (own === dialect || builtOn[own] === dialect)) return null;
  if (source.path === "dialects/make-url.ts" && urlNames.test(target)) return null;
  if (source.path.startsWith("testing/") && target.includes("/drivers/")) return null;
  if (source.path !== "dialects/registry.ts") return "only dialects/registry.ts imports a dialect";
  return imported.isLazy || imported.isType ? null : "the registry loads a dialect with import(), when it is asked for";
}
