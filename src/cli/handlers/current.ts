import { current, type CurrentState } from "../../commands/current.ts";
import { entryLine, entryText } from "../entry-text.ts";
import { exitStatus } from "../failure.ts";
import type { Output } from "../output.ts";
import type { Handler } from "./handler.ts";

export const handler: Handler = async ({ config, options, out, terminal }) => {
  const result = await current(config);
  const isBehind = options.flag("check-heads") && !result.isAtHead;
  if (out.isJson) out.json(result);
  else if (isBehind)
    terminal.stderr.write("FAILED: The database is not at the heads: `alembic upgrade heads` brings it there.\n");
  else for (const state of result.databases) printState(state, out, options.flag("verbose"));
  return isBehind ? exitStatus.somethingToDo : exitStatus.done;
};

function printState({ url, revisions, interrupted }: CurrentState, out: Output, isVerbose: boolean): void {
  if (isVerbose) out.line(`Current revision(s) for ${url ?? "the connection that env gives"}:`);
  for (const entry of revisions) {
    out.line(
      isVerbose
        ? entryText({ ...entry, isCurrent: false }, out.style)
        : entryLine({ ...entry, isCurrent: false }, { markers: true }, out.style),
    );
  }
  if (isVerbose && interrupted !== null) printInterrupted(interrupted, out);
}

function printInterrupted(step: NonNullable<CurrentState["interrupted"]>, out: Output): void {
  const { revision, direction, done, lastStatement, isLastDone, time } = step;
  out.line(
    `The ${direction} of ${revision} was interrupted after ${done} statements; the next run goes on from there.`,
  );
  out.line(`  ${isLastDone ? "Done last" : "Begun, and not known to be done"} (${time}): ${lastStatement}`);
}
