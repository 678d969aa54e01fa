import type { DriverConnection, QueryResult, ServerVersion } from "../../../engine/driver.ts";
import { databaseFailure } from "../../../engine/failures.ts";
import { toRows } from "../../../engine/rows.ts";
import { RunningStatement } from "../../../engine/running-statement.ts";
import { parseServerVersion } from "../../../engine/server-version.ts";
import { isUnknownThread, statementFailure } from "./errors.ts";
import type { MysqlAnswer, MysqlHandle } from "./handle.ts";
import { bindValues } from "./literals.ts";
import { type Cell, decodeValue } from "./values.ts";

/** Opens one more session with the same server, to say something from outside. */
export type OpenSecond = () => Promise<MysqlHandle>;

/** The dialect of a server, by its version as it says it. */
export function dialectOf(version: string): string {
  return /mariadb/i.test(version) ? "mariadb" : "mysql";
}

/** A session with a server of MySQL or MariaDB. */
export class MysqlSession implements DriverConnection {
  readonly beginStatement = "BEGIN";
  readonly #statement = new RunningStatement();
  #isClosed = false;

  private constructor(
    private readonly handle: MysqlHandle,
    readonly dialectName: string,
    readonly serverVersion: ServerVersion,
    private readonly openSecond: OpenSecond | null,
  ) {}

  /**
   * Asks the server who it is, and makes a session of the connection.
   *
   * @param openSecond how a running statement can be stopped; null where that is not known
   */
  static async open(handle: MysqlHandle, openSecond: OpenSecond | null): Promise<MysqlSession> {
    const { rows, fields } = await handle.query("SELECT VERSION()");
    const [field] = fields ?? [];
    const text = field === undefined ? "" : String(decodeValue(field, rows[0]?.[0] ?? null));
    return new MysqlSession(handle, dialectOf(text), parseServerVersion(text), openSecond);
  }

  get sessionId(): number | null {
    return this.handle.threadId;
  }

  get isCancellable(): boolean {
    return this.handle.threadId !== null && this.openSecond !== null;
  }

  async execute(sql: string, parameters: readonly unknown[]): Promise<QueryResult> {
    const text = bindValues(sql, parameters);
    const answer = await this.#query(text, sql, parameters);
    if (answer.fields === null) return { rows: [], rowCount: answer.affectedRows };
    const { fields } = answer;
    const names = fields.map(({ name }) => name);
    const { rows } = answer;
    const decode = (cell: Cell | undefined, index: number): unknown => {
      const field = fields[index];
      return field === undefined ? null : decodeValue(field, cell ?? null);
    };
    return { rows: toRows(names, rows, decode), rowCount: rows.length };
  }

  async cancel(): Promise<void> {
    const { threadId } = this.handle;
    const { openSecond } = this;
    if (threadId === null || openSecond === null) return;
    await this.#statement.cancel(() => killQuery(openSecond, threadId));
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.handle.close();
  }

  async #query(text: string, sql: string, parameters: readonly unknown[]): Promise<MysqlAnswer> {
    try {
      return await this.#statement.run(async () => this.handle.query(text));
    } catch (error) {
      throw statementFailure(error, sql, parameters);
    }
  }
}

async function killQuery(openSecond: OpenSecond, threadId: number): Promise<void> {
  const second = await openSecond();
  try {
    await second.query(`KILL QUERY ${threadId}`);
  } catch (error) {
    if (!isUnknownThread(error)) throw error;
  } finally {
    await second.close();
  }
}

/**
 * Makes sure that the server is what the URL says. `mysql` is the name of the protocol as well, and serves both.
 *
 * @throws {ConnectionError} when the URL says MariaDB and the server is another one
 */
export async function expectDialect(session: MysqlSession, wanted: string): Promise<MysqlSession> {
  if (wanted !== "mariadb" || session.dialectName === wanted) return session;
  await session.close();
  throw databaseFailure(
    "dialectMismatch",
    `the URL says MariaDB, and the server is MySQL ${session.serverVersion.text}`,
    {
      hint: "Write mysql:// in the URL.",
    },
  );
}
