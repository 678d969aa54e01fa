import { existsSync } from "node:fs";
import { mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createPackedProject, type PackedProject } from "../support/packed.ts";
import { run } from "../support/run.ts";
import { createBlog, makes, untouched } from "./blog.ts";

async function emptyProject(): Promise<PackedProject> {
  const project = await createPackedProject();
  onTestFinished(() => project.remove());
  return project;
}

describe("a configuration that is not there", () => {
  it("is named, with the command that makes one", async () => {
    const project = await emptyProject();
    for (const command of ["current", "heads", "history"]) {
      const answer = await project.alembic(command);
      expect(answer).toMatchObject({ exitCode: 1, stdout: "" });
      expect(answer.stderr).toContain(join(project.path, "alembic.ini"));
      expect(answer.stderr).toContain("alembic init");
    }
    const named = await project.alembic("-c", "other.ini", "upgrade", "head");
    expect(named).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("other.ini") });
  });

  it("is its section, in a file without [alembic], or without the one that -n names", async () => {
    const blog = await createBlog();
    const lacking = await blog.alembic("-n", "billing", "current");
    expect(lacking).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("[billing]") });
    await blog.write("alembic.ini", "[other]\nscript_location = alembic\n");
    const answer = await blog.alembic("upgrade", "head");
    expect(answer).toMatchObject({ exitCode: 1, stdout: "" });
    expect(answer.stderr).toContain("[alembic]");
    expect(existsSync(join(blog.path, "blog.db"))).toBe(false);
  });

  it("is the script folder", async () => {
    const blog = await createBlog();
    await rm(join(blog.path, "alembic"), { recursive: true });
    const answer = await blog.alembic("upgrade", "head");
    expect(answer).toMatchObject({ exitCode: 1, stdout: "" });
    expect(answer.stderr).toContain(join(blog.path, "alembic"));
    expect(answer.stderr).toContain("alembic init");
    expect(existsSync(join(blog.path, "blog.db"))).toBe(false);
  });

  it("is env", async () => {
    const blog = await createBlog();
    await rm(join(blog.path, "alembic/env.ts"));
    const answer = await blog.alembic("upgrade", "head");
    expect(answer).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("env") });
    expect(existsSync(join(blog.path, "blog.db"))).toBe(false);
  });

  it("is the database's URL", async () => {
    const blog = await createBlog();
    await blog.write("alembic.ini", "[alembic]\nscript_location = %(here)s/alembic\n");
    const answer = await blog.alembic("upgrade", "head");
    expect(answer).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("alembic.ini") });
  });
});

describe("a file that cannot be read", () => {
  it("is the configuration, with the line", async () => {
    const blog = await createBlog();
    await blog.write("alembic.ini", "[alembic]\nscript_location = alembic\nnonsense\n");
    const answer = await blog.alembic("heads");
    expect(answer).toMatchObject({ exitCode: 1, stdout: "", stderr: expect.stringMatching(/alembic\.ini.*3/) });
  });

  it("is a revision with wrong syntax, told with file, line and a caret below the place", async () => {
    const blog = await createBlog();
    await blog.revision("a3votes", { down: "a2users", upgrade: 'await op.dropTable("votes" "posts");' });
    const answer = await blog.alembic("upgrade", "a3votes");
    expect(answer.exitCode).toBe(1);
    expect(answer.stderr).toMatch(/alembic\/versions\/a3votes_\.ts:9:\d+/);
    const lines = answer.stderr.split("\n");
    const caret = lines.findIndex((line) => /^[\s|]*\^/.test(line));
    expect(lines[caret - 1]).toContain('await op.dropTable("votes" "posts");');
    expect((await blog.state()).tables).not.toContain("votes");
    expect((await blog.state()).at).not.toContain("a3votes");
  });

  it("is env with wrong syntax, before there is a database", async () => {
    const blog = await createBlog();
    await blog.write("alembic/env.ts", 'import { connect } from "alembic-ts";\nexport default defineEnvironment(;\n');
    const answer = await blog.alembic("upgrade", "head");
    expect(answer).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/env\.ts:2:\d+[\s\S]*\^/) });
    expect(existsSync(join(blog.path, "blog.db"))).toBe(false);
  });

  it("is a file among the revisions that is none", async () => {
    const blog = await createBlog();
    await blog.write("alembic/versions/helpers.ts", "export const answer = 42;\n");
    for (const command of [["heads"], ["upgrade", "head"], ["revision", "-m", "next"]]) {
      const answer = await blog.alembic(...command);
      expect(answer).toMatchObject({ exitCode: 1, stdout: "" });
      expect(answer.stderr).toMatch(/alembic\/versions\/helpers\.ts exports no revision/);
    }
    expect(existsSync(join(blog.path, "blog.db"))).toBe(false);
  });
});

