import type { AdoptedSession, Adopter } from "../../../engine/driver.ts";
import { adoptExecutor, hasFunctions, notAdoptable } from "../../../engine/executor-session.ts";
import { statementFailure } from "./errors.ts";
import { bindValues } from "./literals.ts";
import { type MariadbConnection, MariadbHandle } from "./mariadb.ts";
import { type Mysql2Connection, Mysql2Handle } from "./mysql2.ts";
import { dialectOf, MysqlSession } from "./session.ts";

/** How connections of the user's own are taken over. */
export const adopters: readonly Adopter[] = [
  { name: "mysql2", adopt: adoptMysql2 },
  { name: "mariadb", adopt: adoptMariadb },
  { name: "executor", adopt: adoptQueryExecutor },
];

/** The bit of the server's status that says that a transaction is open: SERVER_STATUS_IN_TRANS. */
const inTransaction = 1;
/** A statement that does nothing, whose answer has the status. */
const probe = "DO 0";
const giveBack = async (): Promise<void> => undefined;

async function adoptMysql2(handle: unknown): Promise<AdoptedSession> {
  const connection = withPromises(handle);
  if (!isConnection<Mysql2Connection>(connection)) throw notAdoptable("a connection of mysql2");
  const session = await MysqlSession.open(new Mysql2Handle(connection, giveBack), null);
  const [header] = await connection.query({ sql: probe, rowsAsArray: true, typeCast: (field) => field.buffer() });
  return { session, isInTransaction: hasStatus(header, "serverStatus") };
}

/** `mysql2` gives connections with callbacks, which have their other form with them; `mysql2/promise` gives that form. */
function withPromises(handle: unknown): unknown {
  if (!hasFunctions(handle, "promise")) return handle;
  // hasFunctions() looked; what the function gives is looked at next.
  return (handle as { promise(): unknown }).promise();
}

async function adoptMariadb(handle: unknown): Promise<AdoptedSession> {
  if (!isConnection<MariadbConnection>(handle)) throw notAdoptable("a connection of mariadb");
  const session = await MysqlSession.open(new MariadbHandle(handle, giveBack), null);
  await session.execute(probe, []);
  return { session, isInTransaction: "info" in handle && hasStatus(handle.info, "status") };
}

async function adoptQueryExecutor(handle: unknown): Promise<AdoptedSession> {
  return adoptExecutor(handle, {
    beginStatement: "BEGIN",
    versionQuery: "SELECT VERSION() AS version",
    dialectName: dialectOf,
    prepare: (sql, parameters) => ({ sql: bindValues(sql, parameters), parameters: [] }),
    failure: statementFailure,
  });
}

/** A pool has no number in the server. */
function isConnection<Connection>(handle: unknown): handle is Connection {
  return hasFunctions(handle, "query", "beginTransaction") && "threadId" in handle;
}

function hasStatus(holder: unknown, key: string): boolean {
  if (typeof holder !== "object" || holder === null) return false;
  // Any object may be asked for a key that it may not have.
  const status = (holder as Readonly<Record<string, unknown>>)[key];
  return typeof status === "number" && (status & inTransaction) !== 0;
}
