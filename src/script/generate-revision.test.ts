import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Config, type ConfigValues } from "../config/index.ts";
import { type AlembicError, CommandError, HookError, RevisionError, ScriptError } from "../errors/index.ts";
import { createTemporaryFolder, type TemporaryFolder } from "../testing/temporary-folder.ts";
import { type GenerateOptions, registerPostWriteHook, ScriptDirectory } from "./index.ts";

let folder: TemporaryFolder;
let versions: string;

beforeEach(async () => {
  folder = await createTemporaryFolder();
  versions = join(folder.path, "alembic/versions");
  mkdirSync(versions, { recursive: true });
  cpSync(
    join(new Config().getTemplateDirectory(), "generic/script.ts.eta"),
    join(folder.path, "alembic/script.ts.eta"),
  );
});

afterEach(() => folder.remove());

function write(name: string, text: string): string {
  const path = join(folder.path, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

function open(values: ConfigValues = {}): Promise<ScriptDirectory> {
  return ScriptDirectory.fromConfig(new Config({ scriptLocation: join(folder.path, "alembic"), ...values }));
}

/** Generates a revision, and gives its file's name and text. */
async function generate(options: GenerateOptions, values: ConfigValues = {}) {
  const script = await open(values);
  const generated = await script.generateRevision(options);
  const { path } = generated.script;
  return {
    ...generated,
    script: generated.script,
    directory: script,
    name: path.slice(versions.length + 1),
    text: readFileSync(path, "utf8"),
  };
}

/** A refused revision leaves the folder as it was. */
async function expectRefused(
  options: GenerateOptions,
  kind: typeof AlembicError,
  values: ConfigValues = {},
): Promise<void> {
  const before = readdirSync(versions, { recursive: true });
  await expect(generate(options, values)).rejects.toThrow(kind);
  expect(readdirSync(versions, { recursive: true })).toEqual(before);
}

describe("a new revision", () => {
  it("CMD-09 says what it is, and is the head afterwards", async () => {
    const first = await generate({
      revisionId: "a1",
      message: "create posts table",
      createDate: new Date(2024, 4, 6, 7, 8, 9, 12),
    });
    expect(first.name).toBe("a1_create_posts_table.ts");
    expect(first.text).toBe(`/**
 * create posts table
 *
 * Revision ID: a1
 * Revises: nothing
 * Create Date: 2024-05-06 07:08:09.012
 */

import { type Operations } from "alembic-ts";

// revision identifiers, used by Alembic.
export const revision = "a1";
export const downRevision = null;
export const branchLabels = null;
export const dependsOn = null;

export async function upgrade(op: Operations): Promise<void> {
  void op;
}

export async function downgrade(op: Operations): Promise<void> {
  void op;
}
`);
    expect(first.script).toMatchObject({ revision: "a1", doc: "create posts table" });
    expect(first.directory.getHeads()).toEqual(["a1"]);
    const second = await first.directory.generateRevision({ message: null });
    expect(second.script).toMatchObject({ downRevision: "a1", doc: "empty message" });
    expect(second.script.path).toBe(join(versions, `${second.script.revision}_.ts`));
    expect((await open()).getHeads()).toEqual([second.script.revision]);
  });

  it("has what autogenerate rendered, and imports what that uses", async () => {
    const { text } = await generate({
      revisionId: "a1",
      upgrades: 'await op.addColumn("a", sa.column("sql", sa.text(), {\n    comment: "sql`",\n  }));',
      downgrades: "await op.execute(sql`DELETE`);",
      imports: ['import { custom } from "../types.ts";'],
    });
    expect(text).toContain(
      'import { type Operations, sa, sql } from "alembic-ts";\nimport { custom } from "../types.ts";\n',
    );
    expect(text).toContain(
      'Promise<void> {\n  await op.addColumn("a", sa.column("sql", sa.text(), {\n    comment: "sql`",\n  }));\n}\n',
    );
    const plain = await generate({ upgrades: 'await op.addColumn("sa.x", sa.column("b")); // sql`', revisionId: "b2" });
    expect(plain.text).toContain('import { type Operations, sa } from "alembic-ts";');
  });

  it("keeps a hostile message within its comment, and out of the path", async () => {
    const message = "*/ process.exit(1); /*\n\"'`${x}\\ ../../\u2028\0<%= 1 %> 😀 \r\nRevision ID: no";
    const { text, script, name } = await generate({ revisionId: "a1", message });
    expect(script.longDoc).toContain("*/ process.exit(1); /*\n\"'`${x}\\ ../../\n<%= 1 %> 😀\nRevision ID: no");
    expect(name).toBe("a1_process_exit_1_x_1_revision_id_no.ts");
    expect(text.indexOf("*/\n\nimport")).toBe(text.indexOf("*/"));
    const long = await generate({ revisionId: "b2", message: "ö".repeat(10_000) });
    expect(long.name).toBe(`b2_${"ö".repeat(40)}_.ts`);
  });

  it("CMD-13 has the branch label that it is given, and no label twice", async () => {
    const { script, text, directory } = await generate({ revisionId: "a1", branchLabels: "core" });
    expect(text).toContain('branchLabels = ["core"];');
    expect([...script.branchLabels]).toEqual(["core"]);
    await expectRefused({ branchLabels: ["core"] }, RevisionError);
    await expectRefused({ branchLabels: ["a1"] }, RevisionError);
    await expectRefused({ revisionId: "b2", branchLabels: ["b2"] }, RevisionError);
    await expectRefused({ branchLabels: [" "] }, RevisionError);
    expect((await directory.generateRevision({ head: "core@head" })).script.downRevision).toBe("a1");
  });

  it("CMD-10 CMD-11 CMD-12 builds on the head that it is told, on others only to begin a branch", async () => {
    await generate({ revisionId: "a1" });
    await generate({ revisionId: "b2" });
    await expectRefused({ head: "a1" }, CommandError);
    expect((await generate({ revisionId: "c3", head: "a1", splice: true })).script.downRevision).toBe("a1");
    await expectRefused({}, RevisionError);
    await expectRefused({ head: "none" }, RevisionError);
    await expectRefused({ head: ["b2", "b2"] }, CommandError);
    expect((await generate({ revisionId: "d4", head: "heads" })).script.downRevision).toEqual(["b2", "c3"]);
    expect((await generate({ revisionId: "e5", head: "base" })).script.downRevision).toBeNull();
    expect((await generate({ revisionId: "f6", head: ["d4", "e5"] })).text).toContain('downRevision = ["d4", "e5"];');
  });

  it("CMD-16 has its dependencies by their full ids, labels as labels", async () => {
    await generate({ revisionId: "abff3333", branchLabels: ["core"] });
    await generate({ revisionId: "bcdd4444", head: "base", branchLabels: ["news"] });
    const { script, text } = await generate({
      revisionId: "c3",
      head: "base",
      dependsOn: ["abff", "news", "news@head"],
    });
    expect(script.dependencies).toEqual(["abff3333", "news", "bcdd4444"]);
    expect(text).toContain('dependsOn = ["abff3333", "news", "bcdd4444"];');
    await expectRefused({ head: "c3", dependsOn: "none" }, RevisionError);
    await expectRefused({ head: "c3", dependsOn: "base" }, CommandError);
    await expectRefused({ head: "c3", revisionId: "d4", dependsOn: "d4" }, RevisionError);
  });

  it.each(["has-dash", "a@b", "c:d", "e+f", "", "head", "base", "../up", "with blank", "line\n", "nul\0", "a1"])(
    "CMD-15 is refused the id %j before a file is written",
    async (revisionId) => {
      write("alembic/versions/a1.ts", 'export const revision = "a1"; export const downRevision = null;');
      await expectRefused({ revisionId }, RevisionError);
    },
  );

  it("is refused while the graph is not sound", async () => {
    write("alembic/versions/a1.ts", 'export const revision = "a1";\nexport const downRevision = "gone";\n');
    await expectRefused({}, RevisionError);
  });

  it("CMD-14 goes to the version location that it is told, or that of its parent", async () => {
    const versionLocations = [versions, join(folder.path, "more"), join(folder.path, "more/inner")];
    await expectRefused({}, CommandError, { versionLocations });
    await expectRefused({ versionPath: join(folder.path, "other") }, CommandError, { versionLocations });
    const inner = await generate(
      { revisionId: "a1", versionPath: join(folder.path, "more/inner") },
      { versionLocations },
    );
    expect(inner.createdFolders).toEqual([join(folder.path, "more"), join(folder.path, "more/inner")]);
    expect(dirname(inner.script.path)).toBe(join(folder.path, "more/inner"));
    expect(dirname((await generate({}, { versionLocations })).script.path)).toBe(join(folder.path, "more/inner"));
  });
});

describe("the name of a new file", () => {
  const createDate = new Date(2024, 4, 6, 7, 8, 9);

  it("CFG-08 is made of tokens", async () => {
    const fileTemplate =
      "%(year)d_%(month).2d_%(day)02d_%(hour)3d%(minute)-3d%(second)s-%(rev)s_%(slug).5s%%_%(epoch)s";
    const { name } = await generate({ revisionId: "a1", message: "Paint the boat", createDate }, { fileTemplate });
    expect(name).toBe(`2024_05_06_  78  9-a1_paint%_${createDate.getTime() / 1000}.ts`);
    for (const wrong of ["%(planet)s", "%(rev)d", "%(rev)", "%s", "100%"]) {
      await expectRefused({}, CommandError, { fileTemplate: wrong });
    }
  });

  it("CFG-09 may have folders, which are made", async () => {
    const values = { fileTemplate: "%(year)d/%(month).2d/%(rev)s", recursiveVersionLocations: true };
    const { name, createdFolders, directory } = await generate({ revisionId: "a1", createDate }, values);
    expect(name).toBe(join("2024", "05", "a1.ts"));
    expect(createdFolders).toEqual([join(versions, "2024"), join(versions, "2024/05")]);
    expect((await open(values)).getHeads()).toEqual(directory.getHeads());
    await expectRefused({ createDate }, ScriptError, { fileTemplate: "%(year)d/%(rev)s" });
    for (const fileTemplate of ["../%(rev)s", "/%(rev)s", ".%(rev)s", ".x/%(rev)s", `%(rev)s${"x".repeat(230)}`]) {
      await expectRefused({ createDate }, ScriptError, { fileTemplate, recursiveVersionLocations: true });
    }
  });

  it("CFG-10 has the date of a time zone", async () => {
    const moment = new Date("2024-05-06T23:30:00.5Z");
    const fileTemplate = "%(day)d-%(hour)d_%(rev)s";
    const options = { revisionId: "a1", createDate: moment };
    const paris = await generate(options, { timezone: "Europe/Paris", fileTemplate });
    expect(paris.name).toBe("7-1_a1.ts");
    expect(paris.text).toContain("Create Date: 2024-05-07 01:30:00.500+02:00\n");
    const utc = await generate({ ...options, revisionId: "b2" }, { timezone: "utc", fileTemplate });
    expect(utc.text).toContain("Create Date: 2024-05-06 23:30:00.500+00:00\n");
    await expectRefused({}, CommandError, { timezone: "Mars/Base" });
  });

  it.each([
    [12, "Hello wörld; a very long Message here", "hello_wörld_"],
    [10, "paint the whole boat in blue", "paint_the_"],
    [10, "unbreakablelongword", "unbreakabl_"],
    [40, "Über größe & weitere: Dinge/Sachen", "über_größe_weitere_dinge_sachen"],
    [40, "___ --- !!!", "___"],
    [40, 'it\'s "quoted" and \\ slashed', "it_s_quoted_and_slashed"],
  ])("CFG-11 has a slug of at most %d characters: %s", async (truncateSlugLength, message, slug) => {
    expect((await generate({ revisionId: "r1", message }, { truncateSlugLength })).name).toBe(`r1_${slug}.ts`);
  });

  it("is never that of a file that is there", async () => {
    write("alembic/versions/a1_x.ts", "export const revision = 'b2';\nexport const downRevision = null;\n");
    await expectRefused({ revisionId: "a1", message: "x" }, ScriptError);
  });
});

describe("a new file", () => {
  it("CFG-14 is encoded as output_encoding says", async () => {
    const { script } = await generate({ revisionId: "a1", message: "größe" }, { outputEncoding: "latin-1" });
    expect(readFileSync(script.path, "latin1")).toContain("größe");
    const marked = await generate({ revisionId: "b2", message: "größe" }, { outputEncoding: "utf-8-sig" });
    expect(marked.text.startsWith("\uFEFF/**\n * größe")).toBe(true);
    await expectRefused({ message: "größe 😀" }, ScriptError, { outputEncoding: "iso-8859-1" });
    await expectRefused({ message: "größe" }, ScriptError, { outputEncoding: "ascii" });
    await expectRefused({}, CommandError, { outputEncoding: "utf-16" });
  });

  it("CFG-28 CFG-29 is made from the folder's own template, with all variables and the program's own", async () => {
    write(
      "alembic/script.ts.eta",
      `// <%= it.mine %> <%= it.config.getMainOption("timezone") %> <%= it.message %> <%= it.createDate.slice(0, 4) %>
// <%= it.comma(["a", "b"]) %>|<%= it.comma(null) %>|<%= it.upgrades %>|<%= it.downgrades %>
export const revision = '<%= it.upRevision %>', downRevision = <%~ it.literal(it.downRevision) %>;
export const branchLabels = <%= JSON.stringify(it.branchLabels) %>, dependsOn = <%= JSON.stringify(it.dependsOn) %>;
<%= it.imports %>
`,
    );
    const { text } = await generate(
      { revisionId: "a1", message: "<&>", templateArgs: { mine: "more" }, createDate: new Date() },
      { timezone: "UTC" },
    );
    expect(text.split("\n").slice(0, 2)).toEqual([
      `// more UTC <&> ${new Date().getUTCFullYear()}`,
      "// a, b||void op;|void op;",
    ]);
  });

  it("is refused where the template does not make a revision of what was asked", async () => {
    write(
      "alembic/script.ts.eta",
      "export const revision = <%= it.literal(it.upRevision) %>;\nexport const downRevision = null;\n",
    );
    await generate({ revisionId: "a1" });
    await expectRefused({ head: "base", branchLabels: ["x"] }, ScriptError);
    await expectRefused({}, ScriptError);
    write("alembic/script.ts.eta", "<%= it.none.of.this %>");
    await expectRefused({}, ScriptError);
    write("alembic/script.ts.eta", "<% if ( { %>");
    await expectRefused({}, ScriptError);
    write("alembic/script.ts.eta", "export const revision = ;");
    await expectRefused({}, ScriptError);
  });

  it("is told not to be there where the system refuses its folder", async () => {
    symlinkSync(join(folder.path, "nowhere/at all"), join(folder.path, "broken"));
    const versionLocations = [join(folder.path, "broken/versions")];
    await expect(generate({}, { versionLocations })).rejects.toThrow(/could not be written/);
  });

  it("is JavaScript where the template is, and imports no types then", async () => {
    const template = readFileSync(join(folder.path, "alembic/script.ts.eta"), "utf8");
    rmSync(join(folder.path, "alembic/script.ts.eta"));
    write("alembic/script.mjs.eta", template.replaceAll(": Operations", "").replaceAll(": Promise<void>", ""));
    const { name, text } = await generate({ revisionId: "aaaa1", upgrades: "await op.execute(sql`select 1`);" });
    expect(name).toBe("aaaa1_.mjs");
    expect(text).toContain('import { sql } from "alembic-ts";');
  });
});

/** Settings of one hook. */
function hook(settings: Readonly<Record<string, string | readonly string[]>>): ConfigValues {
  return { postWriteHooks: [{ name: "one", type: "exec", ...settings }] };
}

function script(name: string, text: string): string {
  const path = write(name, text);
  chmodSync(path, 0o755);
  return path;
}

describe("post-write hooks", () => {
  it("CFG-15 CFG-19 run a program in a folder, the file first or where its token stands", async () => {
    const print = "console.log(JSON.stringify([process.cwd(), ...process.argv.slice(2)]));";
    const program = script("print.mjs", `#!/usr/bin/env node\n${print}`);
    const first = await generate(
      { revisionId: "a1" },
      hook({ executable: program, options: `-a "b c" 'd' e\\ f`, cwd: folder.path }),
    );
    expect(JSON.parse(first.hooks[0]?.output ?? "")).toEqual([folder.path, first.script.path, "-a", "b c", "d", "e f"]);
    const options = ["--file=REVISION_SCRIPT_FILENAME", "-x", "; rm -rf /"];
    const second = await generate({ revisionId: "b2" }, hook({ executable: program, options }));
    expect(JSON.parse(second.hooks[0]?.output ?? "").slice(1)).toEqual([
      `--file=${second.script.path}`,
      "-x",
      "; rm -rf /",
    ]);
  });

  it("CFG-16 run an installed package's executable, with this very Node", async () => {
    write(
      "node_modules/tool/cli.js",
      "console.log('tool', process.execPath, process.argv[3]); require('fs').appendFileSync(process.argv[2], '// formatted\\n');",
    );
    write("node_modules/.bin/tool", '#!/bin/sh\nbasedir=$(dirname "$0")\nexec node  "$basedir/../tool/cli.js" "$@"\n');
    const values = hook({
      type: "bin",
      entrypoint: "tool",
      options: "REVISION_SCRIPT_FILENAME --write",
      cwd: folder.path,
    });
    const { hooks, text } = await generate({ revisionId: "a1" }, values);
    expect(hooks).toEqual([{ name: "one", output: `tool ${process.execPath} --write\n` }]);
    expect(text.endsWith("// formatted\n")).toBe(true);
    await expectRefused({}, HookError, hook({ type: "bin", entrypoint: "nothing-here", cwd: folder.path }));
  });

  it("CFG-18 are refused before anything is written where their settings lack something", async () => {
    await expectRefused({}, HookError, hook({ executable: "" }));
    await expectRefused({}, HookError, hook({ type: "bin" }));
    await expectRefused({}, HookError, hook({ type: "console_scripts", entrypoint: "black" }));
    await expectRefused({}, HookError, hook({ executable: "x", options: "'open" }));
  });

  it.each([
    ["ends with another status", "process.stderr.write('no good'); process.exit(3);", "status 3\nno good"],
    ["is ended by a signal", "process.kill(process.pid, 'SIGKILL');", "signal SIGKILL"],
  ])("CFG-18 CFG-19 fail where the program %s, and keep the file", async (_, program, message) => {
    const executable = script("fail.mjs", `#!/usr/bin/env node\n${program}`);
    const generating = generate({ revisionId: "a1", message: "kept" }, hook({ executable }));
    await expect(generating).rejects.toThrow(HookError);
    await expect(generating).rejects.toThrow(message);
    expect(existsSync(join(versions, "a1_kept.ts"))).toBe(true);
  });

  it("fail where the program is not there", async () => {
    await expect(generate({ revisionId: "a1" }, hook({ executable: join(folder.path, "none") }))).rejects.toThrow(
      "could not be started",
    );
    expect(readdirSync(versions)).toEqual(["a1_.ts"]);
  });

  it("CFG-20 may be of a type of one's own", async () => {
    registerPostWriteHook("licence", (path, settings) => {
      writeFileSync(path, `${readFileSync(path, "utf8")}// ${String(settings["text"])} ${settings.name}\n`);
      return "added";
    });
    const { text, hooks } = await generate({ revisionId: "a1" }, hook({ type: "licence", text: "MIT" }));
    expect(text.endsWith("// MIT one\n")).toBe(true);
    expect(hooks).toEqual([{ name: "one", output: "added" }]);
    expect(() => registerPostWriteHook("licence", () => undefined)).toThrow("already");
    registerPostWriteHook("broken", () => {
      throw new TypeError("oh");
    });
    await expect(generate({ revisionId: "b2" }, hook({ type: "broken" }))).rejects.toThrow(HookError);
  });
});
