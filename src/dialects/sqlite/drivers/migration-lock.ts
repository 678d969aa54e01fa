import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import type { Connection } from "../../../engine/connection.ts";
import { DatabaseError } from "../../../errors/index.ts";
import type { MigrationLock } from "../../base/migration-lock.ts";

/**
 * A lock beside a database file: an empty database `<file>-alembic-lock`, on which the holder has a transaction open. The
 * operating system takes such a lock away from a process that ends, however it ends. The file stays: removing it
 * could part a holder from those who wait. Who holds it stands in a text file next to it.
 */
export class SqliteMigrationLock implements MigrationLock {
  readonly #connection: Connection;
  #path: string | null = null;
  #held: Connection | null = null;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async tryAcquire(): Promise<boolean> {
    const path = await this.#lockPath();
    // A database in memory is nobody else's. Through a query builder there is no way to a second file: there the steps'
    // own BEGIN IMMEDIATE, and their second look at the version table, have to do.
    const file = path === null ? null : this.#connection.openFile(path);
    if (path === null || file === null) return true;
    try {
      await file.execute("BEGIN IMMEDIATE");
    } catch (error) {
      await file.close();
      if (isBusy(error)) return false;
      throw error;
    }
    this.#held = file;
    writeFileSync(holderPath(path), JSON.stringify(ownName()));
    return true;
  }

  async holder(): Promise<string | null> {
    const path = await this.#lockPath();
    return path === null ? null : readHolder(holderPath(path));
  }

  async release(): Promise<boolean> {
    const held = this.#held;
    this.#held = null;
    if (held === null) return true;
    const path = await this.#lockPath();
    if (path !== null) rmSync(holderPath(path), { force: true });
    await held.close();
    return true;
  }

  /** Beside the main database's file; null where that is in memory, or temporary. */
  async #lockPath(): Promise<string | null> {
    this.#path ??= await this.#databaseFile();
    return this.#path === "" ? null : `${this.#path}-alembic-lock`;
  }

  async #databaseFile(): Promise<string> {
    const { rows } = await this.#connection.execute("PRAGMA database_list");
    const file = rows.find(({ name }) => name === "main")?.["file"];
    return typeof file === "string" ? file : "";
  }
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

function ownName(): Holder {
  return { pid: process.pid, host: hostname(), since: new Date().toISOString() };
}

function holderPath(lockPath: string): string {
  return `${lockPath}-holder`;
}

/** What the file says; null where there is none yet, or it is just being written. */
function readHolder(path: string): string | null {
  try {
    const holder: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof holder !== "object" || holder === null) return null;
    const { pid, host, since } = { pid: "?", host: "?", since: "?", ...holder };
    return `process ${pid} on ${host}, since ${since}`;
  } catch {
    return null;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof DatabaseError && /^SQLITE_(BUSY|LOCKED)/.test(error.databaseCode ?? "");
}
