import type { Driver } from "../../../engine/driver.ts";

/** None: scripts are written for SQL Server, and its own tools run them. */
export const drivers: readonly Driver[] = [];
