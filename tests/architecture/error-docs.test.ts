import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkErrorDocs } from "./error-docs.ts";
import { parse, readSources, root } from "./sources.ts";

const throwing = [parse("config/a.ts", 'throw new ConfigurationError("ALB0201", "no file");')];

describe("docs/errors.md", () => {
  it("has every error class and every code of src, in order", () => {
    expect(checkErrorDocs(readSources(), readFileSync(join(root, "docs/errors.md"), "utf8"))).toEqual([]);
  });

  it.each([
    ["has no entry", ""],
    ["has no text", "# 02xx: a\n\n## ALB0201 no file\n\n## ALB0201 again\n\nText.\n"],
    ["does not come after", "# 02xx: a\n\n## ALB0201 no file\n\nText.\n\n## ALB0201 again\n\nText.\n"],
    ["stands in another area", "# 03xx: a\n\n## ALB0201 no file\n\nText.\n"],
    ["is thrown nowhere", "# 02xx: a\n\n## ALB0201 no file\n\nText.\n\n## ALB0202 other\n\nText.\n"],
  ])("is refused when a code %s", (problem, page) => {
    expect(checkErrorDocs(throwing, page).join("\n")).toContain(problem);
  });

  it("is refused when a class is missing, however far from the root", () => {
    const sources = [
      parse("errors/a.ts", "class A extends AlembicError {}"),
      parse("errors/b.ts", "class B extends A {}"),
    ];
    expect(checkErrorDocs(sources, "| `A` | `AlembicError` | never |")).toEqual([
      "errors/b.ts:1 the error class B is not in docs/errors.md",
    ]);
  });

  it("is accepted when all is there", () => {
    expect(checkErrorDocs(throwing, "# 02xx: a\n\n## ALB0201 no file\n\nText.\n")).toEqual([]);
  });
});
