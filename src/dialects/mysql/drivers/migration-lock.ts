import type { Connection } from "../../../engine/connection.ts";
import { sql, type SqlFragment } from "../../../sql/index.ts";
import type { LockScope, MigrationLock } from "../../base/migration-lock.ts";

/** A lock by name of the whole server, so that the name holds the database's and the version table's, in 64 characters. */
export class MysqlMigrationLock implements MigrationLock {
  readonly #connection: Connection;
  readonly #name: SqlFragment;

  constructor(connection: Connection, { table, schema }: LockScope) {
    this.#connection = connection;
    this.#name = sql`concat('alembic-ts:', sha1(concat(coalesce(${schema}, database(), ''), '.', ${table})))`;
  }

  async tryAcquire(): Promise<boolean> {
    return (await this.#ask(sql`SELECT get_lock(${this.#name}, 0) AS answer`)) === 1;
  }

  async holder(): Promise<string | null> {
    const id = await this.#ask(sql`SELECT is_used_lock(${this.#name}) AS answer`);
    if (id === null) return null;
    // Without the right PROCESS, the server says nothing of other users' sessions.
    const known = await this.#ask(sql`
      SELECT concat('session ', id, ' of user ', user, ' from ', host, ', in its present statement or pause since ',
        date_format(utc_timestamp() - INTERVAL time SECOND, '%Y-%m-%d %H:%i:%s UTC')) AS answer
      FROM information_schema.processlist WHERE id = ${id}`);
    if (typeof known === "string") return known;
    return typeof id === "number" ? `session ${id}` : "a session";
  }

  async release(): Promise<boolean> {
    return (await this.#ask(sql`SELECT release_lock(${this.#name}) AS answer`)) === 1;
  }

  async #ask(query: SqlFragment): Promise<unknown> {
    const { rows } = await this.#connection.execute(query);
    return rows[0]?.["answer"] ?? null;
  }
}
