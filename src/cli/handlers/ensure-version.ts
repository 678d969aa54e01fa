import { ensureVersion } from "../../commands/ensure-version.ts";
import { exitStatus } from "../failure.ts";
import type { Handler } from "./handler.ts";
import { lockTimeoutOf } from "./migrate.ts";

export const handler: Handler = async ({ config, options, out }) => {
  const result = await ensureVersion(config, {
    sql: options.flag("sql"),
    lockTimeout: lockTimeoutOf(options),
  });
  if (out.isJson) out.json(result);
  return exitStatus.done;
};
