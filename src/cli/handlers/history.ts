import { history } from "../../commands/history.ts";
import type { RevisionEntry } from "../../commands/revision-entry.ts";
import { entryLine, entryText } from "../entry-text.ts";
import { exitStatus } from "../failure.ts";
import { drawGraph } from "../graph.ts";
import type { Output } from "../output.ts";
import type { Handler } from "./handler.ts";

const allParts = { parents: true, labels: true, markers: true, message: true };

export const handler: Handler = async ({ config, options, out }) => {
  const indicateCurrent = options.flag("indicate-current");
  const result = await history(config, { revRange: options.text("rev-range"), indicateCurrent });
  if (out.isJson) out.json(result);
  else if (options.flag("graph")) printGraph(result.revisions, out);
  else {
    for (const entry of result.revisions) {
      out.line(options.flag("verbose") ? entryText(entry, out.style) : entryLine(entry, allParts, out.style));
    }
  }
  return exitStatus.done;
};

function printGraph(entries: readonly RevisionEntry[], out: Output): void {
  const rows = drawGraph(entries.map((entry) => ({ ...entry, mark: entry.isCurrent ? "@" : "*" })));
  for (const [index, { above, line, below }] of rows.entries()) {
    const entry = entries[index];
    for (const joined of above) out.line(joined);
    if (entry !== undefined)
      out.line(`${line} ${entryLine(entry, { ...allParts, parents: false, dependencies: true }, out.style)}`);
    for (const way of below) out.line(way);
  }
}
