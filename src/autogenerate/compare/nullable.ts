import type { AutogenContext } from "../autogen-context.ts";
import type { ColumnChange, ColumnPair } from "./columns.ts";

/** Whether NULL is allowed; what the database decides by itself is left alone. */
export function nullableChange(context: AutogenContext, { reflected, model }: ColumnPair): ColumnChange {
  const existing: ColumnChange = { existingNullable: reflected.nullable };
  if (reflected.nullable === model.nullable || isDecidedByDatabase({ reflected, model })) return existing;
  context.log(
    `Detected ${model.nullable ? "NULL" : "NOT NULL"} on '${model.table?.fullName ?? ""}.${model.requireName()}'`,
  );
  return { ...existing, nullable: model.nullable };
}

function isDecidedByDatabase({ reflected, model }: ColumnPair): boolean {
  const isIdentity = reflected.options.identity !== undefined || model.options.identity !== undefined;
  const isComputed = reflected.options.computed !== undefined || model.options.computed !== undefined;
  return isIdentity || (isComputed && model.options.nullable === undefined);
}
