import { ConnectionError } from "../errors/index.ts";

/** The families of servers in which the harness makes databases. */
export type ServerFamily = "postgresql" | "mariadb";

/**
 * Makes an empty database. The harness talks to servers through the drivers' own packages, so that a fault in what is
 * being tested does not look like a fault of the server.
 *
 * @throws {ConnectionError} when the server is not reached, or refuses
 */
export function createDatabaseOn(family: ServerFamily, url: string, name: string): Promise<void> {
  return execute(family, url, servers[family].create(name));
}

/**
 * Drops a database if it is there.
 *
 * @throws {ConnectionError} when the server is not reached, or refuses
 */
export function dropDatabaseOn(family: ServerFamily, url: string, name: string): Promise<void> {
  return execute(family, url, servers[family].drop(name));
}

interface Server {
  create(name: string): string;
  drop(name: string): string;
  execute(url: string, sql: string): Promise<void>;
}

const servers: Readonly<Record<ServerFamily, Server>> = {
  postgresql: {
    // template1 cannot be copied while anybody is connected to it; nobody can connect to template0.
    create: (name) => `CREATE DATABASE ${name} TEMPLATE template0`,
    drop: (name) => `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`,
    async execute(url, sql) {
      const { default: pg } = await import("pg");
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        await client.query(sql);
      } finally {
        await client.end();
      }
    },
  },
  mariadb: {
    create: (name) => `CREATE DATABASE ${name}`,
    drop: (name) => `DROP DATABASE IF EXISTS ${name}`,
    async execute(url, sql) {
      const { createConnection } = await import("mysql2/promise");
      const connection = await createConnection({ uri: url.replace(/^mariadb:/, "mysql:") });
      try {
        await connection.query(sql);
      } finally {
        await connection.end();
      }
    },
  },
};

async function execute(family: ServerFamily, url: string, sql: string): Promise<void> {
  try {
    await servers[family].execute(url, sql);
  } catch (cause) {
    throw new ConnectionError("ALB0593", `the test server refused: ${sql}`, {
      hint: "See the cause. The user in the URL must be allowed to create and drop databases.",
      cause,
    });
  }
}
