import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { Config } from "../config/index.ts";
import { planUpgrade } from "../revision/index.ts";
import { ScriptDirectory } from "../script/script-directory.ts";
import { withTemporaryFolder } from "../testing/temporary-folder.ts";
import { loadingAhead } from "./load-ahead.ts";

function revisionFile(index: number, body: string): string {
  const down = index === 0 ? "null" : `"r${index - 1}"`;
  return `export const revision = "r${index}";\nexport const downRevision = ${down};\n${body}\nexport const upgrade = () => {};\n`;
}

it("a file that cannot be loaded fails at its own step, and not before", async () => {
  await withTemporaryFolder(async (folder) => {
    await mkdir(join(folder, "versions"));
    const bodies = ["", "", "throw new Error('broken');"];
    await Promise.all(
      bodies.map((body, index) => writeFile(join(folder, "versions", `${index}.mjs`), revisionFile(index, body))),
    );
    const { revisionMap } = await ScriptDirectory.fromConfig(new Config({ scriptLocation: folder }));
    const loaded: string[] = [];
    const run = async (): Promise<void> => {
      for (const step of loadingAhead(planUpgrade(revisionMap, [], "head"))) {
        if (step.isStamp) continue;
        await step.revision.module();
        loaded.push(step.revision.revision);
      }
    };
    await expect(run()).rejects.toThrow("broken");
    expect(loaded).toEqual(["r0", "r1"]);
  });
});
