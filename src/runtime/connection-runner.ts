import type { StatementRunner } from "../dialects/base/statement-runner.ts";
import type { Connection } from "../engine/connection.ts";
import type { QueryResult } from "../engine/driver.ts";

/** Sends statements to a connection. */
export class ConnectionRunner implements StatementRunner {
  readonly isOffline = false;
  readonly literalBinds = false;
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async run(statement: string, parameters: readonly unknown[]): Promise<QueryResult> {
    return this.#connection.execute(statement, parameters);
  }

  staticOutput(): void {
    // Comments and separators are for scripts.
  }
}
