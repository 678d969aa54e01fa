import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { GROUP_NAMES, readCorpus } from "../../conformance/corpus.ts";
import { DEFAULT_CORPUS } from "../../conformance/runner.ts";

/** Where the corpus is kept, beside the project, while it is worked on. */
const ORIGINAL = fileURLToPath(new URL("../../../shared/conformance", import.meta.url));

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

describe("the copy of the corpus", () => {
  it(`equals the original${existsSync(ORIGINAL) ? "" : " (which is not here: nothing to compare)"}`, () => {
    if (!existsSync(ORIGINAL)) return;
    expect(filesIn(DEFAULT_CORPUS)).toEqual(filesIn(ORIGINAL));
    const textOf = (folder: string, path: string) => readFileSync(join(folder, path), "utf8");
    const changed = filesIn(ORIGINAL).filter((path) => textOf(DEFAULT_CORPUS, path) !== textOf(ORIGINAL, path));
    expect(changed).toEqual([]);
  });

  it("has cases of every group, and no two of one id in a file", () => {
    const files = readCorpus(DEFAULT_CORPUS, GROUP_NAMES);
    expect(new Set(files.map((file) => file.group))).toEqual(new Set(GROUP_NAMES));
    const doubled = files.filter(({ cases }) => new Set(cases.map(({ id }) => id)).size < cases.length);
    expect(doubled.map(({ path }) => path)).toEqual([]);
  });
});
