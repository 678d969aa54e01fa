import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { type Config, projectKey } from "../config/index.ts";
import { CommandError, ScriptError } from "../errors/index.ts";
import { suggest } from "../util/suggest.ts";
import { writeNewFile } from "../util/write-new-file.ts";
import { renderTemplate } from "./render-script.ts";
import { writing } from "./writing.ts";

/** A template of script folders. */
export interface Template {
  readonly name: string;
  /** The first line of its README. */
  readonly synopsis: string;
  /** Its folder's absolute path. */
  readonly path: string;
}

/** One thing that `init` did. */
export interface InitStep {
  readonly action: "create folder" | "generate" | "append" | "skip";
  /** An absolute path. */
  readonly path: string;
}

/** What `init` made. */
export interface InitResult {
  readonly template: Template;
  readonly steps: readonly InitStep[];
  /** The file that holds the settings now. */
  readonly configFile: string;
}

/**
 * The templates of a folder, by name.
 *
 * @param folder where they are: `config.getTemplateDirectory()`
 */
export function listTemplates(folder: string): readonly Template[] {
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, "README")));
  return names.toSorted().map((name) => {
    const path = join(folder, name);
    return { name, path, synopsis: readFileSync(join(path, "README"), "utf8").split("\n", 1)[0] ?? "" };
  });
}

/**
 * Makes a script folder, and the file with its settings unless there is one. Nothing is ever overwritten.
 *
 * @param config says where the settings go
 * @param directory the folder to make: relative to the working folder, or absolute
 * @param templateName one of {@link listTemplates}
 * @throws {CommandError} where the folder has something in it, or there is no such template
 * @throws {ScriptError} where something cannot be written
 */
export async function initScriptDirectory(
  config: Config,
  directory: string,
  templateName = "generic",
): Promise<InitResult> {
  const template = findTemplate(config, templateName);
  const folder = resolve(directory);
  refuseContent(folder);
  const files = readdirSync(template.path);
  const project = files.includes(projectTemplate) ? projectFileOf(config) : null;
  const ini = files.includes(iniTemplate) ? iniFileOf(config) : null;
  // Made before anything is written: a settings file that cannot be mended is no reason to leave half a project.
  const projectText = project === null ? null : await projectTextFor(project, template, directory);
  const steps = [...(await makeFolder(folder)), ...(await makeFolder(join(folder, "versions")))];
  for (const name of files.filter((name) => !settingsTemplates.has(name))) {
    steps.push(await generate(join(folder, name), readFileSync(join(template.path, name), "utf8")));
  }
  if (ini !== null) steps.push(...(await writeIni(ini, template, directory)));
  if (project !== null) steps.push(await writeProject(project, projectText));
  return { template, steps, configFile: ini ?? project ?? folder };
}

const iniTemplate = "alembic.ini.eta";
const projectTemplate = "package.json.eta";
const settingsTemplates: ReadonlySet<string> = new Set([iniTemplate, projectTemplate]);

function iniFileOf(config: Config): string {
  return config.configFileName ?? resolve("alembic.ini");
}

function projectFileOf(config: Config): string {
  return config.packageFileName ?? resolve("package.json");
}

function findTemplate(config: Config, name: string): Template {
  const templates = listTemplates(config.getTemplateDirectory());
  const found = templates.find((template) => template.name === name);
  if (found !== undefined) return found;
  const names = templates.map((template) => template.name);
  const near = suggest(name, names);
  throw new CommandError("ALB0261", `There is no template '${name}'.`, {
    hint: near === null ? `Templates are: ${names.join(", ")}.` : `Did you mean '${near}'?`,
  });
}

function refuseContent(folder: string): void {
  const isFree = !existsSync(folder) || (statSync(folder).isDirectory() && readdirSync(folder).length === 0);
  if (isFree) return;
  throw new CommandError("ALB0262", `${folder} is there already, and is not an empty folder. Nothing was written.`, {
    hint: "Choose another folder, or empty it first.",
  });
}

async function makeFolder(folder: string): Promise<readonly InitStep[]> {
  if (existsSync(folder)) return [];
  await writing(folder, () => mkdir(folder, { recursive: true }));
  return [{ action: "create folder", path: folder }];
}

async function generate(path: string, text: string): Promise<InitStep> {
  await writing(path, () => writeNewFile(path, text));
  return { action: "generate", path };
}

async function writeIni(path: string, template: Template, directory: string): Promise<readonly InitStep[]> {
  if (existsSync(path)) return [{ action: "skip", path }];
  const text = await rendered(join(template.path, iniTemplate), scriptLocation(directory, path));
  return [...(await makeFolder(dirname(path))), await generate(path, text)];
}

async function writeProject(path: string, text: string | null): Promise<InitStep> {
  if (text === null) return { action: "skip", path };
  if (!existsSync(path)) return generate(path, text);
  await writing(path, () => replaceFile(path, text));
  return { action: "append", path };
}

/** The text of a package.json with our settings in it; null where it has some already. */
async function projectTextFor(path: string, template: Template, directory: string): Promise<string | null> {
  const settings = await rendered(join(template.path, projectTemplate), scriptLocation(directory, path));
  if (!existsSync(path)) return `{\n  "private": true,\n  "type": "module",\n${indented(settings, "  ")}\n}\n`;
  return withSettings(path, readFileSync(path, "utf8"), settings);
}

/** Adds the settings behind the last entry, and leaves every other character as it is. */
function withSettings(path: string, text: string, settings: string): string | null {
  const content = parseProject(path, text);
  if (projectKey in content) return null;
  const end = text.lastIndexOf("}");
  const before = text.slice(0, end).trimEnd();
  const indent = /^[ \t]+(?=")/m.exec(text)?.[0] ?? "  ";
  const comma = Object.keys(content).length === 0 ? "" : ",";
  return `${before}${comma}\n${indented(settings, indent)}\n${text.slice(end)}`;
}

function parseProject(path: string, text: string): object {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content === "object" && content !== null && !Array.isArray(content)) return content;
  } catch {
    // Told below, as is any other content that is no object.
  }
  throw new ScriptError("ALB0263", `${path} is not a JSON object. Nothing was written.`, {
    hint: "Mend the file: the settings go into it.",
  });
}

/** The template has two blanks for each level. */
function indented(settings: string, indent: string): string {
  const lines = settings.trimEnd().split("\n");
  return lines.map((line) => indent + line.replace(/^ +/, (blanks) => indent.repeat(blanks.length / 2))).join("\n");
}

function rendered(template: string, location: string): Promise<string> {
  return renderTemplate(readFileSync(template, "utf8"), template, { scriptLocation: location });
}

/** As it is written in the settings: from the folder of their file, so that the project can be moved; absolute only where it was given so. */
function scriptLocation(directory: string, configFile: string): string {
  const doubled = (path: string) => path.split(sep).join("/").replaceAll("%", "%%");
  if (isAbsolute(directory)) return doubled(resolve(directory));
  return `%(here)s/${doubled(relative(dirname(configFile), resolve(directory)))}`;
}

async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    await writeFile(temporary, text, { flag: "wx", mode: statSync(path).mode });
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}
