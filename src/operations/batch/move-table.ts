import type { TableRef } from "../../ddl/index.ts";
import { CommandError, InvalidArgumentError } from "../../errors/index.ts";
import { Column, MetaData, Table, type TableItem } from "../../schema/index.ts";
import { nameText } from "../../sql/index.ts";
import { AlterColumnOp } from "../alter-column.ts";
import type { OperationScope } from "../directive.ts";
import type { MigrateOperation } from "../migrate-operation.ts";
import { tableRef } from "../table-ref.ts";
import { applyOperation, namedByConvention } from "./apply-operation.ts";
import type { BatchAlterTableOp, BatchAlterTableOptions } from "./batch-alter-table.ts";
import { TableDraft } from "./table-draft.ts";

/**
 * Moves the table of a batch into a new one in which the batch's operations are done.
 *
 * @throws {CommandError} in a script, where `copyFrom` does not say what the table is
 * @throws {InvalidArgumentError} when an operation names something that the table has not
 */
export async function moveTable(
  scope: OperationScope,
  batch: BatchAlterTableOp,
  operations: readonly MigrateOperation[],
): Promise<void> {
  const { impl, context } = scope;
  if (context.isOffline && batch.options.copyFrom === undefined) throw unknownTable(batch);
  const table = tableRef(batch.table, batch.schema);
  await impl.tableMover.around(table, async () => {
    const renamed = await impl.tableMover.renameReferred(table, renamesOf(operations));
    const source = await describeTable(scope, batch, table, renamed);
    const draft = new TableDraft(source, rulesOf(scope), renamed);
    const others = operations.filter((operation) => !applyOperation(draft, operation, scope));
    draft.addItems(batch.options.tableArgs ?? []);
    const { table: target, columns } = draft.build(batch.options.tableKwargs, batch.options.partialReordering);
    await impl.tableMover.move({ source, target, columns });
    for (const operation of others) await scope.invoke(operation);
  });
}

function rulesOf({ impl: { tableMover, dialect } }: OperationScope): TableDraft["rules"] {
  return {
    features: dialect.features,
    cast: (from, to) => tableMover.cast(from, to),
    renameColumns: (expression, names) => tableMover.renameColumns(expression, names),
  };
}

/** New names of columns by their old ones. */
function renamesOf(operations: readonly MigrateOperation[]): ReadonlyMap<string, string> {
  const renames = operations.flatMap((operation) => {
    if (!(operation instanceof AlterColumnOp) || operation.options.newColumnName === undefined) return [];
    return [[nameText(operation.column), nameText(operation.options.newColumnName)] as const];
  });
  return new Map(renames.filter(([before, after]) => before !== after));
}

/** The table as it is: as the batch says, or as the database does. */
async function describeTable(
  { impl }: OperationScope,
  { options }: BatchAlterTableOp,
  table: TableRef,
  renamed: ReadonlyMap<string, string>,
): Promise<Table> {
  const { copyFrom, namingConvention } = options;
  if (copyFrom !== undefined) {
    refuseForgotten(copyFrom, await impl.tableMover.columnNames(table), renamed);
    const own = { ...copyFrom.options, schema: table.schema ?? copyFrom.schema };
    return new Table(table.identifier, copyFrom.items, own, copyFrom.metadata);
  }
  const reflected = overridden(await impl.tableMover.reflect(table), options);
  return namingConvention === undefined ? reflected : namedByConvention(reflected, new MetaData({ namingConvention }));
}

/** The reflected table with what the batch says of it in place of what the database does. */
function overridden(table: Table, { reflectArgs = [], reflectKwargs = {} }: BatchAlterTableOptions): Table {
  const heard = table.items.map((item) => (item instanceof Column ? afterListeners(item, reflectKwargs) : item));
  const items = heard.map((item) => reflectArgs.find((given) => takesPlace(given, item)) ?? item);
  const further = reflectArgs.filter((given) => !items.includes(given));
  return new Table(table.identifier, [...items, ...further], table.options);
}

function afterListeners(
  column: Column,
  { listeners = [] }: NonNullable<BatchAlterTableOptions["reflectKwargs"]>,
): Column {
  return listeners.reduce((current, [, listen]) => listen(current) ?? current, column);
}

function takesPlace(given: TableItem, item: TableItem): boolean {
  if (given instanceof Column || item instanceof Column) {
    return given instanceof Column && item instanceof Column && given.name === item.name;
  }
  return given.name !== null && item.name !== null && nameText(given.name) === nameText(item.name);
}

/** Rows would lose the values of a column that the description leaves out. */
function refuseForgotten(copyFrom: Table, names: readonly string[] | null, renamed: ReadonlyMap<string, string>): void {
  const described = new Set([...copyFrom.columns.keys()].map((name) => (renamed.get(name) ?? name).toLowerCase()));
  const forgotten = (names ?? []).filter((name) => !described.has(name.toLowerCase()));
  if (forgotten.length === 0) return;
  throw new InvalidArgumentError(
    "ALB0878",
    `copyFrom does not tell of ${forgotten.map((name) => `"${name}"`).join(", ")} of table "${copyFrom.fullName}": the values would be lost.`,
    { hint: "Describe every column of the table; drop one with batch.dropColumn()." },
  );
}

function unknownTable(batch: BatchAlterTableOp): CommandError {
  return new CommandError(
    "ALB0316",
    `A script cannot move table "${nameText(batch.table)}": it has no database to ask what the table is.`,
    { hint: "Say it with { copyFrom: sa.table(...) }, or run the migration on a database." },
  );
}
