import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type CliProject, createCliProject, useModels } from "./project.ts";

/** root1; left2 and right3 on it; merge4 of both; other5, a base that depends on right3. */
async function createGraph(): Promise<CliProject> {
  const project = await createCliProject();
  await project.revision("root1", { message: "begin" });
  await project.revision("left2", { down: "root1", labels: "lft", message: "go left\n *\n * Further down." });
  await project.revision("right3", { down: "root1", labels: "rgt", message: "go right" });
  await project.revision("merge4", { down: ["left2", "right3"], message: "together" });
  await project.revision("other5", { labels: "oth", dependsOn: "right3", message: "apart" });
  return project;
}

/** root1, with left2 and right3 on it. */
async function createFork(): Promise<CliProject> {
  const project = await createCliProject();
  await project.revision("root1", { message: "begin" });
  await project.revision("left2", { down: "root1", labels: "lft", message: "go left" });
  await project.revision("right3", { down: "root1", message: "go right" });
  return project;
}

async function createLine(): Promise<CliProject> {
  const project = await createCliProject();
  await project.revision("aaaa1");
  await project.revision("bbbb2", { down: "aaaa1" });
  await project.revision("cccc3", { down: "bbbb2" });
  return project;
}

/** The ids at the beginning of lines. */
function ids(stdout: string): readonly string[] {
  return [...stdout.matchAll(/-> (\w+)/g)].map(([, id]) => id ?? "");
}

describe("alembic current", () => {
  it("CMD-33 prints where the database stands with its markers, and nothing for an empty one", async () => {
    const project = await createGraph();
    expect(await project.stdoutOf("current")).toBe("");
    await project.stdoutOf("upgrade", "left2");
    expect(await project.stdoutOf("current")).toBe("left2\n");
    await project.stdoutOf("upgrade", "heads");
    expect(await project.stdoutOf("current")).toBe("merge4 (head) (mergepoint)\nother5 (head)\n");
  });

  it("CMD-34 prints with -v the URL and all about each revision", async () => {
    const project = await createGraph();
    await project.stdoutOf("upgrade", "root1");
    expect(await project.stdoutOf("current", "-v")).toBe(
      `Current revision(s) for sqlite:///app.db:
Rev: root1 (branchpoint)
Parent: <base>
Branches into: left2, right3
Path: ${join(project.path, "migrations/versions/root1_.ts")}

    begin

`,
    );
  });

  it("CMD-35 ends with status 3 with --check-heads while the database is not at the heads, before it lists anything", async () => {
    const project = await createLine();
    const check = async () => {
      const { status, stdout, stderr } = await project.alembic("current", "--check-heads");
      return [status, stdout, /FAILED: The database is not at the heads/.test(stderr)];
    };
    expect(await check()).toEqual([3, "", true]);
    await project.stdoutOf("upgrade", "bbbb2");
    expect(await check()).toEqual([3, "", true]);
    await project.stdoutOf("upgrade", "head");
    expect(await check()).toEqual([0, "cccc3 (head)\n", false]);
  });

  it("CMD-36 makes no version table, and neither does any other command that reads", async () => {
    const project = await createLine();
    await project.rows("create table mine (id int)");
    const reading = [["current"], ["history", "-i"], ["history", "-r", "current:"], ["show", "current"], ["check"]];
    for (const argv of reading) await project.alembic(...argv);
    expect(await project.versionRows()).toBeNull();
  });

  it("CMD-37 lists what a row implies on another branch by a dependency", async () => {
    const project = await createCliProject();
    await project.revision("main1");
    await project.revision("lib1", { labels: "lib" });
    await project.revision("main2", { down: "main1", dependsOn: "lib1" });
    await project.stdoutOf("upgrade", "main2");
    expect(await project.versionRows()).toEqual(["main2"]);
    const lines = (await project.stdoutOf("current")).trimEnd().split("\n");
    expect(lines.toSorted()).toEqual(["lib1 (effective head)", "main2 (head)"]);
  });
});

describe("alembic heads", () => {
  it("CMD-38 prints what nothing builds on, with labels; -v all about it", async () => {
    const project = await createGraph();
    expect(await project.stdoutOf("heads")).toBe("merge4 (lft, rgt) (head)\nother5 (oth) (head)\n");
    const verbose = await project.stdoutOf("heads", "-v");
    expect(verbose).toContain("Rev: merge4 (head) (mergepoint)\nMerges: left2, right3\nBranch names: lft, rgt\n");
    expect(verbose).toContain("Rev: other5 (head)\nParent: <base>\nAlso depends on: right3\nBranch names: oth\n");
  });

  it("CMD-39 marks a head that another revision depends on, and leaves it out with --resolve-dependencies", async () => {
    const project = await createCliProject();
    await project.revision("lib1");
    await project.revision("main1", { dependsOn: "lib1" });
    expect(await project.stdoutOf("heads")).toBe("lib1 (effective head)\nmain1 (head)\n");
    expect(await project.stdoutOf("heads", "--resolve-dependencies")).toBe("main1 (head)\n");
  });
});

