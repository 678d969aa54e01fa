import type { Dialect } from "../dialects/base/dialect.ts";
import type { DialectImpl } from "../dialects/base/impl.ts";
import type { Connection } from "../engine/connection.ts";
import type { MetaData } from "../schema/index.ts";

/** What `op.getContext()` gives: the migration that is running, for code that needs more than a directive. */
export interface MigrationContext {
  readonly dialect: Dialect;
  readonly impl: DialectImpl;
  /** The connection; null offline. */
  readonly connection: Connection | null;
  /** Whether statements are written into a script instead of being run. */
  readonly isOffline: boolean;
  /** What `context.configure()` was given. */
  readonly opts: Readonly<Record<string, unknown>>;
  /** Holds the naming convention of the target metadata. */
  readonly metadata: MetaData;

  /**
   * Runs statements outside any transaction: the one that is open is committed first, and a new one begun afterwards.
   *
   * @param block what to run
   * @example
   * await op.getContext().autocommitBlock(async () => {
   *   await op.execute("VACUUM posts");
   * });
   */
  autocommitBlock(block: () => Promise<void>): Promise<void>;
}
