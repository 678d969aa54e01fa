import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { addSettings, type CliProject, createCliProject, useModels } from "./project.ts";

/** The files of revisions, by name. */
async function versions(project: CliProject): Promise<readonly string[]> {
  return (await readdir(join(project.path, "migrations/versions"))).toSorted();
}

/** The text of the one revision file whose name begins so. */
async function textOf(project: CliProject, id: string): Promise<string> {
  const name = (await versions(project)).find((each) => each.startsWith(id)) ?? "";
  return project.read(`migrations/versions/${name}`);
}

/** A command line that is refused with this in its message, and writes nothing. */
async function expectRefused(project: CliProject, argv: readonly string[], message: RegExp): Promise<void> {
  const before = await versions(project);
  const { status, stdout, stderr } = await project.alembic(...argv);
  expect(stderr).toMatch(message);
  expect([status, stdout]).toEqual([1, ""]);
  expect(await versions(project)).toEqual(before);
}

/** root; then left and right on it. */
async function createFork(): Promise<CliProject> {
  const project = await createCliProject();
  await project.revision("root1");
  await project.revision("left2", { down: "root1", labels: "lft" });
  await project.revision("right3", { down: "root1", labels: "rgt" });
  return project;
}

const models = `import { sa } from "alembic-ts";
export const targetMetadata = sa.metaData();
targetMetadata.table("posts", [sa.column("id", sa.integer(), { primaryKey: true }), sa.column("title", sa.string(40))]);
`;

