import { join } from "node:path";
import { mustRun, run } from "../../tests/support/run.ts";
import { fasterThan } from "../harness/claims.ts";
import type { Bound, Case, Contestant, Scenario } from "../harness/scenario.ts";
import {
  type BenchDatabase,
  benchDatabase,
  type BenchEngine,
  engineTitles,
  mustHaveRows,
} from "../worlds/databases.ts";
import type { Files } from "../worlds/files.ts";
import { dbmateUp, knexLatest, type PeerMigrations, pgMigrateUp } from "../worlds/npm-projects.ts";
import { pythonName, pythonProject, pythonUrl } from "../worlds/python-alembic.ts";
import { number, pythonRevisions, toolRevisions } from "../worlds/revisions.ts";
import { node, nodeName, toolName } from "../worlds/tool.ts";
import { toolProject } from "../worlds/tool-project.ts";
import type { World } from "../worlds/world.ts";

const floorName = "one connection and one query";
const startName = `${toolName} heads`;

/** What a run without a database takes, and what the connection and the query add to an empty program. */
const withinFloor: Bound = {
  claim: `at most 1.3 times the start-up (${startName}) and the floor over ${nodeName}`,
  direction: "at most",
  limit: 1.3,
  needs: [toolName, startName, floorName, nodeName],
  measure: (of) => of.time(toolName) / (of.time(startName) + of.time(floorName) - of.time(nodeName)),
};

export const idle: Scenario = {
  name: "idle",
  title: "`upgrade head` with nothing to do",
  about:
    "5,000 revisions, all of which the database has. The peers' migrations are empty, and as many are in their own tables.",
  async *cases(world) {
    const engines = world.isQuick ? (["postgresql"] as const) : world.engines;
    for (const engine of engines) yield* caseOn(world, engine, 5000);
  },
};

async function* caseOn(world: World, engine: BenchEngine, size: number): AsyncIterable<Case> {
  const name = `idle-${engine}`;
  const folder = await world.tool.project(name, {});
  const database = benchDatabase(engine, name.replace("-", "_"), join(folder, ".."));
  try {
    await database.empty();
    const project = await world.tool.project(name, { ...toolProject(database.url), ...toolRevisions(size) });
    await runOnce(world.tool.contestant(project, "stamp", "head"));
    yield {
      title: `${engineTitles[engine]}, ${size.toLocaleString("en")} revisions`,
      size,
      series: engineTitles[engine],
      contestants: [
        node(project),
        await world.tool.floor(floorName, project, "connect-once", database.url),
        { ...world.tool.contestant(project, "heads"), name: startName, role: "part" },
        world.tool.contestant(project, "upgrade", "head"),
        ...(await pythonContestant(world, name, database, size)),
        ...(await applied(await npmContestants(world, name, database, size))),
      ],
      bounds: [withinFloor, fasterThan(toolName, 1, pythonName)],
    };
  } finally {
    await database.drop();
  }
}

/** The peers, after they have applied everything; one that cannot will say so when its turn comes. */
async function applied(peers: readonly Contestant[]): Promise<readonly Contestant[]> {
  for (const { command } of peers)
    await run(command.program, command.args, { cwd: command.cwd, env: command.env ?? {} });
  return peers;
}

async function runOnce({ command }: Contestant): Promise<void> {
  await mustRun(command.program, command.args, command.cwd);
}

async function pythonContestant(
  { python }: World,
  name: string,
  database: BenchDatabase,
  size: number,
): Promise<readonly Contestant[]> {
  if (python === null) return [];
  const files = { ...pythonProject(pythonUrl(database.url)), ...pythonRevisions(size) };
  return [python.contestant(await python.project(name, files), "upgrade", "head")];
}

async function npmContestants(
  { peers }: World,
  title: string,
  database: BenchDatabase,
  size: number,
): Promise<readonly Contestant[]> {
  const empty = (table: string, path: (place: number) => string, text: string): PeerMigrations => ({
    title,
    database,
    files: emptyFiles(size, path, text),
    more: { after: () => mustHaveRows(database, table, size) },
  });
  const knex = empty(
    "knex_migrations",
    (place) => `migrations/${number(place)}_nothing.mjs`,
    "export async function up() {}\nexport async function down() {}\n",
  );
  const dbmate = empty(
    "schema_migrations",
    (place) => `db/migrations/2026010100${number(place)}_nothing.sql`,
    "-- migrate:up\n\n-- migrate:down\n",
  );
  const pgMigrate = empty(
    "pgmigrations",
    (place) => `migrations/${1_700_000_000_000 + place}_nothing.js`,
    "export const up = () => {};\nexport const down = () => {};\n",
  );
  return [
    ...(await knexLatest(peers, knex)),
    ...(await dbmateUp(peers, dbmate)),
    ...(await pgMigrateUp(peers, pgMigrate)),
  ];
}

function emptyFiles(count: number, path: (place: number) => string, text: string): Files {
  return Object.fromEntries(Array.from({ length: count }, (_, place) => [path(place), text]));
}
