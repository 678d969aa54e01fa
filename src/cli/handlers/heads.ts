import { heads } from "../../commands/heads.ts";
import { entryLine, entryText } from "../entry-text.ts";
import { exitStatus } from "../failure.ts";
import type { Handler } from "./handler.ts";

export const handler: Handler = async ({ config, options, out }) => {
  const result = await heads(config, { resolveDependencies: options.flag("resolve-dependencies") });
  if (out.isJson) {
    out.json(result);
    return exitStatus.done;
  }
  for (const entry of result.revisions) {
    out.line(options.flag("verbose") ? entryText(entry, out.style) : entryLine(entry, { labels: true }, out.style));
  }
  return exitStatus.done;
};
