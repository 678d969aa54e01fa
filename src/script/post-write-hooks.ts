import { spawn } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { PostWriteHook } from "../config/index.ts";
import { ConfigurationError, HookError } from "../errors/index.ts";
import { suggest } from "../util/suggest.ts";
import { shellWords } from "./shell-words.ts";

/** What a hook printed. */
export interface HookResult {
  readonly name: string;
  /** Standard output and standard error, as they came. */
  readonly output: string;
}

/**
 * A post-write hook of your own: gets the path of the file that was written, and the hook's settings.
 *
 * What it returns counts as its output. Throwing makes the command fail; the file is kept.
 */
export type PostWriteHookFunction = (path: string, hook: PostWriteHook) => Promise<string | void> | string | void;

const fileToken = "REVISION_SCRIPT_FILENAME";

const types = new Map<string, PostWriteHookFunction>([
  ["exec", (path, hook) => runProgram(hook, required(hook, "executable"), [], path)],
  ["bin", runBin],
]);

/**
 * Adds a type of post-write hooks, for `<name>.type` in the configuration.
 *
 * @param type the type's name
 * @param run what is called for each file
 * @throws {ConfigurationError} where the name is taken
 * @example
 * import { appendFile } from "node:fs/promises";
 *
 * registerPostWriteHook("licence", async (path) => {
 *   await appendFile(path, "// MIT\n");
 * });
 */
export function registerPostWriteHook(type: string, run: PostWriteHookFunction): void {
  if (types.has(type)) {
    throw new ConfigurationError("ALB0241", `There is a type of post-write hooks named '${type}' already.`, {
      hint: "Choose another name.",
    });
  }
  types.set(type, run);
}

/**
 * Makes sure that hooks have all that they need, before anything is written.
 *
 * @throws {HookError} for an unknown type, or a required option that is missing
 */
export function checkHooks(hooks: readonly PostWriteHook[]): void {
  for (const hook of hooks) {
    if (!types.has(hook.type)) throw unknownType(hook);
    if (hook.type === "exec") required(hook, "executable");
    if (hook.type === "bin") findBin(required(hook, "entrypoint"), folderOf(hook));
    programArguments(hook, "");
  }
}

/**
 * Runs hooks on a file, one after the other.
 *
 * @param path the file's absolute path
 * @throws {HookError} for the first that fails; the file stays as it is by then
 */
export async function runHooks(hooks: readonly PostWriteHook[], path: string): Promise<readonly HookResult[]> {
  const results: HookResult[] = [];
  for (const hook of hooks) {
    const run = types.get(hook.type);
    if (run === undefined) throw unknownType(hook);
    results.push({ name: hook.name, output: (await callHook(run, path, hook)) ?? "" });
  }
  return results;
}

async function callHook(run: PostWriteHookFunction, path: string, hook: PostWriteHook): Promise<string | void> {
  try {
    return await run(path, hook);
  } catch (cause) {
    if (cause instanceof HookError) throw cause;
    throw hookFailed(hook, path, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function required(hook: PostWriteHook, option: string): string {
  const value = hook[option];
  if (typeof value === "string" && value !== "") return value;
  throw new HookError("ALB0242", `The post-write hook '${hook.name}' of type '${hook.type}' has no ${option}.`, {
    hint: `Add ${hook.name}.${option} = … to its settings.`,
  });
}

function unknownType(hook: PostWriteHook): HookError {
  const near = suggest(hook.type, types.keys());
  return new HookError("ALB0243", `The post-write hook '${hook.name}' has the unknown type '${hook.type}'.`, {
    hint:
      near === null
        ? `Types are: ${[...types.keys()].join(", ")}; bin runs a package's executable.`
        : `Did you mean '${near}'?`,
  });
}

function folderOf(hook: PostWriteHook): string {
  return resolve(hook.cwd ?? ".");
}

function runBin(path: string, hook: PostWriteHook): Promise<string> {
  const bin = findBin(required(hook, "entrypoint"), folderOf(hook));
  const script = scriptOf(bin);
  return script === null ? runProgram(hook, bin, [], path) : runProgram(hook, process.execPath, [script], path);
}

/** The file of an installed package's executable, looked for upwards as npm does. */
function findBin(name: string, start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    const bin = join(folder, "node_modules", ".bin", name);
    if (existsSync(bin)) return bin;
    if (dirname(folder) === folder) break;
  }
  throw new HookError("ALB0244", `No installed package has an executable named '${name}'.`, {
    hint: `Install the package that has it, for instance: npm install --save-dev ${name}`,
  });
}

/** The JavaScript file behind an executable, to be run by this very Node; null where it is a program of another kind. */
function scriptOf(bin: string): string | null {
  const real = realpathSync(bin);
  if (/\.[cm]?js$/.test(real)) return real;
  const text = readFileSync(real, "latin1");
  if (/^#!.*\bnode\b/.test(text)) return real;
  // npm on Windows, and pnpm anywhere, put a small shell script here that names the file.
  const target = /"\$basedir\/([^"]+\.[cm]?js)"/.exec(text.slice(0, 4096))?.[1];
  return target === undefined ? null : resolve(dirname(bin), target);
}

function programArguments(hook: PostWriteHook, path: string): readonly string[] {
  const options = hook.options ?? [];
  const words = typeof options === "string" ? shellWords(options) : options;
  if (words === null) {
    throw new HookError(
      "ALB0245",
      `The options of the post-write hook '${hook.name}' have a quote that is not closed.`,
      {
        hint: `Close it, or write a backslash before it: ${String(options)}`,
      },
    );
  }
  if (!words.some((word) => word.includes(fileToken))) return [path, ...words];
  return words.map((word) => word.replaceAll(fileToken, path));
}

/** Runs a program without a shell: a file's name is never read as a command. */
function runProgram(hook: PostWriteHook, program: string, first: readonly string[], path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...first, ...programArguments(hook, path)], {
      cwd: folderOf(hook),
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.once("error", (cause) =>
      reject(hookFailed(hook, path, `${program} could not be started: ${cause.message}`, cause)),
    );
    child.once("close", (status, signal) => {
      if (status === 0) resolve(output);
      else
        reject(
          hookFailed(
            hook,
            path,
            `it ended with ${status === null ? `signal ${signal}` : `status ${status}`}\n${output.trimEnd()}`,
          ),
        );
    });
  });
}

function hookFailed(hook: PostWriteHook, path: string, problem: string, cause?: unknown): HookError {
  return new HookError("ALB0246", `The post-write hook '${hook.name}' failed on ${path}: ${problem.trimEnd()}`, {
    hint: `The file is kept. Run the hook by hand, or mend the settings of '${hook.name}'.`,
    cause,
  });
}
