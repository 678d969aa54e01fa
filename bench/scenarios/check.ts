import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { check as checkInProcess } from "../../src/commands/index.ts";
import { Config } from "../../src/config/index.ts";
import { connect } from "../../src/dialects/registry.ts";
import { atMost, fasterThan, memoryBelow, missed, noMoreMemory } from "../harness/claims.ts";
import type { Bound, Case, Contestant, Scenario } from "../harness/scenario.ts";
import { type BenchDatabase, benchDatabase, type BenchEngine, engineTitles } from "../worlds/databases.ts";
import {
  drizzleModels,
  drizzleRewrite,
  plainModels,
  pythonModels,
  toolModels,
  typeormModels,
} from "../worlds/models.ts";
import { drizzlePush, filePathOf, typeormLog } from "../worlds/npm-projects.ts";
import { pythonName, pythonProject, pythonUrl } from "../worlds/python-alembic.ts";
import { recordStatements } from "../worlds/recording.ts";
import { toolName } from "../worlds/tool.ts";
import { toolProject } from "../worlds/tool-project.ts";
import { narrowTables, type TableShape, wideTables } from "../worlds/table-shapes.ts";
import type { World } from "../worlds/world.ts";

const floorName = "a bare script";

export const check: Scenario = {
  name: "check",
  title: "`check` without a change",
  about:
    "Models and tables of four columns and one index each; of the tool and the bare script alone, also those of ten columns, two indexes and a foreign key. The bare script imports the models as JavaScript, with the same package, and sends the catalogue queries that were recorded of the tool. drizzle-kit has no such command: `push`, with nothing to push, is the nearest (on SQLite in a database of its own, made of the four types that it knows there); TypeORM's is `schema:log`.",
  async *cases(world) {
    if (world.isQuick) {
      yield* caseOn(world, "sqlite", 1000);
      yield* wideCaseOn(world, "sqlite", 1000);
      return;
    }
    for (const engine of world.engines) {
      for (const size of [100, 1000, 10_000]) yield* caseOn(world, engine, size);
      for (const size of [1000, 10_000]) yield* wideCaseOn(world, engine, size);
    }
  },
  growth: (["sqlite", "postgresql", "mariadb"] as const).map((engine) => ({
    series: engineTitles[engine],
    contestant: toolName,
    from: 1000,
    limit: 1.1,
  })),
};

const boundsAt: Readonly<Record<number, readonly Bound[]>> = {
  1000: [
    missed(fasterThan(toolName, 8, pythonName), 1.4),
    atMost(toolName, 1.4, floorName),
    noMoreMemory(toolName, pythonName),
  ],
  10_000: [memoryBelow(toolName, 300)],
};

async function* caseOn(world: World, engine: BenchEngine, size: number): AsyncIterable<Case> {
  const name = `check-${engine}-${size}`;
  const folder = await world.tool.project(name, {});
  const database = benchDatabase(engine, name.replaceAll("-", "_"), join(folder, ".."));
  const drizzles = engine === "sqlite" ? benchDatabase(engine, `${name}-drizzle`, join(folder, "..")) : database;
  try {
    await makeTables(database, size, narrowTables);
    if (drizzles !== database) await copyForDrizzle(database, drizzles);
    yield {
      title: `${engineTitles[engine]}, ${size.toLocaleString("en")} tables`,
      size,
      series: engineTitles[engine],
      contestants: [
        ...(await toolContestants(world, name, database, { size, shape: narrowTables })),
        ...(await pythonContestant(world, name, database, size)),
        ...(await drizzlePush(world.peers, {
          title: name,
          database: drizzles,
          files: drizzleModels(drizzles, size),
        })),
        ...(await typeormLog(world.peers, { title: name, database, files: typeormModels(database, size) })),
      ],
      bounds: boundsAt[size] ?? [],
    };
  } finally {
    await database.drop();
    await drizzles.drop();
  }
}

