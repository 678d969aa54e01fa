import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ScriptError } from "../errors/index.ts";
import { scriptExtensions } from "./version-files.ts";

/** What new revisions are made from. */
export interface RevisionTemplate {
  /** The file's absolute path. */
  readonly path: string;
  /** The extension of the files that are made: `.ts` of `script.ts.eta`. */
  readonly extension: string;
}

/** The template of a script folder; where there is none, the usual one, which reading it will tell is missing. */
export function revisionTemplate(folder: string): RevisionTemplate {
  const templates = scriptExtensions.map((extension) => ({ path: join(folder, `script${extension}.eta`), extension }));
  return templates.find(({ path }) => existsSync(path)) ?? { path: join(folder, "script.ts.eta"), extension: ".ts" };
}

/**
 * The text of a template.
 *
 * @throws {ScriptError} where it is missing, or cannot be read
 */
export function readTemplate({ path }: RevisionTemplate): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new ScriptError("ALB0258", `The template ${path} cannot be read.`, {
      hint: "`alembic init` writes one named script.ts.eta: copy it from a new folder.",
      cause,
    });
  }
}
