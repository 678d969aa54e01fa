import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
    globalSetup: ["tests/support/set-up-run.ts"],
    reporters: ["default", "./tests/support/summary-reporter.ts"],
    // Test files wait for databases and child processes more than they compute.
    maxWorkers: Math.max(2, availableParallelism()),
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
