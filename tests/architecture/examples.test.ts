import { describe, expect, it } from "vitest";
import { checkExamples, examplesOf } from "./examples.ts";
import { parse, readSources, type Source } from "./sources.ts";

function check(...sources: readonly Source[]): readonly string[] {
  return checkExamples(sources.flatMap(examplesOf), sources);
}

describe("the examples in doc comments", () => {
  it("compile", () => {
    expect(check(...readSources())).toEqual([]);
  });

  it("are found in fences and without", () => {
    const fenced = "/**\n * A.\n * @example\n * ```ts\n * const a: string = 1;\n * ```\n */\nexport const b = 1;";
    const bare = "/**\n * A.\n * @example const c: string = 2;\n */\nexport function f() {}";
    expect(examplesOf(parse("sql/a.ts", `${fenced}\n${bare}`))).toEqual([
      { path: "sql/a.ts", line: 3, code: "const a: string = 1;\n" },
      { path: "sql/a.ts", line: 11, code: "const c: string = 2;" },
    ]);
  });

  it("are refused when they do not compile", () => {
    const example = (code: string) => parse("sql/a.ts", `/**\n * A.\n * @example ${code}\n */\nexport const b = 1;`);
    expect(check(example("const a: string = 1;"))[0]).toContain("sql/a.ts:3 @example: Type 'number' is not assignable");
    expect(check(example("missing();"))[0]).toContain("Cannot find name 'missing'");
    expect(check(example('const a = "open'))[0]).toContain("Unterminated string literal");
  });
});
