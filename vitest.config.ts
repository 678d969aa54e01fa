import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import manifest from "./package.json" with { type: "json" };

/** The package's own specifiers lead to its sources: projects that tests make share one instance with what runs them. */
const own = Object.entries(manifest.exports).flatMap(([subpath, target]) =>
  typeof target === "string"
    ? []
    : [
        {
          find: new RegExp(`^${manifest.name}${subpath.slice(1)}$`),
          replacement: fileURLToPath(
            new URL(target.default.replace("./dist/", "./src/").replace(/\.mjs$/, ".ts"), import.meta.url),
          ),
        },
      ],
);

export default defineConfig({
  resolve: { alias: own },
  test: {
    include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
    globalSetup: ["tests/support/set-up-run.ts"],
    reporters: ["default", "./tests/support/summary-reporter.ts"],
    // Test files wait for databases and child processes more than they compute.
    maxWorkers: Math.max(2, availableParallelism()),
    // In the gate, one that fails has a second try, and is named if it needed it: a machine that stood still for a moment
    // is no reason to turn work away.
    retry: process.env["CI"] ? 1 : 0,
    // A process that runs tests also starts databases and child processes: a slow machine needs the room.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: ["src/**/*.test.ts", "src/**/index.ts"],
      reporter: ["text-summary", "html", "json-summary"],
    },
  },
});
