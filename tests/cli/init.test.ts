import { cp, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Config } from "../../src/config/index.ts";
import { createEmptyProject } from "./project.ts";

describe("alembic init", () => {
  it("CMD-01 makes the folder, versions/, env, template, README and settings, and says so a line a file", async () => {
    const project = await createEmptyProject();
    const { status, stdout } = await project.alembic("init", "migrations");
    expect(status).toBe(0);
    expect(await project.files()).toEqual([
      "alembic.ini",
      "migrations/README",
      "migrations/env.ts",
      "migrations/script.ts.eta",
    ]);
    const named = ["migrations", "migrations/versions", ...(await project.files())].map((file) =>
      join(project.path, file),
    );
    const lines = stdout.trimEnd().split("\n");
    for (const path of named) expect(lines.filter((line) => line.includes(`${path} ...  done`))).toHaveLength(1);
    expect(lines).toHaveLength(named.length + 1);
    expect(lines.at(-1)).toContain(join(project.path, "alembic.ini"));
  });

  it("CMD-02 refuses a folder with something in it, a file and a broken link, and writes nothing", async () => {
    const project = await createEmptyProject();
    await project.write("migrations/mine.txt", "mine");
    await project.write("file", "");
    for (const folder of ["migrations", "file"]) {
      const { status, stdout, stderr } = await project.alembic("init", folder);
      expect([status, stdout]).toEqual([1, ""]);
      expect(stderr).toContain(`FAILED: ${folder} is there already`);
    }
    await symlink("nowhere/at all", join(project.path, "broken"));
    expect((await project.alembic("init", "broken")).status).toBe(1);
    expect(await project.files()).toEqual(["file", "migrations/mine.txt"]);
  });

  it("CMD-02 takes an empty folder", async () => {
    const project = await createEmptyProject();
    await mkdir(join(project.path, "migrations"));
    expect(await project.stdoutOf("init", "migrations")).not.toContain(`${join(project.path, "migrations")} ...`);
    expect(await project.files()).toContain("migrations/env.ts");
  });

  it("CMD-03 refuses a template that there is not, and says which are meant", async () => {
    const project = await createEmptyProject();
    const hintFor = async (template: string) => (await project.alembic("init", "-t", template, "migrations")).stderr;
    expect(await hintFor("genric")).toContain('Did you mean "generic"?');
    expect(await hintFor("pyproject")).toContain('Did you mean "package"?');
    expect(await hintFor("async")).toContain('Did you mean "generic"?');
    expect(await hintFor("something else")).toContain(
      "The templates are: generic, javascript, kysely, multidb, package",
    );
    expect(await project.files()).toEqual([]);
  });

  it("CMD-03 takes a folder of the user's own as a template", async () => {
    const project = await createEmptyProject();
    const { path } = project;
    await cp(join(new Config().getTemplateDirectory(), "generic"), join(path, "tools/template"), { recursive: true });
    await project.write("tools/template/NOTES", "ours");
    await project.stdoutOf("init", "-t", "./tools/template", "migrations");
    expect(await project.read("migrations/NOTES")).toBe("ours");
    expect(await project.stdoutOf("revision", "-m", "first")).toContain("_first.ts ...  done");
  });

  it("CMD-04 takes --package, which has nothing to do here", async () => {
    const project = await createEmptyProject();
    await project.stdoutOf("init", "--package", "migrations");
    expect((await project.files()).filter((file) => file.includes("__init__"))).toEqual([]);
  });

  it("CMD-05 keeps a configuration file that is there, and says so", async () => {
    const project = await createEmptyProject();
    await project.write("alembic.ini", "[alembic]\n# mine\n");
    expect(await project.stdoutOf("init", "migrations")).toMatch(/alembic\.ini already exists, skipping/);
    expect(await project.read("alembic.ini")).toBe("[alembic]\n# mine\n");
  });

  it("CMD-06 writes script_location from the configuration's folder, so that a project can be moved", async () => {
    const project = await createEmptyProject();
    await project.stdoutOf("-c", "conf/db.ini", "init", "db/migrations");
    expect(await project.read("conf/db.ini")).toContain("script_location = %(here)s/../db/migrations\n");
    expect(await project.stdoutOf("-c", "conf/db.ini", "heads")).toBe("");
  });

  it("CMD-06 writes an absolute script_location where the folder was given so, with its percent signs doubled", async () => {
    const project = await createEmptyProject();
    await project.stdoutOf("init", join(project.path, "50%"));
    expect(await project.read("alembic.ini")).toContain(`script_location = ${project.path}/50%%\n`);
    expect(await project.stdoutOf("heads")).toBe("");
  });

  it("CMD-07 makes a package.json where there is none", async () => {
    const project = await createEmptyProject();
    await project.stdoutOf("init", "-t", "package", "migrations");
    expect(await project.files()).not.toContain("alembic.ini");
    expect(JSON.parse(await project.read("package.json"))).toEqual({
      private: true,
      type: "module",
      alembic: { scriptLocation: "%(here)s/migrations" },
    });
    expect(await project.stdoutOf("heads")).toBe("");
  });

  it("CMD-07 adds its key to a package.json, and leaves every other character of it", async () => {
    const project = await createEmptyProject();
    await project.write("package.json", '{\n\t"name": "shop",\n\t"files": ["a", "b"]\n}');
    expect(await project.stdoutOf("init", "-t", "package", "migrations")).toContain("Adding to");
    expect(await project.read("package.json")).toBe(
      '{\n\t"name": "shop",\n\t"files": ["a", "b"],\n\t"alembic": {\n\t\t"scriptLocation": "%(here)s/migrations"\n\t}\n}',
    );
  });

  it("CMD-07 leaves a package.json alone that has settings, or that it cannot read", async () => {
    const project = await createEmptyProject();
    await project.write("package.json", '{ "alembic": { "scriptLocation": "other" } }');
    expect(await project.stdoutOf("init", "-t", "package", "migrations")).toContain("already exists, skipping");
    expect(await project.read("package.json")).toBe('{ "alembic": { "scriptLocation": "other" } }');
    await project.write("package.json", '{ "name": ');
    const { status, stderr } = await project.alembic("init", "-t", "package", "more");
    expect([status, stderr]).toEqual([1, expect.stringContaining("ALB0113")]);
    expect((await project.files()).filter((file) => file.startsWith("more"))).toEqual([]);
  });
});

describe("alembic list-templates", () => {
  it("CMD-08 lists every template with the first line of its README, and how one is used", async () => {
    const project = await createEmptyProject();
    const stdout = await project.stdoutOf("list_templates");
    expect(stdout.match(/^(\w+) - \S/gm)).toHaveLength(5);
    expect(stdout).toContain("multidb - Several databases");
    expect(stdout).toContain("alembic init --template");
  });
});
