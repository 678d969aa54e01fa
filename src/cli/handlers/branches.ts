import { branches } from "../../commands/branches.ts";
import { entryLine, entryText } from "../entry-text.ts";
import { exitStatus } from "../failure.ts";
import type { Handler } from "./handler.ts";

export const handler: Handler = async ({ config, options, out }) => {
  const result = await branches(config);
  if (out.isJson) out.json(result);
  else {
    const isVerbose = options.flag("verbose");
    for (const point of result.branchPoints) {
      out.line(isVerbose ? entryText(point, out.style) : entryLine(point, { labels: true, markers: true }, out.style));
      const indent = " ".repeat(point.revision.length + 1);
      for (const successor of point.successors) {
        const parts = { labels: true, markers: true, message: isVerbose };
        out.line(`${indent}-> ${entryLine(successor, parts, out.style)}`);
      }
      out.line("");
    }
  }
  return exitStatus.done;
};
