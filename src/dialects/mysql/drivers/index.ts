import type { Driver } from "../../../engine/driver.ts";
import { mariadb } from "./mariadb.ts";
import { mysql2 } from "./mysql2.ts";

export { adopters } from "./adopt.ts";
export { createScratch } from "./scratch.ts";

/** The drivers of MySQL and MariaDB, the preferred one first. */
export const drivers: readonly Driver[] = [mysql2, mariadb];