describe("a name of a revision", () => {
  it("that no file has leaves the database as it was", async () => {
    const blog = await createBlog();
    await blog.alembic("upgrade", "a1posts");
    for (const command of [
      ["upgrade", "nope"],
      ["downgrade", "nope"],
      ["stamp", "nope"],
      ["show", "nope"],
    ]) {
      const answer = await blog.alembic(...command);
      expect(answer).toMatchObject({ exitCode: 1, stdout: "", stderr: expect.stringContaining('"nope"') });
    }
    expect(await blog.state()).toEqual({ tables: ["posts"], at: ["a1posts"] });
  });

  it("cut short so that it fits several lists them", async () => {
    const blog = await createBlog();
    const answer = await blog.alembic("upgrade", "a");
    expect(answer).toMatchObject({ exitCode: 1, stdout: "", stderr: expect.stringContaining("a1posts, a2users") });
    expect(await blog.state()).toEqual(untouched);
  });

  it("beyond the ends of the graph changes nothing", async () => {
    const blog = await createBlog();
    await blog.alembic("upgrade", "head");
    for (const command of [
      ["upgrade", "+1"],
      ["downgrade", "-3"],
    ]) {
      const answer = await blog.alembic(...command);
      expect(answer).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(`"${command[1]}"`) });
    }
    expect(await blog.state()).toEqual({ tables: ["posts", "users"], at: ["a2users"] });
  });

  it("head stands for two heads, which are named with the ways out", async () => {
    const blog = await createBlog();
    await blog.revision("b2tags", { down: "a1posts", upgrade: makes("tags") });
    for (const command of [
      ["upgrade", "head"],
      ["revision", "-m", "next"],
    ]) {
      const answer = await blog.alembic(...command);
      expect(answer).toMatchObject({ exitCode: 1, stdout: "", stderr: expect.stringContaining("a2users, b2tags") });
      expect(answer.stderr).toContain("merge");
    }
    expect(await blog.state()).toEqual(untouched);
    expect(await readdir(join(blog.path, "alembic/versions"))).toHaveLength(3);
  });
});

describe("misuse of the command line", () => {
  it.each([
    [["frobnicate"], '"frobnicate"'],
    [[], "--help"],
    [["upgrade"], "REVISION"],
    [["upgrade", "head", "again"], '"again"'],
    [["upgrade", "--frob", "head"], "--frob"],
    [["-c"], "-c"],
    [["revision", "-m"], "-m"],
  ])("ends with status 2 and says what is wrong: %j", async (argv, said) => {
    const project = await emptyProject();
    const answer = await project.alembic(...argv);
    expect(answer).toMatchObject({ exitCode: 2, stdout: "", stderr: expect.stringContaining(said) });
    expect(answer.stderr).not.toMatch(/^ {4}at /m);
  });

  it("shows where an error comes from with --raiseerr, and nothing of it without", async () => {
    const project = await emptyProject();
    expect((await project.alembic("heads")).stderr).not.toMatch(/^ {4}at /m);
    const raised = await project.alembic("--raiseerr", "heads");
    expect(raised).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/^ {4}at /m) });
  });
});

