import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import manifest from "../package.json" with { type: "json" };
import { type StoryProject, tellStory } from "../examples/tutorial/story.ts";
import { DriverMissingError } from "../src/errors/index.ts";
import { startEmbeddedPostgres } from "../src/testing/index.ts";
import { mustRun, run } from "../tests/support/run.ts";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** The database of the story: a real PostgreSQL server from npm's binaries, or SQLite where there are none. */
interface StoryDatabase {
  readonly url: string;
  readonly driver: string;
  readonly changesTablesInPlace: boolean;
  stop(): Promise<void>;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function startDatabase(): Promise<StoryDatabase> {
  try {
    const server = await startEmbeddedPostgres();
    return {
      url: server.url,
      driver: `pg@${manifest.devDependencies.pg}`,
      changesTablesInPlace: true,
      stop: () => server.stop(),
    };
  } catch (error) {
    if (!(error instanceof DriverMissingError)) throw error;
    say(
      "There is no PostgreSQL server for this platform in npm: the story is told on SQLite, with the steps that it can do in place.",
    );
    return {
      url: "sqlite:///blog.db",
      driver: `libsql@${manifest.devDependencies.libsql}`,
      changesTablesInPlace: false,
      stop: async () => undefined,
    };
  }
}

/** Builds and packs the package, and installs the packed file as a user would. */
async function installPacked(folder: string, driver: string): Promise<StoryProject> {
  await mustRun("npm", ["run", "build"], root);
  await mustRun("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], root);
  const packed = (await readdir(folder)).find((name) => name.endsWith(".tgz")) ?? "";
  const path = join(folder, "blog");
  await mkdir(path);
  await writeFile(join(path, "package.json"), '{ "name": "blog", "private": true, "type": "module" }\n');
  await mustRun("npm", ["install", "--no-audit", "--no-fund", join(folder, packed), driver], path);
  const command = join(path, "node_modules", manifest.name, manifest.bin.alembic);
  return {
    alembic: (...args) => run(process.execPath, [command, ...args], { cwd: path }),
    node: (file) => run(process.execPath, [file], { cwd: path }),
    write: (file, text) => writeFile(join(path, file), text),
    read: (file) => readFile(join(path, file), "utf8"),
    remove: (file) => rm(join(path, file)),
  };
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "alembic-ts-quickstart-"));
  let database: StoryDatabase | undefined;
  try {
    say("Building and packing the package, and installing it in a new project…");
    database = await startDatabase();
    const project = await installPacked(folder, database.driver);
    const started = performance.now();
    await tellStory(project, { url: database.url, changesTablesInPlace: database.changesTablesInPlace, say });
    say(`\nThe story took ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  } finally {
    await database?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
