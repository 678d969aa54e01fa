export {
  Connection,
  type ConnectionDialect,
  type ConnectionOptions,
  type Executable,
  type StatementEvent,
} from "./connection.ts";
export type {
  AdoptedSession,
  Adopter,
  ConnectOptions,
  Driver,
  DriverConnection,
  Notice,
  QueryExecutor,
  QueryResult,
  Row,
  ServerVersion,
} from "./driver.ts";
export { openConnection } from "./open.ts";
export type { Transaction } from "./transaction.ts";
export { type DatabaseUrl, renderUrl, type RenderUrlOptions, type UrlNames } from "./url.ts";
export { redirected, type Redirect, withRedirect } from "./redirect.ts";
export type { ScratchDatabase, ServerOptions, StartedServer } from "./scratch.ts";
