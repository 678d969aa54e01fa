import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** The modules that belong into one chunk of the build. */
export interface Chunk {
  readonly name: string;
  readonly modules: ReadonlySet<string>;
}

/**
 * Which modules to put into one file: all that a set of commands loads at once. Node needs about a millisecond for each
 * file that it imports, which is most of what a short command takes.
 *
 * @param source the absolute path of `src/`
 */
export function chunksOf(source: string): readonly Chunk[] {
  const closure = (...names: readonly string[]) => staticClosure(names.map((name) => join(source, name)));
  // What answers before anything else is loaded stays by itself.
  const first = closure("cli/version.ts", "cli/help.ts");
  const handlers = ["heads", "history", "branches", "show", "current", "upgrade", "downgrade", "stamp", "check"];
  const core = without(closure("cli/process.ts", ...handlers.map((name) => `cli/handlers/${name}.ts`)), first);
  const library = without(without(closure("index.ts", "runtime/environment-context.ts"), first), core);
  return [
    { name: "first", modules: first },
    { name: "core", modules: core },
    { name: "library", modules: library },
  ];
}

function without(modules: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...modules].filter((module) => !others.has(module)));
}

/** Modules and what they import at once, as far as something of it is left at run time. */
function staticClosure(starts: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const open = starts.filter((path) => existsSync(path));
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    open.push(...importsOf(path));
  }
  return found;
}

const declaration = /^(?:import|export)\s(?!type\b)(?:([^"';]*?)\sfrom\s+)?"(\.[^"]+)"/gm;

function importsOf(path: string): readonly string[] {
  return [...readFileSync(path, "utf8").matchAll(declaration)]
    .filter(([, names = ""]) => !isTypesOnly(names))
    .map(([, , specifier = ""]) => resolve(dirname(path), specifier));
}

function isTypesOnly(names: string): boolean {
  const [, list] = /^\{([^}]*)\}$/s.exec(names.trim()) ?? [];
  return list !== undefined && list.split(",").every((name) => name.trim() === "" || name.trim().startsWith("type "));
}