describe("alembic branches", () => {
  it("CMD-40 prints each branch point with what builds on it; -v all about it, with messages", async () => {
    const project = await createFork();
    expect(await project.stdoutOf("branches")).toBe(
      "root1 (branchpoint)\n      -> left2 (lft) (head)\n      -> right3 (head)\n\n",
    );
    const verbose = await project.stdoutOf("branches", "-v");
    expect(verbose).toContain("Rev: root1 (branchpoint)\n");
    expect(verbose).toContain("      -> left2 (lft) (head), go left\n");
    expect(await (await createLine()).stdoutOf("branches")).toBe("");
  });
});

describe("alembic history", () => {
  it("CMD-41 lists the newest first with parents, labels, markers and messages", async () => {
    const project = await createGraph();
    const lines = (await project.stdoutOf("history")).trimEnd().split("\n");
    expect(lines).toContain("left2, right3 -> merge4 (lft, rgt) (head) (mergepoint), together");
    expect(lines).toContain("<base> (right3) -> other5 (oth) (head), apart");
    expect(lines).toContain("root1 -> left2 (lft), go left");
    expect(lines).toContain("<base> -> root1 (branchpoint), begin");
    expect(lines).toHaveLength(5);
  });

  it("CMD-42 prints all about each with -v", async () => {
    const project = await createGraph();
    const text = await project.stdoutOf("history", "-v");
    expect(text).toContain(
      `Path: ${join(project.path, "migrations/versions/left2_.ts")}\n\n    go left\n\n    Further down.\n\n`,
    );
    expect(text).toContain("Rev: root1 (branchpoint)\nParent: <base>\nBranches into: left2, right3\n");
    expect(text.match(/^Rev: /gm)).toHaveLength(5);
  });

  it("CMD-43 lists a range, either end of which may be open, and refuses what is none", async () => {
    const project = await createLine();
    expect(ids(await project.stdoutOf("history", "-r", "bbbb2:cccc3"))).toEqual(["cccc3", "bbbb2"]);
    expect(ids(await project.stdoutOf("history", "--rev-range", "bbbb2:"))).toEqual(["cccc3", "bbbb2"]);
    expect(ids(await project.stdoutOf("history", "-r:bbbb2"))).toEqual(["bbbb2", "aaaa1"]);
    const { status, stderr } = await project.alembic("history", "-r", "bbbb2");
    expect([status, stderr]).toEqual([1, expect.stringContaining("bbbb2")]);
  });

  it("CMD-44 takes current for either end of a range", async () => {
    const project = await createLine();
    expect(ids(await project.stdoutOf("history", "-r", "current:"))).toEqual(["cccc3", "bbbb2", "aaaa1"]);
    await project.stdoutOf("upgrade", "bbbb2");
    expect(ids(await project.stdoutOf("history", "-r", "current:"))).toEqual(["cccc3", "bbbb2"]);
    expect(ids(await project.stdoutOf("history", "-r", ":current"))).toEqual(["bbbb2", "aaaa1"]);
  });

  it("CMD-45 counts from the heads, and from the range's start", async () => {
    const project = await createLine();
    expect(ids(await project.stdoutOf("history", "-r-1:"))).toEqual(["cccc3", "bbbb2"]);
    expect(ids(await project.stdoutOf("history", "-r", "aaaa1:+1"))).toEqual(["bbbb2", "aaaa1"]);
  });

  it("CMD-46 marks with -i where the database stands", async () => {
    const project = await createLine();
    await project.stdoutOf("upgrade", "bbbb2");
    expect(await project.stdoutOf("history", "-i")).toBe(
      "bbbb2 -> cccc3 (head), make cccc3\naaaa1 -> bbbb2 (current), make bbbb2\n<base> -> aaaa1, make aaaa1\n",
    );
  });

  it("REV-24 refuses a range whose ends do not lie along one branch", async () => {
    const project = await createFork();
    const { status, stderr } = await project.alembic("history", "-r", "left2:right3");
    expect([status, stderr]).toEqual([1, expect.stringMatching(/left2.*right3/s)]);
  });

  it("executes no revision, and env only where it is asked for the database", async () => {
    const project = await createLine();
    for (const id of ["aaaa1", "bbbb2", "cccc3"]) {
      const file = `migrations/versions/${id}_.ts`;
      await project.write(file, `${await project.read(file)}\nthrow new Error("executed");\n`);
    }
    await project.write("migrations/env.ts", 'throw new Error("env executed");\n');
    for (const argv of [["history"], ["heads"], ["branches"], ["show", "head"], ["revision", "-m", "next"]]) {
      await project.stdoutOf(...argv);
    }
    expect((await project.alembic("history", "-i")).stderr).toContain("env executed");
  });
});

