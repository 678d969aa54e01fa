import type { UrlNames } from "../../../engine/url.ts";

/** How URLs name SQLite and its drivers. */
export const urlNames: UrlNames = {
  schemes: { sqlite: { dialect: "sqlite", driver: null } },
  pythonDrivers: { pysqlite: null, aiosqlite: null, pysqlcipher: null },
  isFile: () => true,
};
