import { stamp } from "../../commands/stamp.ts";
import type { Handler } from "./handler.ts";
import { lockTimeoutOf, reportMigration } from "./migrate.ts";

export const handler: Handler = async (run) => {
  const { config, options, args } = run;
  const result = await stamp(config, args, {
    sql: options.flag("sql"),
    tag: options.text("tag"),
    purge: options.flag("purge"),
    lockTimeout: lockTimeoutOf(options),
  });
  return reportMigration(result, run);
};
