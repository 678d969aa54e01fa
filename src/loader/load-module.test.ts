import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTemporaryFolder, type TemporaryFolder } from "../testing/temporary-folder.ts";
import { installUnbundled } from "../../tests/support/unbundled.ts";
import { run } from "../../tests/support/run.ts";

let folder: TemporaryFolder;
let tool: string;
let count = 0;
let project: string;

beforeAll(async () => {
  folder = await createTemporaryFolder();
  tool = join(folder.path, "tool");
  await installUnbundled(tool, ["errors", "util", "config", "loader"], "config/index");
});

afterAll(() => folder.remove());

beforeEach(async () => {
  count += 1;
  project = join(folder.path, `project-${count}`);
  await write({ "package.json": '{ "type": "module" }' });
});

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(project, name)), { recursive: true });
    await writeFile(join(project, name), text);
  }
}

/** An expression: where the file `env.ts` throws when its function `fail` is called. */
function placeOfFailure(): string {
  const file = JSON.stringify(join(project, "env.ts"));
  return `(() => { try { loaded.fail(); } catch (thrown) { return positionInStack(thrown, ${file}); } })()`;
}

/** The project has the tool among its own packages, as after `npm install`. */
async function installTool(): Promise<void> {
  await mkdir(join(project, "node_modules"), { recursive: true });
  await symlink(tool, join(project, "node_modules", "alembic-ts"), "junction");
}

/**
 * A program that loads a file of the project with the tool, and prints an expression over it and the tool's own modules.
 * Nothing but the tool loads files in it.
 */
async function loading(
  file: string,
  expression: string,
  options = "{}",
  env: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const program = `
    const { loadModule, positionInStack, startAlone } = await import(${JSON.stringify(join(tool, "dist/loader/index.mjs"))});
    startAlone();
    const own = await import(${JSON.stringify(join(tool, "dist/config/index.mjs"))});
    const loaded = await loadModule(${JSON.stringify(join(project, file))}, ${options}).catch((error) => ({ error }));
    const { error } = loaded;
    console.log(JSON.stringify(await (${expression}) ?? null));`;
  const answer = await run(process.execPath, ["--input-type=module", "-e", program], { cwd: project, env });
  expect(answer.stderr).toBe("");
  return JSON.parse(answer.stdout);
}

