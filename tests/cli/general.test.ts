import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { commandSpecs } from "../../src/cli/command-spec.ts";
import { handlers } from "../../src/cli/handlers/index.ts";
import { CommandLine } from "../../src/cli/index.ts";
import { runCommandLine } from "../../src/cli/run.ts";
import * as commands from "../../src/commands/index.ts";
import { Config } from "../../src/config/index.ts";
import { CommandError, InvalidArgumentError } from "../../src/errors/index.ts";
import { type CliProject, createCliProject, createEmptyProject } from "./project.ts";

async function createLine(...settings: readonly string[]): Promise<CliProject> {
  const project = await createCliProject(...settings);
  await project.revision("aaaa1");
  await project.revision("bbbb2", { down: "aaaa1" });
  return project;
}

/** Makes env keep what a test wants to know in a global variable. */
async function probeEnv(project: CliProject, expression: string): Promise<() => unknown> {
  const env = await project.read("migrations/env.ts");
  const probe = `Object.assign(globalThis, { told: ${expression} });`;
  await project.write(
    "migrations/env.ts",
    env.replace("const { config } = context;", `const { config } = context;\n  ${probe}`),
  );
  onTestFinished(() => {
    Reflect.deleteProperty(globalThis, "told");
  });
  return () => Reflect.get(globalThis, "told");
}

