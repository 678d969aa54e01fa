import { Connection } from "../engine/connection.ts";

/** Says whether something is one of our connections. */
export function isConnection(value: unknown): value is Connection {
  return value instanceof Connection;
}