async function* wideCaseOn(world: World, engine: BenchEngine, size: number): AsyncIterable<Case> {
  const name = `check-wide-${engine}-${size}`;
  const folder = await world.tool.project(name, {});
  const database = benchDatabase(engine, name.replaceAll("-", "_"), join(folder, ".."));
  try {
    await makeTables(database, size, wideTables);
    yield {
      title: `${engineTitles[engine]}, ${size.toLocaleString("en")} tables of ten columns`,
      size,
      series: `${engineTitles[engine]}, ten columns`,
      contestants: await toolContestants(world, name, database, { size, shape: wideTables }),
      bounds: size === 1000 ? [atMost(toolName, 1.5, floorName)] : [memoryBelow(toolName, 300)],
    };
  } finally {
    await database.drop();
  }
}

/** Making ten thousand tables takes SQLite minutes. */
async function copyForDrizzle(database: BenchDatabase, copy: BenchDatabase): Promise<void> {
  await copyFile(filePathOf(database.url), filePathOf(copy.url));
  await executeAll(copy, [drizzleRewrite]);
}

/** Makes the first table, which others may refer to, and then those. Servers take several at a time, and wait for the disk once for all of them. */
async function makeTables(database: BenchDatabase, count: number, shape: TableShape): Promise<void> {
  await database.empty();
  const [first = [], ...others] = Array.from({ length: count }, (_, place) => shape.statements(database.engine, place));
  await executeAll(database, [first]);
  const sessions = database.engine === "sqlite" ? 1 : 8;
  const share = Math.ceil(others.length / sessions);
  const shares = Array.from({ length: sessions }, (_, place) => others.slice(place * share, (place + 1) * share));
  await Promise.all(shares.map((part) => executeAll(database, part)));
}

/** A hundred tables a transaction: PostgreSQL keeps a lock for each of them until it ends. */
async function executeAll(database: BenchDatabase, tables: readonly (readonly string[])[]): Promise<void> {
  await connect(database.url, async (connection) => {
    for (let first = 0; first < tables.length; first += 100) {
      await connection.transaction(async () => {
        for (const statement of tables.slice(first, first + 100).flat()) await connection.execute(statement);
      });
    }
  });
}

async function toolContestants(
  world: World,
  name: string,
  database: BenchDatabase,
  { size, shape }: { readonly size: number; readonly shape: TableShape },
): Promise<readonly Contestant[]> {
  const project = await world.tool.project(name, {
    ...toolProject(database.url, { models: "../models.ts" }),
    ...toolModels(size, shape),
    ...plainModels(size, shape),
  });
  const recorded = await recordStatements(database.engine, () =>
    checkInProcess(new Config(join(project, "alembic.ini"))),
  );
  await writeFile(join(project, "statements.json"), JSON.stringify(recorded));
  return [
    await world.tool.floor(floorName, project, "statements", database.url),
    world.tool.contestant(project, "check"),
  ];
}

async function pythonContestant(
  { python }: World,
  name: string,
  database: BenchDatabase,
  size: number,
): Promise<readonly Contestant[]> {
  if (python === null) return [];
  const files = { ...pythonProject(pythonUrl(database.url), "models"), ...pythonModels(size) };
  // Alembic 1.8 has no command `check`: what it would do is the first half of an autogenerated revision that is empty.
  const project = await python.project(name, { ...files, "migrations/versions/.keep": "", "check.py": pythonCheck });
  const contestant = python.contestant(project);
  return [{ ...contestant, command: { program: "/usr/bin/python3", args: ["check.py"], cwd: project } }];
}

const pythonCheck = `from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory

config = Config("alembic.ini")
script = ScriptDirectory.from_config(config)


def compare(revision, context):
    differences = compare_metadata(context, context.opts["target_metadata"])
    assert differences == [], differences
    return []


with EnvironmentContext(config, script, fn=compare):
    script.run_env()
`;
