import type { DriverConnection, Notice, QueryResult, ServerVersion } from "../../../engine/driver.ts";
import { databaseFailure } from "../../../engine/failures.ts";
import { toRows } from "../../../engine/rows.ts";
import { failedCommit, isFailedCommit, isServerError, statementFailure } from "./errors.ts";
import { builtinTypes, decodeValue, encodeValue } from "./values.ts";

/** The part of PGlite that is used. */
export interface PGliteDatabase {
  /** How it reads values, by type: those of a query come on top, so that each has to be replaced by name. */
  readonly parsers: Readonly<Record<number, unknown>>;
  query(sql: string, values: readonly (string | null)[], options: PGliteOptions): Promise<PGliteResult>;
  exec(sql: string, options: PGliteOptions): Promise<readonly PGliteResult[]>;
}

interface PGliteOptions {
  readonly rowMode: "array";
  readonly parsers: Readonly<Record<number, typeof parse>>;
  readonly serializers: Readonly<Record<number, typeof String>>;
  readonly onNotice: (notice: { readonly severity?: string; readonly message?: string }) => void;
}

interface PGliteResult {
  readonly rows: readonly (readonly unknown[])[];
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
  readonly affectedRows?: number;
  // PGlite 0.4 and later tell the answer's tag.
  readonly command?: string;
  readonly rowCount?: number;
}

const parse = (text: string, oid: number): unknown => decodeValue(oid, text);

/** Values are text already, whatever type the server wants. */
const serializers = new Proxy<Record<number, typeof String>>({}, { get: () => String });

/** A session with a PGlite database, which runs in this process. */
export class PGliteSession implements DriverConnection {
  readonly dialectName = "postgresql";
  readonly beginStatement = "BEGIN";
  readonly #database: PGliteDatabase;
  readonly #end: () => Promise<void>;
  readonly #listeners: ((notice: Notice) => void)[] = [];
  readonly #hearNotice: PGliteOptions["onNotice"];
  #isClosed = false;

  constructor(
    database: PGliteDatabase,
    readonly serverVersion: ServerVersion,
    end: () => Promise<void>,
  ) {
    this.#database = database;
    this.#end = end;
    this.#hearNotice = ({ severity = "NOTICE", message = "" }) => {
      for (const listener of this.#listeners) listener({ severity, message });
    };
  }

  async execute(sql: string, parameters: readonly unknown[]): Promise<QueryResult> {
    return toQueryResult(await this.#run(sql, parameters), sql);
  }

  /** The database runs within this process and thread: while it works, no one can ask. */
  async cancel(): Promise<void> {}

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#end();
  }

  onNotice(listener: (notice: Notice) => void): void {
    this.#listeners.push(listener);
  }

  /** Made anew each time: PGlite learns a new array type whenever it is asked to. */
  #options(): PGliteOptions {
    const oids = [...builtinTypes, ...Object.keys(this.#database.parsers)];
    const parsers = Object.fromEntries(oids.map((oid) => [oid, parse]));
    return { rowMode: "array", parsers, serializers, onNotice: this.#hearNotice };
  }

  async #run(sql: string, parameters: readonly unknown[]): Promise<PGliteResult | undefined> {
    try {
      // As with a server, the simple protocol runs several statements, the extended one takes values.
      if (parameters.length === 0) return (await this.#database.exec(sql, this.#options())).at(-1);
      return await this.#database.query(sql, parameters.map(encodeValue), this.#options());
    } catch (error) {
      if (isServerError(error)) throw statementFailure(error, sql, parameters);
      if (!(error instanceof Error) || error.message !== "PGlite is closed") throw error;
      throw databaseFailure("connectionLost", "the database was closed by someone else", {
        statement: sql,
        cause: error,
      });
    }
  }
}

function toQueryResult(result: PGliteResult | undefined, sql: string): QueryResult {
  if (result === undefined) return { rows: [], rowCount: null };
  if (isFailedCommit(sql, result.command)) throw failedCommit(sql);
  const names = result.fields.map(({ name }) => name);
  const rows = toRows(names, result.rows);
  return { rows, rowCount: result.rowCount ?? (names.length > 0 ? rows.length : (result.affectedRows ?? null)) };
}
