import type { Dialect } from "../../src/dialects/base/dialect.ts";
import type { StatementRunner } from "../../src/dialects/base/statement-runner.ts";
import { loadDialect } from "../../src/dialects/registry.ts";
import type { MigrationContext } from "../../src/operations/migration-context.ts";
import { createOperations, type Operations } from "../../src/operations/operations.ts";
import { OperationQueue } from "../../src/operations/operation-queue.ts";
import { MetaData } from "../../src/schema/index.ts";
import type { JsonObject } from "../corpus.ts";
import { build } from "./constructs.ts";
import type { ExpressionScope } from "./expressions.ts";
import { buildStatement } from "./statements.ts";

/** `op` without a database: its statements are gathered. */
export interface Recorder {
  readonly op: Operations;
  readonly scope: ExpressionScope;
  readonly statements: readonly string[];
  readonly warnings: readonly string[];
}

/** What the names of columns and tables mean to an expression outside any statement. */
export function outerScope(dialect: Dialect): ExpressionScope {
  return {
    dialect: dialect.name,
    tables: [],
    renderType: (type) => dialect.types.renderForCast(type),
    select: buildStatement,
  };
}

/** Makes `op` for a dialect of no known server version, with the options of `context.configure()`. */
export async function record(dialectName: string, options: JsonObject): Promise<Recorder> {
  const dialect = await loadDialect(dialectName);
  const statements: string[] = [];
  const warnings: string[] = [];
  const scope = outerScope(dialect);
  const runner: StatementRunner = {
    isOffline: true,
    literalBinds: options["literal_binds"] === true,
    run: async (sql) => {
      statements.push(sql);
      return { rows: [], rowCount: null };
    },
    staticOutput: () => undefined,
  };
  const context = offlineContext(dialect, runner, metadataOf(options, scope), (warning) => warnings.push(warning));
  return { op: createOperations(context, new OperationQueue()), scope, statements, warnings };
}

function metadataOf(options: JsonObject, scope: ExpressionScope): MetaData {
  const given = options["target_metadata"];
  const built = given === undefined ? null : build(given, { scope, result: () => undefined });
  return built instanceof MetaData ? new MetaData({ namingConvention: built.namingConvention }) : new MetaData();
}

function offlineContext(
  dialect: Dialect,
  runner: StatementRunner,
  metadata: MetaData,
  warn: (message: string) => void,
): MigrationContext {
  const impl = dialect.createImpl({ dialect, runner, connection: null, metadata, warn });
  const mark = async (text: string): Promise<void> => {
    if (dialect.features.assumesTransactionalDdl && text !== "") await runner.run(text, []);
  };
  return {
    dialect,
    impl,
    connection: null,
    isOffline: true,
    opts: {},
    metadata,
    autocommitBlock: async (block) => {
      await mark(dialect.script.commit);
      await block();
      await mark(dialect.script.begin);
    },
  };
}