describe("the command line", () => {
  it("CMD-52 prints its version, and the help of itself and of each command with examples", async () => {
    const project = await createEmptyProject();
    expect(await project.stdoutOf("--version")).toBe(`alembic ${manifest.version}\n`);
    const help = await project.stdoutOf("--help");
    for (const { name, help: text } of commandSpecs) expect(help).toMatch(new RegExp(`^  ${name} +${text}$`, "m"));
    for (const { name, options, args } of commandSpecs) {
      const own = await project.stdoutOf(name, "--help");
      expect(own).toMatch(new RegExp(`Usage:\n  alembic ${name} `));
      expect(own).toMatch(/Examples:\n {2}(\w+='[^']*' )?alembic /);
      for (const option of options) expect(own).toContain(`--${option.name}`);
      for (const arg of args) expect(own).toContain(arg.name);
      expect(await project.stdoutOf("-h", name)).toBe(own);
    }
  });

  it("has a handler for every command, and a command for every handler", () => {
    expect(Object.keys(handlers)).toEqual(commandSpecs.map(({ name }) => name));
  });

  it("CMD-53 takes -c for an ini file and for a package.json, at most one of each", async () => {
    const project = await createLine();
    await project.write("conf/other.ini", "[alembic]\nscript_location = %(here)s/../migrations\n");
    await project.write("conf/package.json", '{ "alembic": { "scriptLocation": "%(here)s/../migrations" } }');
    expect(await project.stdoutOf("-c", "conf/other.ini", "heads")).toBe("bbbb2 (head)\n");
    await project.write("alembic.ini", "");
    expect(await project.stdoutOf("-c", "conf/package.json", "heads")).toBe("bbbb2 (head)\n");
    expect(await project.stdoutOf("-c", "conf/other.ini", "-c", "conf/package.json", "heads")).toBe("bbbb2 (head)\n");
    expect((await project.alembic("-c", "a.ini", "-c", "b.ini", "heads")).status).toBe(2);
    expect(await project.alembic("-c", "nowhere.ini", "heads")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("nowhere.ini"),
    });
  });

  it("CMD-54 takes the section of the ini file by -n", async () => {
    const project = await createLine();
    const ini = await project.read("alembic.ini");
    await project.write(
      "alembic.ini",
      `${ini}\n[tests]\nscript_location = migrations\nversion_locations = other\npath_separator = os\n`,
    );
    await project.revision("cccc3", { folder: "other" });
    expect(await project.stdoutOf("-n", "tests", "heads")).toBe("cccc3 (head)\n");
    expect(await project.stdoutOf("--name=alembic", "heads")).toBe("bbbb2 (head)\n");
    expect(await project.alembic("-n", "nothing", "heads")).toMatchObject({ status: 1, stdout: "" });
  });

  it("CMD-55 hands every -x on to env", async () => {
    const project = await createLine();
    const told = await probeEnv(project, "[context.getXArgument(), context.getXArgument({ asDictionary: true })]");
    await project.stdoutOf("-x", "tenant=acme", "-xregion=eu", "upgrade", "head");
    expect(told()).toEqual([["tenant=acme", "region=eu"], { tenant: "acme", region: "eu" }]);
  });

  it("CMD-56 prints no results with -q, and keeps its status, failures and logs", async () => {
    const project = await createLine();
    expect(await project.stdoutOf("-q", "history")).toBe("");
    expect(await project.stdoutOf("--quiet", "heads", "--json")).toBe("");
    expect(await project.alembic("-q", "upgrade", "head")).toMatchObject({
      status: 0,
      stdout: "",
      stderr: expect.stringContaining("Running upgrade"),
    });
    expect((await project.alembic("-q", "show", "nothing")).status).toBe(1);
    expect(await project.stdoutOf("-q", "revision", "-m", "next")).toBe("");
    expect((await project.alembic("-q", "current", "--check-heads")).status).toBe(3);
  });

  it("CMD-57 shows with --raiseerr where an error comes from, and otherwise what to do", async () => {
    const project = await createLine();
    const usual = await project.alembic("show", "nothing");
    expect(usual.stderr).toMatch(/^FAILED: .*nothing.*\n {2}.*\n {2}\(ALB\d{4}\)\n$/);
    const raised = await project.alembic("--raiseerr", "show", "nothing");
    expect([raised.status, raised.stderr]).toEqual([1, expect.stringMatching(/\n {4}at .*\.ts:\d+/)]);
  });

  it("CMD-58 takes the configuration file from ALEMBIC_CONFIG, of either kind", async () => {
    const project = await createLine();
    await project.write("conf/other.ini", "[alembic]\nscript_location = %(here)s/../migrations\n");
    await project.write("conf/package.json", '{ "alembic": { "scriptLocation": "%(here)s/../migrations" } }');
    await project.write("alembic.ini", "");
    for (const file of ["conf/other.ini", "conf/package.json"]) {
      const answer = await project.alembicWith({ ALEMBIC_CONFIG: file }, "heads");
      expect(answer).toMatchObject({ status: 0, stdout: "bbbb2 (head)\n" });
    }
    expect((await project.alembicWith({ ALEMBIC_CONFIG: "conf/other.ini" }, "-c", "alembic.ini", "heads")).status).toBe(
      1,
    );
  });

  it("CMD-59 ends with 0 when done, 1 when it failed, 2 when it was called wrongly, 3 when there is something to do", async () => {
    const project = await createLine();
    const statusOf = async (...argv: readonly string[]) => (await project.alembic(...argv)).status;
    expect(await statusOf("heads")).toBe(0);
    expect(await statusOf("show", "nothing")).toBe(1);
    expect(await statusOf("upgrade", "a:b")).toBe(1);
    for (const argv of [[], ["nothing"], ["heads", "--nothing"], ["show"], ["heads", "more"], ["-n"], ["stamp"]]) {
      expect([argv, await statusOf(...argv)]).toEqual([argv, 2]);
    }
    expect(await statusOf("current", "--check-heads")).toBe(3);
    await project.revision("cccc3", { down: "bbbb2", upgrade: 'throw new TypeError("no");' });
    expect(await statusOf("upgrade", "head")).toBe(1);
  });

  it("CMD-60 prints results on standard output, failures, warnings and logs on standard error", async () => {
    const project = await createLine();
    const done = await project.alembic("upgrade", "head", "--sql");
    expect(done.stdout).toContain("CREATE TABLE alembic_version");
    expect(done.stderr).toMatch(/^INFO {2}\[alembic\.runtime\.migration\] /m);
    expect(done.stderr).not.toContain("CREATE TABLE");
    await project.revision("cccc3", { down: "gone" });
    const warned = await project.alembic("heads");
    expect(warned.stdout).toBe("bbbb2 (head)\ncccc3 (head)\n");
    expect(warned.stderr).toContain("WARNING: ");
    expect(await project.alembic("show", "nothing")).toMatchObject({
      stdout: "",
      stderr: expect.stringMatching(/^.*\n?FAILED: /m),
    });
  });

  it("suggests what a mistyped command, option or revision is meant to be", async () => {
    const project = await createLine();
    const told = async (...argv: readonly string[]) => (await project.alembic(...argv)).stderr;
    expect(await told("upgarde", "head")).toContain('Did you mean "upgrade"?');
    expect(await told("history", "--vebrose")).toContain("Did you mean --verbose?");
    expect(await told("upgrade", "head", "-x", "a=b")).toContain("stands before the command");
    expect(await told("show", "aaab1")).toContain("aaaa1");
    expect(await told("upgrade", "haed")).toContain("head");
  });

  it("takes names with underscores and dashes, beginnings of long options, and -- before an argument", async () => {
    const project = await createLine();
    expect(await project.stdoutOf("list-templates")).toBe(await project.stdoutOf("list_templates"));
    expect(await project.stdoutOf("history", "--rev_range=:aaaa1")).toContain("aaaa1");
    expect(await project.stdoutOf("history", "--verb")).toContain("Rev: bbbb2");
    expect(await project.stdoutOf("show", "--", "aaaa1")).toContain("Rev: aaaa1");
    await project.stdoutOf("upgrade", "head");
    await project.stdoutOf("downgrade", "--", "-1");
    expect(await project.versionRows()).toEqual(["aaaa1"]);
  });

  it("writes colours on a terminal alone, and never with NO_COLOR or on a dumb one", async () => {
    const project = await createLine();
    const shown = async (isTTY: boolean, env: Readonly<Record<string, string>> = {}) => {
      let stdout = "";
      const ini = join(project.path, "alembic.ini");
      const streams = {
        stdout: { write: (text: string) => (stdout += text), isTTY },
        stderr: { write: () => true, isTTY },
      };
      await runCommandLine(["-c", ini, "heads"], { ...streams, env });
      return stdout;
    };
    const escape = "\u001B[";
    expect(await shown(true)).toContain(`${escape}33mbbbb2${escape}39m`);
    expect(await shown(false)).toBe("bbbb2 (head)\n");
    expect(await shown(true, { NO_COLOR: "1" })).toBe("bbbb2 (head)\n");
    expect(await shown(true, { TERM: "dumb" })).toBe("bbbb2 (head)\n");
    expect(await shown(true, { NO_COLOR: "" })).toContain(escape);
  });
});

