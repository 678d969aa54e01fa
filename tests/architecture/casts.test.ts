import { describe, expect, it } from "vitest";
import { checkCasts } from "./casts.ts";
import { parse, readSources } from "./sources.ts";

describe("a cast", () => {
  it("has its reason beside it in src, and nothing is any", () => {
    expect(checkCasts(readSources())).toEqual([]);
  });

  it.each([
    "const a: any = 1;",
    "function f(a: Record<string, any>) {}",
    "const a = b!;",
    "const a = b as unknown as C; // why",
    "// why\nconst a = (b as unknown) as C;",
    "const a = b as C;",
    "const a = <C>b;",
    "// why\nconst z = 1;\nconst a = b as C;",
    "// why\nfunction f() {\n  return b as C;\n}",
  ])("is refused: %s", (text) => {
    expect(checkCasts([parse("sql/a.ts", text)])).toHaveLength(1);
  });

  it.each([
    "const a = [1] as const;",
    "const a = b satisfies C;",
    "const a = b as C; // the driver does not type its rows",
    "// the driver does not type its rows\nconst a = f(\n  b as C,\n);",
    "/** Why. */\nconst a = b as C;",
    'import { a as b } from "./a.ts";',
  ])("is accepted: %s", (text) => {
    expect(checkCasts([parse("sql/a.ts", text)])).toEqual([]);
  });
});
