import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { upgrade as upgradeInProcess } from "../../src/commands/index.ts";
import { Config } from "../../src/config/index.ts";
import { atMost, fasterThan, smallerOverhead } from "../harness/claims.ts";
import type { Bound, Case, Contestant, Scenario } from "../harness/scenario.ts";
import { type BenchDatabase, benchDatabase, type BenchEngine, engineTitles } from "../worlds/databases.ts";
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
    "1,000 revisions of one table and one index each. The bare driver imports as many plain modules, and sends what was recorded of the tool, statement by statement, with the same transactions and journal. knex and dbmate run each migration in a transaction of its own; so does the tool with `transactionPerMigration`.",
  async *cases(world) {
    for (const engine of world.engines) yield* caseOn(world, engine, world.isQuick ? 100 : 1000);
  },
};

const boundsOn: Readonly<Record<BenchEngine, readonly Bound[]>> = {
  sqlite: [fasterThan(toolName, 5, pythonName), fasterThan(eachName, 1, "knex"), fasterThan(eachName, 1, "dbmate")],
  postgresql: serverBounds(),
  mariadb: serverBounds(),
};

function serverBounds(): readonly Bound[] {
  return [
    atMost(toolName, 1.25, floorName),
    smallerOverhead(toolName, 3, pythonName, floorName),
    fasterThan(toolName, 1, "node-pg-migrate"),
    fasterThan(eachName, 1, "knex"),
    fasterThan(eachName, 1, "dbmate"),
  ];
}

async function* caseOn(world: World, engine: BenchEngine, size: number): AsyncIterable<Case> {
  const name = `upgrade-${engine}`;
  const folder = await world.tool.project(name, {});
  const database = benchDatabase(engine, name.replace("-", "_"), join(folder, ".."));
  const inputs: Inputs = { world, name, database, size };
  try {
    yield {
      title: `${engineTitles[engine]}, ${size.toLocaleString("en")} revisions`,
      size,
      series: engineTitles[engine],
      contestants: (
        await Promise.all([toolContestants(inputs), pythonContestant(inputs), npmContestants(inputs)])
      ).flat(),
      // The claims are about 1,000 revisions: with fewer, start-up is most of it.
      bounds: size === 1000 ? boundsOn[engine] : [],
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
}

async function toolContestants({ world, name, database, size }: Inputs): Promise<readonly Contestant[]> {
  const before = () => database.empty();
  const project = await world.tool.project(name, {
    ...toolProject(database.url),
    ...toolRevisions(size),
    ...plainModules(size),
  });
  const each = await world.tool.project(`${name}-each`, {
    ...toolProject(database.url, { configure: ", transactionPerMigration: true" }),
    ...toolRevisions(size),
  });
  await before();
  const recorded = await recordStatements(database.engine, () =>
    upgradeInProcess(new Config(join(project, "alembic.ini")), "head"),
  );
  await writeFile(join(project, "statements.json"), JSON.stringify(recorded));
  return [
    { ...(await world.tool.floor(floorName, project, "statements", database.url)), before },
    { ...world.tool.contestant(project, "upgrade", "head"), before },
    { ...world.tool.contestant(each, "upgrade", "head"), name: eachName, before },
  ];
}

async function pythonContestant({ world, name, database, size }: Inputs): Promise<readonly Contestant[]> {
  if (world.python === null) return [];
  const project = await world.python.project(name, {
    ...pythonProject(pythonUrl(database.url)),
    ...pythonRevisions(size),
  });
  return [{ ...world.python.contestant(project, "upgrade", "head"), before: () => database.empty() }];
}

async function npmContestants({ world, name, database, size }: Inputs): Promise<readonly Contestant[]> {
  const { peers } = world;
  const { engine, url } = database;
  const more = { before: () => database.empty() };
  const knex = await peers.project("knex", name, { "knexfile.mjs": knexFile(database), ...knexMigrations(size) });
  const dbmate = await peers.project(
    "dbmate",
    name,
    dbmateMigrations(size, engine === "sqlite" ? "DATETIME" : timestamp[engine]),
  );
  const found = [
    ...peers.contestant("knex", knex, ["migrate:latest", "--knexfile", "knexfile.mjs"], more),
    ...peers.contestant("dbmate", dbmate, ["--url", dbmateUrl(url), "--no-dump-schema", "up"], more),
  ];
  if (engine !== "postgresql") return found;
  const pgMigrate = await peers.project("node-pg-migrate", name, pgMigrations(size));
  const withUrl = { ...more, env: { DATABASE_URL: url } };
  const [contestant] = peers.contestant("node-pg-migrate", pgMigrate, ["up"], more);
  if (contestant === undefined) return found;
  return [...found, { ...contestant, command: { ...contestant.command, env: withUrl.env } }];
}

const timestamp = { postgresql: "TIMESTAMP", mariadb: "DATETIME" } as const;

function dbmateUrl(url: string): string {
  if (url.startsWith("sqlite:")) return url.replace("sqlite:///", "sqlite:");
  return `${url.replace(/^(mariadb|mysql):/, "mysql:").replace(/^postgresql:/, "postgres:")}?sslmode=disable`;
}

function knexFile({ engine, url }: BenchDatabase): string {
  const settings = {
    sqlite: {
      client: "better-sqlite3",
      connection: { filename: url.slice("sqlite:///".length) },
      useNullAsDefault: true,
    },
    postgresql: { client: "pg", connection: url },
    mariadb: { client: "mysql2", connection: url.replace(/^mariadb:/, "mysql:") },
  } as const;
  return `export default ${JSON.stringify({ ...settings[engine], migrations: { directory: "./migrations", loadExtensions: [".mjs"] } })};\n`;
}
