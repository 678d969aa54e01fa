import type { Driver } from "../../../engine/driver.ts";
import { pg } from "./pg.ts";
import { pglite } from "./pglite.ts";

export { adopters } from "./adopt.ts";
export { startEmbeddedPostgres as startServer } from "./embedded-server.ts";
export { createScratch } from "./scratch.ts";

/** The drivers of PostgreSQL, the preferred one first. */
export const drivers: readonly Driver[] = [pg, pglite];
