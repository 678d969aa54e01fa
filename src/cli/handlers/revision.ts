import { revision } from "../../commands/revision.ts";
import type { ConfirmRename } from "../../autogenerate/index.ts";
import type { Terminal } from "../output.ts";
import type { Handler } from "./handler.ts";
import { shadowOption } from "./shadow-option.ts";
import { reportWritten } from "./written.ts";

export const handler: Handler = async (run) => {
  const { config, options, terminal } = run;
  const result = await revision(config, {
    message: options.text("message"),
    autogenerate: options.flag("autogenerate"),
    baseline: options.flag("baseline"),
    stamp: options.flag("stamp"),
    shadow: shadowOption(options),
    rename: options.list("rename"),
    confirmRename: confirmRename(terminal),
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

/** Asks on the terminal, where there is one. */
function confirmRename({ confirm }: Terminal): ConfirmRename | undefined {
  return (
    confirm &&
    (({ kind, table, from, to }) => {
      const [before, after] = table === null ? [from, to] : [`${table}.${from}`, `${table}.${to}`];
      return confirm(`Has the ${kind} ${before} been renamed to ${after}?`);
    })
  );
}
