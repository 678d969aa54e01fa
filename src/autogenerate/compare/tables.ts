import { ModifyTableOps, type OpContainer } from "../../operations/containers.ts";
import type { Table } from "../../schema/index.ts";
import { nameText } from "../../sql/index.ts";
import type { AutogenContext } from "../autogen-context.ts";
import { createIndexOp, createTableOp, dropTableOp } from "../ops-from-schema.ts";
import { isVersionTable, reflectedTables } from "../reflected-tables.ts";
import { sortByDependency } from "../sort-tables.ts";
import { addAndAlterColumns, dropColumns } from "./columns.ts";
import { compareTableComment } from "./comments.ts";
import { compareForeignKeys } from "./foreign-keys.ts";
import { compareIndexes } from "./indexes.ts";

/** Compares the tables of one schema: added ones first, then those on both sides, then removed ones. */
export async function compareTables(context: AutogenContext, ops: OpContainer, schema: string | null): Promise<void> {
  const reflected = await reflectedTables(context, schema);
  const model = await modelTables(context, schema);
  for (const table of sortByDependency([...model.values()])) {
    if (!reflected.has(table.name)) addTable(context, ops, table);
  }
  for (const name of [...model.keys()].toSorted()) {
    const pair = { reflected: reflected.get(name), model: model.get(name) };
    if (pair.reflected !== undefined && pair.model !== undefined) {
      await compareTable(context, ops, { reflected: pair.reflected, model: pair.model });
    }
  }
  const removed = [...reflected.values()].filter((table) => !model.has(table.name));
  for (const table of sortByDependency(removed).toReversed()) removeTable(context, ops, table);
}

async function modelTables(context: AutogenContext, schema: string | null): Promise<ReadonlyMap<string, Table>> {
  const standard = await context.inspector.defaultSchema();
  const tables = context.metadata.flatMap((metadata) => [...metadata.tables.values()]);
  const own = tables.filter((table) => (table.schemaName === standard ? null : table.schemaName) === schema);
  return new Map(
    own.filter((table) => !isVersionTable(context, schema, table.name)).map((table) => [table.name, table]),
  );
}

function addTable(context: AutogenContext, ops: OpContainer, table: Table): void {
  if (!context.includesObject(table, table.name, "table", false, null)) return;
  context.log(`Detected added table '${table.fullName}'`);
  ops.ops.push(createTableOp(table));
  const indexes = table.indexes
    .map((index) => createIndexOp(index, table))
    .filter((op) =>
      context.includesObject(op.toIndex(), op.name === null ? null : nameText(op.name), "index", false, null),
    );
  if (indexes.length > 0) ops.ops.push(new ModifyTableOps(table.identifier, indexes, schemaOption(table)));
}

function removeTable(context: AutogenContext, ops: OpContainer, table: Table): void {
  if (!context.includesObject(table, table.name, "table", true, null)) return;
  context.log(`Detected removed table '${table.fullName}'`);
  const held = table.indexes.filter((index) => context.comparison.isHeldByForeignKey(index, table));
  const indexes = table.indexes
    .filter((index) => !held.includes(index))
    .map((index) => createIndexOp(index, table).reverse());
  if (indexes.length > 0) ops.ops.push(new ModifyTableOps(table.identifier, indexes, schemaOption(table)));
  ops.ops.push(dropTableOp(table, held));
}

async function compareTable(
  context: AutogenContext,
  ops: OpContainer,
  pair: { readonly reflected: Table; readonly model: Table },
): Promise<void> {
  const { model, reflected } = pair;
  if (!context.includesObject(model, model.name, "table", false, reflected)) return;
  const changes = new ModifyTableOps(model.identifier, [], schemaOption(model));
  await addAndAlterColumns(context, changes, pair);
  compareIndexes(context, changes, pair);
  compareForeignKeys(context, changes, pair);
  compareTableComment(context, changes, pair);
  dropColumns(context, changes, pair);
  if (!changes.isEmpty) ops.ops.push(changes);
}

function schemaOption(table: Table): ModifyTableOps["options"] {
  return table.schema === null ? {} : { schema: table.schema };
}
