import type { Driver } from "../../../engine/driver.ts";

/** None: scripts are written for Oracle, and its own tools run them. */
export const drivers: readonly Driver[] = [];
