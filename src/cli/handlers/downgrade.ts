import { downgrade } from "../../commands/downgrade.ts";
import type { Handler } from "./handler.ts";
import { lockTimeoutOf, reportMigration } from "./migrate.ts";

export const handler: Handler = async (run) => {
  const { config, options, args } = run;
  return reportMigration(
    await downgrade(config, args[0] ?? "", {
      sql: options.flag("sql"),
      tag: options.text("tag"),
      dryRun: options.flag("dry-run"),
      lockTimeout: lockTimeoutOf(options),
    }),
    run,
  );
};
