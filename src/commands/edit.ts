import { spawn } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Config } from "../config/index.ts";
import { CommandError } from "../errors/index.ts";
import { CURRENT } from "../revision/index.ts";
import { ScriptDirectory } from "../script/script-directory.ts";
import { shellWords } from "../script/shell-words.ts";
import { checkOptions } from "../util/check-options.ts";
import { databaseHeads } from "./database-heads.ts";
import { assertKnown } from "./steps.ts";

/** Options of {@link edit}. */
export interface EditOptions {
  /** Where EDITOR, VISUAL and PATH are looked up. Default: the process's own environment. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

/** What {@link edit} gives. */
export interface EditResult {
  /** The files that were opened, one after the other. */
  readonly paths: readonly string[];
}

/**
 * Opens the files of revisions in an editor, and waits until it is closed.
 *
 * @param config the project's configuration
 * @param revision an id, `head`, `heads`; `current` asks the database
 * @param options where to look for the editor
 * @throws {CommandError} when there is no such file, no editor, or the editor fails
 * @example
 * await edit(new Config("alembic.ini"), "head");
 */
export async function edit(config: Config, revision: string, options: EditOptions = {}): Promise<EditResult> {
  checkOptions("edit()", options, ["environment"]);
  const script = await ScriptDirectory.fromConfig(config);
  const paths = await pathsOf(config, script, revision);
  const [program, ...args] = findEditor(options.environment ?? process.env);
  for (const path of paths) await openEditor(program, [...args, path]);
  return { paths };
}

async function pathsOf(config: Config, script: ScriptDirectory, revision: string): Promise<readonly string[]> {
  const map = script.revisionMap;
  const rows = revision === CURRENT ? await databaseHeads(config, script) : null;
  if (rows !== null) assertKnown(map, rows);
  const paths = map.getRevisions(rows ?? revision).map(({ path }) => path);
  if (paths.length > 0) return paths;
  if (rows !== null) {
    throw new CommandError("ALB0105", "The database is at no revision, so there is no current file.", {
      hint: "Run `alembic upgrade head` first, or name a revision.",
    });
  }
  throw new CommandError("ALB0106", `"${revision}" denotes no revision file.`, {
    hint: "`alembic history` lists the revisions.",
  });
}

const usualEditors: readonly string[] =
  process.platform === "win32"
    ? ["code.exe", "notepad++.exe", "notepad.exe"]
    : ["sensible-editor", "editor", "nano", "vim", "code"];

/**
 * The editor and its arguments: EDITOR, then VISUAL, then what is usually installed.
 *
 * @throws {CommandError} when there is none
 */
export function findEditor(environment: Readonly<Record<string, string | undefined>>): readonly [string, ...string[]] {
  for (const value of [environment["EDITOR"], environment["VISUAL"]]) {
    const words = value === undefined || value === "" ? null : commandOf(value, environment);
    if (words !== null) return words;
  }
  for (const name of usualEditors) {
    const found = onPath(name, environment);
    if (found !== null) return [found];
  }
  throw new CommandError("ALB0107", "There is no editor to open the file with.", {
    hint: "Set EDITOR or VISUAL to the command of one.",
  });
}

/** A path as it is, else a program with arguments as a shell would split them; null where it is not there. */
function commandOf(
  value: string,
  environment: Readonly<Record<string, string | undefined>>,
): [string, ...string[]] | null {
  if (existsSync(value)) return [value];
  const [program, ...args] = shellWords(value) ?? [];
  if (program === undefined) return null;
  const found = existsSync(program) ? program : onPath(program, environment);
  return found === null ? null : [found, ...args];
}

function onPath(name: string, environment: Readonly<Record<string, string | undefined>>): string | null {
  if (/[/\\]/.test(name)) return null;
  const folders = (environment["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not to be run: another folder may have it.
    return false;
  }
}

/** The editor has the terminal; no shell reads the file's name. */
async function openEditor(program: string, args: readonly string[]): Promise<void> {
  const status = await new Promise<number | string | null>((resolve, reject) => {
    const child = spawn(program, args, { stdio: "inherit" });
    child.once("error", (cause) => reject(editorFailed(program, cause.message, cause)));
    child.once("close", (code, signal) => resolve(code ?? signal));
  });
  if (status !== 0)
    throw editorFailed(program, `it ended with ${typeof status === "number" ? "status " : ""}${status}`);
}

function editorFailed(program: string, problem: string, cause?: unknown): CommandError {
  return new CommandError("ALB0108", `The editor ${program} failed: ${problem}.`, {
    hint: "Set EDITOR or VISUAL to the command of another one.",
    cause,
  });
}
