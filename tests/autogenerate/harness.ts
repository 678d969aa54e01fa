import { onTestFinished } from "vitest";
import { type AutogenerateOptions, produceMigrations } from "../../src/autogenerate/index.ts";
import { connect } from "../../src/dialects/registry.ts";
import type { Connection } from "../../src/engine/connection.ts";
import { sa, sql } from "../../src/index.ts";
import type { OpContainer } from "../../src/operations/containers.ts";
import { createOperations } from "../../src/operations/operations.ts";
import { renderOps, type RenderOptions } from "../../src/render/index.ts";
import { type ConfigureOptions, MigrationContext } from "../../src/runtime/index.ts";
import type { IndexDialectOptions, MetaData, TableItem, TableOptions } from "../../src/schema/index.ts";
import type { TestEngine } from "../../src/testing/engines.ts";

/** A connection to an empty database of the test's own. */
export async function open(engine: TestEngine, ...statements: readonly string[]): Promise<Connection> {
  const database = await engine.createDatabase();
  const connection = await connect(database.url);
  onTestFinished(async () => {
    await connection.close();
    await database.drop();
  });
  for (const statement of statements) await connection.execute(statement);
  return connection;
}

/** Models of the tables given, each as its name, items and options. */
export function models(
  ...tables: readonly (readonly [name: string, items: readonly TableItem[], options?: TableOptions])[]
): MetaData {
  const metadata = sa.metaData();
  for (const [name, items, options] of tables) metadata.table(name, items, options);
  return metadata;
}

/** What is found, as the body of `upgrade()` and of `downgrade()`. */
export async function found(
  connection: Connection,
  targetMetadata: ConfigureOptions["targetMetadata"],
  options: AutogenerateOptions = {},
  rendering: RenderOptions = {},
): Promise<{ readonly upgrade: string; readonly downgrade: string; readonly messages: readonly string[] }> {
  const messages: string[] = [];
  const tell = (message: string): void => {
    messages.push(message);
  };
  const context = await MigrationContext.configure({ connection, targetMetadata, ...options });
  const script = await produceMigrations(context, context.options, undefined, { log: tell, warn: tell });
  const renderAsBatch = context.dialect.features.movesTableInBatch;
  const comparison = context.dialect.createComparison();
  const needsAutocommit = (index: IndexDialectOptions): boolean => comparison.needsAutocommit(index);
  const source = (container: OpContainer): string =>
    renderOps(container, { renderAsBatch, needsAutocommit, ...rendering }, 0).body;
  return { upgrade: source(script.upgradeOps), downgrade: source(script.downgradeOps), messages };
}

/** Runs the body of a function of a revision file, as a step of a migration. */
export async function run(connection: Connection, body: string): Promise<void> {
  const context = await MigrationContext.configure({ connection });
  // The text is what a revision file holds: running it is what the test is about.
  // oxlint-disable-next-line typescript/no-implied-eval
  const step = new Function("op", "sa", "sql", `return (async () => {\n${body}\n})();`);
  await context.beginTransaction(() =>
    context.transactions.aroundStep(async () => {
      await step(createOperations(context), sa, sql);
    }),
  );
}

/** Carries out what is found, looks again, undoes it, and looks a third time. */
export async function roundTrip(
  connection: Connection,
  targetMetadata: MetaData,
  options: AutogenerateOptions = {},
): Promise<{ readonly upgrade: string; readonly left: string; readonly again: string }> {
  const { upgrade, downgrade } = await found(connection, targetMetadata, options);
  await run(connection, upgrade);
  const { upgrade: left } = await found(connection, targetMetadata, options);
  await run(connection, downgrade);
  const { upgrade: again } = await found(connection, targetMetadata, options);
  return { upgrade, left, again };
}
