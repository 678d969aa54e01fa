import { readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { heads, revision, stamp, upgrade } from "../../src/commands/index.ts";
import type { Config } from "../../src/config/index.ts";
import { connect, inspect } from "../../src/dialects/registry.ts";
import { AlembicError } from "../../src/errors/index.ts";
import * as sa from "../../src/sa.ts";
import { ScriptDirectory } from "../../src/script/index.ts";
import { availableEngines, type TestEngine, testEngines } from "../../src/testing/index.ts";
import { createCommandLine, createProject, emptyDatabase, envFor, envOn, line } from "./project.ts";

/** Names that mean something to a shell, to SQL, to a file system, to a source file or to a terminal. */
const hostile: readonly string[] = [
  `it's "quoted" \`twice\``,
  "x; DROP TABLE alembic_version; --",
  "$(touch hit) `touch hit` && touch hit | touch hit",
  "../../outside",
  "/tmp/absolute",
  "*/ process.exit(9); /*",
  `\${process.exit(9)}`,
  "<%= process.exit(9) %>",
  "%s %(rev)s %%",
  "\u{1F600}\u{1F468}\u200D\u{1F469}",
  "line\nbreak\r\nand more",
  "\u2028\u2029",
  "back\\slash\\",
  "\u001B[2J\u0007",
  "-- --help",
  "__proto__",
  "x".repeat(10_000),
];
const shown = (name: string) => JSON.stringify(name.slice(0, 40));
const named = hostile.map((name) => [shown(name), name] as const);

async function emptyProject(): Promise<Config> {
  return createProject([], envFor("sqlite"));
}

const folderOf = (config: Config) => config.getMainOption("script_location", "");

/** What stands in the project and above it, but for the files of revisions. */
async function surroundings(config: Config): Promise<readonly string[]> {
  const names = await readdir(folderOf(config), { recursive: true });
  return names.filter((name) => !name.startsWith("versions/")).toSorted();
}

/** Runs something that may be refused by an error of ours, and by nothing else; says whether it was done. */
async function isDone(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof AlembicError) return false;
    throw error;
  }
}

describe("in the folder of revisions", () => {
  it.each(named)("the message %s is text, and nothing else", async (_, message) => {
    const config = await emptyProject();
    const before = await surroundings(config);
    const { revisions } = await revision(config, { message });
    expect(dirname(revisions[0]?.path ?? "")).toBe(join(folderOf(config), "versions"));
    expect(await surroundings(config)).toEqual(before);
    const result = await heads(config);
    expect(result.revisions).toHaveLength(1);
    const { sql } = await upgrade(config, "head", { sql: true });
    expect(sql).toContain("INSERT INTO alembic_version");
  });

  it.each(named)("the id %s is refused, or names a file in it", async (_, revId) => {
    const config = await emptyProject();
    const before = await surroundings(config);
    const isWritten = await isDone(revision(config, { message: "x", revId }));
    const files = await readdir(join(folderOf(config), "versions"));
    expect(files).toHaveLength(isWritten ? 1 : 0);
    expect(await surroundings(config)).toEqual(before);
    expect((await heads(config)).revisions.map((each) => each.revision)).toEqual(isWritten ? [revId] : []);
  });

  it.each(named)("the label %s is refused, or leads to its branch", async (_, branchLabel) => {
    const config = await emptyProject();
    const isWritten = await isDone(revision(config, { message: "x", revId: "a100", branchLabel }));
    if (!isWritten) return;
    const script = await ScriptDirectory.fromConfig(config);
    expect(script.revisionMap.heads).toEqual(["a100"]);
    expect((await heads(config)).revisions[0]?.branchLabels).toEqual([branchLabel]);
  });

  it.each(named)("the version path %s is refused, for it is none of the locations", async (_, versionPath) => {
    const config = await emptyProject();
    await expect(revision(config, { message: "x", versionPath })).rejects.toMatchObject({ code: "ALB0256" });
  });

  it.each([
    "../%(rev)s",
    "%(slug)s/../../%(rev)s",
    "/tmp/%(rev)s",
    "..\\..\\%(rev)s",
    ".%(rev)s",
    `%(rev)s${"x".repeat(300)}`,
  ])("the file template %s is refused", async (template) => {
    const config = await emptyProject();
    config.setMainOption("file_template", template);
    await expect(revision(config, { message: "x" })).rejects.toBeInstanceOf(AlembicError);
    expect(await readdir(join(folderOf(config), "versions"))).toEqual([]);
  });

  it("hooks get a file's name as one word, and no shell reads it", async () => {
    const config = await emptyProject();
    const script = join(folderOf(config), "hook.cjs");
    await writeFile(script, 'require("node:fs").writeFileSync("told.json", JSON.stringify(process.argv.slice(2)));');
    config.setSectionOption("post_write_hooks", "hooks", "tell");
    config.setSectionOption("post_write_hooks", "tell.type", "exec");
    config.setSectionOption("post_write_hooks", "tell.executable", process.execPath);
    config.setSectionOption("post_write_hooks", "tell.options", `${script} REVISION_SCRIPT_FILENAME`);
    config.setSectionOption("post_write_hooks", "tell.cwd", folderOf(config));
    const revId = "a$(touch${IFS}hit);'\"`touch${IFS}hit`&";
    const { revisions } = await revision(config, { message: "x", revId });
    const told: unknown = JSON.parse(await readFile(join(folderOf(config), "told.json"), "utf8"));
    expect(told).toEqual([revisions[0]?.path]);
    expect(await readdir(folderOf(config))).not.toContain("hit");
  });

  it("an id of several lines in a file cannot leave the comment of a script", async () => {
    const config = await createProject([], envFor("postgresql"));
    const id = "a1\nDROP TABLE users; --";
    await writeFile(
      join(folderOf(config), "versions", "a.mjs"),
      `export const revision = ${JSON.stringify(id)};\nexport const downRevision = null;\nexport const upgrade = () => {};\nexport const downgrade = () => {};\n`,
    );
    const script = await upgrade(config, "head", { sql: true }).then(
      ({ sql }) => sql ?? "",
      () => "",
    );
    const outside = script.replaceAll(/'(?:[^']|'')*'/g, "''");
    expect(outside).not.toMatch(/^DROP/m);
  });
});

