import { outerScope } from "../../conformance/adapter/recorder.ts";
import type { ExpressionScope } from "../../conformance/adapter/index.ts";
import { loadDialect } from "../../src/dialects/registry.ts";
import type { Connection } from "../../src/engine/connection.ts";
import type { MigrationContext } from "../../src/operations/migration-context.ts";
import { createOperations, type Operations } from "../../src/operations/operations.ts";
import { MetaData } from "../../src/schema/index.ts";

/** `op` on a connection, outside of any migration: what a test needs to run single directives. */
export async function operationsOn(
  connection: Connection,
  metadata: MetaData = new MetaData(),
): Promise<{ readonly op: Operations; readonly scope: ExpressionScope }> {
  const dialect = await loadDialect(connection.dialectName, connection.serverVersion);
  const impl = dialect.createImpl({
    dialect,
    connection,
    metadata,
    runner: {
      isOffline: false,
      literalBinds: false,
      run: (sql, parameters) => connection.execute({ sql, parameters }),
      staticOutput: () => undefined,
    },
    warn: () => undefined,
  });
  const context: MigrationContext = {
    dialect,
    impl,
    connection,
    isOffline: false,
    opts: {},
    metadata,
    autocommitBlock: (block) => block(),
  };
  return { op: createOperations(context), scope: outerScope(dialect) };
}
