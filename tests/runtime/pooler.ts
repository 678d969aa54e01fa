import { createServer, connect as connectTo, type Server } from "node:net";
import { onTestFinished } from "vitest";

/** Tells the login another session number than the server's own, as poolers do. Everything else goes through as it is. */
export async function startPooler(url: string): Promise<string> {
  const target = new URL(url);
  const port = Number(target.port || 5432);
  const server = createServer((client) => {
    const upstream = connectTo(port, target.hostname);
    client.pipe(upstream);
    upstream.on("data", (chunk: Buffer) => client.write(withOtherKey(chunk)));
    upstream.on("close", () => client.destroy());
    client.on("close", () => upstream.destroy());
    for (const socket of [client, upstream]) socket.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  target.port = String(portOf(server));
  return target.href;
}

/** The message BackendKeyData: `K`, its length of 12, the session's number, a secret. */
function withOtherKey(chunk: Buffer): Buffer {
  const at = chunk.indexOf(Buffer.from([0x4b, 0, 0, 0, 12]));
  if (at === -1) return chunk;
  const changed = Buffer.from(chunk);
  changed.writeInt32BE(changed.readInt32BE(at + 5) ^ 0x55_55, at + 5);
  return changed;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
