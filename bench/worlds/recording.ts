import { loadDialectModule, registerDialect } from "../../src/dialects/registry.ts";
import type { Driver, DriverConnection, QueryResult } from "../../src/engine/driver.ts";

/** A statement as it was given to the driver. */
export interface Recorded {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/**
 * What a function makes this package say to a database, statement by statement: floors say the same through the bare
 * driver.
 *
 * @param dialect the dialect whose sessions are listened to
 * @param work what opens them, in this process
 */
export async function recordStatements(dialect: string, work: () => Promise<unknown>): Promise<readonly Recorded[]> {
  const recorded: Recorded[] = [];
  const module = await loadDialectModule(dialect);
  const drivers = module.drivers.map((driver) => listening(driver, recorded));
  registerDialect(dialect, async () => ({ ...module, drivers }));
  try {
    await work();
  } finally {
    registerDialect(dialect, async () => module);
  }
  return recorded;
}

function listening(driver: Driver, recorded: Recorded[]): Driver {
  return {
    ...driver,
    connect: async (url, options) => new ListeningSession(await driver.connect(url, options), recorded),
  };
}

class ListeningSession implements DriverConnection {
  constructor(
    private readonly session: DriverConnection,
    private readonly recorded: Recorded[],
  ) {}

  get dialectName(): string {
    return this.session.dialectName;
  }

  get serverVersion(): DriverConnection["serverVersion"] {
    return this.session.serverVersion;
  }

  get beginStatement(): string {
    return this.session.beginStatement;
  }

  execute(sql: string, parameters: readonly unknown[]): Promise<QueryResult> {
    this.recorded.push({ sql, parameters });
    return this.session.execute(sql, parameters);
  }

  cancel(): Promise<void> {
    return this.session.cancel();
  }

  close(): Promise<void> {
    return this.session.close();
  }
}
