import type { RevisionResult } from "../../commands/revision.ts";
import { exitStatus } from "../failure.ts";
import type { CommandRun } from "./handler.ts";

/** Prints which files were written, and what the post-write hooks had to say. */
export function reportWritten(result: RevisionResult, { out }: CommandRun): number {
  if (out.isJson) {
    out.json(result);
    return exitStatus.done;
  }
  for (const { path, createdFolders, hooks } of result.revisions) {
    for (const folder of createdFolders) out.line(`Creating directory ${folder} ...  done`);
    out.line(`Generating ${path} ...  done`);
    for (const { name, output } of hooks) {
      out.line(`Running post write hook '${name}' ...  done`);
      if (output.trim() !== "") out.line(output.trimEnd());
    }
  }
  return exitStatus.done;
}
