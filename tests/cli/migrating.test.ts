import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { addSettings, type CliProject, createCliProject } from "./project.ts";

/** The table of each revision of these projects. */
async function tables(project: CliProject): Promise<readonly string[]> {
  const rows = await project.rows(
    "select name from sqlite_master where type = 'table' and name like 't!_%' escape '!'",
  );
  return rows.map((row) => String(row["name"])).toSorted();
}

function steps(id: string): { readonly upgrade: string; readonly downgrade: string } {
  return { upgrade: `await op.execute("create table t_${id} (id int)");`, downgrade: `await op.dropTable("t_${id}");` };
}

/** aaaa1, bbbb2, cccc3 in one line, each with its table. */
async function createLine(): Promise<CliProject> {
  const project = await createCliProject();
  await project.revision("aaaa1", steps("aaaa1"));
  await project.revision("bbbb2", { down: "aaaa1", ...steps("bbbb2") });
  await project.revision("cccc3", { down: "bbbb2", ...steps("cccc3") });
  return project;
}

/** root1; then left2 and right3 on it, and their merge. */
async function createDiamond(): Promise<CliProject> {
  const project = await createCliProject();
  await project.revision("root1");
  await project.revision("left2", { down: "root1", labels: "lft" });
  await project.revision("right3", { down: "root1", labels: "rgt" });
  await project.revision("merge4", { down: ["left2", "right3"] });
  return project;
}

/** The answer to a command line that is refused with status 1 and changes no row. */
async function expectRefused(project: CliProject, argv: readonly string[], message: RegExp): Promise<void> {
  const before = (await project.versionRows()) ?? [];
  const { status, stdout, stderr } = await project.alembic(...argv);
  expect(stderr).toMatch(message);
  expect([status, stdout]).toEqual([1, ""]);
  expect((await project.versionRows()) ?? []).toEqual(before);
}

/** The statements of a script, without blank lines. */
function statements(script: string): readonly string[] {
  return script.split("\n").filter((line) => line !== "");
}

describe("alembic upgrade", () => {
  it("CMD-25 runs what is pending, tells each step on standard error, and is silent where there is nothing to do", async () => {
    const project = await createLine();
    const first = await project.alembic("upgrade", "bbbb2");
    expect([first.status, first.stdout]).toEqual([0, ""]);
    expect(first.stderr.match(/Running upgrade.*/g)).toEqual([
      "Running upgrade  -> aaaa1, make aaaa1",
      "Running upgrade aaaa1 -> bbbb2, make bbbb2",
    ]);
    expect(await tables(project)).toEqual(["t_aaaa1", "t_bbbb2"]);
    await project.stdoutOf("upgrade", "+1");
    expect(await project.versionRows()).toEqual(["cccc3"]);
    const again = await project.alembic("upgrade", "head");
    expect([again.status, again.stdout]).toEqual([0, ""]);
    expect(again.stderr).not.toContain("Running");
  });

  it("CMD-25 goes to all heads, and refuses head where there are several", async () => {
    const project = await createDiamond();
    await project.revision("other5");
    await expectRefused(project, ["upgrade", "head"], /merge4.*other5|other5.*merge4/s);
    await project.stdoutOf("upgrade", "heads");
    expect(await project.versionRows()).toEqual(["merge4", "other5"]);
  });

  it("CMD-25 suggests what a mistyped revision is meant to be", async () => {
    await expectRefused(await createLine(), ["upgrade", "cccd3"], /cccc3/);
  });

  it("CMD-26 takes a range only for a script, which begins where the range does", async () => {
    const project = await createLine();
    await expectRefused(project, ["upgrade", "aaaa1:cccc3"], /--sql/);
    const script = statements(await project.stdoutOf("upgrade", "aaaa1:cccc3", "--sql"));
    expect(script.filter((line) => line.startsWith("-- Running"))).toEqual([
      "-- Running upgrade aaaa1 -> bbbb2",
      "-- Running upgrade bbbb2 -> cccc3",
    ]);
    expect(script).toContain(
      "UPDATE alembic_version SET version_num='bbbb2' WHERE alembic_version.version_num = 'aaaa1';",
    );
    expect(script.join()).not.toContain("CREATE TABLE alembic_version");
    expect(await project.versionRows()).toBeNull();
  });

  it("CMD-26 writes a script from the beginning, with the version table", async () => {
    const project = await createLine();
    const script = await project.stdoutOf("upgrade", "head", "--sql");
    expect(script).toMatch(/CREATE TABLE alembic_version[^]*create table t_aaaa1[^]*create table t_cccc3/);
  });
});

