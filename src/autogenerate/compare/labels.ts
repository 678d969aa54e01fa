import type { ComparedColumn } from "../comparators.ts";

/** A column as messages name it. */
export function columnLabel({ model, tableName, name }: ComparedColumn): string {
  return `${model.table?.fullName ?? tableName}.${name}`;
}
