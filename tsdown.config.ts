import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "tsdown";
import { chunksOf } from "./scripts/chunks.ts";

const adapters = existsSync("src/adapters")
  ? readdirSync("src/adapters", { withFileTypes: true })
      .map((entry) =>
        entry.isDirectory() ? `adapters/${entry.name}/index` : `adapters/${entry.name.replace(/\.ts$/, "")}`,
      )
      .filter((name) => !name.endsWith(".test"))
  : [];

/** What can be imported or run: a path under `src/` without its extension, and the same path under `dist/`. */
const entries = [
  "index",
  "commands/index",
  "testing/index",
  "cli/index",
  "cli/main",
  "loader/hooks-thread",
  ...adapters,
];

// One build with many entries: modules that entries share land in shared chunks, so that the command line and
// the user's env.ts see one instance of each.
export default defineConfig({
  entry: Object.fromEntries(
    entries.filter((name) => existsSync(`src/${name}.ts`)).map((name) => [name, `src/${name}.ts`]),
  ),
  format: "esm",
  platform: "node",
  target: "node20.19",
  dts: true,
  hash: false,
  outputOptions: {
    comments: { jsdoc: false, annotation: true, legal: true },
    codeSplitting: {
      groups: chunksOf(resolve("src")).map(({ name, modules }) => ({ name, test: (id: string) => modules.has(id) })),
    },
  },
});
