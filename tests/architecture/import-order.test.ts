import { describe, expect, it } from "vitest";
import { checkDialectImports, checkImportOrder } from "./import-order.ts";
import { parse, readSources } from "./sources.ts";

describe("the import order of folders", () => {
  it("is kept in src", () => {
    expect(checkImportOrder(readSources())).toEqual([]);
  });

  it.each([
    ["sql/a.ts", 'import { b } from "../schema/b.ts";'],
    ["sql/a.ts", 'import type { B } from "../schema/b.ts";'],
    ["sql/a.ts", 'export * from "../schema/b.ts";'],
    ["sql/a.ts", 'const b = await import("../schema/b.ts");'],
    ["sql/a.ts", 'type B = import("../schema/b.ts").B;'],
    ["types/a.ts", 'import { b } from "../dialects/postgresql/types.ts";'],
    ["dialects/postgresql/types.ts", 'import { b } from "../../schema/b.ts";'],
    ["sql/a.ts", 'import { b } from "../index.ts";'],
    ["helpers/a.ts", "export const a = 1;"],
  ])("refuses, in %s: %s", (path, text) => {
    expect(checkImportOrder([parse(path, text)])).toHaveLength(1);
  });

  it.each([
    ["schema/a.ts", 'import { b } from "../sql/b.ts";'],
    ["schema/a.ts", 'import { b } from "./b.ts";'],
    ["schema/a.ts", 'import { b } from "../dialects/postgresql/options.ts";'],
    ["index.ts", 'export { b } from "./cli/b.ts";'],
    ["errors/a.ts", 'import { b } from "node:fs";'],
  ])("accepts, in %s: %s", (path, text) => {
    expect(checkImportOrder([parse(path, text)])).toEqual([]);
  });
});

describe("a dialect's folder", () => {
  it("is imported by the registry alone, its leaves aside", () => {
    expect(checkDialectImports(readSources())).toEqual([]);
  });

  it.each([
    ["operations/a.ts", 'import type { B } from "../dialects/sqlite/impl.ts";'],
    ["dialects/sqlite/a.ts", 'import { b } from "../postgresql/impl.ts";'],
    ["dialects/registry.ts", 'import { b } from "./postgresql/index.ts";'],
  ])("refuses, in %s: %s", (path, text) => {
    expect(checkDialectImports([parse(path, text)])).toHaveLength(1);
  });

  it.each([
    ["operations/a.ts", 'import { b } from "../dialects/base/impl.ts";'],
    ["schema/a.ts", 'import { b } from "../dialects/sqlite/options.ts";'],
    ["dialects/sqlite/a.ts", 'import { b } from "./impl.ts";'],
    ["dialects/registry.ts", 'const b = () => import("./postgresql/index.ts");'],
    ["dialects/make-url.ts", 'import { b } from "./postgresql/drivers/url-names.ts";'],
  ])("accepts, in %s: %s", (path, text) => {
    expect(checkDialectImports([parse(path, text)])).toEqual([]);
  });
});
