import { init } from "../../commands/init.ts";
import { exitStatus } from "../failure.ts";
import type { Handler } from "./handler.ts";

export const handler: Handler = async ({ config, options, args, out }) => {
  const result = await init(config, args[0] ?? "", {
    template: options.text("template"),
    package: options.flag("package"),
  });
  if (out.isJson) {
    out.json(result);
    return exitStatus.done;
  }
  for (const folder of result.createdFolders) out.line(`Creating directory ${folder} ...  done`);
  for (const { path, action } of result.files) {
    out.line(action === "kept" ? `File ${path} already exists, skipping` : `${verbs[action]} ${path} ...  done`);
  }
  out.line(`Please edit the settings in ${result.toEdit.join(" and ")} before proceeding.`);
  return exitStatus.done;
};

const verbs = { written: "Generating", extended: "Adding to" } as const;
