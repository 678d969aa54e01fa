import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from "vitest";
import { ConfigurationError, InvalidArgumentError, UsageError } from "../errors/index.ts";
import { Config, hookSettings, locateConfig, scriptSettings } from "./index.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "alembic-config-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function ini(text: string, options: ConstructorParameters<typeof Config>[1] = {}): Config {
  const file = join(folder, "alembic.ini");
  writeFileSync(file, text);
  return new Config(file, options);
}

function project(alembic: unknown, options: ConstructorParameters<typeof Config>[1] = {}): Config {
  const file = join(folder, "package.json");
  writeFileSync(file, JSON.stringify({ name: "x", alembic }));
  return new Config(file, options);
}

/** Settings that were split on the way, with the warnings that this gave. */
function split(text: string): { settings: ReturnType<typeof scriptSettings>; warnings: string[] } {
  const warnings: string[] = [];
  const config = ini(`[alembic]\nscript_location = x\n${text}`, { onWarning: (message) => warnings.push(message) });
  return { settings: scriptSettings(config), warnings };
}

describe("Config of an ini file", () => {
  it("CFG-23 interpolates here, other settings, DEFAULT and the program's configArgs, and halves doubled percents", () => {
    const config = ini(
      "[DEFAULT]\nroot = /srv\n[alembic]\nscript_location = %(here)s/alembic\na = %(root)s/%(stage)s\nb = %(a)s!\nc = 100%%\n",
      { configArgs: { stage: "p%r%(od)s" } },
    );
    expect(config.getMainOption("script_location")).toBe(`${folder}/alembic`);
    expect(config.getMainOption("b")).toBe("/srv/p%r%(od)s!");
    expect(config.getMainOption("c")).toBe("100%");
    expect(config.getMainOption("here")).toBe(folder);
  });

  it("CFG-23 takes what a program sets as it is, also where a file's text refers to it", () => {
    const config = ini("[alembic]\nsqlalchemy.url = sqlite://\ncopy = <%(sqlalchemy.url)s>\n");
    config.setMainOption("sqlalchemy.url", "postgresql://u:p%40%(x)s@h/db");
    expect(config.getMainOption("sqlalchemy.url")).toBe("postgresql://u:p%40%(x)s@h/db");
    expect(config.getMainOption("copy")).toBe("<postgresql://u:p%40%(x)s@h/db>");
  });

  it("CFG-24 gets, sets and removes options of sections", () => {
    const config = ini("[alembic]\nURL = a\n[other]\nk = 1\n");
    expect(config.getMainOption("url")).toBe("a");
    expect(config.getMainOption("none")).toBeNull();
    expect(config.getMainOption("none", "b")).toBe("b");
    config.removeMainOption("url");
    expect(config.getMainOption("url")).toBeNull();
    config.setSectionOption("fresh", "k", "50%");
    expect(config.getSection("fresh")).toEqual({ here: folder, k: "50%" });
    expect(config.getSection("none")).toBeNull();
    expect(config.getSection("none", { k: "2" })).toEqual({ k: "2" });
    expect(config.getSectionOption("other", "k")).toBe("1");
    expect(config.getSectionOption("other", "z", "y")).toBe("y");
    expect(() => config.getSectionOption("none", "k")).toThrow(ConfigurationError);
  });

  it("types what an option may be", () => {
    const config = new Config();
    expectTypeOf(config.getMainOption("a")).toEqualTypeOf<string | null>();
    expectTypeOf(config.getMainOption("a", "b")).toEqualTypeOf<string>();
    expectTypeOf(config.getSection("a", {})).toEqualTypeOf<Record<string, string>>();
  });

  it("CFG-25 hands attributes on to env", () => {
    const connection = { isOpen: true };
    expect(new Config(null, { attributes: { connection } }).attributes["connection"]).toBe(connection);
  });

  it("CFG-26 reads the levels of loggers", () => {
    const config = ini(
      "[loggers]\nkeys = root,sqlalchemy, alembic\n[logger_root]\nlevel = WARNING\n[logger_sqlalchemy]\nlevel = warn\nqualname = sqlalchemy.engine\n[logger_alembic]\nlevel = DEBUG\nqualname = alembic\n",
    );
    expect([...config.loggerLevels()]).toEqual([
      ["root", "WARNING"],
      ["sqlalchemy.engine", "WARNING"],
      ["alembic", "DEBUG"],
    ]);
    expect(ini("[alembic]\n").loggerLevels().size).toBe(0);
    expect(() => ini("[loggers]\nkeys = root\n[logger_root]\nlevel = LOUD\n").loggerLevels()).toThrow("LOUD");
    expect(() => ini("[loggers]\nkeys = root\n").loggerLevels()).toThrow("[logger_root]");
  });

  it("CFG-27 takes only the text true for true, and any word for revision_environment", () => {
    const settings = (value: string) => {
      const config = ini(`[alembic]\nscript_location = x\nsourceless = ${value}\nrevision_environment = ${value}\n`);
      return scriptSettings(config);
    };
    expect(settings("true")).toMatchObject({ sourceless: true, revisionEnvironment: true });
    expect(settings("yes")).toMatchObject({ sourceless: false, revisionEnvironment: true });
    expect(settings("off")).toMatchObject({ sourceless: false, revisionEnvironment: false });
    expect(() => settings("perhaps")).toThrow(ConfigurationError);
  });

  it("CFG-04 splits paths at the path separator", () => {
    expect(split("path_separator = :\nversion_locations = a:b c:  :d\n").settings.versionLocations).toEqual([
      "a",
      "b c",
      "d",
    ]);
    expect(split("path_separator = ;\nversion_locations = a;b:c\n").settings.versionLocations).toEqual(["a", "b:c"]);
    expect(split("path_separator = space\nprepend_sys_path = a  b\n").settings.prependSysPath).toEqual(["a", "b"]);
    expect(split("path_separator = newline\nversion_locations =\n  a b\n  c\n").settings.versionLocations).toEqual([
      "a b",
      "c",
    ]);
    expect(split(`path_separator = os\nversion_locations = a${delimiter}b\n`).settings.versionLocations).toEqual([
      "a",
      "b",
    ]);
    expect(() => split("path_separator = |\nversion_locations = a\n")).toThrow(ConfigurationError);
  });

  it("CFG-05 splits as formerly without one, and warns", () => {
    const locations = split("version_locations = a, b c\n");
    expect(locations.settings.versionLocations).toEqual(["a", "b", "c"]);
    expect(locations.warnings).toEqual([expect.stringContaining("path_separator")]);
    const roots = split("prepend_sys_path = a:b, c\n");
    expect(roots.settings.prependSysPath).toEqual(["a", "b", "c"]);
    expect(roots.warnings).toHaveLength(1);
    const former = split("version_path_separator = space\nversion_locations = a b,c\n");
    expect(former.settings.versionLocations).toEqual(["a", "b,c"]);
    expect(former.warnings).toEqual([expect.stringContaining("version_path_separator")]);
  });

  it("CFG-17 reads post-write hooks from the section, even an empty one, before those of package.json", () => {
    const hooks = [{ name: "fmt", type: "bin", entrypoint: "oxfmt", options: ["--write", "REVISION_SCRIPT_FILENAME"] }];
    const packageFile = project({ postWriteHooks: hooks }).packageFileName ?? "";
    expect(hookSettings(new Config(packageFile))).toEqual(hooks);
    expect(hookSettings(ini("[alembic]\n", { packageFile }))).toEqual(hooks);
    expect(hookSettings(ini("[post_write_hooks]\n", { packageFile }))).toEqual([]);
    const own = ini(
      "[post_write_hooks]\nhooks = One, two\nOne.type = exec\none.executable = %(here)s/x\ntwo.type = bin\n",
    );
    expect(hookSettings(own)).toEqual([
      { name: "One", type: "exec", executable: `${folder}/x` },
      { name: "two", type: "bin" },
    ]);
    expect(() => hookSettings(ini("[post_write_hooks]\nhooks = a\n"))).toThrow("no type");
  });

  it("CFG-01 says which file, section or key is missing where there is no script_location", () => {
    expect(() => scriptSettings(new Config(join(folder, "alembic.ini")))).toThrow(
      `no file ${join(folder, "alembic.ini")}`,
    );
    expect(() => scriptSettings(ini("[other]\n"))).toThrow("no section [alembic]");
    expect(() => scriptSettings(ini("[alembic]\n"))).toThrow("'script_location'");
    expect(() => scriptSettings(ini("[alembic]\nscript_location=x\n", { iniSection: "o" }))).toThrow("no section [o]");
    expect(scriptSettings(ini("[o]\nscript_location=x\n", { iniSection: "o" })).scriptLocation).toBe("x");
  });
});

