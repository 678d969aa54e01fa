import type { Config } from "../config/index.ts";
import type { EnvironmentSettings } from "../runtime/environment-context.ts";
import type { ScriptDirectory } from "../script/script-directory.ts";

/**
 * Runs env with what a command wants of it. What it takes to migrate is loaded only now.
 *
 * @throws whatever env or a migration throws
 */
export async function runEnvironment(
  config: Config,
  script: ScriptDirectory,
  settings: EnvironmentSettings,
): Promise<void> {
  const { EnvironmentContext } = await import("../runtime/environment-context.ts");
  await new EnvironmentContext(config, script, settings).run();
}
