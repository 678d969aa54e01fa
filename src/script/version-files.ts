import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { ScriptError } from "../errors/index.ts";

/** The extensions of revision files; a file with an earlier one is the source of its neighbours with a later one. */
export const scriptExtensions = [".ts", ".mts", ".cts", ".mjs", ".js", ".cjs"] as const;

const scriptName = /\.(?:[cm]?ts|[cm]?js)$/;

/** Whether a file of this name is a revision, where it lies in a folder of revisions. */
export function isScriptName(name: string): boolean {
  return scriptName.test(name) && !name.startsWith(".") && !/\.d\.[cm]?ts$/.test(name);
}

/** How {@link findVersionFiles} looks for files. */
export interface FindOptions {
  /** Look into subfolders too. */
  readonly recursive: boolean;
  /** Hears of files that are reached twice. */
  readonly onWarning: (message: string) => void;
}

/**
 * The revision files of some folders: sorted by name within each folder, each file once, a source instead of what was compiled from it.
 *
 * @param locations absolute paths; a folder that is not there has no files
 */
export function findVersionFiles(
  locations: readonly string[],
  { recursive, onWarning }: FindOptions,
): readonly string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  for (const { path, real } of locations.flatMap((location) => filesIn(location, recursive))) {
    if (seen.has(real)) onWarning(`The file ${path} was read already, by another path: it is left out.`);
    else found.push(path);
    seen.add(real);
  }
  return found;
}

interface FoundFile {
  readonly path: string;
  /** Without symbolic links. */
  readonly real: string;
}

function filesIn(folder: string, recursive: boolean): readonly FoundFile[] {
  const entries = listFolder(folder);
  if (entries.length === 0) return [];
  const realFolder = realpathSync(folder);
  const scripts = sourcesFirst(entries.filter(({ isFolder, name }) => !isFolder && isScriptName(name)));
  const files = scripts.map(({ name, isLink }) => {
    const path = folder + sep + name;
    if (isLink) return { path, real: realpathSync(path) };
    return { path, real: realFolder === folder ? path : realFolder + sep + name };
  });
  if (!recursive) return files;
  const folders = entries.filter(({ isFolder, name }) => isFolder && !name.startsWith(".") && name !== "node_modules");
  return [...files, ...folders.flatMap(({ name }) => filesIn(join(folder, name), recursive))];
}

/** Of files with one base name, the source. */
function sourcesFirst(entries: readonly Entry[]): readonly Entry[] {
  if (entries.every(({ name }) => name.endsWith(".ts"))) return entries;
  const byBase = new Map<string, Entry>();
  for (const entry of entries) {
    const base = entry.name.slice(0, entry.name.lastIndexOf("."));
    const other = byBase.get(base);
    if (other === undefined || rank(entry.name) < rank(other.name)) byBase.set(base, entry);
  }
  return [...byBase.values()];
}

function rank(name: string): number {
  return scriptExtensions.findIndex((extension) => name.endsWith(extension));
}

interface Entry {
  readonly name: string;
  readonly isLink: boolean;
  readonly isFolder: boolean;
}

function listFolder(folder: string): readonly Entry[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => entryOf(folder, entry) ?? []);
    return entries.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return [];
    throw new ScriptError(
      "ALB0232",
      `Cannot read the folder ${folder}: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        hint: "It must be a folder, and readable.",
        cause,
      },
    );
  }
}

function entryOf(folder: string, entry: Dirent): Entry | null {
  const isLink = entry.isSymbolicLink();
  const target = isLink ? statSync(join(folder, entry.name), { throwIfNoEntry: false }) : entry;
  // A link that leads nowhere is what editors lock files with.
  return target === undefined ? null : { name: entry.name, isLink, isFolder: target.isDirectory() };
}
