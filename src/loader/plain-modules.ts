import { fileURLToPath, pathToFileURL } from "node:url";

/** Where a module that was run without Node's loader is found again by one that Node loads: a module is evaluated once. */
const registry = Symbol.for("alembic-ts.plain-modules");

type Registry = Map<string, Readonly<Record<string, unknown>>>;

// A program that calls us may have loaded its models already.
let mayNodeHaveFiles = true;

/** Says that this process has begun as ours, and that none of the user's files has been loaded in it. */
export function startAlone(): void {
  mayNodeHaveFiles = false;
}

/** Says that Node's loader is about to load a file of the user's, with what it imports. */
export function leaveToNode(): void {
  mayNodeHaveFiles = true;
}

/** Whether Node's loader may have files of the user's, which another loader would evaluate a second time. */
export function nodeHasFiles(): boolean {
  return mayNodeHaveFiles;
}

/** Keeps what a module exports, under the path of its file. */
export function keepPlainModule(path: string, exported: Readonly<Record<string, unknown>>): void {
  modules().set(path, exported);
}

/** The URLs of the modules kept so far, and the names of their exports; plain data, since it may be sent to a hooks thread. */
export function plainModules(): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    [...modules()].map(([path, exported]) => [pathToFileURL(path).href, Object.keys(exported)]),
  );
}

/** A module that exports what a kept one has exported, for Node's loader. */
export function sourceOfPlainModule(url: string, names: readonly string[]): string {
  const named = names.filter((name) => name !== "default").join(", ");
  const isDefault = names.includes("default");
  return [
    `const known = globalThis[Symbol.for(${JSON.stringify(Symbol.keyFor(registry))})].get(${JSON.stringify(fileURLToPath(url))});`,
    `export const { ${named} } = known;`,
    isDefault ? "export default known.default;" : "",
  ].join("\n");
}

function modules(): Registry {
  const known: unknown = Reflect.get(globalThis, registry);
  // Ours alone, by its symbol.
  if (known instanceof Map) return known as Registry;
  const made: Registry = new Map();
  Reflect.set(globalThis, registry, made);
  return made;
}
