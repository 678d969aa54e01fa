import type { Contestant } from "../harness/scenario.ts";
import type { BenchDatabase } from "./databases.ts";
import type { Files } from "./files.ts";
import type { NpmPeers } from "./npm-peers.ts";

// Projects of the peers that npm has, over one database, and the command line that does the job in each.

/** Which migrations a peer of npm is to apply. */
export interface PeerMigrations {
  /** The project's folder. */
  readonly title: string;
  readonly database: BenchDatabase;
  readonly files: Files;
  readonly more?: Partial<Contestant>;
}

/** `knex migrate:latest`. */
export async function knexLatest(peers: NpmPeers, migrations: PeerMigrations): Promise<readonly Contestant[]> {
  const { title, database, files, more } = migrations;
  const project = await peers.project("knex", title, { "knexfile.mjs": knexFile(database), ...files });
  return peers.contestant("knex", project, ["migrate:latest", "--knexfile", "knexfile.mjs"], more);
}

function knexFile({ engine, url }: BenchDatabase): string {
  const migrations = '{ directory: "./migrations", loadExtensions: [".mjs"] }';
  if (engine === "sqlite") {
    return `import Client from "knex/lib/dialects/better-sqlite3/index.js";
import Database from "libsql";

class LibsqlClient extends Client {
  _driver() {
    return Database;
  }
}

const connection = ${JSON.stringify({ filename: filePathOf(url) })};
export default { client: LibsqlClient, connection, useNullAsDefault: true, migrations: ${migrations} };
`;
  }
  const [client, connection] = engine === "postgresql" ? ["pg", url] : ["mysql2", mysqlUrl(url)];
  return `export default { client: "${client}", connection: ${JSON.stringify(connection)}, migrations: ${migrations} };\n`;
}

/** `dbmate up`. */
export async function dbmateUp(peers: NpmPeers, migrations: PeerMigrations): Promise<readonly Contestant[]> {
  const { title, database, files, more } = migrations;
  const project = await peers.project("dbmate", title, files);
  return peers.contestant("dbmate", project, ["--url", dbmateUrl(database), "--no-dump-schema", "up"], more);
}

function dbmateUrl({ engine, url }: BenchDatabase): string {
  if (engine === "sqlite") return url.replace("sqlite:///", "sqlite:");
  return engine === "mariadb" ? mysqlUrl(url) : `${url.replace(/^postgresql:/, "postgres:")}?sslmode=disable`;
}

/** `node-pg-migrate up`; nobody on other engines. */
export async function pgMigrateUp(peers: NpmPeers, migrations: PeerMigrations): Promise<readonly Contestant[]> {
  const { title, database, files, more } = migrations;
  if (database.engine !== "postgresql") return [];
  const project = await peers.project("node-pg-migrate", title, files);
  return withVariable(peers.contestant("node-pg-migrate", project, ["up"], more), { DATABASE_URL: database.url });
}

function withVariable(
  contestants: readonly Contestant[],
  env: Readonly<Record<string, string>>,
): readonly Contestant[] {
  return contestants.map((contestant) => ({ ...contestant, command: { ...contestant.command, env } }));
}

/** Which models a peer of npm is to compare with a database. */
export interface PeerModels {
  readonly title: string;
  readonly database: BenchDatabase;
  readonly files: Files;
}

/** `drizzle-kit push`: it has no command that only looks. */
export async function drizzlePush(peers: NpmPeers, models: PeerModels): Promise<readonly Contestant[]> {
  const { title, database, files } = models;
  const config = {
    dialect: drizzleDialects[database.engine],
    schema: "./schema.mjs",
    dbCredentials: credentials(database),
    tablesFilter: ["t_*"], // or it would drop the version table of the others
  };
  const project = await peers.project("drizzle-kit", title, {
    "drizzle.config.js": `export default ${JSON.stringify(config)};\n`,
    ...files,
  });
  return peers.contestant("drizzle-kit", project, ["push", "--force"], { says: "No changes detected" });
}

const drizzleDialects = { postgresql: "postgresql", mariadb: "mysql", sqlite: "sqlite" } as const;

function credentials({ engine, url }: BenchDatabase): { readonly url: string } {
  if (engine === "sqlite") return { url: `file:${filePathOf(url)}` };
  return { url: engine === "mariadb" ? mysqlUrl(url) : url };
}

/** `typeorm schema:log`. */
export async function typeormLog(peers: NpmPeers, models: PeerModels): Promise<readonly Contestant[]> {
  const project = await peers.project("typeorm", models.title, models.files);
  const args = ["schema:log", "-d", "source.mjs"];
  return peers.contestant("typeorm", project, args, { says: "Your schema is up to date" });
}

/** The path of an SQLite database. */
export function filePathOf(url: string): string {
  return url.slice("sqlite:///".length);
}

/** The URL of a MariaDB database as clients of MySQL write it. */
export function mysqlUrl(url: string): string {
  return url.replace(/^mariadb:/, "mysql:");
}
