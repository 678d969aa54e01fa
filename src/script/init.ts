import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { type Config, projectKey } from "../config/index.ts";
import { CommandError } from "../errors/index.ts";
import { suggest } from "../util/suggest.ts";
import { writeNewFile } from "../util/write-new-file.ts";
import { environmentFile } from "./environment.ts";
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

/** A file of a new project. */
export interface InitFile {
  /** Absolute. */
  readonly path: string;
  /** `kept`: it was there and says where the scripts are, or may; `extended`: a key was added to it. */
  readonly action: "written" | "extended" | "kept";
}

/** What was made of a new project. */
export interface InitResult {
  /** The template's name. */
  readonly template: string;
  /** The folders that were not there, outermost first. */
  readonly createdFolders: readonly string[];
  readonly files: readonly InitFile[];
  /** The files that want editing. */
  readonly toEdit: readonly string[];
}

/**
 * The templates of a folder, by name.
 *
 * @param folder where they are: `config.getTemplateDirectory()`
 */
export function listTemplates(folder: string): readonly Template[] {
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, "README")));
  return names.toSorted().map((name) => templateIn(join(folder, name)));
}

function templateIn(path: string): Template {
  const readme = join(path, "README");
  const text = existsSync(readme) ? readFileSync(readme, "utf8") : "";
  return { name: basename(path), path, synopsis: text.split(/\r?\n/, 1)[0] ?? "" };
}

/**
 * Makes a script folder, and the file with its settings unless there is one. Nothing is ever overwritten.
 *
 * @param config says where the settings go
 * @param directory the folder to make: relative to the working folder, or absolute
 * @param templateName one of {@link listTemplates}, or the path of a folder of one's own
 * @throws {CommandError} where the folder has something in it, or there is no such template
 * @throws {ScriptError} where something cannot be written
 */
export async function initScriptDirectory(
  config: Config,
  directory: string,
  templateName: string,
): Promise<InitResult> {
  const template = findTemplate(config, templateName);
  const folder = resolve(directory);
  refuseContent(folder, directory);
  const names = readdirSync(template.path, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
  const settings = await planSettings(config, template, names.includes(projectTemplate), directory);
  const createdFolders = [...(await makeFolder(folder)), ...(await makeFolder(join(folder, "versions")))];
  const files: InitFile[] = [];
  for (const name of names.filter((each) => !settingsTemplates.has(each)).toSorted()) {
    const path = join(folder, name);
    await writing(path, () => writeNewFile(path, readFileSync(join(template.path, name))));
    files.push({ path, action: "written" });
  }
  createdFolders.push(...(await makeFolder(dirname(settings.path))));
  files.push(await writeSettings(settings));
  const environment = environmentFile(folder);
  const toEdit = [...(environment === undefined ? [] : [environment]), settings.path];
  return { template: template.name, createdFolders, files, toEdit };
}

const iniTemplate = "alembic.ini.eta";
const projectTemplate = "package.json.eta";
const settingsTemplates: ReadonlySet<string> = new Set([iniTemplate, projectTemplate]);

/** The names that the reference has for what is one template here. */
const formerNames: Readonly<Record<string, string>> = {
  async: "generic",
  pyproject: "package",
  pyproject_async: "package",
};

function findTemplate(config: Config, name: string): Template {
  const templates = listTemplates(config.getTemplateDirectory());
  const found = templates.find((template) => template.name === name);
  if (found !== undefined) return found;
  if (/[/\\]/.test(name) && existsSync(resolve(name))) return templateIn(resolve(name));
  const names = templates.map((template) => template.name);
  const near = formerNames[name] ?? suggest(name, names);
  throw new CommandError("ALB0115", `There is no template "${name}". Nothing was written.`, {
    hint:
      near === null
        ? `The templates are: ${names.join(", ")}; ./folder is one of your own.`
        : `Did you mean "${near}"?`,
  });
}

function refuseContent(folder: string, asGiven: string): void {
  if (!existsSync(folder)) return;
  const isFolder = statSync(folder).isDirectory();
  if (isFolder && readdirSync(folder).length === 0) return;
  const problem = isFolder ? "is not empty" : "is no folder";
  throw new CommandError("ALB0112", `${asGiven} is there already, and ${problem}. Nothing was written.`, {
    hint: "Choose another folder, or empty that one.",
  });
}

async function makeFolder(folder: string): Promise<readonly string[]> {
  const missing: string[] = [];
  for (let at = folder; !existsSync(at); at = dirname(at)) missing.unshift(at);
  await writing(folder, () => mkdir(folder, { recursive: true }));
  return missing;
}

/** A settings file and its new text; null where it is kept as it is. */
interface Settings {
  readonly path: string;
  readonly text: string | null;
}

/** Made before anything is written: a settings file that cannot be mended is no reason to leave half a project. */
async function planSettings(
  config: Config,
  template: Template,
  isProject: boolean,
  directory: string,
): Promise<Settings> {
  if (isProject) {
    const path = config.packageFileName ?? resolve("package.json");
    return { path, text: await projectText(path, template, directory) };
  }
  const path = config.configFileName ?? resolve("alembic.ini");
  if (existsSync(path)) return { path, text: null };
  return { path, text: await rendered(join(template.path, iniTemplate), scriptLocation(directory, path)) };
}

async function writeSettings({ path, text }: Settings): Promise<InitFile> {
  if (text === null) return { path, action: "kept" };
  const isThere = existsSync(path);
  await writing(path, () => (isThere ? replaceFile(path, text) : writeNewFile(path, text)));
  return { path, action: isThere ? "extended" : "written" };
}

/** The text of a package.json with our settings in it; null where it has some already. */
async function projectText(path: string, template: Template, directory: string): Promise<string | null> {
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
    const content: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    if (typeof content === "object" && content !== null && !Array.isArray(content)) return content;
  } catch {
    // Told below, as is any other content that is no object.
  }
  throw new CommandError("ALB0113", `${path} is not a JSON object. Nothing was written.`, {
    hint: "Mend the file: the settings go into it, and npm reads it too.",
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

/** The file has all of the new text or all of the old. */
async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    await writeFile(temporary, text, { flag: "wx", mode: statSync(path).mode });
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}
