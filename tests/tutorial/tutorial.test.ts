import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { tellStory } from "../../examples/tutorial/story.ts";
import { testEngines } from "../../src/testing/engines.ts";
import { createPackedProject, type PackedProject } from "../support/packed.ts";
import { run } from "../support/run.ts";

async function tell(
  url: string,
  changesTablesInPlace: boolean,
): Promise<{ readonly ids: readonly string[]; readonly said: string }> {
  const project = await createPackedProject();
  onTestFinished(() => project.remove());
  const said: string[] = [];
  const ids = await tellStory(storyIn(project), { url, changesTablesInPlace, say: (text) => said.push(text) });
  return { ids, said: said.join("\n") };
}

function storyIn(project: PackedProject): Parameters<typeof tellStory>[0] {
  return {
    alembic: (...args) => project.alembic(...args),
    node: (file) => run(process.execPath, [file], { cwd: project.path }),
    write: (file, text) => project.write(file, text),
    read: (file) => project.read(file),
    remove: (file) => rm(join(project.path, file)),
  };
}

describe("The tutorial", () => {
  it("is told to its end on PostgreSQL through pg", async () => {
    const database = await testEngines.postgresql.createDatabase();
    onTestFinished(() => database.drop());
    const { ids, said } = await tell(database.url, true);
    expect(ids).toHaveLength(6);
    expect(said).toContain("primary key (user_id, post_id)");
    expect(said).toContain("(owner_id) refers to users (id)");
  }, 300_000);

  it("is told to its end on PGlite", async () => {
    const { ids, said } = await tell("pglite:///./blog", true);
    expect(ids).toHaveLength(6);
    expect(said).toContain("primary key (user_id, post_id)");
  }, 300_000);

  it("is told on SQLite without the steps that change a table's constraints in place", async () => {
    const { ids, said } = await tell("sqlite:///blog.db", false);
    expect(ids).toHaveLength(5);
    expect(said).toContain("primary key (user_id, post_id)");
  }, 300_000);
});
