import { merge } from "../../commands/merge.ts";
import type { Handler } from "./handler.ts";
import { reportWritten } from "./written.ts";

export const handler: Handler = async (run) => {
  const { config, options, args } = run;
  const result = await merge(config, args, {
    message: options.text("message"),
    branchLabel: options.text("branch-label"),
    revId: options.text("rev-id"),
    splice: options.flag("splice"),
  });
  return reportWritten(result, run);
};
