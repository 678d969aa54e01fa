import type { DatabaseUrl } from "./url.ts";

/** One row, by column name. Values are normalised: see {@link DriverConnection.execute}. */
export type Row = Readonly<Record<string, unknown>>;

/** What a statement gave back. */
export interface QueryResult {
  readonly rows: readonly Row[];
  /** Rows touched by an INSERT, UPDATE or DELETE, or returned by a query; null where the driver does not say. */
  readonly rowCount: number | null;
}

/** A server's version, in numbers that can be compared and as the server writes it. */
export interface ServerVersion {
  readonly text: string;
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** A message that the server sent beside a result: `RAISE NOTICE`, "relation already exists, skipping". */
export interface Notice {
  /** The server's own word: `NOTICE`, `WARNING`, `INFO`. */
  readonly severity: string;
  readonly message: string;
}

/** One session with one database, as a driver gives it. */
export interface DriverConnection {
  /** The dialect that the server itself turned out to be: a URL's word is no proof where two families share a protocol. */
  readonly dialectName: string;
  readonly serverVersion: ServerVersion;
  /** The statement that opens a transaction: `BEGIN`, or `BEGIN IMMEDIATE` where a later lock could fail. */
  readonly beginStatement: string;

  /**
   * Runs one statement, with values bound to its placeholders.
   *
   * Values come back the same from every driver of a dialect: integers as number where safe and as bigint where
   * not, numeric and decimal as string, dates and times as string in the database's own ISO form (a `Date` would cut
   * microseconds), bytes as Uint8Array, JSON parsed where the database has such a type.
   *
   * Values go in the same way: a `Date` as that moment (in UTC where the column has no zone), bytes as any Uint8Array,
   * `undefined` as NULL, another object as JSON.
   *
   * @throws {DatabaseError} with the database's own code
   */
  execute(sql: string, parameters: readonly unknown[]): Promise<QueryResult>;

  /** Asks the server to stop the statement that is running; does nothing when none is. */
  cancel(): Promise<void>;

  /** Ends the session. Safe to call twice. */
  close(): Promise<void>;

  /** The session's number, as the server told it at login; absent where there is no server, or it is not known. */
  readonly sessionId?: number | null;

  /** Whether `cancel()` reaches a running statement: not where the database works within this thread. Absent for no. */
  readonly isCancellable?: boolean;

  /** Opens another file through the same package; absent where databases are no files. It waits for no lock. */
  openFile?(path: string): DriverConnection;

  /** Tells the server's messages to a listener; absent where the driver has none. */
  onNotice?(listener: (notice: Notice) => void): void;
}

/** What a driver may need besides the URL. */
export interface ConnectOptions {
  /** Folders in whose `node_modules` the driver's package is looked for, first to last, before our own. */
  readonly folders?: readonly string[];
}

/** How a driver is found, and how it opens a session. */
export interface Driver {
  /** The name by which a URL asks for it: `dialect+name://`. */
  readonly name: string;
  /** The npm package that has to be installed; null where Node has it built in. */
  readonly packageName: string | null;
  /** Whether only a URL that names the driver gets it. */
  readonly isOnRequest: boolean;
  /**
   * @throws {DriverMissingError} when the package is not installed
   * @throws {ConnectionError} when there is no session to be had
   */
  connect(url: DatabaseUrl, options: ConnectOptions): Promise<DriverConnection>;
}

/** A session that someone else opened, and that stays theirs: closing it gives it back as it was. */
export interface AdoptedSession {
  readonly session: DriverConnection;
  /** Whether a transaction was open on it already. */
  readonly isInTransaction: boolean;
}

/** Makes sessions of the connections that users of one package hold. */
export interface Adopter {
  /** The package's name, or `executor` for whatever is a {@link QueryExecutor}. */
  readonly name: string;
  /** @throws {InvalidArgumentError} when it is not that package's, or no single connection */
  adopt(handle: unknown): Promise<AdoptedSession>;
}

/** Anything that runs SQL with values on one connection, as query builders do. */
export interface QueryExecutor {
  readonly isInTransaction: boolean;
  query(sql: string, parameters: readonly unknown[]): Promise<QueryResult>;
  release(): Promise<void>;
}