describe("a TypeScript file", () => {
  it("may hold enums, namespaces and parameter properties", async () => {
    await write({
      "env.ts": `
        enum Colour { Red = 1 }
        namespace Space { export const inner = 2; }
        class Point { constructor(readonly x: number) {} }
        export const result: number[] = [Colour.Red, Space.inner, new Point(3).x];`,
    });
    expect(await loading("env.ts", "loaded.result")).toEqual([1, 2, 3]);
  });

  it("imports with the compiled extension, the source's, or none, and folders by their index", async () => {
    await write({
      "env.ts": `
        import { a } from "./a.js"; import { b } from "./b.ts"; import { c } from "../project-${count}/c"; import { d } from "./d";
        import { e } from "./e.mjs"; import data from "./data.json" with { type: "json" };
        export const result = [a, b, c, d, e, data.f];`,
      "a.ts": "export const a: number = 1;",
      "b.ts": "export const b: number = 2;",
      "c.ts": "export const c: number = 3;",
      "d/index.ts": "export const d: number = 4;",
      "e.mts": "export const e: number = 5;",
      "data.json": '{ "f": 6 }',
    });
    expect(await loading("env.ts", "loaded.result")).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("imports by the paths of tsconfig.json, also of those that it extends", async () => {
    await write({
      "tsconfig.json": '{ "extends": "./base.json", /* none */ }',
      "base.json": '{ "compilerOptions": { "paths": { "@app/*": ["./src/*"], "left-pad": ["./src/pad.ts"] } } }',
      "src/a.ts": "export const a: number = 1;",
      "src/pad.ts": "export const pad: number = 2;",
      "alembic/env.ts": 'import { a } from "@app/a"; import { pad } from "left-pad"; export const result = [a, pad];',
    });
    expect(await loading("alembic/env.ts", "loaded.result")).toEqual([1, 2]);
  });

  it("CFG-07 imports by a bare name from the folders of prepend_sys_path, after the installed packages", async () => {
    await write({
      "alembic/env.ts": 'import { a } from "models/a"; import { b } from "both"; export const result = [a, b];',
      "src/models/a.ts": "export const a: number = 1;",
      "src/both.ts": "export const b = 'root';",
      "node_modules/both/package.json": '{ "name": "both", "main": "index.js" }',
      "node_modules/both/index.js": "exports.b = 'package';",
    });
    const roots = JSON.stringify({ prependSysPath: [join(project, "src")] });
    expect(await loading("alembic/env.ts", "loaded.result", roots)).toEqual([1, "package"]);
    expect(await loading("alembic/env.ts", "error.hint")).toBe("Install it: npm install models");
  });

  it("CFG-07 of two configurations, each adds its folders", async () => {
    await write({
      "env.ts": 'export { a as default } from "a";',
      "second.ts": 'export { b as default } from "b";',
      "one/a.ts": "export const a: number = 1;",
      "two/b.ts": "export const b: number = 2;",
    });
    const second = `[loaded.default, (await loadModule(${JSON.stringify(join(project, "second.ts"))}, ${JSON.stringify({ prependSysPath: [join(project, "two")] })})).default]`;
    const roots = JSON.stringify({ prependSysPath: [join(project, "one")] });
    expect(await loading("env.ts", `(async () => ${second})()`, roots)).toEqual([1, 2]);
  });

  it("may wait at the top level and asks import.meta where it is", async () => {
    await write({
      "env.ts": "export const result: string[] = [await Promise.resolve('a'), import.meta.filename, import.meta.url];",
    });
    const file = join(project, "env.ts");
    expect(await loading("env.ts", "loaded.result")).toEqual(["a", file, `file://${file}`]);
  });

  it("has decorators with the types of what they decorate", async () => {
    await write({
      "tsconfig.json": '{ "compilerOptions": { "experimentalDecorators": true, "emitDecoratorMetadata": true } }',
      "env.ts": `
        const seen: unknown[] = [];
        Object.assign(Reflect, { metadata: (key: string, type: { name: string }) => () => { seen.push(key, type.name); } });
        const column = (target: object, key: string) => { seen.push(key); };
        class User { @column id!: number; @column at: Date = new Date(0); }
        export const result = [...seen, new User().at.getTime()];`,
    });
    expect(await loading("env.ts", "loaded.result")).toEqual([
      "design:type",
      "Number",
      "id",
      "design:type",
      "Date",
      "at",
      0,
    ]);
  });

  it("is told where standard decorators stand, which Node cannot run", async () => {
    await write({
      "tsconfig.json": '{ "compilerOptions": { "target": "es2022" } }',
      "env.ts": "const d = (): void => {};\nclass A {\n  @d m() {}\n}\nexport const a = A;",
    });
    expect(await loading("env.ts", "error.message")).toContain(
      'env.ts:3:1: Node cannot run standard decorators: set "experimentalDecorators"',
    );
  });

  it("is evaluated once, whether Node loads what imports it or not", async () => {
    await write({
      "models.ts": "export class Base { static readonly counts: string[] = []; }\nexport default Base.counts;",
      "env.ts": 'import counts, { Base } from "./models.js"; counts.push("env"); export const counted = Base.counts;',
      // Asks where it is, which Node's loader alone can tell.
      "first.ts":
        'import counts from "./models.ts"; counts.push(typeof import.meta.url); export { counts } from "./again.ts";',
      "again.ts": 'import * as models from "./models.ts"; export const counts: string[] = models.Base.counts;',
      "second.ts": 'import { Base } from "./models.ts"; Base.counts.push("second"); export const counts = Base.counts;',
    });
    const then = (name: string) => `(await loadModule(${JSON.stringify(join(project, name))})).counts`;
    const all = `(async () => [loaded.counted, ${then("first.ts")} === loaded.counted, ${then("second.ts")} === loaded.counted])()`;
    expect(await loading("env.ts", all)).toEqual([["env", "string", "second"], true, true]);
  });

  it("is the instance that a program has already which calls the tool", async () => {
    await write({
      "models.ts": "export const counts: string[] = [];",
      "env.ts": 'import { counts } from "./models.ts"; export { counts };',
      "hooks.mjs":
        "export async function load(url, context, next) { return url.endsWith('.ts') ? { format: 'module', shortCircuit: true, source: (await import('node:fs')).readFileSync(new URL(url), 'utf8').replace(': string[]', '') } : next(url, context); }",
    });
    const program = `
      import { register } from "node:module";
      register("./hooks.mjs", import.meta.url);
      const { counts } = await import("./models.ts");
      const { loadModule } = await import(${JSON.stringify(join(tool, "dist/loader/index.mjs"))});
      const loaded = await loadModule(${JSON.stringify(join(project, "env.ts"))});
      console.log(loaded.counts === counts);`;
    await write({ "program.mjs": program });
    expect(await run(process.execPath, ["program.mjs"], { cwd: project })).toMatchObject({
      stdout: "true\n",
      stderr: "",
    });
  });

  it("may import files in a circle, and names what a file does not export", async () => {
    await write({
      "env.ts": 'import { b } from "./b.ts"; export const a = (): number => 1; export const result = b();',
      "b.ts": 'import { a } from "./env.ts"; export const b = (): number => a() + 1;',
      "other.ts": 'import { c } from "./c.ts"; export const result = c;',
      "c.ts": "export const d = 1;",
    });
    expect(await loading("env.ts", "loaded.result")).toBe(2);
    await write({ "both.ts": 'export * from "./c.ts"; export * from "./e.ts";', "e.ts": "export const d = 2;" });
    expect(await loading("both.ts", "Object.keys(loaded)")).toEqual([]);
    expect(await loading("other.ts", "error.message")).toContain(
      "The requested module './c.ts' does not provide an export named 'c'",
    );
  });

  it("may have declarations in comments and in text", async () => {
    await write({
      "env.ts": `
/*
export const old = 1;
export async function downgrade(): Promise<void> {}
*/
export const result: string = \`
export const text = 2;
\`, other = 3;`,
    });
    expect(await loading("env.ts", "loaded")).toEqual({ result: "\nexport const text = 2;\n", other: 3 });
  });

  it("may have what only a module has", async () => {
    await write({
      "extends.ts": "declare global { interface Kept { a: 1 } }\nexport {};\nReflect.set(globalThis, 'kept', 'k');",
      "shell.ts":
        '#!/usr/bin/env -S npx tsx\nimport "./extends.ts";\nexport const result: unknown = Reflect.get(globalThis, "kept");',
      "state.ts": "let url: string = 'before';\nexport { url };\nexport function set(to: string): void { url = to; }",
      "env.ts":
        "import * as alembic from './state.ts';\nimport { set, url } from './state.ts';\nset('after');\nexport const result = [url, alembic.url];",
    });
    expect(await loading("shell.ts", "loaded.result")).toBe("k");
    expect(await loading("extends.ts", "[Object.keys(loaded), globalThis.kept]")).toEqual([[], "k"]);
    expect(await loading("env.ts", "loaded.result")).toEqual(["after", "after"]);
  });

  it("starts no thread for hooks where all that it imports is plain", async () => {
    await write({
      "env.ts": 'import { join } from "node:path"; import { a } from "./a/b"; export const result = join(a, "c");',
      "a/b.ts": 'import { tail } from "#tail"; export const a: string = tail;',
      "package.json": '{ "type": "module", "imports": { "#tail": "./tail.ts" } }',
      "tail.ts": 'export const tail = "t";',
      "plain.ts": 'import { tail } from "./tail.ts"; export const result: string = tail;',
    });
    const threads = "process.report.getReport().workers.length";
    expect(await loading("plain.ts", `[loaded.result, ${threads}]`)).toEqual(["t", 0]);
    expect(await loading("env.ts", "loaded.result")).toBe("t/c");
  });

  it("may be CommonJS: .cts, or .ts in a package that says nothing", async () => {
    await write({
      "first.cts": 'import other = require("./other.cts"); export = { a: other.a, where: __filename };',
      "other.cts": "export = { a: 1 as number };",
      "second/b.cjs": "exports.b = 2;",
      "legacy/package.json": "{}",
      "legacy/env.ts": "const c: number = 3; exports.c = c; exports.file = __filename;",
      "legacy/esm.ts": 'import { join } from "node:path"; export const c: string = join("a", "b");',
    });
    await write({
      "env.ts":
        'import first from "./first.cts"; import * as b from "./second/b.cjs"; export const result = [first.a, b.b];',
    });
    expect(await loading("env.ts", "loaded.result")).toEqual([1, 2]);
    expect(await loading("legacy/env.ts", "[loaded.c, loaded.file]")).toEqual([3, join(project, "legacy/env.ts")]);
    expect(await loading("legacy/esm.ts", "loaded.c")).toBe(join("a", "b"));
  });

  it("throws at its original line", async () => {
    await write({
      "env.ts":
        "interface Far {\n  a: number;\n}\n\nenum E { A }\nexport function fail(): void {\n  const far: Far = { a: E.A };\n  throw new Error(String(far.a));\n}",
    });
    expect(await loading("env.ts", placeOfFailure())).toEqual({ line: 8, column: 9 });
  });

  it("throws at its original line and column without a source map, where only types have to go", async () => {
    await write({
      "env.ts":
        "export function fail(): void { const far: { a: number } = { a: 1 }; throw new Error(String(far.a)); }\nexport const a = 1;",
    });
    expect(await loading("env.ts", placeOfFailure())).toEqual({ line: 1, column: 75 });
    await mkdir(join(project, "node_modules"));
    expect(await loading("env.ts", placeOfFailure())).toEqual({ line: 1, column: 75 });
    const cache = join(project, "node_modules/.cache/alembic-ts");
    const kept = await readFile(join(cache, (await readdir(cache))[0] ?? "none"), "utf8");
    expect(kept).toContain('{"imports":[],"sourceMap":null}\n');
  });

  it("has its own `alembic-ts` only where that is this very package, else this one", async () => {
    await write({ "env.ts": 'import { Config } from "alembic-ts"; export const config = new Config(null);' });
    expect(await loading("env.ts", "loaded.config instanceof own.Config")).toBe(true);
    await installTool();
    expect(await loading("env.ts", "loaded.config instanceof own.Config")).toBe(true);
    await write({
      "package.json": '{ "type": "module" }',
      "other/env.ts": 'import { Config } from "alembic-ts"; export const config = new Config(null);',
    });
    await write({
      "other/node_modules/alembic-ts/package.json":
        '{ "name": "alembic-ts", "type": "module", "exports": "./index.js" }',
      "other/node_modules/alembic-ts/index.js": "export class Config {}",
    });
    expect(await loading("other/env.ts", "loaded.config instanceof own.Config")).toBe(true);
  });
});

describe("a compiled file", () => {
  it("is loaded as it is, without what TypeScript needs", async () => {
    await installTool();
    await write({
      "env.mjs": 'import { Config } from "alembic-ts"; export const config = new Config(null);',
      "env.cjs": "exports.revision = 'a'; module.exports.upgrade = () => 1;",
      "object.cjs": "const all = { revision: 'b' }; module.exports = all;",
      "default.cjs": "Object.defineProperty(exports, '__esModule', { value: true }); exports.default = 'program';",
    });
    const oxc = "process.report.getReport().sharedObjects.some((name) => name.includes('oxc'))";
    expect(await loading("env.mjs", `[loaded.config instanceof own.Config, ${oxc}]`)).toEqual([true, false]);
    expect(await loading("env.cjs", "[loaded.revision, loaded.upgrade()]")).toEqual(["a", 1]);
    expect(await loading("object.cjs", "loaded.revision")).toBe("b");
    expect(await loading("default.cjs", "loaded.default")).toBe("program");
  });

  it("gets this package also where it is not installed beside it", async () => {
    await write({ "env.mjs": 'import { Config } from "alembic-ts"; export const config = new Config(null);' });
    expect(await loading("env.mjs", "loaded.config instanceof own.Config")).toBe(true);
  });
});

describe("a file that cannot be loaded", () => {
  it("says file, line and column of wrong syntax, with the line and a caret", async () => {
    await write({
      "env.ts": "// größe 😀\nexport const a: string = 'é' +* 1;\n",
      "outer.ts": 'export { a } from "./env.ts";',
      "env.mjs": "// größe 😀\nexport const a = 'é' +* 1;\n",
    });
    const at = join(project, "env.ts");
    const message = `${at}:2:31: Unexpected token\n2 | export const a: string = 'é' +* 1;\n  |                               ^`;
    expect(await loading("env.ts", "[error.name, error.code, error.message]")).toEqual([
      "ScriptError",
      "ALB0220",
      message,
    ]);
    expect(await loading("outer.ts", "error.message")).toBe(message);
    expect(await loading("env.mjs", "error.message")).toContain(
      "env.mjs:2:23: Unexpected token\n2 | export const a = 'é' +* 1;\n  |                       ^",
    );
  });

  it("names the package that is missing and the command that installs it", async () => {
    await write({ "env.ts": 'import "@scope/nothing";', "path.ts": 'import "./nothing.ts";' });
    expect(await loading("env.ts", "[error.code, error.hint]")).toEqual([
      "ALB0221",
      "Install it: npm install @scope/nothing",
    ]);
    expect(await loading("path.ts", "[error.code, error.hint]")).toEqual(["ALB0221", "Check the path of the import."]);
  });

  it("names the line that threw", async () => {
    await write({ "env.ts": "type A = number;\nexport const a: A = 1;\nthrow new TypeError('no');" });
    expect(await loading("env.ts", "[error.code, error.message, error.cause.name]")).toEqual([
      "ALB0222",
      `${join(project, "env.ts")}:3:7 failed while it was loaded: no`,
      "TypeError",
    ]);
  });

  it("names a tsconfig.json that is no JSON, and minds no missing base of it", async () => {
    await write({ "tsconfig.json": "{ nothing }", "env.ts": "export const a: number = 1;" });
    expect(await loading("env.ts", "error.message")).toContain(`${join(project, "tsconfig.json")} is not valid JSON`);
    await write({ "tsconfig.json": '{ "extends": ["@tsconfig/none/tsconfig.json", "./none"] }' });
    expect(await loading("env.ts", "loaded.a")).toBe(1);
  });
});

describe("what was transpiled", () => {
  const loadsOxc = "process.report.getReport().sharedObjects.some((name) => name.includes('oxc-transform'))";
  const kept = async (): Promise<readonly string[]> =>
    readdir(join(project, "node_modules/.cache/alembic-ts")).catch(() => []);
  const cacheFile = async (): Promise<string> =>
    join(project, "node_modules/.cache/alembic-ts", (await kept())[0] ?? "none");

  async function writeProject(value: string): Promise<void> {
    await mkdir(join(project, "node_modules"), { recursive: true });
    await write({
      "env.ts": `import { a } from "./a.ts"; export const result: unknown[] = [a, "${value}"];`,
      "a.ts": 'export const a: string = "größe 😀";',
    });
  }

  it("is kept for the next run, which has no need of what transpiles", async () => {
    await writeProject("one");
    expect(await loading("env.ts", `[loaded.result, ${loadsOxc}]`)).toEqual([["größe 😀", "one"], true]);
    expect(await loading("env.ts", `[loaded.result, ${loadsOxc}]`)).toEqual([["größe 😀", "one"], false]);
    expect(await kept()).toHaveLength(1);
  });

  it("is made anew when the file, or how it is compiled, has changed", async () => {
    await writeProject("one");
    await loading("env.ts", "loaded.result");
    await writeProject("two");
    expect(await loading("env.ts", `[loaded.result[1], ${loadsOxc}]`)).toEqual(["two", true]);
    expect(await loading("env.ts", `[loaded.result[1], ${loadsOxc}]`)).toEqual(["two", false]);
    await write({ "tsconfig.json": '{ "compilerOptions": { "verbatimModuleSyntax": true } }' });
    expect(await loading("env.ts", `[loaded.result[1], ${loadsOxc}]`)).toEqual(["two", true]);
  });

  it("goes when its file goes", async () => {
    await writeProject("one");
    await loading("env.ts", "loaded.result");
    await rm(join(project, "a.ts"));
    await write({ "env.ts": "export const result: number = 3;" });
    expect(await loading("env.ts", "loaded.result")).toBe(3);
    const [index = ""] = (await readFile(await cacheFile(), "utf8")).split("\n", 1);
    expect(Object.keys(JSON.parse(index) as object)).toEqual([`${sep}env.ts`]);
  });

  it.each([
    ["cut off", (content: Buffer) => content.subarray(0, content.length - 40)],
    ["overwritten with zeros", (content: Buffer) => Buffer.alloc(content.length)],
    [
      "changed in its texts",
      (content: Buffer) => Buffer.from(content.toString("latin1").replace("größe", "kleine"), "latin1"),
    ],
    ["empty", () => Buffer.alloc(0)],
  ])("is not believed when its file is %s", async (_, damage) => {
    await writeProject("one");
    await loading("env.ts", "loaded.result");
    const file = await cacheFile();
    await writeFile(file, damage(await readFile(file)));
    expect(await loading("env.ts", "loaded.result")).toEqual(["größe 😀", "one"]);
    expect(await loading("env.ts", `[loaded.result, ${loadsOxc}]`)).toEqual([["größe 😀", "one"], false]);
  });

  it("is written whole by each of many processes", async () => {
    await writeProject("one");
    const results = await Promise.all(Array.from({ length: 6 }, () => loading("env.ts", "loaded.result")));
    expect(new Set(results.map((result) => JSON.stringify(result)))).toEqual(new Set(['["größe 😀","one"]']));
    expect(await kept()).toHaveLength(1);
    expect(await loading("env.ts", loadsOxc)).toBe(false);
  });

  it("is not kept where ALEMBIC_TS_CACHE is off, where there is no node_modules, or where nothing can be written", async () => {
    await writeProject("one");
    const off = { ALEMBIC_TS_CACHE: "off" };
    expect(await loading("env.ts", "loaded.result", "{}", off)).toEqual(["größe 😀", "one"]);
    expect(await kept()).toEqual([]);
    await writeFile(join(project, "node_modules/.cache"), "a file where the folder would be");
    expect(await loading("env.ts", "loaded.result")).toEqual(["größe 😀", "one"]);
    await rm(join(project, "node_modules"), { recursive: true });
    expect(await loading("env.ts", "loaded.result")).toEqual(["größe 😀", "one"]);
  });
});
