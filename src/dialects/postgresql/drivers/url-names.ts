import type { UrlNames } from "../../../engine/url.ts";

/** How URLs name PostgreSQL and its drivers. */
export const urlNames: UrlNames = {
  schemes: {
    postgresql: { dialect: "postgresql", driver: null },
    postgres: { dialect: "postgresql", driver: null },
    pglite: { dialect: "postgresql", driver: "pglite" },
  },
  pythonDrivers: {
    psycopg2: "pg",
    psycopg2cffi: "pg",
    psycopg: "pg",
    psycopg_async: "pg",
    asyncpg: "pg",
    pg8000: "pg",
    pygresql: "pg",
    pypostgresql: "pg",
  },
  isFile: (driver) => driver === "pglite",
};
