import type { Driver } from "../../../engine/driver.ts";
import { betterSqlite3 } from "./better-sqlite3.ts";
import { libsql } from "./libsql.ts";
import { nodeSqlite } from "./node-sqlite.ts";

export { adopters } from "./adopt.ts";
export { createScratch } from "./scratch.ts";

/** The drivers of SQLite, the preferred one first. */
export const drivers: readonly Driver[] = [nodeSqlite, betterSqlite3, libsql];
