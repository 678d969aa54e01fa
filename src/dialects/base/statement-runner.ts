import type { DDLElement } from "../../ddl/index.ts";
import type { QueryResult } from "../../engine/driver.ts";

/** Where statements go: a connection, or offline a script. Nothing above it knows which. */
export interface StatementRunner {
  /** Whether statements are written into a script instead of being run. */
  readonly isOffline: boolean;
  /** Whether a script has bound values written as literals. */
  readonly literalBinds: boolean;
  /**
   * The server's answer; offline an empty one.
   *
   * @param element what the statement was written from, where that is known
   */
  run(sql: string, parameters: readonly unknown[], element?: DDLElement): Promise<QueryResult>;
  /** Text that goes into a script as it is: comments, `GO`. Does nothing online. */
  staticOutput(text: string): void;
}