describe("alembic revision", () => {
  it("CMD-09 writes an empty revision on the single head, and prints its path", async () => {
    const project = await createCliProject();
    await project.revision("aaaa1");
    const stdout = await project.stdoutOf("revision", "-m", "create posts");
    const name = (await versions(project)).find((each) => each !== "aaaa1_.ts") ?? "";
    expect(name).toMatch(/^[0-9a-f]{12}_create_posts\.ts$/);
    expect(stdout).toBe(`Generating ${join(project.path, "migrations/versions", name)} ...  done\n`);
    const text = await project.read(`migrations/versions/${name}`);
    expect(text).toMatch(/^\/\*\*\n \* create posts\n/);
    expect(text).toContain('export const downRevision = "aaaa1";');
    expect(await project.stdoutOf("upgrade", "head")).toBe("");
    expect(await project.versionRows()).toEqual([name.slice(0, 12)]);
  });

  it("CMD-09 takes no message for an empty one, and gives a name without a slug", async () => {
    const project = await createCliProject();
    await project.stdoutOf("revision", "--rev-id", "aaaa1");
    expect(await versions(project)).toEqual(["aaaa1_.ts"]);
    expect(await textOf(project, "aaaa1")).toContain("* empty message\n");
  });

  it("CMD-10 is refused with several heads, and says how to choose", async () => {
    await expectRefused(await createFork(), ["revision", "-m", "next"], /left2.*right3/s);
  });

  it("CMD-11 builds on what --head names: an id, the beginning of one, label@head, base", async () => {
    const project = await createFork();
    await project.stdoutOf("revision", "--rev-id", "a1", "--head", "left2");
    await project.stdoutOf("revision", "--rev-id", "b1", "--head", "rig");
    await project.stdoutOf("revision", "--rev-id", "a2", "--head", "lft@head");
    await project.stdoutOf("revision", "--rev-id", "c1", "--head", "base");
    const parents = await Promise.all(["a1", "b1", "a2", "c1"].map((id) => textOf(project, id)));
    expect(parents.map((text) => /downRevision = (.*);/.exec(text)?.[1])).toEqual([
      '"left2"',
      '"right3"',
      '"a1"',
      "null",
    ]);
    await expectRefused(project, ["revision", "--head", "nothing"], /nothing/);
  });

  it("CMD-12 begins a branch at a revision that is no head only with --splice", async () => {
    const project = await createFork();
    await expectRefused(project, ["revision", "--head", "root1"], /root1 is no head/);
    await project.stdoutOf("revision", "--head", "root1", "--splice", "--rev-id", "third4");
    expect(await project.stdoutOf("heads")).toBe("left2 (lft) (head)\nright3 (rgt) (head)\nthird4 (head)\n");
  });

  it("CMD-13 writes a branch label, and refuses one that is taken before there is a file", async () => {
    const project = await createFork();
    await project.stdoutOf("revision", "--head", "left2", "--branch-label", "billing", "--rev-id", "bill4");
    expect(await textOf(project, "bill4")).toContain('branchLabels = ["billing"]');
    for (const label of ["rgt", "root1", "head", "fresh5"]) {
      const argv = ["revision", "--head", "bill4", "--rev-id", "fresh5", "--branch-label", label];
      await expectRefused(project, argv, /branch label/);
    }
  });

  it("CMD-14 writes to the version path that is given, which must be a configured one", async () => {
    const project = await createCliProject("version_locations = %(here)s/one:%(here)s/two", "path_separator = :");
    await expectRefused(project, ["revision", "-m", "a"], /--version-path/);
    await project.stdoutOf("revision", "--rev-id", "a1", "--version-path", "two");
    await project.stdoutOf("revision", "--rev-id", "b1", "--head", "base", "--version-path", join(project.path, "one"));
    await project.stdoutOf("revision", "--rev-id", "a2", "--head", "a1");
    expect((await project.files()).filter((file) => /^(one|two)/.test(file))).toEqual([
      "one/b1_.ts",
      "two/a1_.ts",
      "two/a2_.ts",
    ]);
    await expectRefused(
      project,
      ["revision", "--head", "a2", "--version-path", "three"],
      /none of the version locations/,
    );
  });

  it("CMD-15 takes an id of one's own, and refuses what could not be named or is taken", async () => {
    const project = await createCliProject();
    await project.stdoutOf("revision", "--rev-id", "2024_first");
    for (const id of ["a@b", "a-b", "a+b", "a:b", "../up", "head", "2024_first"]) {
      await expectRefused(project, ["revision", `--rev-id=${id}`], /id/);
    }
  });

  it("CMD-15 refuses a revision on itself before it is written, so that the folder stays usable", async () => {
    const project = await createCliProject();
    await project.revision("aaaa1");
    await expectRefused(project, ["revision", "--rev-id", "aaaa1"], /taken/);
    expect(await project.stdoutOf("heads")).toBe("aaaa1 (head)\n");
  });

  it("CMD-16 writes dependencies: ids in full, labels as labels, several of them", async () => {
    const project = await createFork();
    await project.stdoutOf(
      "revision",
      "--head",
      "base",
      "--depends-on",
      "lft",
      "--depends-on",
      "right",
      "--rev-id",
      "dep1",
    );
    expect(await textOf(project, "dep1")).toContain('dependsOn = ["lft", "right3"]');
    expect(await project.stdoutOf("show", "dep1")).toContain("Also depends on: lft, right3\n");
    await expectRefused(project, ["revision", "--head", "dep1", "--depends-on", "nothing"], /nothing/);
  });

  it("CMD-17 writes what models and database differ in, which runs there and back", async () => {
    const project = await createCliProject();
    await useModels(project, models);
    await project.stdoutOf("revision", "--autogenerate", "-m", "posts", "--rev-id", "aaaa1");
    expect(await textOf(project, "aaaa1")).toMatch(/op\.createTable\("posts"[^]*op\.dropTable\("posts"\)/);
    await project.stdoutOf("upgrade", "head");
    expect(await project.rows("select title from posts")).toEqual([]);
    await project.stdoutOf("check");
    await project.stdoutOf("downgrade", "base");
    expect(await project.rows("select name from sqlite_master where name = 'posts'")).toEqual([]);
  });

  it("CMD-18 refuses --autogenerate with --sql", async () => {
    await expectRefused(await createCliProject(), ["revision", "--autogenerate", "--sql"], /--autogenerate .* --sql/);
  });

  it("CMD-19 refuses --sql unless env takes part in making revisions", async () => {
    const project = await createCliProject();
    await expectRefused(project, ["revision", "--sql"], /--sql means nothing/);
    await addSettings(project, "revision_environment = true");
    await project.stdoutOf("revision", "--sql", "--rev-id", "aaaa1");
    expect(await versions(project)).toEqual(["aaaa1_.ts"]);
    expect(await project.versionRows()).toBeNull();
  });

  it("CMD-20 compares only where the database is at the head", async () => {
    const project = await createCliProject();
    await useModels(project, models);
    await project.revision("aaaa1");
    await expectRefused(project, ["revision", "--autogenerate"], /not at the head/);
    await project.stdoutOf("upgrade", "head");
    await project.stdoutOf("revision", "--autogenerate");
  });

  it("refuses every new revision while the folder is broken, and says what breaks it", async () => {
    const project = await createCliProject();
    await project.revision("aaaa1", { down: "gone" });
    await expectRefused(project, ["revision", "-m", "next"], /gone/);
  });

  it("CFG-12 runs env where revision_environment is set, and gives its variables to the template", async () => {
    const project = await createCliProject("revision_environment = yes");
    const env = await project.read("migrations/env.ts");
    await project.write(
      "migrations/env.ts",
      env.replaceAll("targetMetadata });", 'targetMetadata, templateArgs: { team: "blue" } });'),
    );
    const template = await project.read("migrations/script.ts.eta");
    await project.write(
      "migrations/script.ts.eta",
      template.replace("// revision identifiers", "// by <%= it.team %>: revision identifiers"),
    );
    await project.stdoutOf("revision", "--rev-id", "aaaa1");
    expect(await textOf(project, "aaaa1")).toMatch(/^\/\/ by blue: revision identifiers/m);
  });

  it("CFG-18 CFG-19 keeps the file and ends with status 1 where a post-write hook fails", async () => {
    const project = await createCliProject();
    await writeFile(
      join(project.path, "alembic.ini"),
      `${await project.read("alembic.ini")}
[post_write_hooks]
hooks = echo, bad
echo.type = exec
echo.executable = ${process.execPath}
echo.options = -e "console.log('formatted', process.argv[1].endsWith('aaaa1_.ts'))" REVISION_SCRIPT_FILENAME
bad.type = exec
bad.executable = false
`,
    );
    const { status, stderr } = await project.alembic("revision", "--rev-id", "aaaa1");
    expect([status, stderr]).toEqual([1, expect.stringMatching(/bad.*failed.*status 1/s)]);
    expect(await versions(project)).toEqual(["aaaa1_.ts"]);
    await project.write(
      "alembic.ini",
      (await project.read("alembic.ini")).replace("hooks = echo, bad", "hooks = echo"),
    );
    expect(await project.stdoutOf("revision", "--rev-id", "bbbb2", "--head", "base", "--splice")).toContain(
      "Running post write hook 'echo' ...  done\nformatted false\n",
    );
  });
});

describe("alembic merge", () => {
  it("CMD-21 writes a revision with several down revisions", async () => {
    const project = await createFork();
    const stdout = await project.stdoutOf("merge", "left2", "right3", "--rev-id", "merge4");
    expect(stdout).toContain("merge4_.ts ...  done");
    const text = await textOf(project, "merge4");
    expect(text).toContain('downRevision = ["left2", "right3"]');
    expect(text).toContain("* Revises: left2, right3");
    expect(await project.stdoutOf("heads")).toBe("merge4 (lft, rgt) (head)\n");
  });

  it("CMD-22 merges all heads", async () => {
    const project = await createFork();
    await project.revision("other4");
    await project.stdoutOf("merge", "heads", "--rev-id", "merge5");
    expect(await textOf(project, "merge5")).toContain('downRevision = ["left2", "other4", "right3"]');
    await project.stdoutOf("upgrade", "head");
    expect(await project.versionRows()).toEqual(["merge5"]);
  });

  it("CMD-23 takes a message, a label and an id", async () => {
    const project = await createFork();
    await project.stdoutOf("merge", "heads", "-m", "bring together", "--branch-label", "all", "--rev-id", "merge4");
    expect(await versions(project)).toContain("merge4_bring_together.ts");
    expect(await project.stdoutOf("show", "all")).toContain("Branch names: all, lft, rgt\n");
  });

  it("CMD-24 merges revisions that are no heads only with --splice, and none twice", async () => {
    const project = await createFork();
    await project.revision("left4", { down: "left2" });
    await expectRefused(project, ["merge", "left2", "right3"], /left2 is no head/);
    await project.stdoutOf("merge", "left2", "right3", "--splice", "--rev-id", "merge5");
    await expectRefused(project, ["merge", "left4", "left4"], /twice/);
    await expectRefused(project, ["merge", "left4", "nothing"], /nothing/);
  });
});
