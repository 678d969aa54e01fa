import { createRequire } from "node:module";
import { PGlite } from "@electric-sql/pglite";
import Libsql from "libsql";
import mariadb from "mariadb";
import mysqlCallback from "mysql2";
import mysql from "mysql2/promise";
import pg from "pg";
import postgres from "postgres";
import {
  fromBetterSqlite3,
  fromLibsql,
  fromMariadb,
  fromMysql2,
  fromNodeSqlite,
  fromPg,
  fromPGlite,
  fromPostgresJs,
} from "../../src/adapters/connections/index.ts";
import { makeUrl } from "../../src/dialects/make-url.ts";
import type { Connection } from "../../src/engine/index.ts";
import { type TestEngine, testEngines } from "../../src/testing/index.ts";

/** A handle as a program has it, and how that program runs a statement on it. */
export interface Owner {
  readonly take: () => Promise<Connection>;
  readonly run: (statement: string) => Promise<unknown>;
  /** Runs a query, and gives its rows as the program gets them from its package. */
  readonly read: (query: string) => Promise<unknown>;
  readonly end: () => Promise<unknown>;
}

/** A package, and how a program opens a connection with it. */
export interface OwnerCase {
  readonly name: string;
  readonly engine: TestEngine;
  readonly open: (url: string) => Promise<Owner>;
}

const sideFolder = process.env["ALEMBIC_TS_SIDE_FOLDER"];
const sqlitePath = (url: string) => makeUrl(url).database ?? "";
const login = (url: string) => {
  const { host, port, username, database } = makeUrl(url);
  return { host: host ?? "", port: port ?? 0, user: username ?? "", database: database ?? "" };
};

/** Every package that there is a function for. */
export const ownerCases: readonly OwnerCase[] = [
  {
    name: "a client of pg",
    engine: testEngines.postgresql,
    async open(url) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return {
        take: () => fromPg(client),
        run: (statement) => client.query(statement),
        read: async (text) => (await client.query<object>(text)).rows,
        end: () => client.end(),
      };
    },
  },
  {
    name: "a client of pg's pool",
    engine: testEngines.postgresql,
    async open(url) {
      const pool = new pg.Pool({ connectionString: url });
      const client = await pool.connect();
      const end = async () => {
        client.release();
        await pool.end();
      };
      return {
        take: () => fromPg(client),
        run: (statement) => client.query(statement),
        read: async (text) => (await client.query<object>(text)).rows,
        end,
      };
    },
  },
  {
    name: "a reserved connection of postgres",
    engine: testEngines.postgresql,
    async open(url) {
      const pool = postgres(url, { onnotice: () => undefined });
      const reserved = await pool.reserve();
      const end = async () => {
        reserved.release();
        await pool.end();
      };
      return {
        take: () => fromPostgresJs(reserved),
        run: (statement) => reserved.unsafe(statement),
        read: async (text) => [...(await reserved.unsafe(text))],
        end,
      };
    },
  },
  {
    name: "PGlite",
    engine: testEngines.pglite,
    async open() {
      const database = await PGlite.create();
      return {
        take: () => fromPGlite(database),
        run: (text) => database.exec(text),
        read: async (text) => (await database.query(text)).rows,
        end: () => database.close(),
      };
    },
  },
  {
    name: "a connection of mysql2",
    engine: testEngines.mariadb,
    async open(url) {
      const connection = await mysql.createConnection(login(url));
      return {
        take: () => fromMysql2(connection),
        run: (text) => connection.query(text),
        read: async (text) => (await connection.query(text))[0],
        end: () => connection.end(),
      };
    },
  },
  {
    name: "a connection of mysql2 with callbacks",
    engine: testEngines.mariadb,
    async open(url) {
      const connection = mysqlCallback.createConnection(login(url));
      const promised = connection.promise();
      return {
        take: () => fromMysql2(connection),
        run: (text) => promised.query(text),
        read: async (text) => (await promised.query(text))[0],
        end: () => promised.end(),
      };
    },
  },
  {
    name: "a connection of mariadb",
    engine: testEngines.mariadb,
    async open(url) {
      const connection = await mariadb.createConnection(login(url));
      return {
        take: () => fromMariadb(connection),
        run: (text) => connection.query(text),
        read: async (text) => [...(await connection.query<object[]>(text))],
        end: () => connection.end(),
      };
    },
  },
  {
    name: "a database of libsql",
    engine: testEngines.sqlite,
    async open(url) {
      const database = new Libsql(sqlitePath(url));
      const run = async (statement: string) => database.exec(statement);
      return {
        take: () => fromLibsql(database),
        run,
        read: async (query) => database.prepare(query).all(),
        end: async () => database.close(),
      };
    },
  },
  ...nodeSqlite(),
  ...betterSqlite3(),
];

/** In Node 22 and later only. */
function nodeSqlite(): readonly OwnerCase[] {
  const module = process.getBuiltinModule("node:sqlite");
  if (module === undefined) return [];
  const open = async (url: string): Promise<Owner> => {
    const database = new module.DatabaseSync(sqlitePath(url));
    const run = async (statement: string) => database.exec(statement);
    return {
      take: () => fromNodeSqlite(database),
      run,
      read: async (query) => database.prepare(query).all(),
      end: async () => database.close(),
    };
  };
  return [{ name: "a database of node:sqlite", engine: testEngines.sqlite, open }];
}

/** Installed in a side folder only: it may have to be compiled. */
function betterSqlite3(): readonly OwnerCase[] {
  if (sideFolder === undefined) return [];
  const require = createRequire(`${sideFolder}/package.json`);
  // Its interface is that of libsql, which has types.
  const Database = require("better-sqlite3") as typeof Libsql;
  const open = async (url: string): Promise<Owner> => {
    const database = new Database(sqlitePath(url));
    const run = async (statement: string) => database.exec(statement);
    return {
      take: () => fromBetterSqlite3(database),
      run,
      read: async (query) => database.prepare(query).all(),
      end: async () => database.close(),
    };
  };
  return [{ name: "a database of better-sqlite3", engine: testEngines.sqlite, open }];
}
