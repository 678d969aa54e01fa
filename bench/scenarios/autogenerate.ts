import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fasterThan } from "../harness/claims.ts";
import type { Case, Contestant, Scenario } from "../harness/scenario.ts";
import { benchDatabase, type BenchEngine, engineTitles } from "../worlds/databases.ts";
import { pythonModels, toolModels } from "../worlds/models.ts";
import { pythonName, pythonProject, pythonUrl } from "../worlds/python-alembic.ts";
import { toolName } from "../worlds/tool.ts";
import { toolProject } from "../worlds/tool-project.ts";
import type { World } from "../worlds/world.ts";

export const autogenerate: Scenario = {
  name: "autogenerate",
  title: "`revision --autogenerate`",
  about: "1,000 tables that the database has not yet.",
  async *cases(world) {
    if (world.isQuick) yield* caseOn(world, "sqlite", 200);
    else for (const engine of world.engines) yield* caseOn(world, engine, 1000);
  },
};

async function* caseOn(world: World, engine: BenchEngine, size: number): AsyncIterable<Case> {
  const name = `autogenerate-${engine}`;
  const folder = await world.tool.project(name, {});
  const database = benchDatabase(engine, name.replace("-", "_"), join(folder, ".."));
  const project = await world.tool.project(name, {
    ...toolProject(database.url, { models: "../models.ts" }),
    ...toolModels(size),
  });
  const command = ["revision", "--autogenerate", "-m", "all of it"];
  const contestants: Contestant[] = [{ ...world.tool.contestant(project, ...command), before: () => forget(project) }];
  if (world.python !== null) {
    const files = { ...pythonProject(pythonUrl(database.url), "models"), ...pythonModels(size) };
    const python = await world.python.project(name, files);
    contestants.push({ ...world.python.contestant(python, ...command), before: () => forget(python) });
  }
  try {
    await database.empty();
    yield {
      title: `${engineTitles[engine]}, ${size.toLocaleString("en")} new tables`,
      size,
      series: engineTitles[engine],
      contestants,
      bounds: [fasterThan(toolName, 1, pythonName)],
    };
  } finally {
    await database.drop();
  }
}

/** Removes the revision that the run before has written. */
async function forget(project: string): Promise<void> {
  const versions = join(project, "migrations/versions");
  await rm(versions, { recursive: true, force: true });
  await mkdir(versions, { recursive: true });
}
