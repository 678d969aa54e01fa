import { describe, expect, it } from "vitest";
import { checkDialectNames } from "./dialect-names.ts";
import { parse, readSources } from "./sources.ts";

describe("a dialect's name", () => {
  it("stands in no string outside dialects, adapters and testing", () => {
    expect(checkDialectNames(readSources())).toEqual([]);
  });

  it.each([
    'if (name === "mysql") a();',
    "const a = `SQLite cannot ${b}`;",
    "const a = `${b} on PostgreSQL`;",
    'a["oracle"]',
  ])("is found in %s", (text) => {
    expect(checkDialectNames([parse("operations/a.ts", text)])).toHaveLength(1);
  });

  it.each([
    ["schema/a.ts", 'import type { B } from "../dialects/mysql/options.ts";'],
    ["schema/a.ts", "interface A { readonly mysql?: string } // not on sqlite"],
    ["dialects/mysql/a.ts", 'const name = "mysql";'],
  ])("is no matter, in %s: %s", (path, text) => {
    expect(checkDialectNames([parse(path, text)])).toEqual([]);
  });
});
