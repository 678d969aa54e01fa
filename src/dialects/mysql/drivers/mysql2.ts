import type { Driver } from "../../../engine/driver.ts";
import { importPackage } from "../../../engine/import-package.ts";
import { type ConnectionSettings, readConnectionSettings } from "./connection-settings.ts";
import { loginFailure } from "./errors.ts";
import type { MysqlAnswer, MysqlHandle } from "./handle.ts";
import { expectDialect, MysqlSession } from "./session.ts";
import type { Field } from "./values.ts";

/** The part of a connection of `mysql2/promise` that is used. */
export interface Mysql2Connection {
  readonly threadId: number | null;
  query(options: {
    readonly sql: string;
    readonly rowsAsArray: true;
    typeCast(field: { buffer(): Uint8Array | null }): unknown;
  }): Promise<[unknown, unknown]>;
}

interface OwnMysql2Connection extends Mysql2Connection {
  on(event: "error", listener: (error: Error) => void): unknown;
  end(): Promise<void>;
  destroy(): void;
}

interface Mysql2Module {
  readonly default: { createConnection(settings: object): Promise<OwnMysql2Connection> };
}

interface Mysql2Field {
  readonly name: string;
  readonly columnType: number;
  readonly characterSet: number;
}

/** The number of the character set `binary`. */
const binary = 63;

/** The usual driver, for both servers. */
export const mysql2: Driver = {
  name: "mysql2",
  packageName: "mysql2",
  isOnRequest: false,
  async connect(url, { folders }) {
    // The types of the package are those of its own version; this much of it is used.
    const module = (await importPackage("mysql2/promise", folders)) as Mysql2Module;
    const settings = readConnectionSettings(url);
    const open = () => openHandle(module, settings);
    return expectDialect(await MysqlSession.open(await open(), open), url.dialect);
  },
};

async function openHandle(module: Mysql2Module, settings: ConnectionSettings): Promise<MysqlHandle> {
  try {
    const connection = await module.default.createConnection(withoutAbsent(settings));
    // mysql2 3 waits for ever for the end of a session that the server has ended.
    const handle = new Mysql2Handle(connection, async (isLost) => (isLost ? connection.destroy() : connection.end()));
    // Without a listener, an error of a broken session would end the process. The next statement tells it.
    connection.on("error", () => handle.noteLoss());
    return handle;
  } catch (error) {
    throw loginFailure(error, { ...settings, host: settings.socketPath ?? settings.host });
  }
}

/** The package takes a key with the value `undefined` for a value. */
function withoutAbsent(settings: ConnectionSettings): object {
  const { ssl, ...others } = settings;
  const given = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
  return ssl === undefined ? given : { ...given, ssl };
}

/** A connection of `mysql2/promise`, whoever opened it. */
export class Mysql2Handle implements MysqlHandle {
  #isLost = false;

  /** @param end gives the connection back to whom it belongs; it is told whether the server has left it already */
  constructor(
    private readonly connection: Mysql2Connection,
    private readonly end: (isLost: boolean) => Promise<void>,
  ) {}

  get threadId(): number | null {
    return this.connection.threadId;
  }

  async query(sql: string): Promise<MysqlAnswer> {
    const typeCast = (field: { buffer(): Uint8Array | null }) => field.buffer();
    try {
      const [result, fields] = await this.connection.query({ sql, rowsAsArray: true, typeCast });
      return toAnswer(result, fields);
    } catch (error) {
      if (error instanceof Error && "fatal" in error && error.fatal === true) this.noteLoss();
      throw error;
    }
  }

  noteLoss(): void {
    this.#isLost = true;
  }

  async close(): Promise<void> {
    await this.end(this.#isLost);
  }
}

/** A procedure has several answers, the last of which only says that it is over: the last with rows counts. */
function toAnswer(result: unknown, fields: unknown): MysqlAnswer {
  // The package gives a header, rows, or a list of both, with fields that fit: told apart by looking at them.
  if (!Array.isArray(result)) return { fields: null, rows: [], affectedRows: affectedRows(result) };
  if (!isListOfFields(fields)) {
    const sets = Array.isArray(fields) ? fields : [];
    const index = sets.findLastIndex((set) => Array.isArray(set));
    return index === -1 ? toAnswer(result.at(-1), undefined) : toAnswer(result[index], sets[index]);
  }
  // Rows come as arrays of bytes: so the query asked for them.
  return { fields: fields.map(toField), rows: result as (Uint8Array | null)[][], affectedRows: 0 };
}

function isListOfFields(fields: unknown): fields is readonly Mysql2Field[] {
  return (
    Array.isArray(fields) &&
    fields.every((field) => typeof field === "object" && field !== null && "columnType" in field)
  );
}

function toField({ name, columnType, characterSet }: Mysql2Field): Field {
  return { name, type: columnType, isBinary: characterSet === binary };
}

function affectedRows(header: unknown): number {
  if (typeof header !== "object" || header === null || !("affectedRows" in header)) return 0;
  return Number(header.affectedRows);
}
