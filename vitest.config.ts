import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

/** A folder with `node_modules` of its own, for a driver that is no dependency of this repository: see scripts/side-tests.mjs. */
const sideFolder = process.env["ALEMBIC_TS_SIDE_FOLDER"];

export default defineConfig({
  resolve: {
    alias:
      sideFolder === undefined
        ? {}
        : { "better-sqlite3": resolve(sideFolder, "node_modules/better-sqlite3/lib/index.js") },
  },
  test: {
    include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
    globalSetup: ["tests/support/set-up-run.ts"],
    reporters: ["default", "./tests/support/summary-reporter.ts"],
    // A process that runs tests also starts databases and child processes: a slow machine needs the room.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: ["src/**/*.test.ts", "src/**/index.ts"],
      reporter: ["text-summary", "html", "json-summary"],
    },
  },
});