describe("alembic downgrade", () => {
  it("CMD-27 takes the database back, and takes -1 for its argument", async () => {
    const project = await createLine();
    await project.stdoutOf("upgrade", "head");
    const { stderr } = await project.alembic("downgrade", "-1");
    expect(stderr).toContain("Running downgrade cccc3 -> bbbb2, make cccc3");
    expect(await tables(project)).toEqual(["t_aaaa1", "t_bbbb2"]);
    await project.stdoutOf("downgrade", "aaaa1");
    await project.stdoutOf("downgrade", "base");
    expect([await tables(project), await project.versionRows()]).toEqual([[], []]);
    await expectRefused(project, ["downgrade", "-1"], /./);
  });

  it("REV-21 refuses, before anything ran, to take back from one of several heads what another builds on", async () => {
    const project = await createCliProject();
    await project.revision("root1", steps("root1"));
    await project.revision("left2", { down: "root1", ...steps("left2") });
    await project.revision("right3", { down: "root1", ...steps("right3") });
    await project.stdoutOf("upgrade", "heads");
    await expectRefused(project, ["downgrade", "-2"], /root1 cannot be taken back.*left2.*Nothing was run/s);
    expect(await tables(project)).toEqual(["t_left2", "t_right3", "t_root1"]);
    await project.stdoutOf("downgrade", "-1");
    expect(await project.versionRows()).toEqual(["left2"]);
  });

  it("CMD-28 writes a script only for a range", async () => {
    const project = await createLine();
    await expectRefused(project, ["downgrade", "aaaa1", "--sql"], /range/);
    await expectRefused(project, ["downgrade", "cccc3:aaaa1"], /range/);
    const script = statements(await project.stdoutOf("downgrade", "cccc3:aaaa1", "--sql"));
    expect(script.filter((line) => line.startsWith("DROP"))).toEqual(["DROP TABLE t_cccc3;", "DROP TABLE t_bbbb2;"]);
    expect(await project.stdoutOf("downgrade", "--sql", "cccc3:base")).toContain("DELETE FROM alembic_version");
  });
});

describe("--tag", () => {
  it.each(["upgrade", "downgrade", "stamp"])("CMD-29 is read by env on %s", async (command) => {
    const project = await createLine();
    const env = await project.read("migrations/env.ts");
    const probe = 'config.setMainOption("told", "");\n  process.env["TOLD_TAG"] = context.getTagArgument() ?? "none";';
    await project.write(
      "migrations/env.ts",
      env.replace("const { config } = context;", `const { config } = context;\n  ${probe}`),
    );
    await project.stdoutOf("upgrade", "head");
    expect(process.env["TOLD_TAG"]).toBe("none");
    await project.stdoutOf(command, "--tag", `blue-${command}`, "cccc3");
    expect(process.env["TOLD_TAG"]).toBe(`blue-${command}`);
    delete process.env["TOLD_TAG"];
  });
});

describe("alembic stamp", () => {
  it("CMD-30 changes the version table, and runs no migration", async () => {
    const project = await createLine();
    const { status, stdout, stderr } = await project.alembic("stamp", "bbbb2");
    expect([status, stdout]).toEqual([0, ""]);
    expect(stderr).toContain("Running stamp_revision  -> bbbb2");
    expect([await tables(project), await project.versionRows()]).toEqual([[], ["bbbb2"]]);
    await project.stdoutOf("stamp", "aaaa1");
    expect(await project.versionRows()).toEqual(["aaaa1"]);
    await project.stdoutOf("stamp", "base");
    expect(await project.versionRows()).toEqual([]);
    await expectRefused(project, ["stamp", "nothing"], /nothing/);
  });

  it("CMD-30 takes several revisions, also those that one head includes", async () => {
    const project = await createDiamond();
    await project.stdoutOf("stamp", "left2", "right3");
    expect(await project.versionRows()).toEqual(["left2", "right3"]);
    await project.stdoutOf("stamp", "heads");
    expect(await project.versionRows()).toEqual(["merge4"]);
    await project.stdoutOf("stamp", "left2", "right3");
    expect(await project.versionRows()).toEqual(["left2", "right3"]);
  });

  it("CMD-31 forgets rows that no file has with --purge, which no script can", async () => {
    const project = await createLine();
    await project.stdoutOf("stamp", "aaaa1");
    await project.rows("update alembic_version set version_num = 'gone'");
    await expectRefused(project, ["stamp", "bbbb2"], /gone.*--purge/s);
    await project.stdoutOf("stamp", "--purge", "bbbb2");
    expect(await project.versionRows()).toEqual(["bbbb2"]);
    await expectRefused(project, ["stamp", "--purge", "--sql", "head"], /--sql/);
  });

  it("CMD-32 writes a script from a single starting revision", async () => {
    const project = await createDiamond();
    const script = await project.stdoutOf("stamp", "--sql", "root1:left2");
    expect(script).toContain("UPDATE alembic_version SET version_num='left2'");
    await expectRefused(project, ["stamp", "--sql", "root1:left2", "left2:right3"], /begin/);
    await expectRefused(project, ["stamp", "root1:left2"], /--sql/);
    expect(await project.versionRows()).toBeNull();
  });
});

