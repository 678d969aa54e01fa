import { Module } from "node:module";
import { extname } from "node:path";
import { pathToFileURL } from "node:url";
import { ModuleRules } from "./module-rules.ts";
import { ownSpecifiers } from "./own-specifiers.ts";

const ownName = "alembic-ts";

let preparing: Promise<Preparation> | undefined;

interface Preparation {
  readonly rules: ModuleRules;
  /** What `alembic-ts` exports. */
  readonly own: Readonly<Record<string, unknown>>;
}

/**
 * Loads a TypeScript file that imports nothing but this package, as nearly all revisions do, without Node's module loader.
 * Under hooks that takes several messages between threads for each file and each of its imports (in Node 20), which
 * costs more than all else that a revision does.
 *
 * @param path the file's absolute path
 * @returns what it exports, or null where it is not that plain, and has to be loaded in the usual way
 * @throws whatever the file throws; a syntax error as the hooks throw it
 */
export function loadPlain(path: string): Promise<Record<string, unknown> | null> {
  const known = loaded.get(path);
  if (known !== undefined) return known;
  const loading = load(path);
  loaded.set(path, loading);
  return loading;
}

/** A module is evaluated once in a process, whoever asks for it. */
const loaded = new Map<string, Promise<Record<string, unknown> | null>>();

async function load(path: string): Promise<Record<string, unknown> | null> {
  if (extname(path) !== ".ts" && extname(path) !== ".mts") return null;
  preparing ??= prepare();
  const { rules, own } = await preparing;
  const transpiled = rules.load(pathToFileURL(path).href);
  if (transpiled?.format !== "module") return null;
  const code = asFunction(transpiled.code, own);
  return code === null ? null : evaluate(path, code, own);
}

async function prepare(): Promise<Preparation> {
  const own = ownSpecifiers();
  const rules = new ModuleRules();
  await rules.prepare({ own, roots: [], typescript: true });
  process.setSourceMapsEnabled(true);
  const url = own.urls[ownName] ?? "";
  // A module's namespace.
  return { rules, own: (await import(/* @vite-ignore */ url)) as Readonly<Record<string, unknown>> };
}

/** What only a module has, or what a module has not and a function's scope would give it. */
const needsLoader = /\bimport\s*[.(]|\brequire\b|\bmodule\b|\bexports\b|\b__(?:file|dir)name\b|\bthis\b|\barguments\b/;
const importLine = /^import (?:\{ ([\w$, ]*) \}|\* as ([\w$]+)) from "([^"]*)";$/;
const exportLine =
  /^export (?:const ([\w$]+) = |(?:async )?function\*? ([\w$]+)\(|default (?!async\b|function\b|class\b))/;
const defaultName = "alembicDefaultExport";

/**
 * A module's code as that of a function that resolves to what the module exports. Each line stays the line it was, so
 * that the source map holds.
 *
 * @param code as oxc prints it: every import and export declaration begins a line
 * @returns null where anything is unusual
 */
export function asFunction(code: string, own: Readonly<Record<string, unknown>>): string | null {
  if (needsLoader.test(code.slice(0, code.lastIndexOf("//# sourceMappingURL=")))) return null;
  const exported: string[] = [];
  const lines: string[] = [];
  let isInTemplate = false;
  for (const line of code.split("\n")) {
    const isDeclaration = /^(?:import|export)\b/.test(line);
    // Whether it stands within a template's text cannot be told by its own text.
    if (isDeclaration && isInTemplate) return null;
    const written = isDeclaration ? declaration(line, own, exported) : line;
    if (written === null) return null;
    if ((line.split("`").length - 1) % 2 === 1) isInTemplate = !isInTemplate;
    lines.push(written);
  }
  const map = lines.findLastIndex((line) => line.startsWith("//# sourceMappingURL="));
  lines.splice(map, 0, `return { ${exported.join(", ")} }; })();`);
  return `const alembic = module.exports; module.exports = (async () => { "use strict"; ${lines.join("\n")}`;
}

function declaration(line: string, own: Readonly<Record<string, unknown>>, exported: string[]): string | null {
  const [, names, namespace, specifier] = importLine.exec(line) ?? [];
  if (specifier === ownName)
    return namespace === undefined ? imported(names ?? "", own) : `const ${namespace} = alembic;`;
  const [start, constant, named] = exportLine.exec(line) ?? [];
  if (start === undefined) return null;
  const name = constant ?? named;
  exported.push(name ?? `default: ${defaultName}`);
  return name === undefined ? line.replace("export default", `const ${defaultName} =`) : line.slice("export ".length);
}

/** Null where the package has no such export: Node itself says so best. */
function imported(names: string, own: Readonly<Record<string, unknown>>): string | null {
  const bindings = names.split(", ").map((name) => name.split(" as "));
  if (!bindings.every(([name = ""]) => name in own)) return null;
  return `const { ${bindings.map((binding) => binding.join(": ")).join(", ")} } = alembic;`;
}

/** The part of Node's modules that its types leave out, and that whatever compiles code for Node relies on. */
interface CompilingModule {
  filename: string;
  exports: unknown;
  _compile(code: string, path: string): void;
}

async function evaluate(
  path: string,
  code: string,
  own: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  // See CompilingModule.
  const module = Object.assign(new Module(path), { filename: path, exports: own }) as Module & CompilingModule;
  // oxlint-disable-next-line eslint/no-underscore-dangle -- Node's own name.
  module._compile(code, path);
  // What asFunction() has written.
  return (await module.exports) as Record<string, unknown>;
}
