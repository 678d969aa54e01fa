import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { CommandError, ScriptError } from "../errors/index.ts";
import type { CreateDate } from "./create-date.ts";
import { fillFileTemplate, slugOf } from "./file-name.ts";
import { locate } from "./locations.ts";
import type { GenerateOptions, PlannedRevision } from "./plan-revision.ts";
import { revisionTemplate } from "./revision-template.ts";
import type { ScriptDirectory } from "./script-directory.ts";
import { isScriptName } from "./version-files.ts";

/**
 * Where a new revision's file goes.
 *
 * @throws {CommandError} where no folder can be told
 * @throws {ScriptError} where the name cannot be that of a revision, or is taken
 */
export function planPath(
  directory: ScriptDirectory,
  { revision, parents }: PlannedRevision,
  options: GenerateOptions,
  createDate: CreateDate,
): string {
  const { fileTemplate, truncateSlugLength, recursiveVersionLocations } = directory.settings;
  const slug = slugOf(options.message ?? null, truncateSlugLength);
  const { extension } = revisionTemplate(directory.dir);
  const name = fillFileTemplate(fileTemplate, { ...createDate, rev: revision, slug }) + extension;
  const folder = versionPath(directory, parents, options.versionPath ?? null);
  const problem = problemOfName(name, recursiveVersionLocations);
  if (problem !== null) {
    throw new ScriptError("ALB0254", `The file name ${JSON.stringify(name)} ${problem}. Nothing was written.`, {
      hint: "Change file_template, or choose another revision id.",
    });
  }
  const path = join(folder, name);
  if (!existsSync(path)) return path;
  throw new ScriptError("ALB0255", `There is a file ${path} already. Nothing was written.`, {
    hint: "Move it away, or choose another message or id.",
  });
}

/** A longer name is refused by most file systems: 255 bytes, less what a temporary file's name adds. */
const longestName = 230;

function problemOfName(name: string, recursive: boolean): string | null {
  const parts = name.split(/[/\\]/);
  if (parts.some((part) => part === "" || part === "." || part === "..")) return "leads out of the folder of revisions";
  if (!isScriptName(basename(name)) || parts.some((part) => part.startsWith(".")))
    return "begins with a dot, so it would never be read";
  if (parts.some((part) => Buffer.byteLength(part) > longestName)) return `is longer than ${longestName} bytes`;
  return parts.length > 1 && !recursive ? "has a folder in it, and recursive_version_locations is not set" : null;
}

/** Where the file goes: the folder that was asked for, the only one, or that of the first parent. */
function versionPath(directory: ScriptDirectory, parents: PlannedRevision["parents"], asked: string | null): string {
  const { versionLocations } = directory;
  if (asked !== null) {
    const found = versionLocations.find((location) => location === locate(asked, directory.dir));
    if (found !== undefined) return found;
    throw new CommandError("ALB0256", `The folder ${asked} is none of the version locations.`, {
      hint: `They are: ${versionLocations.join(", ")}. Add it to version_locations.`,
    });
  }
  const [only, ...others] = versionLocations;
  if (only !== undefined && others.length === 0) return only;
  const parent = parents[0]?.path;
  const home =
    parent === undefined
      ? undefined
      : versionLocations.filter((location) => isWithin(parent, location)).toSorted((a, b) => b.length - a.length)[0];
  if (home !== undefined) return home;
  throw new CommandError("ALB0257", "There are several version locations, and no parent tells which one to use.", {
    hint: `Give --version-path, one of: ${versionLocations.join(", ")}.`,
  });
}

function isWithin(file: string, folder: string): boolean {
  for (let at = dirname(file); ; at = dirname(at)) {
    if (at === folder) return true;
    if (dirname(at) === at) return false;
  }
}
