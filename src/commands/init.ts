import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { type Config, projectKey } from "../config/index.ts";
import { CommandError, ScriptError } from "../errors/index.ts";
import { renderTemplate } from "../script/render-script.ts";
import { checkOptions } from "../util/check-options.ts";
import { suggest } from "../util/suggest.ts";
import { writeNewFile } from "../util/write-new-file.ts";
import { listTemplates } from "./list-templates.ts";

/** Options of {@link init}. */
export interface InitOptions {
  /** The template's name: see {@link listTemplates}. Default: `generic`. */
  readonly template?: string | undefined;
  /** Accepted for the sake of the reference: a folder needs no marker here. */
  readonly package?: boolean | undefined;
}

/** A file of a new project. */
export interface InitFile {
  /** Absolute. */
  readonly path: string;
  /** `kept`: it was there and says where the scripts are, or may; `extended`: a key was added to it. */
  readonly action: "written" | "extended" | "kept";
}

/** What {@link init} gives. */
export interface InitResult {
  readonly createdFolders: readonly string[];
  readonly files: readonly InitFile[];
  /** The files that want editing. */
  readonly toEdit: readonly string[];
}

/** The templates of configuration files. */
const iniTemplate = "alembic.ini.eta";
const projectTemplate = "package.json.eta";

/**
 * Makes the folder and the configuration of a new project. Nothing that is there is written over.
 *
 * @param config says where the configuration file goes
 * @param directory the folder to make; may be there if it is empty
 * @param options which template
 * @throws {CommandError} when the folder is not empty, or there is no such template
 * @example
 * const { files } = await init(new Config("alembic.ini"), "alembic");
 */
export async function init(config: Config, directory: string, options: InitOptions = {}): Promise<InitResult> {
  checkOptions("init()", options, ["template", "package"]);
  const template = await templateFolder(config, options.template ?? "generic");
  const folder = resolve(directory);
  await refuseIfInUse(folder, directory);
  return await attempt(folder, () => write(config, template, folder, directory));
}

async function write(config: Config, template: string, folder: string, directory: string): Promise<InitResult> {
  const createdFolders = [folder, join(folder, "versions")];
  for (const path of createdFolders) await mkdir(path, { recursive: true });
  const names = await readdir(template);
  const files: InitFile[] = [];
  for (const name of names.filter((each) => each !== iniTemplate && each !== projectTemplate)) {
    await writeNewFile(join(folder, name), await readFile(join(template, name)));
    files.push({ path: join(folder, name), action: "written" });
  }
  const settings = names.includes(projectTemplate)
    ? await writeProjectFile(config, template, folder, directory)
    : await writeIniFile(config, template, folder, directory);
  return { createdFolders, files: [...files, settings], toEdit: [join(folder, "env.ts"), settings.path] };
}

async function templateFolder(config: Config, name: string): Promise<string> {
  const { templates } = await listTemplates(config);
  const names = templates.map((template) => template.name);
  if (names.includes(name)) return join(config.getTemplateDirectory(), name);
  const near = suggest(name, names);
  throw new CommandError("ALB0115", `There is no template "${name}".`, {
    hint: near === null ? `The templates are: ${names.join(", ")}.` : `Did you mean "${near}"?`,
  });
}

async function refuseIfInUse(folder: string, asGiven: string): Promise<void> {
  if (!existsSync(folder)) return;
  const isFolder = (await stat(folder)).isDirectory();
  if (isFolder && (await readdir(folder)).length === 0) return;
  throw new CommandError("ALB0112", `${asGiven} is there already, and ${isFolder ? "is not empty" : "is no folder"}.`, {
    hint: "Choose another folder, or empty that one.",
  });
}

async function writeIniFile(config: Config, template: string, folder: string, directory: string): Promise<InitFile> {
  const path = config.configFileName ?? resolve("alembic.ini");
  if (existsSync(path)) return { path, action: "kept" };
  await mkdir(dirname(path), { recursive: true });
  await writeNewFile(path, await settingsText(join(template, iniTemplate), locationFrom(path, folder, directory)));
  return { path, action: "written" };
}

async function writeProjectFile(
  config: Config,
  template: string,
  folder: string,
  directory: string,
): Promise<InitFile> {
  const path = config.packageFileName ?? resolve("package.json");
  const text = await settingsText(join(template, projectTemplate), locationFrom(path, folder, directory));
  // Our own template: the key with its object.
  const settings = JSON.parse(`{${text}}`) as Record<string, unknown>;
  if (!existsSync(path)) {
    await writeNewFile(path, `${JSON.stringify({ private: true, type: "module", ...settings }, null, 2)}\n`);
    return { path, action: "written" };
  }
  const before = await readFile(path, "utf8");
  const project = projectOf(before, path);
  if (projectKey in project) return { path, action: "kept" };
  const indent = /^[ \t]+/m.exec(before)?.[0] ?? "  ";
  await replaceFile(path, `${JSON.stringify({ ...project, ...settings }, null, indent)}\n`);
  return { path, action: "extended" };
}

function projectOf(text: string, path: string): object {
  try {
    const project: unknown = JSON.parse(text);
    if (typeof project === "object" && project !== null) return project;
  } catch {
    // Told below, as for any other text that is no object.
  }
  throw new CommandError("ALB0113", `${path} is not valid JSON, so the settings cannot be added to it.`, {
    hint: "Mend it; npm reads it too.",
  });
}

async function settingsText(template: string, scriptLocation: string): Promise<string> {
  return renderTemplate(await readFile(template, "utf8"), template, { scriptLocation });
}

/** Relative to the file where the folder was given so, so that the project can be moved. */
function locationFrom(file: string, folder: string, asGiven: string): string {
  const path = isAbsolute(asGiven) ? folder : `%(here)s/${relative(dirname(file), folder)}`;
  const escaped = isAbsolute(asGiven) ? path.replaceAll("%", "%%") : path;
  return escaped.split(sep).join("/");
}

/** The file has all of the new text or all of the old. */
async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    await writeFile(temporary, text, { flag: "wx" });
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function attempt<Result>(folder: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    throw new ScriptError(
      "ALB0114",
      `${folder} could not be made: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        hint: "Make the folder above it writable, or make room, and run the command again in an empty folder.",
        cause,
      },
    );
  }
}
