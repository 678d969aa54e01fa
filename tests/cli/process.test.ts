import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { type Answer, run } from "../support/run.ts";
import { type CliProject, createCliProject } from "./project.ts";

const root = resolve(import.meta.dirname, "../..");
const program = [process.execPath, "--import", `${root}/scripts/ts-loader.mjs`, `${root}/src/cli/main.ts`];

async function createLine(): Promise<CliProject> {
  const project = await createCliProject();
  await project.revision("aaaa1");
  await project.revision("bbbb2", { down: "aaaa1" });
  return project;
}

/** Runs a line of the shell, in which `alembic` is the program. */
function shell(
  project: CliProject,
  line: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Answer> {
  const alembic = program.map((word) => `'${word}'`).join(" ");
  return run("bash", ["-c", `alembic() { ${alembic} "$@"; }; export -f alembic; set -o pipefail; ${line}`], {
    cwd: project.path,
    env,
  });
}

const hasShell = process.platform !== "win32";
const hasTerminal = hasShell && existsSync("/usr/bin/script");

describe.runIf(hasShell)("the program", () => {
  it("CMD-59 ends with the status of what it did, in a process of its own", async () => {
    const project = await createLine();
    const statuses =
      "alembic heads; echo $?; alembic show x 2>&-; echo $?; alembic show 2>&-; echo $?; alembic current -c 2>&-; echo $?";
    expect((await shell(project, statuses)).stdout).toBe("bbbb2 (head)\n0\n1\n2\n3\n");
  });

  it("ends quietly where nobody reads to the end", async () => {
    const project = await createLine();
    for (let index = 0; index < 2000; index++)
      await project.revision(`c${index}`, { down: index === 0 ? "bbbb2" : `c${index - 1}` });
    expect(await shell(project, "alembic history -v | head -1")).toMatchObject({
      stdout: "Rev: c1999 (head)\n",
      stderr: "",
    });
  });

  it("has written a script as far as it came, where a revision fails or ends the process", async () => {
    const project = await createLine();
    const endings = { cccc3: "throw new Error('no further');", dddd4: "process.exit(7);" };
    for (const [id, upgrade] of Object.entries(endings)) {
      await project.revision(id, { down: "bbbb2", upgrade: `await op.execute("select 1"); ${upgrade}` });
      const { stdout } = await shell(project, `alembic upgrade ${id} --sql; echo "status $?"`);
      expect(stdout).toContain(`-- Running upgrade bbbb2 -> ${id}\n\nselect 1;\n`);
      expect(stdout).toMatch(id === "cccc3" ? /status 1\n$/ : /status 7\n$/);
    }
  });

  it.runIf(hasTerminal)("writes colours on a terminal, and none with NO_COLOR or into a pipe", async () => {
    const project = await createLine();
    const onTerminal = (env: Readonly<Record<string, string | undefined>>) =>
      shell(project, `SHELL=/bin/bash script -qec "bash -c 'alembic heads'" /dev/null`, { TERM: "xterm", ...env });
    expect((await onTerminal({ NO_COLOR: undefined })).stdout).toContain("\u001B[33mbbbb2\u001B[39m");
    expect((await onTerminal({ NO_COLOR: "1" })).stdout).toBe("bbbb2 (head)\r\n");
    expect((await shell(project, "alembic heads | cat", { NO_COLOR: undefined })).stdout).toBe("bbbb2 (head)\n");
  });
});
