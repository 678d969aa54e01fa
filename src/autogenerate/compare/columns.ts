import { AddColumnOp, DropColumnOp } from "../../operations/add-column.ts";
import { AlterColumnOp } from "../../operations/alter-column.ts";
import type { ModifyTableOps } from "../../operations/containers.ts";
import { type Column, Identity, type Table } from "../../schema/index.ts";
import type { AutogenContext } from "../autogen-context.ts";
import { ColumnChange, type ColumnChangeOptions } from "../column-change.ts";
import { bareColumn } from "../ops-from-schema.ts";
import type { ExistingTable } from "./tables.ts";

/** Adds the model's new columns, and alters those that differ, in the model's order. */
export async function addAndAlterColumns(
  context: AutogenContext,
  ops: ModifyTableOps,
  tables: ExistingTable,
): Promise<void> {
  const added: AddColumnOp[] = [];
  const altered: AlterColumnOp[] = [];
  for (const model of tables.model.columns.values()) {
    if (model.options.system === true) continue;
    const reflected = tables.reflected.columns.get(model.requireName());
    if (reflected === undefined) added.push(...addColumn(context, tables.model, model));
    else {
      const change = compareColumn(context, tables, reflected, model);
      altered.push(...alterOps(tables, model, change instanceof Promise ? await change : change));
    }
  }
  ops.ops.push(...added, ...altered);
}

/** Drops the columns that the model no longer has, in the table's order. */
export function dropColumns(context: AutogenContext, ops: ModifyTableOps, { reflected, model }: ExistingTable): void {
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

/** What changes of a column; null where it does not take part. */
function compareColumn(
  context: AutogenContext,
  { schema, name: tableName }: ExistingTable,
  reflected: Column,
  model: Column,
): ColumnChange | null | Promise<ColumnChange> {
  const name = model.requireName();
  if (!context.includesObject(model, name, "column", false, reflected)) return null;
  const change = new ColumnChange();
  const waiting = context.dispatch("column", change, { schema, tableName, name, reflected, model });
  return waiting === undefined ? change : waiting.then(() => change);
}

function alterOps(
  { model: table }: ExistingTable,
  model: Column,
  change: ColumnChange | null,
): readonly AlterColumnOp[] {
  if (change === null || !change.isChanged) return [];
  return inSteps(change.options).map(
    (options) =>
      new AlterColumnOp(table.identifier, model.identifier, { ...options, ...schemaOption(table) }, change.undoing),
  );
}

/** A column says that it takes no NULL before it becomes an identity, and that it does after it was one. */
function inSteps(options: ColumnChangeOptions): readonly ColumnChangeOptions[] {
  const { nullable, serverDefault, existingServerDefault, existingNullable, existingType } = options;
  const becomes = serverDefault instanceof Identity;
  const was = serverDefault !== undefined && existingServerDefault instanceof Identity;
  if (nullable === undefined || existingNullable === undefined || becomes === was) return [options];
  const { nullable: _nullable, ...others } = options;
  const step = { nullable, existingNullable, ...(existingType === undefined ? {} : { existingType }) };
  return becomes ? [step, { ...others, existingNullable: nullable }] : [others, step];
}

function schemaOption(table: Table): { readonly schema?: NonNullable<Table["schema"]> } {
  return table.schema === null ? {} : { schema: table.schema };
}
