import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../errors/index.ts";
import { parseIni } from "./ini.ts";
import { IniSettings } from "./ini-settings.ts";

/** What Python 3.11's configparser answered, with `here` among its defaults. */
interface Vector {
  readonly name: string;
  readonly text: string;
  readonly error?: string;
  readonly sections?: Readonly<Record<string, Readonly<Record<string, string | { readonly error: string }>>>>;
}

// The recorded file is data of a known shape.
const vectors = JSON.parse(
  readFileSync(new URL("fixtures/ini-vectors.json", import.meta.url), "utf8"),
) as readonly Vector[];

function answer(read: () => string | undefined): string | undefined {
  try {
    return read();
  } catch (error) {
    return error instanceof ConfigurationError ? "refused" : "crashed";
  }
}

describe("an ini file", () => {
  it.each(vectors.filter((vector) => vector.error !== undefined))(
    "is refused as configparser does: $name",
    ({ text }) => {
      expect(() => parseIni(text, "alembic.ini")).toThrow(ConfigurationError);
    },
  );

  it.each(vectors.filter((vector) => vector.sections !== undefined))(
    "means what configparser reads: $name",
    (vector) => {
      const ini = new IniSettings("alembic.ini", vector.text, { here: "/home/me" });
      expect(ini.sectionNames).toEqual(Object.keys(vector.sections ?? {}));
      for (const [section, values] of Object.entries(vector.sections ?? {})) {
        const read = Object.keys(values).map((name) => [name, answer(() => ini.get(section, name))]);
        const expected = Object.entries(values).map(([name, value]) => [
          name,
          typeof value === "string" ? value : "refused",
        ]);
        expect(read).toEqual(expected);
      }
    },
  );

  it("gives a section's settings with those that every section sees", () => {
    const ini = new IniSettings("alembic.ini", "[DEFAULT]\na = 1\n[s]\nb = %(a)s2\n", { here: "/home/me" });
    expect(ini.entries("s")).toEqual({ here: "/home/me", a: "1", b: "12" });
  });

  it("names the file and the line of what it cannot read", () => {
    expect(() => parseIni("[alembic]\nurl = x\njunk\n", "conf/alembic.ini")).toThrow("conf/alembic.ini:3:");
  });

  it("begins behind a byte order mark", () => {
    expect([...parseIni("\uFEFF[alembic]\nk = v", "alembic.ini").sections.keys()]).toEqual(["alembic"]);
  });

  it("gives back every text that was written into it, whatever its characters", () => {
    const value = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll(/\s+/g, " ").trim());
    fc.assert(
      fc.property(value, (text) => {
        const ini = new IniSettings(null, `[alembic]\nk = ${text.replaceAll("%", "%%")}\n`, {});
        expect(ini.get("alembic", "k")).toBe(text);
      }),
    );
  });
});
