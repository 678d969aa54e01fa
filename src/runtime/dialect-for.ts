import type { Dialect } from "../dialects/base/dialect.ts";
import { makeUrl } from "../dialects/make-url.ts";
import { loadDialect } from "../dialects/registry.ts";
import type { ConfigureOptions } from "./configure-options.ts";

/** The dialect of a connection, at its server's version; else of a URL or a name, at the newest version. */
export async function dialectFor({ connection, url, dialectName, dialectOpts }: ConfigureOptions): Promise<Dialect> {
  if (connection !== undefined) return loadDialect(connection.dialectName, connection.serverVersion, dialectOpts);
  const name = typeof url === "string" ? makeUrl(url).dialect : (dialectName ?? "");
  return loadDialect(name, null, dialectOpts);
}
