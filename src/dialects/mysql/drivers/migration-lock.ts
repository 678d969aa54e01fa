import type { Connection } from "../../../engine/connection.ts";
import { sql, type SqlFragment } from "../../../sql/index.ts";
import type { LockScope, MigrationLock } from "../../base/migration-lock.ts";

/** A lock by name of the whole server, so that the name holds the database's and the version table's, in 64 characters. */
export class MysqlMigrationLock implements MigrationLock {
  readonly #connection: Connection;
  readonly #name: SqlFragment;
  /** Who held it last, as it was told: what the session does meanwhile makes it no other holder. */
  #holder: { readonly id: unknown; readonly description: string } | null = null;

  constructor(connection: Connection, { table, schema }: LockScope) {
    this.#connection = connection;
    this.#name = sql`concat('alembic-ts:', sha1(concat(coalesce(${schema}, database(), ''), '.', ${table})))`;
  }

  async tryAcquire(): Promise<boolean> {
    return (await this.#ask(sql`SELECT get_lock(${this.#name}, 0) AS answer`)) === 1;
  }

  async holder(): Promise<string | null> {
    const id = await this.#usedBy();
    if (id === null) return null;
    const last = this.#holder;
    if (last !== null && last.id === id) return last.description;
    const description = await this.#describe(id);
    // A session that is gone meanwhile holds nothing any more.
    if (description === null && (await this.#usedBy()) !== id) return null;
    // Without the right PROCESS, the server says nothing of other users' sessions.
    this.#holder = { id, description: description ?? (typeof id === "number" ? `session ${id}` : "a session") };
    return this.#holder.description;
  }

  async release(): Promise<boolean> {
    return (await this.#ask(sql`SELECT release_lock(${this.#name}) AS answer`)) === 1;
  }

  async #usedBy(): Promise<unknown> {
    return this.#ask(sql`SELECT is_used_lock(${this.#name}) AS answer`);
  }

  async #describe(id: unknown): Promise<string | null> {
    const description = await this.#ask(sql`
      SELECT concat('session ', id, ' of user ', user, ' from ', host, ', in its present statement or pause since ',
        date_format(utc_timestamp() - INTERVAL time SECOND, '%Y-%m-%d %H:%i:%s UTC')) AS answer
      FROM information_schema.processlist WHERE id = ${id}`);
    return typeof description === "string" ? description : null;
  }

  async #ask(query: SqlFragment): Promise<unknown> {
    const { rows } = await this.#connection.execute(query);
    return rows[0]?.["answer"] ?? null;
  }
}
