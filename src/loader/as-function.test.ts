import { compileFunction } from "node:vm";
import { describe, expect, it } from "vitest";
import { parseSync } from "oxc-parser";
import { transformSync } from "oxc-transform";
import { asFunction, importedName, type ModuleFunction } from "./as-function.ts";

const modules: Readonly<Record<string, object>> = {
  "alembic-ts": { sa: {}, sql: () => "" },
  "./models.ts": { default: { of: "models" }, Base: "base" },
};

/** The function for a file of TypeScript, after what oxc makes of it. */
function functionOf(source: string): ModuleFunction | null {
  const { code } = transformSync("a1_posts.ts", source, { sourceType: "module" });
  return asFunction(code, parseSync("module.mjs", code).module);
}

async function exportsOf(source: string): Promise<Record<string, unknown>> {
  const { imports, code } = functionOf(source) ?? { imports: [], code: "throw new Error('not plain')" };
  const run = compileFunction(code, [importedName]) as (namespaces: readonly unknown[]) => unknown;
  // What asFunction() writes resolves to the exports.
  return (await run(imports.map(({ specifier }) => modules[specifier]))) as Record<string, unknown>;
}

describe("a module as a function", () => {
  it("exports its constants, its functions and its default", async () => {
    const exported = await exportsOf(`
      import { type Operations, sa, sql as text } from "alembic-ts";
      import * as all from "alembic-ts";
      export const revision: string = "a1";
      const helper = (op: Operations): unknown => [op, sa, text, all];
      export async function upgrade(op: Operations): Promise<unknown> { return helper(op); }
      export function downgrade(): void {}
      export default { run: helper };
    `);
    expect(Object.keys(exported)).toEqual(["revision", "upgrade", "downgrade", "default"]);
    expect(exported["revision"]).toBe("a1");
  });

  it("takes the default, names and the whole of what it imports, and says what has to be there", async () => {
    const source = `
      import models, { Base as Model } from "./models.ts";
      import again, * as all from "./models.ts";
      const list = { models, Model, again, all };
      export class Kept { static readonly list = list; }
      export { list as taken };
    `;
    const { Kept, ...rest } = await exportsOf(source);
    expect(rest).toEqual({
      taken: { models: { of: "models" }, Model: "base", again: { of: "models" }, all: modules["./models.ts"] },
    });
    expect(Kept).toHaveProperty("list", rest["taken"]);
    expect(functionOf(source)?.imports).toEqual([
      { specifier: "./models.ts", names: ["default", "Base"], isExported: false },
      { specifier: "./models.ts", names: ["default"], isExported: false },
    ]);
  });

  it("exports what others export, its own before theirs", async () => {
    const source = `
      import "./models.ts";
      export * from "./models.ts";
      export * as all from "./models.ts";
      export { Base as Model, default } from "./models.ts";
      export const Base = "own";
    `;
    const { default: models, ...rest } = await exportsOf(source);
    expect(models).toEqual({ of: "models" });
    expect(rest).toEqual({ Base: "own", Model: "base", all: modules["./models.ts"] });
    expect(functionOf(source)?.imports.map(({ names, isExported }) => [names, isExported])).toEqual([
      [[], false],
      [[], true],
      [[], false],
      [["Base"], false],
      [["default"], false],
    ]);
  });

  it("exports each name of a declaration that has several, and a class or function as the default", async () => {
    expect(await exportsOf('export const revision = "a1", downRevision = null;')).toEqual({
      revision: "a1",
      downRevision: null,
    });
    expect(await exportsOf('export const { revision } = { revision: "a1" };')).toEqual({ revision: "a1" });
    expect(await exportsOf("export default class Named { static readonly is = Named.name; }")).toHaveProperty(
      "default.is",
      "Named",
    );
    expect((await exportsOf("export default function () { return 1; }"))["default"]).toBeTypeOf("function");
    expect(await exportsOf("/* 😀 */ const a = 1; export default a + 1;")).toEqual({ default: 2 });
  });

  it("runs what it imports in the order of the text", () => {
    const source =
      'export * from "./a.ts"; import "./b.ts"; export { c } from "./c.ts"; import { d } from "./d.ts"; d();';
    expect(functionOf(source)?.imports.map(({ specifier }) => specifier)).toEqual([
      "./a.ts",
      "./b.ts",
      "./c.ts",
      "./d.ts",
    ]);
  });

  it("has no this of its own", async () => {
    expect(await exportsOf("export const revision = String(this);")).toEqual({ revision: "undefined" });
  });

  it("may wait at its top level, and is strict", async () => {
    const exported = await exportsOf(`
      export const revision = await Promise.resolve("b2");
      export function upgrade() { undeclared = 1; }
    `);
    expect(exported["revision"]).toBe("b2");
    expect(exported["upgrade"]).toThrow(ReferenceError);
  });

  it("keeps each line, and what it says in its column, for the source map", () => {
    const source = 'import { sa } from "alembic-ts";\nexport const revision = "a1";\nexport const table = sa;\n';
    const lines = functionOf(source)?.code.split("\n") ?? [];
    expect(lines[1]).toBe('       const revision = "a1";');
    expect(lines[2]).toBe("       const table = sa;");
  });

  it("may name what it imports and exports as it likes", async () => {
    const source = `
      import * as alembic from "alembic-ts";
      import { "Base" as base } from "./models.ts";
      const one = { alembic, base };
      export { one as "any name", one as default };
      export { Base as "it's" } from "./models.ts";
    `;
    const one = { alembic: modules["alembic-ts"], base: "base" };
    expect(await exportsOf(source)).toEqual({ "any name": one, default: one, "it's": "base" });
  });

  it("keeps text that looks like a declaration", async () => {
    const exported = await exportsOf(
      `/*\nexport const old = 1;\n*/\n// \`\nconst text = \`\nexport const no = 1;\nimport "./nothing.ts";\n\`;\nexport const revision = text;`,
    );
    expect(exported).toEqual({ revision: '\nexport const no = 1;\nimport "./nothing.ts";\n' });
  });
});

describe("a module that is not that plain is left to Node", () => {
  it.each([
    ["imports when it runs", 'export const revision = await import("node:fs");'],
    ["asks where it is", "export const revision = import.meta.url;"],
    ["exports a variable", 'export let revision = "a1";'],
    ["exports a variable by a list", "let url = '';\nexport { url };\nexport function set(to) { url = to; }"],
    ["has the name of what is written around it", "const alembic$imported = 1;"],
    ["exports by a list what it imports", 'import { a } from "./a.ts";\nexport { a };'],
    ["speaks of require", "export const revision = typeof require;"],
  ])("as it %s", (_, source) => {
    expect(functionOf(source)).toBeNull();
  });
});
