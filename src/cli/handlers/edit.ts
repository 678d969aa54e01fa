import { edit } from "../../commands/edit.ts";
import { exitStatus } from "../failure.ts";
import type { Handler } from "./handler.ts";

export const handler: Handler = async ({ config, args }) => {
  await edit(config, args[0] ?? "");
  return exitStatus.done;
};
