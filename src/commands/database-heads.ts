import type { Config } from "../config/index.ts";
import type { ScriptDirectory } from "../script/script-directory.ts";
import { runEnvironment } from "./run-env.ts";

/** The rows of the version table of each database that env migrates, together. Nothing is made or changed. */
export async function databaseHeads(config: Config, script: ScriptDirectory): Promise<readonly string[]> {
  const found = new Set<string>();
  await runEnvironment(config, script, {
    isReadOnly: true,
    fn: (heads) => {
      for (const head of heads) found.add(head);
      return [];
    },
  });
  return [...found];
}
