import type { ExecutableStatement } from "../dialects/base/impl.ts";
import { InvalidArgumentError } from "../errors/index.ts";
import { SqlFragment } from "../sql/index.ts";
import { checkOptions, describe } from "../util/check-options.ts";
import { call, type Deconstructed } from "../util/deconstruct.ts";
import { batchDirective } from "./batch-directive.ts";
import { directive } from "./directive.ts";
import { MigrateOperation } from "./migrate-operation.ts";

/** Options of {@link execute}. */
export interface ExecuteOptions {
  /** Kept with the operation for hooks that read it; the statement itself is the same with and without. */
  readonly executionOptions?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Runs a statement.
 *
 * @example new ops.ExecuteSqlOp(sql`update posts set published = ${true}`);
 */
export class ExecuteSqlOp extends MigrateOperation {
  constructor(
    readonly statement: ExecutableStatement,
    readonly options: ExecuteOptions = {},
  ) {
    super();
    checkStatement(statement);
    checkOptions("op.execute()", options, ["executionOptions"]);
  }

  deconstruct(): Deconstructed {
    return call("op.execute", [this.statement], this.options);
  }
}

function checkStatement(statement: unknown): void {
  if (typeof statement === "string" || statement instanceof SqlFragment) return;
  const isCompiled =
    typeof statement === "object" &&
    statement !== null &&
    "sql" in statement &&
    typeof statement.sql === "string" &&
    "parameters" in statement &&
    Array.isArray(statement.parameters);
  if (isCompiled) return;
  throw new InvalidArgumentError("ALB0836", `op.execute() cannot run ${describe(statement)}.`, {
    hint: "Give SQL text, an sql`…` fragment, or { sql, parameters } as a query builder's compile() gives.",
  });
}

/**
 * Runs a statement. A string is sent as it is: a colon in it is a colon.
 *
 * @param statement SQL text, an `sql` fragment whose values are bound, or the compiled query of a query builder
 * @throws {DatabaseError} when the database refuses it
 * @throws {UnsupportedOperationError} in a script, for a compiled query that has values
 * @example await op.execute(sql`update posts set published = ${true} where id = ${id}`);
 */
export const execute = directive(
  ExecuteSqlOp,
  (statement: ExecutableStatement, options?: ExecuteOptions) => new ExecuteSqlOp(statement, options),
  async ({ impl }, { statement }) => {
    await impl.execute(statement);
  },
);

/**
 * Runs a statement at once, before everything that the batch gathers.
 *
 * @param statement SQL text, an `sql` fragment whose values are bound, or the compiled query of a query builder
 * @throws {DatabaseError} when the database refuses it
 * @example await batch.execute("update posts set title = '' where title is null");
 */
export const batchExecute = batchDirective(
  (_target, statement: ExecutableStatement, options?: ExecuteOptions) => new ExecuteSqlOp(statement, options),
  { isImmediate: true },
);
