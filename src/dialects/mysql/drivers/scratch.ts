import { createScratchOn, type ScratchDatabase, scratchServerMissing } from "../../../engine/scratch.ts";
import type { DatabaseUrl } from "../../../engine/url.ts";
import { mariadb } from "./mariadb.ts";
import { mysql2 } from "./mysql2.ts";

const statements = {
  create: (name: string) => `CREATE DATABASE ${name}`,
  drop: (name: string) => `DROP DATABASE IF EXISTS ${name}`,
};

/** A database on the server that is named: none can be started from a package. */
export async function createScratch(_url: DatabaseUrl, server: DatabaseUrl | null): Promise<ScratchDatabase> {
  if (server !== null) return createScratchOn(server, [mysql2, mariadb], statements);
  throw scratchServerMissing("MySQL or MariaDB", "Name one: --shadow-url mysql://root@localhost/mysql.");
}
