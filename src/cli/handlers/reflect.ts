import { reflect } from "../../commands/reflect.ts";
import { exitStatus } from "../failure.ts";
import type { Handler } from "./handler.ts";

export const handler: Handler = async ({ config, options, args, out }) => {
  const result = await reflect(config, {
    file: args[0],
    schemas: options.list("schema"),
    tables: options.list("table"),
  });
  if (out.isJson) out.json(result);
  else {
    out.line(`Generating ${result.path} ...  done`);
    out.line(`It holds ${result.tables.length} tables; to compare them with the database, import Base in env.ts.`);
  }
  if (result.omitted.length > 0) config.warn(`The models do not hold: ${result.omitted.join(", ")}.`);
  return exitStatus.done;
};
