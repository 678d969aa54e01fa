import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { upgrade as upgradeInProcess } from "../../src/commands/index.ts";
import { Config } from "../../src/config/index.ts";
import { atMost, fasterThan, smallerOverhead } from "../harness/claims.ts";
import type { Bound, Case, Contestant, Scenario } from "../harness/scenario.ts";
import {
  type BenchDatabase,
  benchDatabase,
  type BenchEngine,
  engineTitles,
  mustHaveTables,
} from "../worlds/databases.ts";
import { dbmateUp, knexLatest, pgMigrateUp } from "../worlds/npm-projects.ts";
import { pythonName, pythonProject, pythonUrl } from "../worlds/python-alembic.ts";
import { recordStatements } from "../worlds/recording.ts";
import {
  dbmateMigrations,
  knexMigrations,
  pgMigrations,
  plainModules,
  pythonRevisions,
  toolRevisions,
} from "../worlds/revisions.ts";
import { toolName } from "../worlds/tool.ts";
import { toolProject } from "../worlds/tool-project.ts";
import type { World } from "../worlds/world.ts";

const floorName = "the bare driver";
const eachName = `${toolName}, a transaction each`;

export const upgrade: Scenario = {
  name: "upgrade",
  title: "`upgrade head` from nothing",
  about:
    "1,000 revisions of one table and one index each. The bare driver imports as many plain modules, and sends what was recorded of the tool, statement by statement, with the same transactions and journal. node-pg-migrate and knex run all of them in one transaction, as the tool does where the database can; dbmate has one for each, as the tool has with `transactionPerMigration`, and on SQLite always.",
  async *cases(world) {
    if (world.isQuick) yield* caseOn(world, "sqlite", 100);
    else for (const engine of world.engines) yield* caseOn(world, engine, 1000);
  },
};

const boundsOn: Readonly<Record<BenchEngine, readonly Bound[]>> = {
  sqlite: [fasterThan(toolName, 5, pythonName), fasterThan(eachName, 1, "dbmate")],
  postgresql: serverBounds(),
  mariadb: serverBounds(),
};

function serverBounds(): readonly Bound[] {
  return [
    atMost(toolName, 1.25, floorName),
    smallerOverhead(toolName, 3, pythonName, floorName),
    fasterThan(toolName, 1, "node-pg-migrate"),
    fasterThan(toolName, 1, "knex"),
    fasterThan(eachName, 1, "dbmate"),
  ];
}

async function* caseOn(world: World, engine: BenchEngine, size: number): AsyncIterable<Case> {
  const name = `upgrade-${engine}`;
  const folder = await world.tool.project(name, {});
  const database = benchDatabase(engine, name.replace("-", "_"), join(folder, ".."));
  const more = { before: () => database.empty(), after: () => mustHaveTables(database, size) };
  const inputs: Inputs = { world, name, database, size, more };
  try {
    yield {
      title: `${engineTitles[engine]}, ${size.toLocaleString("en")} revisions`,
      size,
      series: engineTitles[engine],
      contestants: (
        await Promise.all([toolContestants(inputs), pythonContestant(inputs), npmContestants(inputs)])
      ).flat(),
      // The claims are about 1,000 revisions: with fewer, start-up is most of it.
      bounds: size === 1000 ? boundsOn[engine] : [fasterThan(toolName, 1, pythonName)],
    };
  } finally {
    await database.drop();
  }
}

interface Inputs {
  readonly world: World;
  readonly name: string;
  readonly database: BenchDatabase;
  readonly size: number;
  /** What is done before each run, and looked at after it. */
  readonly more: Required<Pick<Contestant, "before" | "after">>;
}

async function toolContestants(inputs: Inputs): Promise<readonly Contestant[]> {
  const { world, name, database, size, more } = inputs;
  const project = await world.tool.project(name, {
    ...toolProject(database.url),
    ...toolRevisions(size),
    ...plainModules(size),
  });
  await more.before();
  const recorded = await recordStatements(database.engine, () =>
    upgradeInProcess(new Config(join(project, "alembic.ini")), "head"),
  );
  await writeFile(join(project, "statements.json"), JSON.stringify(recorded));
  return [
    { ...(await world.tool.floor(floorName, project, "statements", database.url)), ...more },
    { ...world.tool.contestant(project, "upgrade", "head"), ...more },
    ...(world.isQuick ? [] : [await eachContestant(inputs)]),
  ];
}

/** The tool as it is compared with dbmate, which has a transaction for each migration. */
async function eachContestant({ world, name, database, size, more }: Inputs): Promise<Contestant> {
  const project = await world.tool.project(`${name}-each`, {
    ...toolProject(database.url, { configure: ", transactionPerMigration: true" }),
    ...toolRevisions(size),
  });
  return { ...world.tool.contestant(project, "upgrade", "head"), name: eachName, role: "part", ...more };
}

async function pythonContestant({ world, name, database, size, more }: Inputs): Promise<readonly Contestant[]> {
  if (world.python === null) return [];
  const project = await world.python.project(name, {
    ...pythonProject(pythonUrl(database.url)),
    ...pythonRevisions(size),
  });
  return [{ ...world.python.contestant(project, "upgrade", "head"), ...more }];
}

async function npmContestants({
  world: { peers },
  name,
  database,
  size,
  more,
}: Inputs): Promise<readonly Contestant[]> {
  const dateTime = database.engine === "postgresql" ? "TIMESTAMP" : "DATETIME";
  const common = { title: name, database, more };
  return [
    ...(await knexLatest(peers, { ...common, files: knexMigrations(size) })),
    ...(await dbmateUp(peers, { ...common, files: dbmateMigrations(size, dateTime) })),
    ...(await pgMigrateUp(peers, { ...common, files: pgMigrations(size) })),
  ];
}
