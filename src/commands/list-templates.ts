import type { Config } from "../config/index.ts";
import { listTemplates as templatesIn, type Template } from "../script/init.ts";

/** What {@link listTemplates} gives. */
export interface TemplatesResult {
  readonly templates: readonly Template[];
}

/**
 * Lists the templates that `init` can use.
 *
 * @param config its template folder is listed
 * @example
 * const { templates } = await listTemplates(new Config());
 */
export async function listTemplates(config: Config): Promise<TemplatesResult> {
  return { templates: templatesIn(config.getTemplateDirectory()) };
}
