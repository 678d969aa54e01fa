import type { DriverConnection, Notice, QueryResult, ServerVersion } from "../../../engine/driver.ts";
import { databaseFailure } from "../../../engine/failures.ts";
import { addressText, codeOf } from "../../../engine/network-failure.ts";
import { toRows } from "../../../engine/rows.ts";
import { RunningStatement } from "../../../engine/running-statement.ts";
import { parseServerVersion } from "../../../engine/server-version.ts";
import type { DatabaseError } from "../../../errors/index.ts";
import { sendCancelRequest } from "./cancel-request.ts";
import { failedCommit, isFailedCommit, isServerError, statementFailure } from "./errors.ts";
import { decodeValue, encodeValue } from "./values.ts";

/** The part of a `pg` client that is used. */
export interface PgClient {
  readonly host: string;
  readonly port: number;
  // Two fields that the types of `pg` leave out, from the server's answer to the login.
  readonly processID?: number | null;
  readonly secretKey?: number | null;
  query(config: PgQuery): Promise<PgResult | readonly PgResult[]>;
  on(event: "notice" | "error", listener: (event: Error | PgNotice) => void): unknown;
  off(event: "notice" | "error", listener: (event: Error | PgNotice) => void): unknown;
}

interface PgQuery {
  readonly text: string;
  readonly values: readonly (string | null)[];
  readonly rowMode: "array";
  readonly types: { getTypeParser(oid: number): (text: string) => unknown };
}

interface PgResult {
  readonly command: string | null;
  readonly rowCount: number | null;
  readonly fields: readonly { readonly name: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

interface PgNotice {
  readonly severity?: string;
  readonly message?: string;
}

const types = { getTypeParser: (oid: number) => (text: string) => decodeValue(oid, text) };

/** A session with a PostgreSQL server through a `pg` client, whoever opened it. */
export class PgSession implements DriverConnection {
  readonly dialectName = "postgresql";
  readonly beginStatement = "BEGIN";
  readonly #client: PgClient;
  readonly #end: () => Promise<void>;
  readonly #listeners: ((notice: Notice) => void)[] = [];
  readonly #statement = new RunningStatement();
  #isClosed = false;
  /** What the server or the network said last, while no statement was running that could have told it. */
  #lastWord: unknown;

  /**
   * @param client a connected client
   * @param serverVersion as the server told it
   * @param end gives the client back to whom it belongs
   */
  constructor(
    client: PgClient,
    readonly serverVersion: ServerVersion,
    end: () => Promise<void>,
  ) {
    this.#client = client;
    this.#end = end;
    client.on("notice", this.#hearNotice);
    client.on("error", this.#hearError);
  }

  get sessionId(): number | null {
    return this.#client.processID ?? null;
  }

  get isCancellable(): boolean {
    return true;
  }

  async execute(sql: string, parameters: readonly unknown[]): Promise<QueryResult> {
    const answer = await this.#query(sql, parameters);
    return toQueryResult(lastOf(answer), sql);
  }

  async cancel(): Promise<void> {
    const { host, port, processID, secretKey } = this.#client;
    if (typeof processID !== "number" || typeof secretKey !== "number") return;
    await this.#statement.cancel(() => sendCancelRequest({ host, port, processId: processID, secretKey }));
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#client.off("notice", this.#hearNotice);
    try {
      await this.#end();
    } finally {
      this.#client.off("error", this.#hearError);
    }
  }

  onNotice(listener: (notice: Notice) => void): void {
    this.#listeners.push(listener);
  }

  readonly #hearNotice = (event: Error | PgNotice): void => {
    const severity = "severity" in event && event.severity !== undefined ? event.severity : "NOTICE";
    for (const listener of this.#listeners) listener({ severity, message: event.message ?? "" });
  };

  readonly #hearError = (event: Error | PgNotice): void => {
    this.#lastWord ??= event;
  };

  async #query(sql: string, parameters: readonly unknown[]): Promise<PgResult | readonly PgResult[]> {
    const query = { text: sql, values: parameters.map(encodeValue), rowMode: "array", types } as const;
    try {
      return await this.#statement.run(async () => this.#client.query(query));
    } catch (error) {
      if (isServerError(error)) throw statementFailure(error, sql, parameters);
      throw connectionLost(this.#client, sql, this.#lastWord ?? error);
    }
  }
}

/** Asks the server for its version, where the login did not tell it. */
export async function readServerVersion(client: PgClient): Promise<ServerVersion> {
  const answer = await client.query({ text: "SHOW server_version", values: [], rowMode: "array", types });
  return parseServerVersion(String(lastOf(answer)?.rows[0]?.[0]));
}

function toQueryResult(result: PgResult | undefined, sql: string): QueryResult {
  if (result === undefined) return { rows: [], rowCount: null };
  if (isFailedCommit(sql, result.command)) throw failedCommit(sql);
  const names = result.fields.map(({ name }) => name);
  return { rows: toRows(names, result.rows), rowCount: result.rowCount };
}

/** A text of several statements, which the simple protocol runs, has several answers. */
function lastOf(answer: PgResult | readonly PgResult[]): PgResult | undefined {
  return "rows" in answer ? answer : answer.at(-1);
}

/** Whatever is not an answer of the server says that there will be none. */
function connectionLost(address: PgClient, statement: string, cause: unknown): DatabaseError {
  const said = cause instanceof Error ? cause.message : String(cause);
  const code = codeOf(cause);
  return databaseFailure("connectionLost", `the connection to ${addressText(address)} was lost: ${said}`, {
    statement,
    cause,
    ...(code === "" ? {} : { databaseCode: code }),
  });
}
