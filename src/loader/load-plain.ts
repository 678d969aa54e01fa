import { readFileSync } from "node:fs";
import { createRequire, Module } from "node:module";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { compileFunction } from "node:vm";
import type { ResolverFactory } from "oxc-resolver";
import { asFunction, functionStart, importedName, type ImportedModule, type ModuleFunction } from "./as-function.ts";
import { FileFinder } from "./file-finder.ts";
import { ownSpecifiers } from "./own-specifiers.ts";
import { keepPlainModule, nodeHasFiles } from "./plain-modules.ts";
import { cacheFor } from "./transpile-cache.ts";
import type { CompilerOptions } from "./tsconfig.ts";
import { saysModule, transpilerWith } from "./transpile.ts";

type Namespace = Readonly<Record<string, unknown>>;

/** A file that can be run without Node's loader, as all that it imports can. */
interface PlainFile {
  readonly path: string;
  readonly code: string;
  readonly sourceMap: string | null;
  readonly imports: readonly PlainImport[];
}

/** A file as a function, as it is kept from one run to the next. */
interface WrittenFile extends ModuleFunction {
  /** A comment that has it; null where each character stands where the file has it. */
  readonly sourceMap: string | null;
}

/** Where an import leads: to a module of this package or of Node, or to another file. */
type PlainImport = ImportedModule & ({ readonly url: string } | { readonly file: PlainFile });

/**
 * Loads a TypeScript file that imports nothing but this package, Node's own modules and files that do no more, as nearly
 * all revisions and most models do, without Node's module loader. Under hooks that takes several messages between
 * threads for each file and each of its imports (in Node 20), and starts the thread: more than all else that a revision does.
 *
 * @param path the file's absolute path
 * @param source its text, where it has been read
 * @returns what it exports, or null where it is not that plain, and has to be loaded in the usual way
 * @throws whatever the file throws; a syntax error as the hooks throw it
 */
export async function loadPlain(path: string, source?: string): Promise<Namespace | null> {
  const known = loading.get(path);
  if (known !== undefined) return known;
  const file = await findPlain(path, [], source);
  return file === null ? null : run(file);
}

/** A module is evaluated once in a process, whoever asks for it. */
const loading = new Map<string, Promise<Namespace | null>>();
const files = new Map<string, PlainFile | null>();

/** Files of known places need no search, and no resolver is loaded for them. */
const finder = new FileFinder(() => {
  // The package's own types.
  const { ResolverFactory: Resolver } = createRequire(import.meta.url)("oxc-resolver") as {
    readonly ResolverFactory: typeof ResolverFactory;
  };
  return Resolver;
});

async function findPlain(path: string, importers: readonly string[], source?: string): Promise<PlainFile | null> {
  const known = files.get(path);
  if (known !== undefined) return known;
  const file = await readPlain(path, importers, source);
  files.set(path, file);
  return file;
}

async function readPlain(path: string, importers: readonly string[], source?: string): Promise<PlainFile | null> {
  // Files that import each other see each other half made, as only Node's loader does it.
  if ((extname(path) !== ".ts" && extname(path) !== ".mts") || importers.includes(path)) return null;
  const written = await functionOf(path, source ?? readFileSync(path, "utf8"));
  if (written === null) return null;
  const imports: PlainImport[] = [];
  for (const declaration of written.imports) {
    const found = await findImport(declaration, path, importers);
    if (found === null) return null;
    imports.push(found);
  }
  return { ...written, path, imports };
}

/** A file as a function, kept from one run to the next; null where it cannot be one. */
async function functionOf(path: string, source: string): Promise<WrittenFile | null> {
  const options = finder.compilerOptions(path);
  const make = async (): Promise<WrittenFile | null> => {
    making ??= prepare();
    return (await making)(path, source, options);
  };
  const cache = cacheFor(path, ownSpecifiers().version);
  if (cache === null) return make();
  const made = `${JSON.stringify([options, saysModule(path)])}\n${source}`;
  return unpacked(await cache.get(path, made, async () => packed(await make())));
}

/** The code stands as it is after a line that has the rest. */
function packed(file: WrittenFile | null): string {
  const { code = "", ...rest } = file ?? {};
  return `${JSON.stringify(file === null ? null : rest)}\n${code}`;
}

function unpacked(text: string): WrittenFile | null {
  const end = text.indexOf("\n");
  // What packed() has written, now or in another run.
  const rest = JSON.parse(text.slice(0, end)) as Omit<WrittenFile, "code"> | null;
  return rest === null ? null : { ...rest, code: text.slice(end + 1) };
}

