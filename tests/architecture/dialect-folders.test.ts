import { describe, expect, it } from "vitest";
import { checkDialectFolders } from "./dialect-folders.ts";
import { readSources } from "./sources.ts";

const complete = ["ddl-compiler", "features", "impl", "index", "inspector", "options", "type-compiler", "types"].map(
  (name) => `dialects/a/${name}.ts`,
);

describe("the folders of dialects", () => {
  it("have the same files", () => {
    expect(checkDialectFolders(readSources().map(({ path }) => path))).toEqual([]);
  });

  it("are refused when a file is missing or only one of them has it", () => {
    expect(checkDialectFolders(complete.slice(1))).toEqual(["dialects/a has no ddl-compiler.ts"]);
    expect(checkDialectFolders([...complete, "dialects/a/helpers.ts"])).toEqual([
      "dialects/a/helpers.ts is in no other dialect",
    ]);
  });

  it("may have drivers and further folders, and base is none of them", () => {
    expect(checkDialectFolders([...complete, "dialects/a/drivers/pg.ts", "dialects/base/impl.ts"])).toEqual([]);
  });
});
