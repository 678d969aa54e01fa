// Module hooks that take the types out of `.ts` files. Node strips types itself from 22.18 on, but 20 is supported as well.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { transformSync } from "oxc-transform";

/** What a project imports of the package leads to its sources, wherever the project lies. */
const own = new Map([
  ["alembic-ts", "../src/index.ts"],
  ["alembic-ts/commands", "../src/commands/index.ts"],
]);

export async function resolve(specifier, context, nextResolve) {
  const file = own.get(specifier);
  if (file === undefined) return nextResolve(specifier, context);
  return { url: new URL(file, import.meta.url).href, shortCircuit: true };
}

export async function load(url, context, nextLoad) {
  if (!url.startsWith("file:") || !url.endsWith(".ts")) return nextLoad(url, context);
  const path = fileURLToPath(url);
  const { code, errors } = transformSync(path, await readFile(path, "utf8"), { sourceType: "module" });
  if (errors.length > 0) throw new SyntaxError(`${path}: ${errors[0].message}`);
  return { format: "module", shortCircuit: true, source: code };
}
