import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Header, HeaderValue } from "./header.ts";
import { parseHeader } from "./parse-header.ts";
import { scanHeader } from "./scan-header.ts";

const plain = { revision: "b2", downRevision: "a1", branchLabels: null, dependsOn: null };

function header(values: Readonly<Record<string, string>>): string {
  const all = { revision: '"b2"', downRevision: '"a1"', branchLabels: "null", dependsOn: "null", ...values };
  return Object.entries(all)
    .map(([name, value]) => `export const ${name} = ${value};\n`)
    .join("");
}

describe("the scan of a header", () => {
  it.each([
    ["quotes of each kind", header({ revision: "'b2'", downRevision: "`a1`" }), {}],
    ["as const", header({ revision: '"b2" as const' }), {}],
    ["satisfies", header({ branchLabels: '["x"] satisfies readonly string[]' }), { branchLabels: ["x"] }],
    ["arrays over several lines", header({ dependsOn: "[\n  \"x\", // one\n  'y',\n]" }), { dependsOn: ["x", "y"] }],
    ["an empty array", header({ branchLabels: "[ ]" }), { branchLabels: [] }],
    ["undefined", header({ branchLabels: "undefined" }), {}],
    ["annotations", header({}).replace("downRevision =", "downRevision: string | null ="), {}],
    ["generic annotations", header({}).replace("dependsOn =", "dependsOn: Array<string> | null ="), {}],
    ["no semicolons", header({}).replaceAll(";", ""), {}],
    ["comments anywhere", `// a\n/* b */${header({}).replaceAll("\n", " // c\n/* d */\n")}`, {}],
    [
      "imports above",
      `import type { Operations } from "alembic-ts";\nimport a, { b as c } from 'x'\nimport "y";\n${header({})}`,
      {},
    ],
    ["windows line ends", header({}).replaceAll("\n", "\r\n"), {}],
    ["a byte order mark and a hashbang", `\uFEFF#!/usr/bin/env node\n${header({})}`, {}],
  ])("reads %s", (_, source, values) => {
    const rest =
      "\nexport async function upgrade(op: Operations): Promise<void> {\n  await op.execute(`export const revision = 'c3'`);\n}\n";
    expect(scanHeader(source + rest)?.values).toEqual({ ...plain, ...values });
    expect(scanHeader(source)?.values).toEqual({ ...plain, ...values });
  });

  it("reads what compilers make of it", () => {
    const common = `"use strict";
/**
 * create posts
 */
Object.defineProperty(exports, "__esModule", { value: true });
exports.dependsOn = exports.branchLabels = exports.downRevision = exports.revision = void 0;
exports.upgrade = upgrade;
const alembic_ts_1 = require("alembic-ts");
// revision identifiers, used by Alembic.
exports.revision = "b2";
exports.downRevision = "a1";
exports.branchLabels = null;
exports.dependsOn = null;
async function upgrade(op) { }
`;
    expect(scanHeader(common)).toEqual({ values: plain, doc: "create posts" });
    expect(parseHeader("/a.js", common)).toMatchObject({ values: plain, doc: "create posts", isComputed: false });
  });

  it("takes a name that is nowhere in the file for absent", () => {
    expect(scanHeader('export const revision = "b2";\nexport const upgrade = () => {};')?.values).toEqual({
      revision: "b2",
    });
  });

  it.each([
    ["a sum over two lines", header({ revision: '"b2"' }).replace('"b2";', '"b2"\n  + "x";')],
    ["an escape", header({ revision: '"b\\x32"' })],
    ["a template with a hole", header({ revision: "`b${2}`" })],
    ["a call", header({ revision: 'idOf("b2")' })],
    ["two variables in one declaration", 'export const revision = "b2", downRevision = null;'],
    ["let", header({}).replace("export const revision", "export let revision")],
    [
      "a name declared further down",
      'export const revision = "b2";\nfunction f() {}\nexport const downRevision = "a1";',
    ],
    ["a name that may come from elsewhere", 'export const revision = "b2";\nexport * from "./base.ts";'],
    ["exports that are changed later", 'exports.revision = "b2";\nfunction f() {}\nexports.downRevision = "a1";'],
    ["exports that are replaced", 'exports.revision = "b2";\nfunction f() {}\nmodule.exports = { revision: "c3" };'],
    ["no revision", 'export const downRevision = "a1";'],
    ["a comment without an end", `${header({})}/* `],
    ["a spread", header({ dependsOn: '[...others, "x"]' })],
  ])("does not guess at %s", (_, source) => {
    expect(scanHeader(source)).toBeNull();
  });
});

describe("the doc comment", () => {
  it.each([
    ["/** one line */", "one line"],
    ["/**\n * first\n *\n *  indented\n */", "first\n\n indented"],
    ["/** ends *\\/ not here */", "ends */ not here"],
    ["/* none */", null],
    ["// none", null],
    ["/* licence */\n/** the message */", "the message"],
    ['import "x";\n/** below an import */', "below an import"],
  ])("of %j is %j", (comment, doc) => {
    const source = `${comment}\n${header({})}\n/** of something else */\nfunction f() {}\n`;
    expect(scanHeader(source)?.doc).toBe(doc);
    expect(parseHeader("/a.ts", source).doc).toBe(doc);
  });
});

