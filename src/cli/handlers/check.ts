import { check } from "../../commands/check.ts";
import { exitStatus } from "../failure.ts";
import type { Handler } from "./handler.ts";
import { shadowOption } from "./shadow-option.ts";

export const handler: Handler = async ({ config, options, out, terminal }) => {
  const result = await check(config, {
    shadow: shadowOption(options),
  });
  const status = result.isUpToDate ? exitStatus.done : exitStatus.somethingToDo;
  if (out.isJson) {
    out.json(result);
    return status;
  }
  if (result.isUpToDate) out.line("No new upgrade operations detected.");
  else {
    for (const operation of result.operations) out.line(operation);
    terminal.stderr.write(
      "FAILED: The models and the database differ: `alembic revision --autogenerate` writes the operations above.\n",
    );
  }
  return status;
};
