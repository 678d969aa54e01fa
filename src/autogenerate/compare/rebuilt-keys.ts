import { ModifyTableOps } from "../../operations/containers.ts";
import { CreateForeignKeyOp } from "../../operations/create-foreign-key.ts";
import { CreatePrimaryKeyOp } from "../../operations/create-primary-key.ts";
import { CreateUniqueConstraintOp } from "../../operations/create-unique-constraint.ts";
import { DropConstraintOp } from "../../operations/drop-constraint.ts";
import type { MigrateOperation } from "../../operations/migrate-operation.ts";
import { type Identifier, nameText } from "../../sql/index.ts";

/** The tables whose primary key or unique constraints are dropped or made, by `schema.table` or `table`. */
export function rebuiltTables(changes: readonly ModifyTableOps[]): ReadonlySet<string> {
  return new Set(changes.filter((each) => each.ops.some(changesKey)).map(tableOf));
}

/** Puts foreign keys around the keys that they need: where those are rebuilt, they are dropped before all changes and added after all. */
export function aroundRebuiltKeys(
  changes: readonly ModifyTableOps[],
  rebuilt: ReadonlySet<string>,
): readonly ModifyTableOps[] {
  const isMoved = (op: MigrateOperation): boolean => rebuilt.has(referredBy(op) ?? "");
  const moved = (isDrop: boolean): readonly ModifyTableOps[] =>
    changes.flatMap(({ table, ops, options }) => {
      const own = ops.filter((op) => isMoved(op) && op instanceof DropConstraintOp === isDrop);
      return own.length === 0 ? [] : [new ModifyTableOps(table, own, options)];
    });
  const [first, last] = [moved(true), moved(false)];
  for (const each of changes) each.ops = each.ops.filter((op) => !isMoved(op));
  return [...first, ...changes.filter((each) => !each.isEmpty), ...last];
}

function changesKey(op: MigrateOperation): boolean {
  const made = op instanceof DropConstraintOp ? op.original : op;
  return made instanceof CreatePrimaryKeyOp || made instanceof CreateUniqueConstraintOp;
}

function tableOf({ table, options }: ModifyTableOps): string {
  return keyOf(options.schema, table);
}

/** The table that a foreign key refers to, which an operation drops or adds; null for other operations. */
function referredBy(op: MigrateOperation): string | null {
  const key = op instanceof DropConstraintOp ? op.original : op;
  return key instanceof CreateForeignKeyOp ? keyOf(key.options.referentSchema, key.referentTable) : null;
}

function keyOf(schema: Identifier | null | undefined, table: Identifier): string {
  return schema === null || schema === undefined ? nameText(table) : `${nameText(schema)}.${nameText(table)}`;
}
