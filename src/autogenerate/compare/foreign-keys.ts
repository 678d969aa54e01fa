import { ModifyTableOps } from "../../operations/containers.ts";
import type { ForeignKeyConstraint, Table } from "../../schema/index.ts";
import type { TablePair } from "../../dialects/base/comparison.ts";
import type { MigrateOperation } from "../../operations/migrate-operation.ts";
import { type AutogenContext, parentsOf } from "../autogen-context.ts";
import type { ComparedTable } from "../comparators.ts";
import { targetsOf } from "../foreign-key-target.ts";
import { nameIn } from "../names.ts";
import { addConstraintOp, createIndexOp, dropConstraintOp, dropIndexOp } from "../ops-from-schema.ts";

/** Foreign keys by what they do, not by their names: a changed one is dropped and added. */
export async function compareForeignKeys(
  context: AutogenContext,
  ops: ModifyTableOps,
  { reflected, model }: ComparedTable,
): Promise<void> {
  if (reflected === null || model === null) return;
  if (reflected.foreignKeys.length === 0 && model.foreignKeys.length === 0) return;
  const [before, after] = await bothSides(context, { reflected, model });
  const removed = missingIn(before, after);
  const added = missingIn(after, before);
  const fixed = removed.filter(({ key, name }) => name === null && isBoundToStay(context, key, model, added));
  for (const { key, name } of removed.filter((each) => !fixed.includes(each))) {
    if (!context.includesObject(key, name, "foreign_key_constraint", true, sameName(name, after))) continue;
    context.log(`Detected removed foreign key ${textOf(key, model)}`);
    const left = context.comparison.indexesLeftBy(key, { reflected, model });
    const drop = dropConstraintOp(context, key, model);
    const drops = left.map((index) => dropIndexOp(context, index, model));
    ops.ops.push(drops.length === 0 ? drop : new ModifyTableOps(model.identifier, [drop, ...drops], ops.options));
  }
  const replaced = new Set(fixed.map(({ key }) => sidesOf(key)));
  for (const { key, name } of added.filter((each) => !replaced.has(sidesOf(each.key)))) {
    if (!context.includesObject(key, name, "foreign_key_constraint", false, sameName(name, before))) continue;
    context.log(`Detected added foreign key ${textOf(key, model)}`);
    const add = addConstraintOp(context, key, model);
    const index = context.comparison.indexMadeFor(key, { reflected, model });
    ops.ops.push(index === null ? add : new AddKeyWithIndexOps(ops, [add, createIndexOp(context, index, model)]));
  }
}

/** The foreign keys that the database has and the model wants, as the database has them. */
export async function keptForeignKeys(
  context: AutogenContext,
  tables: TablePair,
): Promise<readonly ForeignKeyConstraint[]> {
  const [before, after] = await bothSides(context, tables);
  const removed = missingIn(before, after);
  return before.filter((each) => !removed.includes(each)).map(({ key }) => key);
}

async function bothSides(
  context: AutogenContext,
  { reflected, model }: TablePair,
): Promise<readonly [before: readonly SignedKey[], after: readonly SignedKey[]]> {
  const standard = await context.inspector.defaultSchema();
  const parents = parentsOf(reflected);
  const included = reflected.foreignKeys.filter((key) =>
    context.includesName(nameIn(context, key, reflected), "foreign_key_constraint", parents),
  );
  return [keysOf(context, reflected, included, standard), keysOf(context, model, model.foreignKeys, standard)];
}

/** A key without a name cannot be dropped by one: it goes with its column, or it stays and the user is told. */
function isBoundToStay(
  context: AutogenContext,
  key: ForeignKeyConstraint,
  model: Table,
  added: readonly SignedKey[],
): boolean {
  if (key.columns.some((column) => !model.columns.has(column))) return true;
  if (!added.some((other) => sidesOf(other.key) === sidesOf(key))) return false;
  context.warn(
    `What the foreign key ${textOf(key, model)} does differs, and it has no name by which it could be dropped: give it one in op.batchAlterTable() with a namingConvention.`,
  );
  return true;
}

function sidesOf(key: ForeignKeyConstraint): string {
  return JSON.stringify([key.columns, key.referred.map(({ table, column }) => [table, column])]);
}

/** A key for which the database makes an index by itself, and which leaves it behind: what undoes it drops both. */
class AddKeyWithIndexOps extends ModifyTableOps {
  readonly #index: MigrateOperation;

  constructor({ table, options }: ModifyTableOps, [key, index]: readonly [MigrateOperation, MigrateOperation]) {
    super(table, [key], options);
    this.#index = index;
  }

  override reverse(): ModifyTableOps {
    return new ModifyTableOps(this.table, [...this.reversedOps(), this.#index.reverse()], this.options);
  }
}

/** A foreign key, with all that makes it the same as another one. */
interface SignedKey {
  readonly key: ForeignKeyConstraint;
  readonly name: string | null;
  readonly signature: string;
}

function keysOf(
  context: AutogenContext,
  table: Table,
  keys: readonly ForeignKeyConstraint[],
  standard: string | null,
): readonly SignedKey[] {
  return keys.map((key) => {
    const targets = targetsOf(key, table);
    const schema = targets[0]?.schema ?? null;
    const target = [schema === standard ? null : schema, targets[0]?.table ?? "", targets.map(({ column }) => column)];
    const signature = JSON.stringify([key.columns, target, context.comparison.foreignKeyOptions(key)]);
    return { key, name: nameIn(context, key, table), signature };
  });
}

/** Keys that have no counterpart, in order of columns and target. Of two that are the same each needs its own. */
function missingIn(keys: readonly SignedKey[], others: readonly SignedKey[]): readonly SignedKey[] {
  const open = new Map<string, number>();
  for (const { signature } of others) open.set(signature, (open.get(signature) ?? 0) + 1);
  const missing = keys.filter(({ signature }) => {
    const left = open.get(signature) ?? 0;
    if (left > 0) open.set(signature, left - 1);
    return left === 0;
  });
  return missing.toSorted((left, right) => (left.signature < right.signature ? -1 : 1));
}

function sameName(name: string | null, others: readonly SignedKey[]): ForeignKeyConstraint | null {
  return name === null ? null : (others.find((other) => other.name === name)?.key ?? null);
}

function textOf(key: ForeignKeyConstraint, table: Table): string {
  const targets = targetsOf(key, table).map(({ table: target, column }) => `${target}.${column}`);
  return `(${key.columns.join(", ")})(${targets.join(", ")}) on table ${table.fullName}`;
}
