import type { DDLCompiler, DialectFeatures, TypeCompiler } from "../../ddl/index.ts";
import type { Connection } from "../../engine/connection.ts";
import type { Adopter, Driver, ServerVersion } from "../../engine/driver.ts";
import type { ScratchDatabase, ServerOptions, StartedServer } from "../../engine/scratch.ts";
import type { DatabaseUrl } from "../../engine/url.ts";
import type { Inspector } from "../../reflection/inspector.ts";
import type { SqlTarget } from "../../sql/index.ts";
import type { Comparison } from "./comparison.ts";
import type { DialectImpl, ImplContext } from "./impl.ts";
import type { LockScope, MigrationLock } from "./migration-lock.ts";

/** What a script of a dialect has around and between its statements. */
export interface ScriptRules {
  /** What ends a statement: `;`, or nothing. */
  readonly terminator: string;
  /** The line after each statement: `GO`, `/`; null for none. */
  readonly batchSeparator: string | null;
  readonly begin: string;
  readonly commit: string;
  /** Whether the separator also follows the text that begins a transaction. */
  readonly separatesBegin: boolean;
}

/** Makes an impl of one's own of a dialect's: a class that extends it. */
export type ImplMixin = (Base: typeof DialectImpl) => typeof DialectImpl;

/** A dialect at one version of its server. */
export interface Dialect {
  readonly name: string;
  readonly features: DialectFeatures;
  /** How names, literals and placeholders are written. */
  readonly target: SqlTarget;
  readonly types: TypeCompiler;
  readonly ddl: DDLCompiler;
  readonly script: ScriptRules;
  /** @param derive makes the class that is used of the dialect's own */
  createImpl(context: ImplContext, derive?: ImplMixin): DialectImpl;
  createInspector(connection: Connection): Inspector;
  /** The lock that keeps a second migrator away; left out where there is none. */
  createLock?(connection: Connection, scope: LockScope): MigrationLock;
  /** What counts as the same, for autogenerate. */
  createComparison(): Comparison;
}

/** What may be said of a dialect besides its version. */
export interface DialectOptions {
  /** The schema of names that give none, where it is known without asking. */
  readonly defaultSchema?: string | undefined;
}

/** What a dialect's folder exports: the registry loads it when it is needed. */
export interface DialectModule {
  readonly name: string;
  /** In order of preference. */
  readonly drivers: readonly Driver[];
  /** How connections of the user's own are taken over; absent where there are none. */
  readonly adopters?: readonly Adopter[];
  /**
   * Makes an empty database for the time of one command; absent where there is no driver.
   *
   * @param url the database that it stands for
   * @param server where to make it; null for one that is started, or needs no server
   */
  createScratch?(url: DatabaseUrl, server: DatabaseUrl | null): Promise<ScratchDatabase>;
  /** Starts a server for the time of this process; absent where no package has one. */
  startServer?(options?: ServerOptions): Promise<StartedServer>;
  /** @param version the server's; null offline, where the newest that is supported is assumed */
  createDialect(version: ServerVersion | null, options?: DialectOptions): Dialect;
}
