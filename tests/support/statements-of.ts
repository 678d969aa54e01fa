import { loadDialect } from "../../src/dialects/registry.ts";
import type { DialectOptions } from "../../src/dialects/base/dialect.ts";
import type { ServerVersion } from "../../src/engine/index.ts";
import { createOperations, type Operations } from "../../src/operations/operations.ts";
import { MetaData, type NamingConvention } from "../../src/schema/index.ts";

/** What {@link statementsOf} assumes. */
export interface StatementsOptions extends DialectOptions {
  /** The server's main version; none as in a script. */
  readonly version?: number;
  /** How constraints and indexes without a name get one. */
  readonly namingConvention?: NamingConvention;
  /** Whether values become literals, as they do unless told otherwise. */
  readonly literalBinds?: boolean;
}

/** What a migration would send. */
export interface Sent {
  readonly statements: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * The statements that a migration writes into a script, and the warnings that it gives.
 *
 * @param dialectName the dialect
 * @param migrate calls operations
 */
export async function sent(
  dialectName: string,
  migrate: (op: Operations) => Promise<unknown>,
  { version, namingConvention, literalBinds = true, ...options }: StatementsOptions = {},
): Promise<Sent> {
  const dialect = await loadDialect(dialectName, version === undefined ? null : serverVersion(version), options);
  const statements: string[] = [];
  const warnings: string[] = [];
  const metadata = new MetaData({ namingConvention });
  const runner = {
    isOffline: true,
    literalBinds,
    run: async (sql: string) => {
      statements.push(sql);
      return { rows: [], rowCount: null };
    },
    staticOutput: () => undefined,
  };
  const warn = (message: string): number => warnings.push(message);
  const impl = dialect.createImpl({ dialect, runner, connection: null, metadata, warn });
  const autocommitBlock = (block: () => Promise<void>): Promise<void> => block();
  const context = { dialect, impl, connection: null, isOffline: true, opts: {}, metadata, autocommitBlock };
  await migrate(createOperations(context));
  return { statements, warnings };
}

/** The statements of {@link sent} alone. */
export async function statementsOf(...parameters: Parameters<typeof sent>): Promise<readonly string[]> {
  return (await sent(...parameters)).statements;
}

function serverVersion(major: number): ServerVersion {
  return { text: `${major}.0.0`, major, minor: 0, patch: 0 };
}

/** The statements of a migration on each of several dialects, blanks collapsed. */
export async function onEach(
  dialectNames: readonly string[],
  migrate: (op: Operations) => Promise<unknown>,
  options: StatementsOptions = {},
): Promise<Readonly<Record<string, readonly string[]>>> {
  const answers = dialectNames.map(async (name) => [name, (await statementsOf(name, migrate, options)).map(flat)]);
  return Object.fromEntries(await Promise.all(answers)) as Readonly<Record<string, readonly string[]>>;
}

/** A statement on one line. */
export function flat(statement: string): string {
  return statement.replaceAll(/\s+/g, " ").replaceAll("( ", "(").replaceAll(" )", ")");
}
