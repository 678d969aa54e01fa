import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Config, type ConfigValues } from "../config/index.ts";
import { ConfigurationError, MultipleHeadsError, ScriptError } from "../errors/index.ts";
import { createTemporaryFolder, type TemporaryFolder } from "../testing/temporary-folder.ts";
import { newRevisionId, ScriptDirectory } from "./index.ts";

let folder: TemporaryFolder;
let warnings: string[];

beforeEach(async () => {
  folder = await createTemporaryFolder();
  warnings = [];
});

afterEach(() => folder.remove());

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder.path, name)), { recursive: true });
    writeFileSync(join(folder.path, name), text);
  }
}

function revision(id: string, down: string | readonly string[] | null, doc = `about ${id}`, rest = ""): string {
  return `/** ${doc} */\nexport const revision = "${id}";\nexport const downRevision = ${JSON.stringify(down)};\n${rest}`;
}

function open(values: ConfigValues = {}): Promise<ScriptDirectory> {
  const config = new Config(
    { scriptLocation: join(folder.path, "alembic"), ...values },
    { onWarning: (message) => warnings.push(message) },
  );
  return ScriptDirectory.fromConfig(config);
}

async function ids(values: ConfigValues = {}): Promise<readonly string[]> {
  return (await open(values)).revisionMap.revisions.map((script) => script.revision);
}

