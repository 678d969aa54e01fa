import { drivers } from "../../src/dialects/sqlite/drivers/index.ts";
import { loadDialect } from "../../src/dialects/registry.ts";
import { makeUrl } from "../../src/dialects/make-url.ts";
import { Connection } from "../../src/engine/connection.ts";
import type { Driver } from "../../src/engine/driver.ts";
import { DriverMissingError } from "../../src/errors/index.ts";
import type { MigrationContext } from "../../src/operations/migration-context.ts";
import { createOperations, type Operations } from "../../src/operations/operations.ts";
import { MetaData } from "../../src/schema/index.ts";

const sideFolder = process.env["ALEMBIC_TS_SIDE_FOLDER"];
const folders = sideFolder === undefined ? [] : [sideFolder];

async function isInstalled(driver: Driver): Promise<boolean> {
  try {
    await (await driver.connect(makeUrl("sqlite://"), { folders })).close();
    return true;
  } catch (error) {
    if (error instanceof DriverMissingError) return false;
    throw error;
  }
}

const installed = await Promise.all(drivers.map((driver) => isInstalled(driver)));

/** The drivers of SQLite that can be used in this run. */
export const sqliteDrivers: readonly Driver[] = drivers.filter((_, index) => installed[index]);

/** A SQLite database with `op` on it, and what was sent and said. */
export interface Moving {
  readonly connection: Connection;
  readonly op: Operations;
  readonly statements: readonly string[];
  readonly warnings: readonly string[];
  readonly log: readonly string[];
  /** What the migration context would do at the end of a step. */
  endStep(): Promise<void>;
  rows(query: string): Promise<readonly unknown[]>;
  /** The statement that made something, with its blanks collapsed; null where it is not there. */
  sqlOf(name: string): Promise<string | null>;
}

/** What a database is opened with. */
export interface MovingOptions {
  readonly url?: string;
  readonly metadata?: MetaData;
}

/** Opens a database, runs the statements that make it, and gives it to a test. */
export async function moving(
  driver: Driver,
  start: readonly string[],
  test: (database: Moving) => Promise<void>,
  { url = "sqlite://", metadata = new MetaData() }: MovingOptions = {},
): Promise<void> {
  const session = await driver.connect(makeUrl(url), { folders });
  const dialect = await loadDialect("sqlite", session.serverVersion);
  const connection = new Connection(session, { name: "sqlite", ...dialect.target, placeholder: () => "?" });
  const statements: string[] = [];
  const warnings: string[] = [];
  const log: string[] = [];
  const impl = dialect.createImpl({
    dialect,
    connection,
    metadata,
    runner: {
      isOffline: false,
      literalBinds: false,
      run: (sql, parameters) => {
        statements.push(sql.replaceAll(/\s+/g, " ").replaceAll("( ", "(").replaceAll(" )", ")"));
        return connection.execute({ sql, parameters });
      },
      staticOutput: () => undefined,
    },
    warn: (message) => warnings.push(message),
    log: (message) => log.push(message),
  });
  const context: MigrationContext = {
    dialect,
    impl,
    connection,
    isOffline: false,
    opts: {},
    metadata,
    autocommitBlock: (block) => block(),
  };
  try {
    for (const statement of start) await connection.execute(statement);
    await test({
      connection,
      op: createOperations(context),
      statements,
      warnings,
      log,
      endStep: () => impl.endStep(),
      rows: async (query) => (await connection.execute(query)).rows.map((row) => Object.values(row)),
      sqlOf: async (name) => {
        const { rows } = await connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", [name]);
        return rows[0] === undefined ? null : collapsed(String(rows[0]["sql"]));
      },
    });
  } finally {
    await connection.close();
  }
}

function collapsed(sql: string): string {
  return sql.replaceAll(/\s+/g, " ").replaceAll("( ", "(").replaceAll(" )", ")");
}

/** What a promise is rejected with. */
export async function failure(attempt: Promise<unknown>): Promise<Error & { readonly code?: string }> {
  const error: unknown = await attempt.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Error) return error;
  throw new Error("nothing failed");
}
