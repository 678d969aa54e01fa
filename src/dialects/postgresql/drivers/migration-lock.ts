import type { Connection } from "../../../engine/connection.ts";
import { CommandError } from "../../../errors/index.ts";
import { sql, type SqlFragment } from "../../../sql/index.ts";
import type { LockScope, MigrationLock } from "../../base/migration-lock.ts";

/**
 * An advisory lock of the session, whose key comes from the version table; the server keeps such locks apart by database.
 * Where the caller has a transaction open, the lock is the transaction's, and ends with it.
 */
export class PostgresqlMigrationLock implements MigrationLock {
  readonly #connection: Connection;
  readonly #key: SqlFragment;
  readonly #isOfTransaction: boolean;
  /** What the session's setting was before; null where it is as it was. */
  #watchBefore: string | null = null;

  constructor(connection: Connection, { table, schema }: LockScope) {
    this.#connection = connection;
    this.#key = sql`pg_catalog.hashtextextended(coalesce(${schema}::text, current_schema()::text, '') || '.' || ${table}::text, 0)`;
    this.#isOfTransaction = connection.inTransaction;
  }

  /** Refuses to go on behind a pooler before anything is locked: the lock would stay behind on a session of the pooler's. */
  async tryAcquire(): Promise<boolean> {
    const take = sql.raw(this.#isOfTransaction ? "pg_try_advisory_xact_lock" : "pg_try_advisory_lock");
    const expected = this.#isOfTransaction ? null : this.#connection.sessionId;
    const isOurs = sql`${expected}::int IS NULL OR pg_backend_pid() = ${expected}::int`;
    const { rows } = await this.#connection.execute(
      sql`SELECT CASE WHEN ${isOurs} THEN pg_catalog.${take}(${this.#key}) END AS taken${this.#watch()}`,
    );
    const { taken, watch_before: before } = { taken: undefined, watch_before: null, ...rows[0] };
    if (taken === null) throw behindPooler();
    if (typeof before === "string" && taken === true) this.#watchBefore = before;
    return taken === true;
  }

  /**
   * Has the server look, while a statement runs, whether this process is still there: without that, the statement of a
   * process that was killed goes on to its end, and keeps the lock. Servers can since version 14, on most systems.
   */
  #watch(): SqlFragment {
    if (this.#isOfTransaction || this.#connection.serverVersion.major < 14) return sql``;
    const set = sql`pg_catalog.set_config(${watchSetting}, '1000', false)`;
    return sql`, current_setting(${watchSetting}) AS watch_before,
      CASE WHEN version() ~* 'linux|darwin|apple|freebsd' THEN ${set} END AS watch`;
  }

  async holder(): Promise<string | null> {
    // Of sessions of other users the server says no more than their number.
    const { rows } = await this.#connection.execute(sql`
      SELECT 'session ' || l.pid || coalesce(' of user ' || a.usename, '')
        || coalesce(' from ' || host(a.client_addr) || ':' || a.client_port, '')
        || coalesce(' (' || nullif(a.application_name, '') || ')', '')
        || coalesce(', connected since ' || to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"'), '') AS holder
      FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
        AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
        AND (l.classid::bigint << 32) | l.objid::bigint = ${this.#key}`);
    const holder = rows[0]?.["holder"];
    return typeof holder === "string" ? holder : null;
  }

  async release(): Promise<boolean> {
    if (this.#isOfTransaction) return true;
    const { rows } = await this.#connection.execute(
      sql`SELECT pg_catalog.pg_advisory_unlock(${this.#key}) AS released${this.#unwatch()}`,
    );
    return rows[0]?.["released"] === true;
  }

  #unwatch(): SqlFragment {
    const before = this.#watchBefore;
    return before === null ? sql`` : sql`, pg_catalog.set_config(${watchSetting}, ${before}, false)`;
  }
}

const watchSetting = "client_connection_check_interval";

function behindPooler(): CommandError {
  return new CommandError(
    "ALB0632",
    "The migration lock cannot be held here: a pooler stands between this process and the server, and may give each transaction another session.",
    {
      hint: "Connect to the server itself for migrations (port 5432 rather than the pooler's). Where nobody else can migrate at the same time, lock = false does without the lock.",
    },
  );
}
