import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config/index.ts";

/** A template that `init` can use. */
export interface TemplateEntry {
  readonly name: string;
  /** The first line of its README. */
  readonly synopsis: string;
}

/** What {@link listTemplates} gives. */
export interface TemplatesResult {
  readonly templates: readonly TemplateEntry[];
}

/**
 * Lists the templates that `init` can use.
 *
 * @param config its template folder is listed
 * @example
 * const { templates } = await listTemplates(new Config());
 */
export async function listTemplates(config: Config): Promise<TemplatesResult> {
  const folder = config.getTemplateDirectory();
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const templates = names.toSorted().map(async (name) => ({ name, synopsis: await synopsisOf(join(folder, name)) }));
  return { templates: await Promise.all(templates) };
}

async function synopsisOf(folder: string): Promise<string> {
  const text = await readFile(join(folder, "README"), "utf8");
  return text.split(/\r?\n/, 1)[0] ?? "";
}
