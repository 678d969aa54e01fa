import type { DDLElement } from "../ddl/index.ts";
import type { StatementRunner } from "../dialects/base/statement-runner.ts";
import type { Connection } from "../engine/connection.ts";
import type { QueryResult } from "../engine/driver.ts";
import type { CompiledSql } from "../sql/index.ts";

/** What statements were written from, for as long as they run. */
const elements = new WeakMap<CompiledSql, DDLElement>();

/** The element of DDL that a statement was written from; undefined where it was given as text. */
export function elementOf(statement: CompiledSql): DDLElement | undefined {
  return elements.get(statement);
}

/** Sends statements to a connection. */
export class ConnectionRunner implements StatementRunner {
  readonly isOffline = false;
  readonly literalBinds = false;
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async run(sql: string, parameters: readonly unknown[], element?: DDLElement): Promise<QueryResult> {
    const statement = { sql, parameters };
    if (element !== undefined) elements.set(statement, element);
    return this.#connection.execute(statement);
  }

  staticOutput(): void {
    // Comments and separators are for scripts.
  }
}