describe("a command of the project's own", () => {
  /** The answer of a command line that has been added to. */
  async function answerOf(line: CommandLine, argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const said = { stdout: "", stderr: "" };
    const status = await line.main(argv, {
      stdout: { write: (text) => (said.stdout += text) },
      stderr: { write: (text) => (said.stderr += text) },
      env,
    });
    return { status, ...said };
  }

  it("CMD-61 is called by its name, with the configuration, its options and arguments", async () => {
    const project = await createLine();
    const line = new CommandLine();
    line.registerCommand({
      name: "count_revisions",
      help: "Count the revisions",
      args: [{ name: "LABEL", kind: "optional", help: "of which branch" }],
      options: [{ name: "twice", kind: "flag", help: "count twice" }],
      examples: ["count-revisions --twice"],
      run: async ({ config, options, args, out }) => {
        const { revisions } = await commands.history(config);
        out.line(`${revisions.length * (options.flag("twice") ? 2 : 1)} ${args.join()}`);
      },
    });
    line.registerCommand({
      name: "fail",
      help: "Fail",
      run: ({ options }) => {
        if (options.flag("never")) return 0;
        throw new CommandError("ALB0101", "It failed.", { hint: "Do not call it." });
      },
    });
    line.registerCommand({ name: "todo", help: "Say that there is something to do", run: () => 3 });
    const ini = join(project.path, "alembic.ini");
    expect(await answerOf(line, ["-c", ini, "count-revisions", "--twice", "x"])).toMatchObject({
      status: 0,
      stdout: "4 x\n",
    });
    expect(await answerOf(line, ["-c", ini, "heads"])).toMatchObject({ stdout: "bbbb2 (head)\n" });
    expect(await answerOf(line, ["fail"])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("FAILED: It failed."),
    });
    expect((await answerOf(line, ["todo"])).status).toBe(3);
    expect((await answerOf(line, ["--help"])).stdout).toContain("count-revisions");
    expect((await answerOf(line, ["count_revisions", "--help"])).stdout).toContain("alembic count-revisions --twice");
    expect((await answerOf(line, ["cont-revisions"])).stderr).toContain('Did you mean "count-revisions"?');
    expect((await answerOf(line, ["__complete", "cou"])).stdout).toBe("count-revisions\tCount the revisions\n");
  });

  it.each([
    ["a name that is taken", { name: "upgrade", help: "" }],
    ["a name that is an option", { name: "--upgrade", help: "" }],
    [
      "an option of the tool",
      { name: "mine", help: "", options: [{ name: "config", kind: "flag", help: "" } as const] },
    ],
  ])("CMD-61 is refused with %s", (_problem, command) => {
    expect(() => new CommandLine().registerCommand({ ...command, run: () => 0 })).toThrow(InvalidArgumentError);
  });
});

