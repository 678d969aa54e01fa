import { join } from "node:path";
import { mustRun } from "../../tests/support/run.ts";
import { atMost, fasterThan, missed } from "../harness/claims.ts";
import type { Bound, Case, Contestant, Scenario } from "../harness/scenario.ts";
import { benchDatabase } from "../worlds/databases.ts";
import { pythonName, pythonProject, pythonUrl } from "../worlds/python-alembic.ts";
import { pythonRevisions, toolRevisions } from "../worlds/revisions.ts";
import { node, nodeName, toolName } from "../worlds/tool.ts";
import { toolProject } from "../worlds/tool-project.ts";
import type { World } from "../worlds/world.ts";

const commands = ["heads", "history", "current"] as const;

// Reading 5,000 files takes as long as starting Node, or three times as long, by how quick a machine is at either.
const bounds: readonly Bound[] = [
  missed(atMost(toolName, 3, nodeName), 1.7),
  missed(fasterThan(toolName, 5, pythonName), 1.6),
];

export const reading: Scenario = {
  name: "reading",
  title: "Reading the revisions",
  about:
    "`heads`, `history` and `current` (on SQLite, at the head). Python's caches are warm: it has run before, and has its `.pyc` files.",
  async *cases(world) {
    for (const size of world.isQuick ? [5000] : [1, 1000, 5000, 10_000]) yield* casesOf(world, size);
  },
};

async function* casesOf(world: World, size: number): AsyncIterable<Case> {
  const name = `reading-${size}`;
  const folder = await world.tool.project(name, {});
  const database = benchDatabase("sqlite", name, join(folder, ".."));
  const project = await world.tool.project(name, { ...toolProject(database.url), ...toolRevisions(size) });
  await database.empty();
  const { program, args, cwd } = world.tool.contestant(project, "stamp", "head").command;
  await mustRun(program, args, cwd);
  const python = await world.python?.project(name, {
    ...pythonProject(pythonUrl(database.url)),
    ...pythonRevisions(size),
  });
  for (const command of world.isQuick ? (["heads"] as const) : commands) {
    const contestants: Contestant[] = [
      node(project),
      await world.tool.floor("reading the files", project, "read-files", "migrations/versions"),
      world.tool.contestant(project, command),
    ];
    if (world.python !== null && python !== undefined) contestants.push(world.python.contestant(python, command));
    yield {
      title: `${command}, ${size.toLocaleString("en")} ${size === 1 ? "revision" : "revisions"}`,
      size,
      series: command,
      contestants,
      bounds: command === "heads" && size === 5000 ? bounds : [],
    };
  }
  await database.drop();
}
