import { edit } from "../../commands/edit.ts";
import { exitStatus } from "../failure.ts";
import type { Handler } from "./handler.ts";

export const handler: Handler = async ({ config, args, terminal }) => {
  await edit(config, args[0] ?? "", { environment: terminal.env });
  return exitStatus.done;
};