describe("Config of package.json", () => {
  it("CFG-21 keeps strings, lists, booleans and numbers, by either name", () => {
    const settings = scriptSettings(
      project({
        scriptLocation: "%(here)s/alembic",
        version_locations: ["%(here)s/a", "b"],
        recursiveVersionLocations: true,
        truncateSlugLength: 12,
        fileTemplate: "%%(slug)s",
      }),
    );
    expect(settings).toMatchObject({
      scriptLocation: `${folder}/alembic`,
      versionLocations: [`${folder}/a`, "b"],
      recursiveVersionLocations: true,
      truncateSlugLength: 12,
      fileTemplate: "%(slug)s",
    });
  });

  it("CFG-21 CFG-27 refuses a value of the wrong kind", () => {
    const wrong: readonly unknown[] = [
      { scriptLocation: 1 },
      { scriptLocation: "x", sourceless: "true" },
      { scriptLocation: "x", versionLocations: "a:b" },
      { scriptLocation: "x", truncateSlugLength: 1.5 },
      { scriptLocation: "x", script_location: "x" },
      { scriptLocation: "x", postWriteHooks: ["prettier"] },
      "alembic",
    ];
    for (const alembic of wrong) expect(() => scriptSettings(project(alembic))).toThrow(ConfigurationError);
  });

  it("CFG-22 comes after the ini file", () => {
    const packageFile = project({ scriptLocation: "from-package", timezone: "UTC", mine: "1" }).packageFileName ?? "";
    const config = ini("[alembic]\nscript_location = from-ini\n", { packageFile });
    expect(scriptSettings(config)).toMatchObject({ scriptLocation: "from-ini", timezone: "UTC" });
    expect(config.getMainOption("mine")).toBe("1");
    expect(config.getAlembicOption("none", false)).toBe(false);
  });

  it("is looked into without an ini file, and may lack the key or be absent", () => {
    expect(
      new Config(join(folder, "none.ini"), { packageFile: join(folder, "package.json") }).getMainOption("url"),
    ).toBeNull();
    expect(project(undefined).getMainOption("sqlalchemy.url")).toBeNull();
    expect(project({ url: "sqlite://" }).getMainOption("sqlalchemy.url")).toBe("sqlite://");
    writeFileSync(join(folder, "package.json"), "{");
    expect(() => new Config(join(folder, "package.json")).getMainOption("x")).toThrow("not valid JSON");
  });
});

