import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { commandSpecs } from "../../src/cli/command-spec.ts";
import { type CliProject, createCliProject, createEmptyProject, useModels } from "./project.ts";

const page = readFileSync(resolve(import.meta.dirname, "../../docs/json.md"), "utf8");

/** The examples of the page, by the commands that their heading names. */
const examples: ReadonlyMap<string, unknown> = new Map(
  page.split(/^## /m).flatMap((section) => {
    const [, heading = "", text] = /^(.*)$[^]*^```json\n([^]*?)^```$/m.exec(section) ?? [];
    return text === undefined ? [] : heading.split(", ").map((command) => [command, JSON.parse(text)] as const);
  }),
);

/** The paths of all keys, with the kinds of their values: `revisions[].path string`. An empty list or null says nothing of what may be in it. */
function keysOf(value: unknown, path = ""): readonly string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => keysOf(item, `${path}[]`)))];
  if (typeof value !== "object" || value === null) return [path];
  return [
    ...new Set(Object.entries(value).flatMap(([key, item]) => [`${path}.${key}`, ...keysOf(item, `${path}.${key}`)])),
  ];
}

/** What an answer may lack: what post-write hooks and dry runs add. */
const optional = /hooks\[\]|dryRun/;

function expectShape(command: string, stdout: string): void {
  const actual: unknown = JSON.parse(stdout);
  const found = keysOf(actual).filter((key) => !key.endsWith("[]"));
  const documented = keysOf(examples.get(command)).filter((key) => !key.endsWith("[]"));
  expect(found).toEqual(expect.arrayContaining(documented.filter((key) => !optional.test(key))));
  expect(found.filter((key) => !documented.includes(key))).toEqual([]);
  expect(actual).toMatchObject({ version: 1, command });
}

async function createGraph(): Promise<CliProject> {
  const project = await createCliProject();
  await project.revision("root1", { upgrade: 'await op.execute("create table users (id int primary key)");' });
  await project.revision("left2", { down: "root1", labels: "lft" });
  await project.revision("right3", { down: "root1" });
  return project;
}

describe("--json", () => {
  it("prints the documented shape, with its version, on every command that reports", async () => {
    const project = await createGraph();
    await useModels(
      project,
      `import { sa } from "alembic-ts";
export const targetMetadata = sa.metaData();
targetMetadata.table("posts", [sa.column("id", sa.integer(), { primaryKey: true })]);
`,
    );
    const lines: readonly (readonly [number, ...string[]])[] = [
      [0, "heads"],
      [0, "history"],
      [0, "show", "left2"],
      [0, "branches"],
      [0, "ensure-version"],
      [0, "upgrade", "heads", "--dry-run"],
      [0, "upgrade", "heads"],
      [0, "current"],
      [3, "check"],
      [0, "reflect", "reflected.ts"],
      [0, "stamp", "root1"],
      [3, "current", "--check-heads"],
      [0, "upgrade", "left2"],
      [0, "downgrade", "base"],
      [0, "revision", "--head", "left2", "--rev-id", "left4"],
      [0, "merge", "heads", "--rev-id", "merge5"],
      [0, "list-templates"],
      [0, "init", "more"],
    ];
    for (const [expected, command = "", ...others] of lines) {
      const { status, stdout, stderr } = await project.alembic(command, ...others, "--json");
      expect([command, status, stderr.match(/FAILED.*/)]).toEqual([command, expected, null]);
      expectShape(command, stdout);
    }
    const reporting = commandSpecs.filter(({ options }) => options.some(({ name }) => name === "json"));
    expect(new Set(lines.map(([, command]) => command))).toEqual(new Set(reporting.map(({ name }) => name)));
    expect(new Set([...examples.keys(), "Failures"])).toEqual(
      new Set([...reporting.map(({ name }) => name), "Failures"]),
    );
  });

  it("has the script in place of printing it", async () => {
    const project = await createGraph();
    const answer: unknown = JSON.parse(await project.stdoutOf("upgrade", "left2", "--sql", "--json"));
    expect(answer).toMatchObject({ steps: [{ revision: "root1" }, { revision: "left2" }] });
    expect(answer).toHaveProperty("sql", expect.stringMatching(/^CREATE TABLE alembic_version|^BEGIN/));
  });

  it("tells a failure in the last line of standard error, and leaves standard output empty", async () => {
    const project = await createGraph();
    const failure = async (...argv: readonly string[]) => {
      const { status, stdout, stderr } = await project.alembic(...argv);
      expect(stdout).toBe("");
      return { status, told: JSON.parse(stderr.trimEnd().split("\n").at(-1) ?? "") as unknown };
    };
    const unknown = await failure("show", "left3", "--json");
    expect(unknown.status).toBe(1);
    expect(keysOf(unknown.told).toSorted()).toEqual(keysOf(examples.get("Failures")).toSorted());
    expect((await failure("show", "--json")).status).toBe(2);
    await project.revision("left4", { down: "left2", upgrade: 'throw new TypeError("no such thing");' });
    const broken = await failure("upgrade", "left4", "--json");
    expect(broken.told).toMatchObject({
      command: "upgrade",
      error: { message: expect.stringContaining("no such thing") },
    });
    expect((await failure("--raiseerr", "show", "x", "--json")).told).toHaveProperty("error.stack.0");
  });

  it("is one object, whatever else is told", async () => {
    const project = await createEmptyProject();
    await project.stdoutOf("init", "migrations");
    await project.revision("aaaa1", { down: "gone" });
    const { stdout, stderr } = await project.alembic("heads", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      revisions: [{ path: join(project.path, "migrations/versions/aaaa1_.ts") }],
    });
    expect(stderr).toContain("WARNING");
  });
});
