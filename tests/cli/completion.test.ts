import { chmod } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { run } from "../support/run.ts";
import { type CliProject, createCliProject, createEmptyProject } from "./project.ts";

async function createGraph(): Promise<CliProject> {
  const project = await createCliProject();
  await project.revision("aaaa1", { message: "make posts", labels: "blog" });
  await project.revision("aabb2", { down: "aaaa1", message: "add: votes" });
  await project.revision("cccc3", { message: "other" });
  return project;
}

/** What the last of these words can become. */
async function candidates(project: CliProject, ...words: readonly string[]): Promise<readonly string[]> {
  const stdout = await project.stdoutOf("__complete", ...words);
  return stdout.split("\n").flatMap((line) => (line === "" ? [] : [line.split("\t", 1)[0] ?? ""]));
}

describe("completion", () => {
  it("gives commands, options and shells", async () => {
    const project = await createGraph();
    expect(await candidates(project, "u")).toEqual(["upgrade"]);
    expect(await candidates(project, "-c", "alembic.ini", "he")).toEqual(["heads"]);
    expect(await candidates(project, "--q")).toEqual(["--quiet"]);
    expect(await candidates(project, "history", "--")).toContain("--graph");
    expect(await candidates(project, "ensure_version", "--s")).toEqual(["--sql"]);
    expect(await candidates(project, "completion", "")).toEqual(["bash", "zsh", "fish"]);
    expect(await candidates(project, "init", "-t", "m")).toEqual(["multidb"]);
    expect(await candidates(project, "nothing", "")).toEqual([]);
  });

  it("gives symbols, labels and revisions with their messages, also in ranges and behind an equals sign", async () => {
    const project = await createGraph();
    expect(await project.stdoutOf("__complete", "upgrade", "a")).toBe("aabb2\tadd: votes\naaaa1\tmake posts\n");
    expect(await candidates(project, "upgrade", "")).toEqual(
      expect.arrayContaining(["head", "heads", "base", "blog@head", "aaaa1", "cccc3"]),
    );
    expect(await candidates(project, "upgrade", "cur")).toEqual([]);
    expect(await candidates(project, "show", "cur")).toEqual(["current"]);
    expect(await candidates(project, "upgrade", "--sql", "aaaa1:aa")).toEqual(["aaaa1:aabb2", "aaaa1:aaaa1"]);
    expect(await candidates(project, "history", "-r", "c")).toEqual(["current", "cccc3"]);
    expect(await candidates(project, "revision", "--head=cc")).toEqual(["--head=cccc3"]);
    expect(await candidates(project, "revision", "--depends-on", "bl")).toEqual(["blog@head"]);
    expect(await candidates(project, "revision", "--message", "a")).toEqual([]);
  });

  it("says nothing where there is no project, and follows -c to where there is one", async () => {
    const project = await createGraph();
    const other = await createEmptyProject();
    expect(await other.alembic("__complete", "show", "a")).toMatchObject({ stdout: "" });
    expect(await candidates(other, "-c", join(project.path, "alembic.ini"), "show", "c")).toEqual(["current", "cccc3"]);
  });

  it("refuses a shell that there is no script for", async () => {
    const project = await createEmptyProject();
    expect(await project.alembic("completion", "tcsh")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("zsh"),
    });
    for (const shell of ["bash", "zsh", "fish"])
      expect(await project.stdoutOf("completion", shell)).toContain("__complete");
  });
});

describe("the script for bash", () => {
  /** The words that bash offers for a line, of which the program is this very source. */
  async function offered(project: CliProject, line: string): Promise<readonly string[]> {
    const root = resolve(import.meta.dirname, "../..");
    const program = `#!/bin/sh\nexec "${process.execPath}" --import "${root}/scripts/ts-loader.mjs" "${root}/src/cli/main.ts" "$@"\n`;
    await project.write("bin/alembic", program);
    await chmod(join(project.path, "bin/alembic"), 0o755);
    await project.write("completion.bash", await project.stdoutOf("completion", "bash"));
    // As bash does it: the line and the place of the cursor are what the function goes by.
    const script = `source completion.bash
COMP_LINE=${JSON.stringify(line)} COMP_POINT=${line.length}
complete -p alembic >&2
_alembic
printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr, exitCode } = await run("bash", ["--norc", "-c", script], {
      cwd: project.path,
      env: { ...process.env, PATH: `${join(project.path, "bin")}:${process.env["PATH"]}` },
    });
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining("-F _alembic alembic")]);
    return stdout.trimEnd().split("\n");
  }

  it.runIf(process.platform !== "win32")(
    "completes the last word, with messages where there is a choice, and what bash splits",
    async () => {
      const project = await createGraph();
      expect(await offered(project, "alembic upg")).toEqual(["upgrade"]);
      expect(await offered(project, "alembic upgrade aa")).toEqual(["aabb2  add: votes", "aaaa1  make posts"]);
      expect(await offered(project, "alembic upgrade --sql aaaa1:c")).toEqual(["cccc3"]);
      expect(await offered(project, "alembic show blog@")).toEqual(["head"]);
      expect(await offered(project, "alembic show ")).toContain("base  before the first revision");
    },
  );
});
