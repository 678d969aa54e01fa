import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

let root: string | undefined;

/** The folder of this package's own `package.json`, whether it runs from its sources, built, or bundled. */
export function ownPackageRoot(): string {
  root ??= findRoot(dirname(fileURLToPath(import.meta.url)));
  return root;
}

/** This package runs from its TypeScript sources: something else, such as a test runner, loads TypeScript already. */
export const runsFromSources = import.meta.url.endsWith(".ts");

function findRoot(start: string): string {
  let folder = start;
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
