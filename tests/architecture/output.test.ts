import { describe, expect, it } from "vitest";
import { checkOutput } from "./output.ts";
import { parse, readSources } from "./sources.ts";

describe("the terminal and the process's end", () => {
  it("are the command line's alone", () => {
    expect(checkOutput(readSources())).toEqual([]);
  });

  it.each([
    "console.log(1);",
    "globalThis.console.error(1);",
    'process.stdout.write("a");',
    "process.exit(1);",
    "process.exitCode = 1;",
    'import { stderr as out } from "node:process";',
  ])("are refused elsewhere: %s", (text) => {
    expect(checkOutput([parse("commands/a.ts", text)])).toHaveLength(1);
    expect(checkOutput([parse("cli/a.ts", text)])).toEqual([]);
  });

  it("are not meant by other parts of process, or by text", () => {
    const text = 'const a = process.env["A"]; const b = "console.log(1)"; child.stdout.on("data", c);';
    expect(checkOutput([parse("commands/a.ts", text)])).toEqual([]);
  });
});
