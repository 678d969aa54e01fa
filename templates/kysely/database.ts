import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";

/**
 * The database that is migrated. Where the application has its own Kysely, export that one:
 *   export { db } from "../src/database.ts";
 */
export const db = new Kysely<unknown>({
  dialect: new PostgresDialect({
    // An idle pool does not keep a command from ending.
    pool: new pg.Pool({ connectionString: process.env["DATABASE_URL"], allowExitOnIdle: true }),
  }),
});
