import { describe, expect, it } from "vitest";
import { checkImportCycles } from "./import-cycles.ts";
import { parse, readSources } from "./sources.ts";

describe("imports of values", () => {
  it("have no cycle in src", () => {
    expect(checkImportCycles(readSources())).toEqual([]);
  });

  it("are found where they form one", () => {
    const sources = [
      parse("sql/a.ts", 'import { b } from "./b.ts";'),
      parse("sql/b.ts", 'import { type X, c } from "./c.ts";'),
      parse("sql/c.ts", 'export { a } from "./a.ts";'),
    ];
    expect(checkImportCycles(sources)).toEqual(["sql/a.ts -> sql/b.ts -> sql/c.ts -> sql/a.ts"]);
  });

  it("are none when they are of types, or wait for a call", () => {
    const sources = [
      parse("sql/a.ts", 'import type { B } from "./b.ts"; import { type C } from "./b.ts";'),
      parse("sql/b.ts", 'import { a } from "./a.ts";'),
      parse("sql/c.ts", 'const d = () => import("./d.ts");'),
      parse("sql/d.ts", 'import { c } from "./c.ts";'),
    ];
    expect(checkImportCycles(sources)).toEqual([]);
  });
});
