import type { Driver } from "../../../engine/driver.ts";
import { importPackage } from "../../../engine/import-package.ts";
import { type ConnectionSettings, readConnectionSettings } from "./connection-settings.ts";
import { loginFailure } from "./errors.ts";
import type { MysqlAnswer, MysqlHandle } from "./handle.ts";
import { expectDialect, MysqlSession } from "./session.ts";
import { type Cell, type Field, isText } from "./values.ts";

/** The part of a connection of `mariadb` that is used. */
export interface MariadbConnection {
  readonly threadId: number | null;
  query(options: {
    readonly sql: string;
    readonly rowsAsArray: true;
    typeCast(column: MariadbValue): unknown;
  }): Promise<unknown>;
}

interface OwnMariadbConnection extends MariadbConnection {
  on(event: "error", listener: (error: Error) => void): unknown;
  isValid(): boolean;
  end(): Promise<void>;
  destroy(): void;
}

interface MariadbModule {
  createConnection(settings: object): Promise<OwnMariadbConnection>;
}

interface MariadbColumn {
  name(): string;
  readonly columnType: number;
  readonly collation?: { readonly index: number };
}

/** A column while one of its values is read. */
interface MariadbValue extends MariadbColumn {
  string(): string | null;
  buffer(): Uint8Array | null;
}

/** The number of the collation `binary`. */
const binary = 63;

/** MariaDB's own package, which serves both servers as well. */
export const mariadb: Driver = {
  name: "mariadb",
  packageName: "mariadb",
  isOnRequest: false,
  async connect(url, { folders }) {
    // The types of the package are those of its own version; this much of it is used.
    const module = (await importPackage("mariadb", folders)) as MariadbModule;
    const settings = readConnectionSettings(url);
    const open = () => openHandle(module, settings);
    return expectDialect(await MysqlSession.open(await open(), open), url.dialect);
  },
};

async function openHandle(module: MariadbModule, settings: ConnectionSettings): Promise<MysqlHandle> {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  try {
    // MySQL 8 sends its public key to whoever asks, and without TLS that is the only way in; mysql2 asks by itself.
    const connection = await module.createConnection({ ...Object.fromEntries(given), allowPublicKeyRetrieval: true });
    // Without a listener, an error of a broken session would end the process. The next statement tells it.
    connection.on("error", () => undefined);
    return new MariadbHandle(connection, async () => (connection.isValid() ? connection.end() : connection.destroy()));
  } catch (error) {
    throw loginFailure(error, { ...settings, host: settings.socketPath ?? settings.host });
  }
}

/** A connection of `mariadb`, whoever opened it. */
export class MariadbHandle implements MysqlHandle {
  constructor(
    private readonly connection: MariadbConnection,
    private readonly end: () => Promise<void>,
  ) {}

  get threadId(): number | null {
    return this.connection.threadId;
  }

  async query(sql: string): Promise<MysqlAnswer> {
    return toAnswer(await this.connection.query({ sql, rowsAsArray: true, typeCast: readValue }));
  }

  async close(): Promise<void> {
    await this.end();
  }
}

/** Text at once: thousands of rows of bytes would cost the garbage collector more than all else. */
function readValue(column: MariadbValue): Cell {
  return isText({ type: column.columnType, isBinary: isBinary(column) }) ? column.string() : column.buffer();
}

/** A procedure has several answers, the last of which only says that it is over: the last with rows counts. */
function toAnswer(result: unknown): MysqlAnswer {
  // The package gives a header, rows with a hidden list of columns, or a list of both: told apart by looking at them.
  if (!Array.isArray(result)) return { fields: null, rows: [], affectedRows: affectedRows(result) };
  const columns = columnsOf(result);
  if (columns === null) return toAnswer(result.findLast((part) => columnsOf(part) !== null) ?? result.at(-1));
  // Rows come as arrays of what readValue() has read.
  return { fields: columns.map(toField), rows: result as Cell[][], affectedRows: 0 };
}

function columnsOf(result: unknown): readonly MariadbColumn[] | null {
  if (!Array.isArray(result) || !("meta" in result)) return null;
  // The package gives its own descriptions of columns under this name.
  return Array.isArray(result.meta) ? (result.meta as readonly MariadbColumn[]) : null;
}

function toField(column: MariadbColumn): Field {
  return { name: column.name(), type: column.columnType, isBinary: isBinary(column) };
}

function isBinary({ collation }: MariadbColumn): boolean {
  return collation?.index === binary;
}

function affectedRows(header: unknown): number {
  if (typeof header !== "object" || header === null || !("affectedRows" in header)) return 0;
  return Number(header.affectedRows);
}
