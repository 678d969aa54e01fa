import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { commandSpecs, globalOptions } from "../../src/cli/command-spec.ts";
import { knownOptions } from "../../src/config/config-values.ts";

function page(name: string): string {
  return readFileSync(resolve(import.meta.dirname, "../../docs", name), "utf8");
}

describe("docs/commands.md", () => {
  const sections = new Map(
    page("commands.md")
      .split(/^## /m)
      .map((section) => [section.split("\n", 1)[0] ?? "", section]),
  );

  it.each(commandSpecs)("has a section on $name, with every option", ({ name, options }) => {
    const section = sections.get(name) ?? "";
    expect(options.filter((option) => !section.includes(`\`--${option.name}`)).map((option) => option.name)).toEqual(
      [],
    );
  });

  it("names the global options", () => {
    const text = page("commands.md");
    const missing = globalOptions.filter(({ name }) => !text.includes(name.length === 1 ? `\`-${name} ` : `--${name}`));
    expect(missing).toEqual([]);
  });
});

describe("docs/configuration.md", () => {
  it("names every setting, by both of its names", () => {
    const text = page("configuration.md");
    const names = Object.entries(knownOptions).map(([name, { key }]) => `\`${key}\` (\`${name}\`)`);
    expect(names.filter((name) => !text.includes(name))).toEqual([]);
  });
});
