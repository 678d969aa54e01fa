import { type Difference, EQUAL, different, type TablePair } from "../../dialects/base/comparison.ts";
import type { ModifyTableOps } from "../../operations/containers.ts";
import type { MigrateOperation } from "../../operations/migrate-operation.ts";
import { Index, resolveName, type Table, UniqueConstraint } from "../../schema/index.ts";
import { nameText } from "../../sql/index.ts";
import { type AutogenContext, parentsOf } from "../autogen-context.ts";
import { addConstraintOp, createIndexOp, dropConstraintOp } from "../ops-from-schema.ts";

type Item = Index | UniqueConstraint;

/** Indexes and unique constraints by name; a unique constraint without a name by its columns. */
export function compareIndexes(context: AutogenContext, ops: ModifyTableOps, tables: TablePair): void {
  const reflected = reflectedItems(context, tables);
  const model = modelItems(tables.model);
  const before = named(reflected, tables.reflected);
  const after = named(model, tables.model);
  const unnamed = model.filter((item) => nameOf(item, tables.model) === null);
  const unnamedColumns = new Set(unnamed.map(columnsOf));
  for (const [name, item] of [...before].toSorted(byName)) {
    if (after.has(name) || (item instanceof UniqueConstraint && unnamedColumns.has(columnsOf(item)))) continue;
    ops.ops.push(...remove(context, item, tables.model, name));
  }
  for (const [name, item] of [...after].toSorted(byName)) {
    const counterpart = before.get(name);
    ops.ops.push(
      ...(counterpart === undefined
        ? add(context, item, tables.model, name)
        : change(context, counterpart, item, tables, name)),
    );
  }
  const uniques = reflected.filter((item) => item instanceof UniqueConstraint);
  const reflectedColumns = new Set(uniques.map(columnsOf));
  for (const item of unnamed) {
    if (!reflectedColumns.has(columnsOf(item))) ops.ops.push(...add(context, item, tables.model, null));
  }
  const modelColumns = new Set(model.filter((item) => item instanceof UniqueConstraint).map(columnsOf));
  for (const item of uniques.filter((unique) => unique.name === null && !modelColumns.has(columnsOf(unique)))) {
    context.warn(
      `Table '${tables.model.fullName}' has a unique constraint without a name on (${item.columns.join(", ")}) that the models lack: it cannot be dropped by name.`,
    );
  }
}

function modelItems(table: Table): readonly Item[] {
  return [...table.constraints.filter((constraint) => constraint instanceof UniqueConstraint), ...table.indexes];
}

function reflectedItems(context: AutogenContext, tables: TablePair): readonly Item[] {
  const parents = parentsOf(tables.reflected);
  const uniques = tables.reflected.constraints
    .filter((constraint) => constraint instanceof UniqueConstraint)
    .filter((unique) => context.includesName(nameOf(unique, tables.reflected), "unique_constraint", parents));
  const indexes = context.comparison
    .ownIndexes(tables.reflected.indexes, tables)
    .filter((index) => context.includesName(nameOf(index, tables.reflected), "index", parents));
  return [...uniques, ...indexes];
}

function named(items: readonly Item[], table: Table): ReadonlyMap<string, Item> {
  return new Map(
    items.flatMap((item): [string, Item][] => {
      const name = nameOf(item, table);
      return name === null ? [] : [[name, item]];
    }),
  );
}

function nameOf(item: Item, table: Table): string | null {
  const resolved = resolveName(item, table);
  return resolved === null ? null : nameText(resolved.name);
}

function columnsOf(item: Item): string {
  return item.columns.toSorted().join("\0");
}

function byName([left]: readonly [string, Item], [right]: readonly [string, Item]): number {
  return left < right ? -1 : 1;
}

function remove(context: AutogenContext, item: Item, table: Table, name: string): MigrateOperation[] {
  if (!context.includesObject(item, name, kindOf(item), true, null)) return [];
  context.log(`Detected removed ${labelOf(item)} '${name}' on '${table.fullName}'`);
  return [dropOp(item, table)];
}

function add(context: AutogenContext, item: Item, table: Table, name: string | null): MigrateOperation[] {
  if (!context.includesObject(item, name, kindOf(item), false, null)) return [];
  context.log(`Detected added ${labelOf(item)} '${name ?? ""}' on '(${item.columns.join(", ")})'`);
  return [addOp(item, table)];
}

function change(
  context: AutogenContext,
  before: Item,
  after: Item,
  tables: TablePair,
  name: string,
): MigrateOperation[] {
  const found = difference(context, before, after, tables);
  if (found.isEqual || !context.includesObject(after, name, kindOf(after), false, before)) return [];
  context.log(
    `Detected changed ${labelOf(after)} '${name}' on '${tables.model.fullName}': ${found.reasons.join("; ")}`,
  );
  return [dropOp(before, tables.model), addOp(after, tables.model)];
}

function difference({ comparison }: AutogenContext, before: Item, after: Item, tables: TablePair): Difference {
  if (before instanceof Index && after instanceof Index) return comparison.compareIndex(before, after, tables);
  if (before instanceof UniqueConstraint && after instanceof UniqueConstraint)
    return comparison.compareUnique(before, after);
  const isOneThing =
    comparison.uniquesAreIndexes &&
    isUnique(before) &&
    isUnique(after) &&
    before.columns.join("\0") === after.columns.join("\0");
  return isOneThing ? EQUAL : different("an index and a constraint take each other's place");
}

function isUnique(item: Item): boolean {
  return item instanceof UniqueConstraint || item.unique;
}

function addOp(item: Item, table: Table): MigrateOperation {
  return item instanceof Index ? createIndexOp(item, table) : addConstraintOp(item, table);
}

function dropOp(item: Item, table: Table): MigrateOperation {
  return item instanceof Index ? createIndexOp(item, table).reverse() : dropConstraintOp(item, table);
}

function kindOf(item: Item): "index" | "unique_constraint" {
  return item instanceof Index ? "index" : "unique_constraint";
}

function labelOf(item: Item): string {
  return item instanceof Index ? "index" : "unique constraint";
}