describe("the folder of revisions", () => {
  it("REV-28 answers about heads, bases and what lies between", async () => {
    write({
      "alembic/versions/1.ts": revision("a1", null, "first\n\nwith more"),
      "alembic/versions/2.ts": revision("b2", "a1"),
      "alembic/versions/3.ts": revision("c3", "a1", "three", 'export const branchLabels = ["side"];'),
    });
    const script = await open();
    expect(script.getHeads()).toEqual(["b2", "c3"]);
    expect(script.getBases()).toEqual(["a1"]);
    expect(script.getBase()).toBe("a1");
    expect(() => script.getCurrentHead()).toThrow(MultipleHeadsError);
    expect(script.getRevision("side@head")).toMatchObject({ revision: "c3", doc: "three" });
    expect(script.getRevision("a1")).toMatchObject({ doc: "first", longDoc: "first\n\nwith more" });
    expect(script.getRevisions("heads").map((found) => found.path)).toEqual([
      join(folder.path, "alembic/versions/2.ts"),
      join(folder.path, "alembic/versions/3.ts"),
    ]);
    expect(script.asRevisionNumber("heads")).toEqual(["b2", "c3"]);
    expect(script.asRevisionNumber("base")).toBeNull();
    expect(script.walkRevisions("a1", "b2").map((found) => found.revision)).toEqual(["b2", "a1"]);
    expect(script.iterateRevisions("c3", "a1").map((found) => found.revision)).toEqual(["c3"]);
  });

  it("REV-29 makes ids of twelve hexadecimal digits", () => {
    const made = Array.from({ length: 50 }, newRevisionId);
    expect(made.every((id) => /^[0-9a-f]{12}$/.test(id))).toBe(true);
    expect(new Set(made).size).toBe(50);
  });

  it("REV-30 may be empty or not there yet", async () => {
    write({ "alembic/env.ts": "" });
    const script = await open();
    expect(script.getHeads()).toEqual([]);
    expect(script.getCurrentHead()).toBeNull();
  });

  it("CFG-01 is found by an absolute path, from the working folder, and from the ini file's", async () => {
    write({
      "alembic/versions/1.ts": revision("a1", null),
      "alembic.ini": "[alembic]\nscript_location = %(here)s/alembic\n",
    });
    const script = await ScriptDirectory.fromConfig(new Config(join(folder.path, "alembic.ini")));
    expect(script.dir).toBe(join(folder.path, "alembic"));
    expect(script.getHeads()).toEqual(["a1"]);
    const relative = new Config({ scriptLocation: "none/of/this" });
    await expect(ScriptDirectory.fromConfig(relative)).rejects.toThrow(
      `${join(process.cwd(), "none/of/this")} is not there`,
    );
    await expect(ScriptDirectory.fromConfig(new Config({}))).rejects.toThrow(ConfigurationError);
  });

  it("CFG-02 may lie in an installed package", async () => {
    write({
      "node_modules/plain/alembic/env.ts": "",
      "node_modules/plain/alembic/versions/1.ts": revision("a1", null),
      "node_modules/@scope/more/migrations/2.ts": revision("b2", "a1"),
      "alembic.ini":
        "[alembic]\nscript_location = plain:alembic\npath_separator = newline\nversion_locations = plain:alembic/versions\n  @scope/more:migrations\n",
    });
    const script = await ScriptDirectory.fromConfig(new Config(join(folder.path, "alembic.ini")));
    expect(script.dir).toBe(join(folder.path, "node_modules/plain/alembic"));
    expect(script.getHeads()).toEqual(["b2"]);
    await expect(open({ scriptLocation: "nothing-here:alembic" })).rejects.toMatchObject({
      hint: "Install it: npm install nothing-here",
    });
  });

  it("CFG-03 has the revisions of several folders", async () => {
    write({ "alembic/env.ts": "", "one/1.ts": revision("a1", null), "two/2.ts": revision("b2", "a1") });
    const versionLocations = [join(folder.path, "two"), join(folder.path, "one"), join(folder.path, "none")];
    expect(await ids({ versionLocations })).toEqual(["b2", "a1"]);
  });

  it("CFG-06 looks into subfolders where it is told to", async () => {
    write({
      "alembic/versions/2.ts": revision("b2", "a1"),
      "alembic/versions/2023/1.ts": revision("a1", null),
      "alembic/versions/2024/01/3.ts": revision("c3", "b2"),
      "alembic/versions/node_modules/x.ts": "",
      "alembic/versions/.hidden/x.ts": "",
    });
    expect(await ids({ recursiveVersionLocations: true })).toEqual(["b2", "a1", "c3"]);
    expect(await ids()).toEqual(["b2"]);
    expect(warnings.join("\n")).toContain("a1");
  });

  it("CFG-13 reads compiled revisions, and of a compiled file and its source the source, once", async () => {
    write({
      "alembic/versions/1.js": "exports.revision = 'a1';\nexports.downRevision = null;\n",
      "alembic/versions/2.mjs": revision("b2", "a1"),
      "alembic/versions/3.cjs": "module.exports = { revision: 'c3', downRevision: 'b2' };\n",
      "alembic/versions/4.js": revision("compiled", "c3"),
      "alembic/versions/4.ts": revision("d4", "c3"),
      "alembic/versions/4.d.ts": "export declare const revision: string;",
      "alembic/versions/4.js.map": "{}",
      "alembic/versions/5.mts": revision("e5", "d4"),
      "alembic/versions/6.cts": 'exports.revision = "f6";\nexports.downRevision = "e5";\n',
    });
    const expected = ["a1", "b2", "c3", "d4", "e5", "f6"];
    expect(await ids()).toEqual(expected);
    expect(await ids({ sourceless: true })).toEqual(expected);
  });

  it("CFG-30 leaves alone what begins with a dot, and warns of a file that is reached twice", async () => {
    write({
      "alembic/versions/1.ts": revision("a1", null),
      "alembic/versions/.#1.ts": "not even TypeScript",
      "alembic/versions/README.md": "",
    });
    symlinkSync(join(folder.path, "alembic/versions/1.ts"), join(folder.path, "alembic/versions/2.ts"));
    symlinkSync(join(folder.path, "alembic/versions"), join(folder.path, "again"), "junction");
    symlinkSync("nowhere", join(folder.path, "alembic/versions/3.ts"));
    expect(await ids()).toEqual(["a1"]);
    expect(warnings).toEqual([expect.stringContaining(join("versions", "2.ts"))]);
    const twice = [join(folder.path, "alembic/versions"), join(folder.path, "again")];
    expect(await ids({ versionLocations: twice })).toEqual(["a1"]);
    expect(warnings).toHaveLength(4);
  });

  it("loads a file whose header is worked out at run time, and that file alone", async () => {
    write({
      "alembic/versions/1.mjs":
        'export const revision = ["a", 1].join(""); export const downRevision = null; export const branchLabels = [`x${1}`];',
      "alembic/versions/2.mjs": `${revision("b2", "a1")}\nexport const upgrade = () => {};\nthrow new Error("this was run");`,
    });
    const script = await open();
    expect(script.getRevision("a1")?.declaredBranchLabels).toEqual(["x1"]);
    await expect(script.getRevision("b2")?.module()).rejects.toThrow("this was run");
  });

  it("loads a revision's functions once", async () => {
    write({ "alembic/versions/1.mjs": `${revision("a1", null)}\nexport async function upgrade() { return 1; }` });
    const script = (await open()).getRevision("a1");
    const module = await script?.module();
    expect(module?.["upgrade"]).toBeInstanceOf(Function);
    expect(await script?.module()).toBe(module);
  });

  it.each([
    ["no revision", "1.mjs", "export const downRevision = null;", "exports no revision"],
    ["a revision that is no id", "1.mjs", "export const revision = null;", "has a revision that is no id"],
    [
      "a value of the wrong kind",
      "1.mjs",
      'export const revision = "a" + 1; export const downRevision = 7;',
      "downRevision is a number",
    ],
    [
      "wrong syntax",
      "1.ts",
      "/** größe */\nexport const revision = ;\n",
      `1.ts:2:25: Unexpected token\n2 | export const revision = ;\n  |                         ^`,
    ],
  ])("says which file has %s", async (_, name, text, message) => {
    write({ [`alembic/versions/${name}`]: text });
    const opened = open();
    await expect(opened).rejects.toThrow(ScriptError);
    await expect(opened).rejects.toThrow(message);
  });

  it("loads env by any of its names, the source before what was compiled from it", async () => {
    write({ "alembic/env.mjs": "export default 'mjs';" });
    const script = await open();
    expect(await script.loadEnvironment()).toEqual({
      path: join(folder.path, "alembic/env.mjs"),
      exports: { default: "mjs" },
    });
    write({ "alembic/env.ts": "export default 'ts' as string;" });
    expect((await script.loadEnvironment()).exports["default"]).toBe("ts");
    write({ "empty/versions/x.md": "" });
    await expect((await open({ scriptLocation: join(folder.path, "empty") })).loadEnvironment()).rejects.toThrow(
      "no env file",
    );
  });
});