describe("alembic ensure-version", () => {
  it("CMD-51 makes the version table once, and prints how with --sql", async () => {
    const project = await createLine();
    expect(await project.stdoutOf("ensure_version", "--sql")).toContain("CREATE TABLE alembic_version");
    expect(await project.versionRows()).toBeNull();
    expect(await project.stdoutOf("ensure-version")).toBe("");
    expect(await project.versionRows()).toEqual([]);
    await project.stdoutOf("stamp", "head");
    await project.stdoutOf("ensure_version");
    expect(await project.versionRows()).toEqual(["cccc3"]);
  });
});

describe("a database that is at an unknown revision", () => {
  it("REV-27 is a command error everywhere, which says what to do", async () => {
    const project = await createLine();
    await project.stdoutOf("stamp", "aaaa1");
    await project.rows("update alembic_version set version_num = 'aaaa2'");
    for (const argv of [
      ["upgrade", "head"],
      ["downgrade", "base"],
      ["current"],
      ["stamp", "head"],
      ["show", "current"],
    ]) {
      await expectRefused(project, argv, /aaaa2.*Is it aaaa1\?/s);
    }
  });
});

describe("a folder that is not sound", () => {
  it("REV-12 is read with a warning, and migrates nothing while a down revision is missing", async () => {
    const project = await createLine();
    await project.revision("dddd4", { down: "gone" });
    const heads = await project.alembic("heads");
    expect([heads.status, heads.stdout]).toEqual([0, "cccc3 (head)\ndddd4 (head)\n"]);
    expect(heads.stderr).toMatch(/WARNING: .*gone/);
    for (const argv of [
      ["upgrade", "cccc3"],
      ["stamp", "aaaa1"],
      ["merge", "heads"],
    ]) {
      await expectRefused(project, argv, /gone/);
    }
  });

  it("REV-13 is read with a warning, and migrates nothing while an id is there twice", async () => {
    const project = await createLine();
    await project.write("migrations/versions/zzz.ts", await project.read("migrations/versions/cccc3_.ts"));
    const heads = await project.alembic("heads");
    expect([heads.status, heads.stdout]).toEqual([0, "cccc3 (head)\n"]);
    expect(heads.stderr).toMatch(/WARNING: .*cccc3/);
    await expectRefused(project, ["upgrade", "head"], /cccc3/);
  });

  it("REV-11 is refused with the revisions of a cycle, and few of them where there are many", async () => {
    const project = await createLine();
    await project.revision("aaaa1", { down: "cccc3" });
    await expectRefused(project, ["heads"], /aaaa1, bbbb2, cccc3\./);
    for (let index = 0; index < 40; index++) await project.revision(`d${index}`, { down: `d${(index + 1) % 40}` });
    await expectRefused(project, ["heads"], /, and 23 more\./);
  });

  it("REV-14 is refused while a label is there twice", async () => {
    const project = await createLine();
    await project.revision("other", { labels: "same" });
    await project.revision("more", { labels: "same" });
    await expectRefused(project, ["heads"], /same/);
  });

  it("says which file is no revision, or does not load", async () => {
    const project = await createLine();
    await project.write("migrations/versions/notes.ts", "export const text = 1;\n");
    await expectRefused(project, ["heads"], /notes\.ts exports no revision/);
    await project.write("migrations/versions/notes.ts", 'export const revision = ["a", ...;\n');
    await expectRefused(project, ["heads"], /notes\.ts:1/);
  });

  it("CFG-30 leaves alone what begins with a dot or is no script, and warns of a file that is reached twice", async () => {
    const project = await createLine();
    await project.write("migrations/versions/.dddd4.ts", "export const text = 1;\n");
    await project.write("migrations/versions/README.md", "# notes\n");
    await project.write("migrations/versions/types.d.ts", "export type A = 1;\n");
    expect(await project.stdoutOf("heads")).toBe("cccc3 (head)\n");
    await addSettings(
      project,
      "version_locations = %(here)s/migrations/versions:migrations/versions",
      "path_separator = :",
    );
    const { status, stdout, stderr } = await project.alembic("heads");
    expect([status, stdout]).toEqual([0, "cccc3 (head)\n"]);
    expect(stderr).toContain(`WARNING: The file ${join(project.path, "migrations/versions/aaaa1_.ts")}`);
  });
});