describe("alembic show", () => {
  it("CMD-47 prints all about what an identifier denotes", async () => {
    const project = await createGraph();
    const revs = (text: string) => [...text.matchAll(/^Rev: (\w+)/gm)].map(([, id]) => id);
    expect(revs(await project.stdoutOf("show", "lef"))).toEqual(["left2"]);
    expect(revs(await project.stdoutOf("show", "heads"))).toEqual(["merge4", "other5"]);
    expect(revs(await project.stdoutOf("show", "rgt@head"))).toEqual(["merge4"]);
    expect(revs(await project.stdoutOf("show", "base"))).toEqual([]);
    expect(revs(await project.stdoutOf("show", "current"))).toEqual([]);
    await project.stdoutOf("upgrade", "left2");
    expect(revs(await project.stdoutOf("show", "current"))).toEqual(["left2"]);
    const { status, stderr } = await project.alembic("show", "lfet2");
    expect([status, stderr]).toEqual([1, expect.stringContaining("left2")]);
  });
});

describe("alembic edit", () => {
  /** An editor that adds its argument to a file, and fails where asked to. */
  async function createEditor(project: CliProject): Promise<string> {
    const path = join(project.path, "editor");
    await project.write("editor", '#!/bin/sh\necho "$0 $1" >> opened.txt\ntest -z "$BROKEN"\n');
    await chmod(path, 0o755);
    return path;
  }

  it("CMD-48 opens the file of each revision, and refuses what denotes none", async () => {
    const project = await createGraph();
    const EDITOR = await createEditor(project);
    const edit = (...argv: readonly string[]) => project.alembicWith({ EDITOR }, "edit", ...argv);
    expect(await edit("heads")).toMatchObject({ status: 0, stdout: "" });
    const versions = join(project.path, "migrations/versions");
    expect(await project.read("opened.txt")).toBe(
      `${EDITOR} ${join(versions, "merge4_.ts")}\n${EDITOR} ${join(versions, "other5_.ts")}\n`,
    );
    expect((await edit("current")).stderr).toContain("ALB0105");
    expect((await edit("base")).status).toBe(1);
    await project.stdoutOf("upgrade", "root1");
    expect((await edit("current")).status).toBe(0);
    expect(await project.read("opened.txt")).toContain("root1_.ts");
  });

  it("CMD-49 takes EDITOR, then VISUAL, then what is installed; arguments too; and tells of one that fails", async () => {
    const project = await createLine();
    const editor = await createEditor(project);
    const edit = (env: Readonly<Record<string, string>>) => project.alembicWith(env, "edit", "head");
    expect((await edit({ VISUAL: editor })).status).toBe(0);
    expect((await edit({ EDITOR: "missing-editor", VISUAL: `${editor} --wait` })).status).toBe(0);
    expect(await project.read("opened.txt")).toMatch(/cccc3_\.ts\n.*--wait\n$/);
    await project.write("bin/nano", await project.read("editor"));
    await chmod(join(project.path, "bin/nano"), 0o755);
    expect((await edit({ PATH: join(project.path, "bin") })).status).toBe(0);
    expect((await edit({ PATH: join(project.path, "none") })).stderr).toContain("ALB0107");
    await project.write("broken", "#!/bin/sh\nexit 4\n");
    await chmod(join(project.path, "broken"), 0o755);
    expect(await edit({ EDITOR: join(project.path, "broken") })).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/broken failed: it ended with status 4/),
    });
  });
});

describe("alembic check", () => {
  it("CMD-50 ends with status 0 without differences, and with 3 and a list of them otherwise", async () => {
    const project = await createCliProject();
    await useModels(
      project,
      `import { sa } from "alembic-ts";
export const targetMetadata = sa.metaData();
targetMetadata.table("posts", [sa.column("id", sa.integer(), { primaryKey: true })]);
`,
    );
    const found = await project.alembic("check");
    expect(found.status).toBe(3);
    expect(found.stdout).toMatch(/^op\.createTable\("posts"/);
    expect(found.stderr).toContain("FAILED: The models and the database differ");
    await project.stdoutOf("revision", "--autogenerate");
    await project.stdoutOf("upgrade", "head");
    expect(await project.alembic("check")).toMatchObject({ status: 0, stdout: expect.stringContaining("No new") });
  });
});