type Make = (path: string, source: string, options: CompilerOptions) => WrittenFile | null;

let making: Promise<Make> | undefined;

async function prepare(): Promise<Make> {
  const [{ transformSync }, { parseSync }, { eraseTypes }] = await Promise.all([
    import("oxc-transform"),
    import("oxc-parser"),
    import("./erase-types.ts"),
  ]);
  const transpile = transpilerWith(transformSync);
  return (path, source, options) => {
    const { format, code, sourceMap } = transpile(path, source, options);
    if (format !== "module") return null;
    const record = parseSync("module.mjs", code).module;
    const made = asFunction(code, record);
    if (made === null) return null;
    const erased = eraseTypes(path, source, record);
    // What is left of the file itself takes the place of what the compiler has made of it, where the compiler finds the same in it.
    const isSame = transformSync("module.mjs", erased, { target: "esnext" }).code === code;
    const inPlace = isSame ? asFunction(erased, parseSync("module.mjs", erased).module) : null;
    if (inPlace !== null && isFunctionBody(inPlace.code)) return { ...inPlace, sourceMap: null };
    return isFunctionBody(made.code) ? { ...made, sourceMap } : null;
  };
}

/** A module may have what no function has, such as an empty list of exports, or a line for the shell. */
function isFunctionBody(code: string): boolean {
  try {
    compileFunction(code, [importedName]);
    return true;
  } catch {
    return false;
  }
}

async function findImport(
  declaration: ImportedModule,
  path: string,
  importers: readonly string[],
): Promise<PlainImport | null> {
  const { specifier } = declaration;
  if (specifier.startsWith("node:")) return { ...declaration, url: specifier };
  const own = ownSpecifiers().urls[specifier];
  if (own !== undefined) return { ...declaration, url: own };
  if (nodeHasFiles()) return null;
  const url = finder.findAsTypeScript(specifier, path);
  // A query makes another module of the same file.
  if (url === null || !/^file:[^?#]*$/.test(url) || url.includes("/node_modules/")) return null;
  const file = await findPlain(fileURLToPath(url), [...importers, path]);
  return file === null ? null : { ...declaration, file };
}

function run(file: PlainFile): Promise<Namespace | null> {
  const known = loading.get(file.path);
  if (known !== undefined) return known;
  const running = runNew(file);
  loading.set(file.path, running);
  return running;
}

/** Null where an import has not what is imported of it, or two have the same to export: Node itself says so best. */
async function runNew(file: PlainFile): Promise<Namespace | null> {
  const namespaces: Namespace[] = [];
  const exportedAgain = new Set<string>();
  for (const each of file.imports) {
    const namespace = await ("file" in each ? run(each.file) : importOnce(each.url));
    if (namespace === null || !each.names.every((name) => name in namespace)) return null;
    if (each.isExported) {
      const { default: _, ...named } = namespace;
      if (Object.keys(named).some((name) => exportedAgain.has(name))) return null;
      for (const name of Object.keys(named)) exportedAgain.add(name);
      namespaces.push(named);
    } else {
      namespaces.push(namespace);
    }
  }
  const exported = await compiled(file)(namespaces);
  keepPlainModule(file.path, exported);
  return exported;
}

const imported = new Map<string, Promise<Namespace>>();

/** Asks Node's loader once: with hooks in a thread of their own, each question is a message. */
function importOnce(url: string): Promise<Namespace> {
  // A module's namespace, of our own exports or of Node's.
  const importing = imported.get(url) ?? (import(/* @vite-ignore */ url) as Promise<Namespace>);
  imported.set(url, importing);
  return importing;
}

/** The part of Node's modules that its types leave out, and that whatever compiles code for Node relies on. */
interface CompilingModule {
  filename: string;
  exports: unknown;
  _compile(code: string, path: string): void;
}

type Evaluate = (namespaces: readonly Namespace[]) => Promise<Namespace>;

/** A file's function. */
function compiled({ path, code, sourceMap }: PlainFile): Evaluate {
  if (sourceMap === null) {
    const place = { filename: path, columnOffset: -functionStart.length };
    // What asFunction() has written.
    return compileFunction(code, [importedName], place) as Evaluate;
  }
  // Node keeps the maps of what it compiles in this way alone.
  process.setSourceMapsEnabled(true);
  // See CompilingModule.
  const module = Object.assign(new Module(path), { filename: path }) as Module & CompilingModule;
  // oxlint-disable-next-line eslint/no-underscore-dangle -- Node's own name.
  module._compile(`module.exports = function (${importedName}) { ${code} }\n${sourceMap}`, path);
  // The line above.
  return module.exports as Evaluate;
}
