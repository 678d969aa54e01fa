import { listTemplates } from "../../commands/list-templates.ts";
import { exitStatus } from "../failure.ts";
import type { Handler } from "./handler.ts";

export const handler: Handler = async ({ config, out }) => {
  const result = await listTemplates(config);
  if (out.isJson) {
    out.json(result);
    return exitStatus.done;
  }
  out.line("Available templates:\n");
  for (const { name, synopsis } of result.templates) out.line(`${name} - ${synopsis}`);
  out.line("\nA template is used by its name:\n\n  alembic init --template generic ./scripts");
  return exitStatus.done;
};
