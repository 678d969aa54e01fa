import { AddColumnOp, DropColumnOp } from "../../operations/add-column.ts";
import { AlterColumnOp, type AlterColumnOptions } from "../../operations/alter-column.ts";
import type { ModifyTableOps } from "../../operations/containers.ts";
import type { TablePair } from "../../dialects/base/comparison.ts";
import type { Column, Table } from "../../schema/index.ts";
import type { AutogenContext } from "../autogen-context.ts";
import { bareColumn } from "../ops-from-schema.ts";
import { columnCommentChange } from "./comments.ts";
import { nullableChange } from "./nullable.ts";
import { serverDefaultChange } from "./server-default.ts";
import { typeChange } from "./types.ts";

/** A column on both sides. */
export interface ColumnPair {
  readonly reflected: Column;
  readonly model: Column;
}

/** What one comparison adds to `op.alterColumn`: what changes, and what is there. */
export type ColumnChange = Omit<AlterColumnOptions, "schema">;

/** Adds the model's new columns, and alters those that differ, in the model's order. */
export async function addAndAlterColumns(
  context: AutogenContext,
  ops: ModifyTableOps,
  tables: TablePair,
): Promise<void> {
  const added: AddColumnOp[] = [];
  const altered: AlterColumnOp[] = [];
  for (const model of tables.model.columns.values()) {
    if (model.options.system === true) continue;
    const reflected = tables.reflected.columns.get(model.requireName());
    if (reflected === undefined) added.push(...addColumn(context, tables.model, model));
    else altered.push(...(await alterColumn(context, tables.model, { reflected, model })));
  }
  ops.ops.push(...added, ...altered);
}

/** Drops the columns that the model no longer has, in the table's order. */
export function dropColumns(context: AutogenContext, ops: ModifyTableOps, { reflected, model }: TablePair): void {
  for (const [name, column] of reflected.columns) {
    if (model.columns.has(name) || !context.includesObject(column, name, "column", true, null)) continue;
    context.log(`Detected removed column '${model.fullName}.${name}'`);
    ops.ops.push(new DropColumnOp(model.identifier, name, schemaOption(model), bareColumn(column)));
  }
}

function addColumn(context: AutogenContext, table: Table, column: Column): AddColumnOp[] {
  const name = column.requireName();
  if (!context.includesObject(column, name, "column", false, null)) return [];
  context.log(`Detected added column '${table.fullName}.${name}'`);
  return [new AddColumnOp(table.identifier, bareColumn(column), schemaOption(table))];
}

async function alterColumn(context: AutogenContext, table: Table, pair: ColumnPair): Promise<AlterColumnOp[]> {
  const name = pair.model.requireName();
  if (!context.includesObject(pair.model, name, "column", false, pair.reflected)) return [];
  const change: ColumnChange = {
    ...(await typeChange(context, pair)),
    ...nullableChange(context, pair),
    ...(await serverDefaultChange(context, pair)),
    ...columnCommentChange(context, pair),
  };
  const op = new AlterColumnOp(table.identifier, pair.model.identifier, { ...change, ...schemaOption(table) });
  return op.hasChanges ? [op] : [];
}

function schemaOption(
  table: Table,
): Pick<AlterColumnOptions, "schema"> & { readonly schema?: NonNullable<Table["schema"]> } {
  return table.schema === null ? {} : { schema: table.schema };
}
