import type { QueryResult } from "../../engine/driver.ts";

/** Where statements go: a connection, or offline a script. Nothing above it knows which. */
export interface StatementRunner {
  /** Whether statements are written into a script instead of being run. */
  readonly isOffline: boolean;
  /** Whether a script has bound values written as literals. */
  readonly literalBinds: boolean;
  /** The server's answer; offline an empty one. */
  run(sql: string, parameters: readonly unknown[]): Promise<QueryResult>;
  /** Text that goes into a script as it is: comments, `GO`. Does nothing online. */
  staticOutput(text: string): void;
}
