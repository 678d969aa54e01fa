import type { Config } from "../config/index.ts";
import type { EnvironmentSettings } from "../runtime/environment-context.ts";
import type { ScriptDirectory } from "../script/script-directory.ts";
import { runEnvironment } from "./run-env.ts";
import type { Shadow } from "./shadow.ts";

/** Runs env for a comparison: against the database that env names, or a shadow of it where that is asked for. */
export async function runComparison(
  config: Config,
  script: ScriptDirectory,
  asked: Shadow | undefined,
  settings: EnvironmentSettings,
): Promise<void> {
  const shadow = asked ?? shadowSetting(config);
  if (shadow === false) return runEnvironment(config, script, settings);
  const { runOnShadow } = await import("./shadow.ts");
  return runOnShadow(config, script, shadow, settings);
}

/** The configuration's `shadow`: true, or the URL of a server. */
function shadowSetting(config: Config): Shadow {
  const setting = config.getAlembicOption("shadow");
  if (typeof setting === "boolean") return setting;
  if (typeof setting !== "string" || setting === "false" || setting === "") return false;
  return setting === "true" ? true : setting;
}