describe("commands as functions", () => {
  it("CMD-62 there is one for each command, which returns data and prints nothing", async () => {
    const names = commandSpecs.map(({ name }) =>
      name.replaceAll(/-(\w)/g, (_match, letter: string) => letter.toUpperCase()),
    );
    expect(Object.keys(commands).toSorted()).toEqual(names.filter((name) => name !== "completion").toSorted());
    const project = await createLine();
    const config = new Config({
      scriptLocation: join(project.path, "migrations"),
      url: `sqlite:///${join(project.path, "app.db")}`,
    });
    expect(await commands.current(config)).toMatchObject({ isAtHead: false, databases: [{ heads: [] }] });
    expect(await commands.upgrade(config, "head")).toEqual({
      steps: [
        { kind: "upgrade", revision: "aaaa1", from: [], to: ["aaaa1"], message: "make aaaa1" },
        { kind: "upgrade", revision: "bbbb2", from: ["aaaa1"], to: ["bbbb2"], message: "make bbbb2" },
      ],
      sql: null,
    });
    expect(await commands.current(config)).toMatchObject({ isAtHead: true });
    expect((await commands.heads(config)).revisions).toMatchObject([{ revision: "bbbb2", isHead: true }]);
    expect((await commands.downgrade(config, "-1")).steps).toMatchObject([{ kind: "downgrade", revision: "bbbb2" }]);
    expect((await commands.stamp(config, "head")).steps).toMatchObject([
      { kind: "stamp", from: ["aaaa1"], to: ["bbbb2"] },
    ]);
    const { revisions } = await commands.revision(config, { message: "next", revId: "cccc3" });
    expect(revisions).toMatchObject([{ revision: "cccc3", path: expect.stringContaining("cccc3_next.ts"), hooks: [] }]);
    await expect(commands.upgrade(config, "nothing")).rejects.toThrow(/nothing/);
  });

  it("CMD-62 streams, warnings and logs go where the caller says", async () => {
    const project = await createLine();
    const script: string[] = [];
    const logs: string[] = [];
    const config = new Config(join(project.path, "alembic.ini"), {
      outputBuffer: { write: (text) => script.push(text) },
      onLog: ({ message }) => logs.push(message),
    });
    const { sql, steps } = await commands.upgrade(config, "head", { sql: true });
    expect(steps).toHaveLength(2);
    expect(script.join("")).toBe(sql);
    expect(sql).toContain("CREATE TABLE alembic_version");
    expect(logs.filter((line) => line.startsWith("Running upgrade"))).toHaveLength(2);
  });

  it("CMD-62 an option that there is not is refused, by the compiler and at run time", async () => {
    const project = await createLine();
    const config = new Config(join(project.path, "alembic.ini"));
    // @ts-expect-error: the option's name is misspelt.
    await expect(commands.upgrade(config, "head", { slq: true })).rejects.toThrow(/slq/);
  });
});
