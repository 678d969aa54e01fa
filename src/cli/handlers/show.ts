import { show } from "../../commands/show.ts";
import { entryText } from "../entry-text.ts";
import { exitStatus } from "../failure.ts";
import type { Handler } from "./handler.ts";

export const handler: Handler = async ({ config, args, out }) => {
  const result = await show(config, args[0] ?? "");
  if (out.isJson) out.json(result);
  else for (const entry of result.revisions) out.line(entryText(entry, out.style));
  return exitStatus.done;
};
