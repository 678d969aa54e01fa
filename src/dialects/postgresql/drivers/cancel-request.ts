import { connect } from "node:net";
import { join } from "node:path";

/** What a server told at login: the right to cancel, for whoever knows it. */
export interface CancelKey {
  readonly host: string;
  readonly port: number;
  readonly processId: number;
  readonly secretKey: number;
}

const requestCode = 80_877_102;
const patience = 2000;

/**
 * Asks the server to stop what a session is running, on a connection of its own: a pooler passes it on to the right
 * server, which `pg_cancel_backend` behind a pooler would not reach.
 *
 * The server answers nothing, and closes: https://www.postgresql.org/docs/18/protocol-flow.html.
 */
export async function sendCancelRequest({ host, port, processId, secretKey }: CancelKey): Promise<void> {
  const request = Buffer.alloc(16);
  [request.length, requestCode, processId, secretKey].forEach((word, index) =>
    request.writeInt32BE(word | 0, index * 4),
  );
  const socket = host.startsWith("/") ? connect(join(host, `.s.PGSQL.${port}`)) : connect(port, host);
  await new Promise<void>((resolve) => {
    socket.setTimeout(patience, () => socket.destroy());
    // A server that cannot be reached any more has nothing left to cancel: the session itself will tell.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => resolve());
    socket.end(request);
  });
}
