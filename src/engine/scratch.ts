import { randomBytes } from "node:crypto";
import { ConfigurationError } from "../errors/index.ts";
import type { Driver } from "./driver.ts";
import { openConnection } from "./open.ts";
import type { DatabaseUrl } from "./url.ts";

/** An empty database for the time of one command. */
export interface ScratchDatabase {
  readonly url: DatabaseUrl;
  /** Removes it, and what was started for it. */
  drop(): Promise<void>;
}

/** A server of this process's own. */
export interface StartedServer {
  /** The URL of a database of it, as its superuser. */
  readonly url: string;
  /** Stops the server and removes its folder. Safe to call twice. */
  stop(): Promise<void>;
}

/** How a server is started. */
export interface ServerOptions {
  /** The superuser's password, which connections then have to give; without it everyone is let in. */
  readonly password?: string;
}

/** The statements that make and drop a database, whose name needs no quotes. */
export interface ScratchStatements {
  create(name: string): string;
  drop(name: string): string;
}

/**
 * Makes a database on a server for the time of one command.
 *
 * @param server any database of the server, by a user who may make others
 * @throws {ConnectionError} when the server is not reached
 * @throws {DatabaseError} when it refuses
 */
export async function createScratchOn(
  server: DatabaseUrl,
  drivers: readonly Driver[],
  statements: ScratchStatements,
): Promise<ScratchDatabase> {
  const name = `alembic_shadow_${randomBytes(6).toString("hex")}`;
  const run = async (statement: string): Promise<void> => {
    const session = await openConnection(server, drivers);
    try {
      await session.execute(statement, []);
    } finally {
      await session.close();
    }
  };
  await run(statements.create(name));
  return { url: { ...server, database: name }, drop: () => run(statements.drop(name)) };
}

/** The error for a dialect whose scratch databases need a server that is running. */
export function scratchServerMissing(dialect: string, hint: string): ConfigurationError {
  return new ConfigurationError("ALB0186", `A shadow of a ${dialect} database needs a server, and none is named.`, {
    hint,
  });
}