describe("on the command line", () => {
  it.each(named)("the target %s is not found, and does nothing", async (_, target) => {
    const url = await emptyDatabase(testEngines.sqlite);
    const alembic = await createCommandLine(line({ id: "a100" }), envOn(url));
    for (const command of ["upgrade", "downgrade", "stamp", "show"]) {
      const { status, stderr, stdout } = await alembic(command, "--", target);
      expect([command, status]).toEqual([command, 1]);
      for (const obeyed of ["\u0007", "\u001B", "\u2028"]) expect(stdout + stderr).not.toContain(obeyed);
    }
  });
});

/** As much of a name as a database takes; some take no control characters, or no characters beyond the first plane. */
const short = (name: string, engine: TestEngine) =>
  name.replaceAll("\u0007", "").slice(0, 60) + (engine.dialect === "sqlite" ? "" : ".");

describe.each(availableEngines({ isShared: true }))("on $name", (engine) => {
  it("a version table of any name holds the version, or is refused", async () => {
    const url = await emptyDatabase(engine);
    const accepted: string[] = [];
    for (const versionTable of hostile.filter((name) => name.length < 100)) {
      const isRun = await isDone(
        stamp(await createProject(line({ id: "a100" }), envOn(url, { versionTable })), "a100"),
      );
      if (!isRun) continue;
      accepted.push(versionTable);
      await connect(url, async (connection) => {
        const name = connection.dialect.identifiers.quoteAlways(versionTable);
        expect((await connection.execute(`SELECT version_num FROM ${name}`)).rows).toEqual([{ version_num: "a100" }]);
        await connection.execute(`DROP TABLE ${name}`);
      });
    }
    expect(accepted.length).toBeGreaterThan(hostile.length / 2);
    await connect(url, async (connection) => expect(await (await inspect(connection)).tableNames()).toEqual([]));
    const long = await createProject(line({ id: "a100" }), envOn(url, { versionTable: "x".repeat(10_000) }));
    await expect(stamp(long, "a100")).rejects.toMatchObject({ code: "ALB0618" });
  });

  it("a table, a column, an index and a constraint of any name are there by that name, or are refused", async () => {
    const url = await emptyDatabase(engine);
    const accepted: string[] = [];
    for (const text of hostile) {
      const name = short(text, engine);
      const revisions = line({
        id: "a100",
        async upgrade(op) {
          await op.createTable(name, [
            sa.column("id", sa.integer(), { primaryKey: true }),
            sa.column(`c${name}`.slice(0, 60), sa.integer(), { comment: name }),
            sa.uniqueConstraint(["id"], { name: op.f(`u${name}`.slice(0, 60)) }),
          ]);
          await op.createIndex(op.f(`i${name}`.slice(0, 60)), name, [`c${name}`.slice(0, 60)]);
        },
        downgrade: (op) => op.dropTable(name),
      });
      const isRun = await isDone(upgrade(await createProject(revisions, envOn(url)), "head"));
      await connect(url, async (connection) => {
        const tables = await (await inspect(connection)).tableNames();
        expect(tables.filter((each) => !each.startsWith("alembic_version"))).toEqual(isRun ? [name] : []);
        if (isRun) accepted.push(name);
        if (isRun) await connection.execute(`DROP TABLE ${connection.dialect.identifiers.quoteAlways(name)}`);
        for (const each of tables.filter((table) => table.startsWith("alembic_version")))
          await connection.execute(`DROP TABLE ${each}`);
      });
    }
    expect(accepted.length).toBeGreaterThan(hostile.length / 2);
  });
});

describe.each(availableEngines({ isShared: true, hasSchemas: true }))("on $name, in schemas", (engine) => {
  it("a schema of any name is found by that name, or refused, and none is made on the way", async () => {
    const url = await emptyDatabase(engine);
    for (const versionTableSchema of hostile) {
      const isRun = await isDone(
        upgrade(await createProject(line({ id: "a100" }), envOn(url, { versionTableSchema })), "head"),
      );
      expect([shown(versionTableSchema), isRun]).toEqual([shown(versionTableSchema), false]);
    }
    await connect(url, async (connection) => expect(await (await inspect(connection)).tableNames()).toEqual([]));
  });
});
