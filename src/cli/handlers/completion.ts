import { UsageError } from "../../errors/index.ts";
import { completionScript, isShell, shells } from "../completion.ts";
import { exitStatus } from "../failure.ts";
import type { Handler } from "./handler.ts";

export const handler: Handler = async ({ args, out }) => {
  const shell = args[0] ?? "";
  if (!isShell(shell)) {
    throw new UsageError("ALB0126", `There is no completion for the shell "${shell}".`, {
      hint: `There is one for ${shells.join(", ")}.`,
    });
  }
  out.line(completionScript(shell));
  return exitStatus.done;
};
