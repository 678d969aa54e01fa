import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sa, sql } from "../../src/index.ts";
import { moving, sqliteDrivers } from "./moving.ts";

const page = readFileSync(new URL("../../docs/batch.md", import.meta.url), "utf8");

function blocks(language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "gs"))].map(([, code]) => code ?? "");
}

// The examples are JavaScript as well: they declare no types.
const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as new (
  ...args: readonly string[]
) => (...values: readonly unknown[]) => Promise<void>;

describe.each(sqliteDrivers.slice(0, 1))("the page on batch mode, on $name", (driver) => {
  it("has examples that run one after the other", () => {
    const start = blocks("sql").flatMap((text) => text.split(/;\n/).filter((statement) => statement.trim() !== ""));
    return moving(driver, start, async ({ op, rows, warnings }) => {
      for (const code of blocks("ts")) await new AsyncFunction("op", "sa", "sql", code)(op, sa, sql);
      expect(blocks("ts").length).toBeGreaterThan(4);
      expect(await rows("SELECT * FROM posts")).toEqual([
        [1, null, "One", 12, 1],
        [2, null, "Two", 0, 1],
      ]);
      expect(await rows("SELECT name FROM pragma_table_info('posts')")).toEqual([
        ["id"],
        ["slug"],
        ["headline"],
        ["views"],
        ["owner_id"],
      ]);
      expect(warnings).toEqual([]);
    });
  });
});
