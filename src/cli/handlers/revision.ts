import { revision } from "../../commands/revision.ts";
import type { Handler } from "./handler.ts";
import { shadowOption } from "./shadow-option.ts";
import { reportWritten } from "./written.ts";

export const handler: Handler = async (run) => {
  const { config, options } = run;
  const result = await revision(config, {
    message: options.text("message"),
    autogenerate: options.flag("autogenerate"),
    baseline: options.flag("baseline"),
    stamp: options.flag("stamp"),
    shadow: shadowOption(options),
    sql: options.flag("sql"),
    head: options.text("head"),
    splice: options.flag("splice"),
    branchLabel: options.text("branch-label"),
    versionPath: options.text("version-path"),
    revId: options.text("rev-id"),
    dependsOn: options.list("depends-on"),
  });
  return reportWritten(result, run);
};
