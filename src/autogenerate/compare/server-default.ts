import type { AutogenContext } from "../autogen-context.ts";
import type { ColumnChange, ColumnPair } from "./columns.ts";

/** A column's default in the database, where comparing it is asked for. */
export async function serverDefaultChange(context: AutogenContext, pair: ColumnPair): Promise<ColumnChange> {
  const { reflected, model } = pair;
  if (isFilledOtherwise(pair) || (reflected.serverDefault === null && model.serverDefault === null)) return {};
  const existing: ColumnChange = { existingServerDefault: reflected.serverDefault };
  if ((context.options.compareServerDefault ?? false) === false || !(await isChanged(context, pair))) return existing;
  context.log(`Detected server default on '${model.table?.fullName ?? ""}.${model.requireName()}'`);
  return { ...existing, serverDefault: model.serverDefault };
}

function isFilledOtherwise({ reflected, model }: ColumnPair): boolean {
  return [reflected, model].some(({ options }) => options.identity !== undefined || options.computed !== undefined);
}

async function isChanged(context: AutogenContext, { reflected, model }: ColumnPair): Promise<boolean> {
  const { comparison, options } = context;
  const sides = {
    reflected: { column: reflected, sql: comparison.defaultSql(reflected) },
    model: { column: model, sql: comparison.defaultSql(model) },
  };
  const verdict =
    typeof options.compareServerDefault === "function"
      ? await options.compareServerDefault(
          context.migrationContext,
          reflected,
          model,
          sides.reflected.sql,
          model.serverDefault,
          sides.model.sql,
        )
      : null;
  return verdict ?? comparison.compareServerDefault(sides.reflected, sides.model);
}
