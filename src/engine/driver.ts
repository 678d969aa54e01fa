import type { DatabaseUrl } from "./url.ts";

/** One row, by column name. Values are normalised: see {@link DriverConnection.execute}. */
export type Row = Readonly<Record<string, unknown>>;

/** What a statement gave back. */
export interface QueryResult {
  readonly rows: readonly Row[];
  /** Rows touched by an INSERT, UPDATE or DELETE; null where the driver does not say. */
  readonly rowCount: number | null;
}

/** A server's version, in numbers that can be compared and as the server writes it. */
export interface ServerVersion {
  readonly text: string;
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** One session with one database, as a driver gives it. */
export interface DriverConnection {
  /** The dialect that the server itself turned out to be: `mysql` and `mariadb` are told apart here. */
  readonly dialectName: string;
  readonly serverVersion: ServerVersion;
  /** The statement that opens a transaction: `BEGIN`, or `BEGIN IMMEDIATE` on SQLite. */
  readonly beginStatement: string;

  /**
   * Runs one statement, with values bound to its placeholders.
   *
   * Values come back the same from every driver of a dialect: 64-bit integers as number where safe and as
   * bigint where not, numeric and decimal as string, dates and times without zone as string, bytes as
   * Uint8Array, JSON parsed.
   *
   * @throws {DatabaseError} with the database's own code
   */
  execute(sql: string, parameters: readonly unknown[]): Promise<QueryResult>;

  /** Asks the server to stop the statement that is running; does nothing when none is. */
  cancel(): Promise<void>;

  /** Ends the session. Safe to call twice. */
  close(): Promise<void>;
}

/** How a driver is found, and how it opens a session. */
export interface Driver {
  /** The name by which a URL asks for it: `postgresql+pglite://`. */
  readonly name: string;
  /** The npm package that has to be installed; null where Node has it built in. */
  readonly packageName: string | null;
  /**
   * @throws {DriverMissingError} when the package is not installed
   * @throws {ConnectionError} when there is no session to be had
   */
  connect(url: DatabaseUrl): Promise<DriverConnection>;
}
