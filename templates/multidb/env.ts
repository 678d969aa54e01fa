import { writeFile } from "node:fs/promises";
import { connect, defineEnvironment, type Connection, type EnvironmentContext, type MetaData } from "alembic-ts";

// The models of each database, for `alembic revision --autogenerate` and `alembic check`:
//   import { Base } from "../src/models.ts";
//   const targetMetadata = { engine1: Base.metadata };
const targetMetadata: Readonly<Record<string, MetaData>> = {};

// To read URLs, and whatever else, from a file named .env:
//   process.loadEnvFile();

/** A database: its name in alembic.ini, and the URL of its section. */
interface Database {
  readonly engineName: string;
  readonly url: string | null;
}

export default defineEnvironment(async (context) => {
  const names = context.config.getMainOption("databases", "").split(",");
  const databases = names
    .map((name) => name.trim())
    .filter((name) => name !== "")
    .map((engineName) => ({ engineName, url: context.config.getSectionOption(engineName, "sqlalchemy.url") }));

  if (context.isOfflineMode()) await writeScripts(context, databases);
  else await migrateAll(context, databases, new Map());
});

/** Offline: the script of each database goes to a file of its own. */
async function writeScripts(context: EnvironmentContext, databases: readonly Database[]): Promise<void> {
  for (const { engineName, url } of databases) {
    const script: string[] = [];
    const outputBuffer = { write: (text: string | Uint8Array) => script.push(text.toString()) };
    context.configure({ url, outputBuffer, targetMetadata: targetMetadata[engineName] });
    await context.runMigrations({ engineName });
    await writeFile(`${engineName}.sql`, script.join(""));
  }
}

/** Online: every database has its transaction open before the first is migrated, so that a failure undoes all of them. */
async function migrateAll(
  context: EnvironmentContext,
  databases: readonly Database[],
  connections: ReadonlyMap<string, Connection>,
): Promise<void> {
  const [database, ...others] = databases;
  if (database !== undefined) {
    const { engineName, url } = database;
    await connect(url, (connection) =>
      connection.transaction(() => migrateAll(context, others, new Map([...connections, [engineName, connection]]))),
    );
    return;
  }
  for (const [engineName, connection] of connections) {
    context.configure({
      connection,
      upgradeToken: `${engineName}_upgrades`,
      downgradeToken: `${engineName}_downgrades`,
      targetMetadata: targetMetadata[engineName],
    });
    await context.runMigrations({ engineName });
  }
}