/** Ways to have a folder in which no file can be made. */
const closedFolders: readonly [name: string, close: (folder: string) => Promise<void>][] = [
  ["a file in the folder's place", (folder) => writeFile(folder, "")],
  [
    "a folder that is read-only",
    async (folder) => {
      await mkdir(folder, { mode: 0o555 });
      if (process.getuid?.() !== 0) return;
      // What a folder's mode says does not count for root: a file system that is read-only does.
      const mounted = await run("mount", ["-t", "tmpfs", "-o", "ro", "tmpfs", folder]);
      if (mounted.exitCode === 0) onTestFinished(async () => void (await run("umount", [folder])));
      else await rm(folder, { recursive: true }).then(() => writeFile(folder, ""));
    },
  ],
];

/** Ways to have no room for a file, with what they do to a project whose `versions/` is the folder that is full. */
const fullDisks: readonly [name: string, prepare: (project: PackedProject) => Promise<readonly string[]>][] = [
  // 1 KiB and no more for each file: the half of a longer file would be left. Node ignores the signal and sees an error.
  ["a limit on the size of files", async () => ["ulimit -f 1"]],
  [
    "a disk that is full",
    async (project) => {
      const versions = join(project.path, "alembic/versions");
      const mounted = await run("mount", ["-t", "tmpfs", "-o", "size=8k", "tmpfs", versions]);
      if (mounted.exitCode !== 0) return ["ulimit -f 1"]; // only root may mount
      onTestFinished(async () => void (await run("umount", [versions])));
      return [`head -c 4096 /dev/zero > "${versions}/taken"`];
    },
  ],
];

describe.runIf(process.platform !== "win32")("a place that takes no file", () => {
  it.each(fullDisks)("leaves no half of a revision: %s", async (_name, prepare) => {
    const project = await emptyProject();
    await project.alembic("init", "alembic");
    const template = await project.read("alembic/script.ts.eta");
    await project.write("alembic/script.ts.eta", `${template}\n// ${"much text ".repeat(1000)}\n`);
    const before = await prepare(project);
    const command = join(project.path, "node_modules/alembic-ts/dist/cli/main.mjs");
    const script = [...before, `exec "${process.execPath}" "${command}" revision -m "next"`].join("\n");
    const answer = await run("bash", ["-c", script], { cwd: project.path });
    expect(answer).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/could not be written: (EFBIG|ENOSPC)/),
    });
    const left = await readdir(join(project.path, "alembic/versions"));
    expect(left.filter((name) => name !== "taken")).toEqual([]);
  });

  it("is named where it is a file", async () => {
    const project = await emptyProject();
    await project.write("alembic", "");
    const answer = await project.alembic("init", "alembic");
    expect(answer).toMatchObject({
      exitCode: 1,
      stdout: "",
      stderr: expect.stringContaining("alembic is there already"),
    });
    expect(existsSync(join(project.path, "alembic.ini"))).toBe(false);
    expect(await project.read("alembic")).toBe("");
  });

  it("is not filled up where it has something in it", async () => {
    const blog = await createBlog();
    const env = await blog.read("alembic/env.ts");
    const answer = await blog.alembic("init", "alembic");
    expect(answer).toMatchObject({
      exitCode: 1,
      stdout: "",
      stderr: expect.stringContaining("alembic is there already"),
    });
    expect(await blog.read("alembic/env.ts")).toBe(env);
  });

  it.each(closedFolders)("ends with the command that may not write there: %s", async (_name, close) => {
    const project = await emptyProject();
    const folder = join(project.path, "closed");
    await close(folder);
    const made = await project.alembic("init", "closed/alembic");
    expect(made).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(join(folder, "alembic")) });
    expect(existsSync(join(project.path, "alembic.ini"))).toBe(false);
    await project.alembic("init", "alembic");
    const opened = await project.alembicWith({ env: { DATABASE_URL: "sqlite:///closed/blog.db" } }, "current");
    expect(opened).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("closed/blog.db") });
    await rm(join(project.path, "alembic/versions"), { recursive: true });
    await symlink(folder, join(project.path, "alembic/versions"));
    const written = await project.alembic("revision", "-m", "next");
    expect(written).toMatchObject({ exitCode: 1, stdout: "", stderr: expect.stringContaining("alembic/versions") });
    expect(written.stderr).not.toMatch(/^ {4}at /m);
    const left = await readdir(folder).catch(() => []);
    expect(left).toEqual([]);
  });
});
