import { NullType } from "../../types/index.ts";
import type { AutogenContext } from "../autogen-context.ts";
import type { ColumnChange, ColumnPair } from "./columns.ts";

/** A column's type: by the user's own word, else by the dialect's. */
export async function typeChange(context: AutogenContext, { reflected, model }: ColumnPair): Promise<ColumnChange> {
  const { compareType } = context.options;
  if (compareType === false) return {};
  const existing: ColumnChange = { existingType: reflected.type };
  if (reflected.type instanceof NullType || model.type instanceof NullType) return existing;
  const verdict =
    typeof compareType === "function"
      ? await compareType(context.migrationContext, reflected, model, reflected.type, model.type)
      : null;
  const isChanged = verdict ?? context.comparison.compareType(reflected.type, model.type);
  if (!isChanged) return existing;
  context.log(`Detected type change on '${tableName(model)}.${model.requireName()}'`);
  return { ...existing, type: model.type };
}

function tableName(model: ColumnPair["model"]): string {
  return model.table?.fullName ?? "";
}
