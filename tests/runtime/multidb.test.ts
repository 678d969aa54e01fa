import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { connect } from "../../src/dialects/registry.ts";
import { createPackedProject, type PackedProject } from "../support/packed.ts";
import { tablesAmong, versionsOf } from "./project.ts";

/** A project of the template multidb on two files of SQLite. */
async function createMultidbProject(): Promise<PackedProject> {
  const project = await createPackedProject();
  onTestFinished(() => project.remove());
  await project.alembic("init", "-t", "multidb", "alembic");
  const ini = await project.read("alembic.ini");
  await project.write(
    "alembic.ini",
    ini
      .replace(
        "# sqlalchemy.url = postgresql://user:password@localhost/dbname\n",
        "sqlalchemy.url = sqlite:///one.db\n",
      )
      .replace("# sqlalchemy.url = postgresql://user:password@localhost/dbname2", "sqlalchemy.url = sqlite:///two.db"),
  );
  return project;
}

/** Writes a revision, with the body of the function of each database. */
async function writeRevision(project: PackedProject, id: string, one: string, two: string): Promise<void> {
  const written = await project.alembic("revision", "-m", `make ${id}`, "--rev-id", id);
  expect(written.exitCode).toBe(0);
  const file = `alembic/versions/${id}_make_${id}.ts`;
  let text = await project.read(file);
  for (const [name, body] of [
    ["engine1", one],
    ["engine2", two],
  ] as const) {
    text = text.replace(`upgrades["${name}"] = async (op) => {`, (opening) => `${opening}\n  ${body}`);
  }
  await project.write(file, text);
}

describe("the template multidb", () => {
  const urls = (project: PackedProject) =>
    ["one", "two"].map((name) => `sqlite:///${join(project.path, `${name}.db`)}`);
  const versions = (project: PackedProject) => Promise.all(urls(project).map((url) => versionsOf(url)));

  it("RUN-28 migrates every database by its own functions, and undoes all where one fails", async () => {
    const project = await createMultidbProject();
    await writeRevision(
      project,
      "a100",
      'await op.execute("CREATE TABLE a (n INTEGER)");',
      'await op.execute("CREATE TABLE b (n INTEGER)");',
    );
    const upgraded = await project.alembic("upgrade", "head");
    expect(upgraded).toMatchObject({ exitCode: 0 });
    const [one = "", two = ""] = urls(project);
    expect([await tablesAmong(one, ["a", "b"]), await tablesAmong(two, ["a", "b"])]).toEqual([["a"], ["b"]]);
    expect(await versions(project)).toEqual([["a100"], ["a100"]]);

    await writeRevision(
      project,
      "b200",
      'await op.execute("CREATE TABLE c (n INTEGER)");',
      'await op.execute("nonsense");',
    );
    const failed = await project.alembic("upgrade", "head");
    expect(failed.exitCode).toBe(1);
    expect(await versions(project)).toEqual([["a100"], ["a100"]]);
    expect(await tablesAmong(one, ["a", "c"])).toEqual(["a"]);
  });

  it("RUN-28 writes the script of each database to a file of its own", async () => {
    const project = await createMultidbProject();
    await writeRevision(project, "a100", 'await op.execute("SELECT 1");', 'await op.execute("SELECT 2");');
    expect(await project.alembic("upgrade", "head", "--sql")).toMatchObject({ exitCode: 0 });
    const scripts = [await project.read("engine1.sql"), await project.read("engine2.sql")];
    expect(scripts.map((text) => /SELECT \d/.exec(text)?.[0])).toEqual(["SELECT 1", "SELECT 2"]);
    expect(scripts.every((text) => text.includes("VALUES ('a100')"))).toBe(true);
    expect(existsSync(join(project.path, "one.db"))).toBe(false);
  });

  it("RUN-28 says where each database stands", async () => {
    const project = await createMultidbProject();
    await writeRevision(project, "a100", "", "");
    await project.alembic("upgrade", "head");
    const [, two = ""] = urls(project);
    await connect(two, (connection) => connection.execute("DELETE FROM alembic_version"));
    const { stdout, exitCode } = await project.alembic("current");
    expect(exitCode).toBe(0);
    expect(stdout.match(/a100/g)).toHaveLength(1);
  });
});
