import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createProgram, entries } from "./program.ts";
import { checkPublicDocs } from "./public-docs.ts";
import { root } from "./sources.ts";

// What this file exports, users call as op.…
const directives = join(root, "src/operations/directives.ts");
const sample = join(root, "tests/architecture/sample.ts");

function check(text: string): readonly string[] {
  return checkPublicDocs(createProgram([], new Map([[sample, text]])), [sample]);
}

describe("a public export", () => {
  it("is documented, with its parameters, what it throws and an example", () => {
    const files = [...entries.values(), directives];
    expect(checkPublicDocs(createProgram(files), files)).toEqual([]);
  });

  it.each([
    ["has no doc comment", "export interface A {}"],
    ["has no @example", "/** Does. */\nexport function a(): void {}"],
    ["has no @example", "/** Holds. */\nexport class A {}"],
    ["does not document its parameter b", "/** Does.\n * @example a(1)\n */\nexport function a(b: number): void {}"],
    ["does not document its parameter b", "/** Does.\n * @example a(1)\n */\nexport const a = wrap((b: number) => b);"],
    [
      "does not document what it throws",
      "/** Does.\n * @example a()\n */\nexport function a(): void { throw new Error(); }",
    ],
    ["sa.a has no doc comment", "function a(): void {}\n/** All.\n * @example sa.a()\n */\nexport const sa = { a };"],
    [
      "sa.b has no doc comment",
      "function a(): void {}\n/** All.\n * @example sa.b()\n */\nexport const sa = { b: a };",
    ],
    [
      "sa.a has no doc comment",
      "const s = { a() {} };\n/** All.\n * @example sa.a()\n */\nexport const sa = { ...s };",
    ],
  ])("is refused when it %s", (problem, text) => {
    expect(check(text).join("\n")).toContain(problem);
  });

  it.each([
    "/** Options. */\nexport interface A {}",
    "/** Is. */\nclass A {}\nexport type { A };",
    "/** Does.\n * @example a()\n */\nexport function a(options: Options = {}): void {}",
    "/** Went wrong. */\nexport class AError extends Error {}",
    "/** Does.\n * @param b how often\n * @throws {Error} always\n * @example a(1)\n */\nexport function a(b: number): void { throw new Error(); }",
  ])("is accepted: %s", (text) => {
    expect(check(text)).toEqual([]);
  });
});