describe("Config of a program's own settings", () => {
  it("keeps them as they are and needs no file", () => {
    const config = new Config({ scriptLocation: "a%b", url: "sqlite:///%40.db", versionLocations: ["x:y"] });
    expect(scriptSettings(config)).toMatchObject({
      scriptLocation: "a%b",
      versionLocations: ["x:y"],
      fileTemplate: "%(rev)s_%(slug)s",
    });
    expect(config.getMainOption("sqlalchemy.url")).toBe("sqlite:///%40.db");
    config.setMainOption("sqlalchemy.url", "sqlite://");
    expect(config.getMainOption("sqlalchemy.url")).toBe("sqlite://");
    config.removeMainOption("sqlalchemy.url");
    expect(config.getMainOption("sqlalchemy.url")).toBeNull();
  });

  it("refuses a misspelt setting, in the editor and at run time", () => {
    // @ts-expect-error there is no such setting
    expect(() => new Config({ scriptLokation: "x" })).toThrow(InvalidArgumentError);
    // @ts-expect-error there is no such option
    expect(() => new Config(null, { section: "x" })).toThrow(InvalidArgumentError);
    // @ts-expect-error a list is a list
    expect(() => new Config({ versionLocations: "x" })).toThrow(ConfigurationError);
  });

  it("prints to the stream that it was given, and only there", () => {
    const lines: string[] = [];
    new Config(null, { stdout: { write: (text) => lines.push(text) } }).printStdout("done");
    new Config(null).printStdout("nowhere");
    expect(lines).toEqual(["done\n"]);
  });
});

describe("locateConfig", () => {
  it("CMD-53 takes an ini file and a package.json, at most one of each", () => {
    expect(locateConfig([], {})).toEqual({
      iniFile: join(process.cwd(), "alembic.ini"),
      packageFile: join(process.cwd(), "package.json"),
    });
    expect(locateConfig(["/c/x.ini", "/d/package.json"], {})).toEqual({
      iniFile: "/c/x.ini",
      packageFile: "/d/package.json",
    });
    expect(() => locateConfig(["a.ini", "b.ini"], {})).toThrow(UsageError);
  });

  it("CMD-58 follows ALEMBIC_CONFIG, recognising package.json by its name", () => {
    expect(locateConfig([], { ALEMBIC_CONFIG: "/c/x.ini" }).iniFile).toBe("/c/x.ini");
    expect(locateConfig([], { ALEMBIC_CONFIG: "/c/package.json" }).packageFile).toBe("/c/package.json");
    expect(locateConfig(["/d/y.ini"], { ALEMBIC_CONFIG: "/c/x.ini" }).iniFile).toBe("/d/y.ini");
  });
});
