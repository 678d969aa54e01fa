import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { InvalidArgumentError } from "../errors/index.ts";
import { createDatabaseOn, dropDatabaseOn, type ServerFamily } from "./server-admin.ts";
import { createTemporaryFolder } from "./temporary-folder.ts";

/** The engines on which the suites run. */
export type EngineName = "postgresql" | "pglite" | "mariadb" | "mariadb-connector" | "sqlite";

/** What an engine can do: a suite runs on the engines that can do what it is about. */
export interface EngineCapabilities {
  /** Whether DDL can be rolled back. */
  readonly transactionalDdl: boolean;
  /** Whether columns and constraints are altered in place, without moving the table. */
  readonly altersInPlace: boolean;
  /** Whether a database has several schemas. */
  readonly hasSchemas: boolean;
  /** Whether several sessions, of several processes, can use a database at once. */
  readonly isShared: boolean;
}

/** An empty database of a test's own. */
export interface TestDatabase {
  readonly engine: TestEngine;
  readonly url: string;
  /** Removes the database; sessions that are still open are ended. Safe to call twice. */
  drop(): Promise<void>;
}

/** Something that databases can be made in. */
export interface TestEngine {
  readonly name: EngineName;
  readonly dialect: string;
  readonly capabilities: EngineCapabilities;
  /** Whether it can be used in this run; a server may be out of reach. */
  readonly isAvailable: boolean;
  /** Makes an empty database with a name that no other has. */
  createDatabase(): Promise<TestDatabase>;
}

const mariadbCan = { transactionalDdl: false, altersInPlace: true, hasSchemas: true, isShared: true };
const postgresqlCan = { transactionalDdl: true, altersInPlace: true, hasSchemas: true, isShared: true };

/** Every engine, in the order in which suites run on them. */
export const testEngines: Readonly<Record<EngineName, TestEngine>> = {
  postgresql: serverEngine("postgresql", "ALEMBIC_TS_TEST_POSTGRES_URL", postgresqlCan),
  mariadb: serverEngine("mariadb", "ALEMBIC_TS_TEST_MARIADB_URL", mariadbCan),
  // The same server by the other package that serves it.
  "mariadb-connector": serverEngine("mariadb", "ALEMBIC_TS_TEST_MARIADB_URL", mariadbCan, {
    name: "mariadb-connector",
    driver: "mariadb",
  }),
  sqlite: fileEngine("sqlite", "sqlite", (folder) => `sqlite:///${join(folder, "test.db")}`, {
    transactionalDdl: true,
    altersInPlace: false,
    hasSchemas: false,
    isShared: true,
  }),
  pglite: fileEngine("pglite", "postgresql", (folder) => `postgresql+pglite:///${join(folder, "test")}`, {
    ...postgresqlCan,
    isShared: false,
  }),
};

/**
 * The engines that can be used in this run and have all the capabilities that are asked for.
 *
 * @param wanted the capabilities that matter, with the value that they must have
 * @example for (const engine of availableEngines({ transactionalDdl: true })) console.log(engine.name);
 */
export function availableEngines(wanted: Partial<EngineCapabilities> = {}): readonly TestEngine[] {
  const { transactionalDdl, altersInPlace, hasSchemas, isShared } = wanted;
  const fits = (asked: boolean | undefined, actual: boolean) => asked === undefined || asked === actual;
  return Object.values(testEngines).filter(
    ({ isAvailable, capabilities: can }) =>
      isAvailable &&
      fits(transactionalDdl, can.transactionalDdl) &&
      fits(altersInPlace, can.altersInPlace) &&
      fits(hasSchemas, can.hasSchemas) &&
      fits(isShared, can.isShared),
  );
}

/**
 * Runs a function with an empty database, which is gone afterwards, however the function ends.
 *
 * @param engine where the database is made
 * @param use what to do with it
 * @throws {ConnectionError} when the server is not reached
 * @example
 * await withDatabase(testEngines.sqlite, async (database) => {
 *   console.log(database.url);
 * });
 */
export async function withDatabase<Result>(
  engine: TestEngine,
  use: (database: TestDatabase) => Promise<Result>,
): Promise<Result> {
  const database = await engine.createDatabase();
  try {
    return await use(database);
  } finally {
    await database.drop();
  }
}

/** A server's engine that is not the usual one: by another driver than the preferred one. */
interface OtherDriver {
  readonly name: EngineName;
  readonly driver: string | null;
}

function serverEngine(
  family: ServerFamily,
  variable: string,
  capabilities: EngineCapabilities,
  { name, driver }: OtherDriver = { name: family, driver: null },
): TestEngine {
  const engine: TestEngine = {
    name,
    dialect: family,
    capabilities,
    get isAvailable() {
      return Boolean(process.env[variable]);
    },
    async createDatabase() {
      const server = serverUrl(variable);
      const database = `alembic_ts_${randomBytes(6).toString("hex")}`;
      await createDatabaseOn(family, server, database);
      const drop = () => dropDatabaseOn(family, server, database);
      return { engine, url: withDriver(withDatabaseName(server, database), driver), drop };
    },
  };
  return engine;
}

function serverUrl(variable: string): string {
  const url = process.env[variable];
  if (url) return url;
  throw new InvalidArgumentError("ALB0592", `no server is named in ${variable}`, {
    hint: `Set ${variable} to the URL of a server where databases may be made, or leave the test out where isAvailable is false.`,
  });
}

function withDatabaseName(url: string, name: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${name}`;
  return parsed.href;
}

function withDriver(url: string, driver: string | null): string {
  return driver === null ? url : url.replace(/^[^:]*/, (scheme) => `${scheme}+${driver}`);
}

function fileEngine(
  name: EngineName,
  dialect: string,
  urlIn: (folder: string) => string,
  capabilities: EngineCapabilities,
): TestEngine {
  const engine: TestEngine = {
    name,
    dialect,
    capabilities,
    isAvailable: true,
    async createDatabase() {
      const folder = await createTemporaryFolder();
      return { engine, url: urlIn(folder.path), drop: () => folder.remove() };
    },
  };
  return engine;
}