describe("the syntax tree's header", () => {
  it.each<[string, string, Readonly<Record<string, HeaderValue>>]>([
    [
      "export lists",
      'const revision = "b2";\nvar other = null;\nexport { revision, other as downRevision };',
      { revision: "b2", downRevision: null },
    ],
    [
      "constants that refer to each other",
      'const id = "b2";\nexport const revision = id as string;',
      { revision: "b2" },
    ],
    ["escapes", 'export const revision = "b\\x32";', { revision: "b2" }],
    [
      "module.exports",
      'module.exports = { revision: "b2", "downRevision": ["a", "b"], upgrade() {} };',
      { revision: "b2", downRevision: ["a", "b"] },
    ],
    ["both exports", 'exports = module.exports = { revision: "b2" };', { revision: "b2" }],
    ["let that is never changed", 'let revision = "b2";\nexport { revision };', { revision: "b2" }],
  ])("reads %s", (_, source, values) => {
    expect(parseHeader("/a.mts", source)).toMatchObject({ values, isComputed: false });
  });

  it.each([
    'export const revision = ["b", "2"].join("");',
    'let revision = "b2"; revision = "c3"; export { revision };',
    'export { revision } from "./other.ts";',
    "module.exports = __toCommonJS(all);",
    'Object.assign(exports, { revision: "b2" });',
    'const { a: revision } = { a: "b2" }; export { revision };',
    'export const revision = "b2"; export * from "./rest.ts";',
    "export default { revision: 'b2' };",
    "export const [revision] = ['b2'];",
    "const a = b; const b = a; export { a as revision };",
  ])("knows that only running tells: %s", (source) => {
    expect(parseHeader("/a.ts", source).isComputed).toBe(true);
  });

  it("says where syntax is wrong", () => {
    expect(() => parseHeader("/a.ts", "export const größe = ;\n")).toThrow("/a.ts:1:22: Unexpected token");
  });
});

const text = fc.stringMatching(/^[\w äß:.-]{0,8}$/);
const quoted = fc.oneof(
  text.map((value) => JSON.stringify(value)),
  text.map((value) => `'${value}'`),
  text.map((value) => `\`${value}\``),
);
const gap = fc.constantFrom("", " ", "\n", " // note\n", "/* note */", "\n/** doc\n * more\n */\n");
const value = fc.oneof(
  { weight: 6, arbitrary: quoted },
  { weight: 3, arbitrary: fc.constantFrom("null", "undefined", "[]") },
  { weight: 1, arbitrary: fc.constantFrom("x", "f()", '"a" + "b"', "`${x}`", "1") },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.array(fc.tuple(gap, quoted, gap)), fc.constantFrom("", ","))
      .map(([items, comma]) =>
        items.length === 0 ? "[]" : `[${items.map((item) => item.join("")).join(",")}${comma}]`,
      ),
  },
);
const suffix = fc.constantFrom("", " as const", " satisfies unknown", " as string | null");
const end = fc.constantFrom(";\n", "\n", "; // note\n", ";", "\n\n/** doc */\n");
const odd = <T>(usual: T, ...others: readonly T[]) =>
  fc.oneof({ weight: 40, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const declaration = (keyword: string, name: string) =>
  fc
    .tuple(
      odd(keyword, "export let ", "const ", "exports."),
      fc.constantFrom("", ": string | null", ": readonly string[]"),
      gap,
      value,
      suffix,
      end,
    )
    .map(([start, annotation, space, written, cast, stop]) => {
      const type = start === "exports." ? "" : annotation;
      return `${start}${name}${type} =${space}${written}${cast}${stop}`;
    });

const between = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.constantFrom("", "// note\n", "/** doc */\n", 'import { a } from "x";\n', 'import b from "y"\n'),
  },
  { weight: 1, arbitrary: fc.constantFrom("export { x as y };\n", "const x = 1;\n", '"use strict";\n') },
);
const after = fc.constantFrom(
  "function f() { return 'export const revision = 1'; }\n",
  "export async function upgrade(op: Operations) { await op.execute(`exports.a`); }\n",
  "const exports_ = 1;\n",
  "",
);
const source = fc
  .constantFrom("export const ", "exports.")
  .chain((keyword) =>
    fc
      .tuple(
        between,
        declaration(keyword, "revision"),
        between,
        declaration(keyword, "downRevision"),
        between,
        declaration(keyword, "branchLabels"),
        declaration(keyword, "dependsOn"),
        after,
      )
      .map((parts) => parts.join("")),
  );

describe("scan and syntax tree", () => {
  it("agree wherever the scan gives an answer", () => {
    let answers = 0;
    fc.assert(
      fc.property(source, (text) => {
        const scanned = scanHeader(text);
        // What is no valid file at all is found out when it is loaded.
        const parsed = scanned === null ? null : parsedOrNull(text);
        if (scanned === null || parsed === null) return;
        answers += 1;
        expect({ values: parsed.values, doc: parsed.doc, isComputed: parsed.isComputed }).toEqual({
          ...scanned,
          isComputed: false,
        });
      }),
      { numRuns: 4000 },
    );
    expect(answers).toBeGreaterThan(400);
  });
});

function parsedOrNull(text: string): (Header & { readonly isComputed: boolean }) | null {
  try {
    return parseHeader("/a.ts", text);
  } catch {
    return null;
  }
}
