import type { TablePair } from "../../dialects/base/comparison.ts";
import type { ModifyTableOps } from "../../operations/containers.ts";
import type { ForeignKeyConstraint } from "../../schema/index.ts";
import { nameText } from "../../sql/index.ts";
import { type AutogenContext, parentsOf } from "../autogen-context.ts";
import { addConstraintOp, dropConstraintOp } from "../ops-from-schema.ts";

/** Foreign keys by what they do, not by their names: a changed one is dropped and added. */
export function compareForeignKeys(
  context: AutogenContext,
  ops: ModifyTableOps,
  { reflected, model }: TablePair,
): void {
  const before = signatures(context, includedKeys(context, reflected.foreignKeys, parentsOf(reflected)));
  const after = signatures(context, model.foreignKeys);
  for (const [signature, key] of sorted(before)) {
    if (
      after.has(signature) ||
      !context.includesObject(key, nameOf(key), "foreign_key_constraint", true, sameName(key, after))
    )
      continue;
    context.log(`Detected removed foreign key (${key.columns.join(", ")}) on table ${model.fullName}`);
    ops.ops.push(dropConstraintOp(key, model));
  }
  for (const [signature, key] of sorted(after)) {
    if (
      before.has(signature) ||
      !context.includesObject(key, nameOf(key), "foreign_key_constraint", false, sameName(key, before))
    )
      continue;
    context.log(`Detected added foreign key (${key.columns.join(", ")}) on table ${model.fullName}`);
    ops.ops.push(addConstraintOp(key, model));
  }
}

type Keys = ReadonlyMap<string, ForeignKeyConstraint>;

function includedKeys(
  context: AutogenContext,
  keys: readonly ForeignKeyConstraint[],
  parents: ReturnType<typeof parentsOf>,
): readonly ForeignKeyConstraint[] {
  return keys.filter((key) => context.includesName(nameOf(key), "foreign_key_constraint", parents));
}

function signatures({ comparison }: AutogenContext, keys: readonly ForeignKeyConstraint[]): Keys {
  return new Map(
    keys.map((key) => {
      const [first] = key.referred;
      const target = [first?.schema ?? "", first?.table ?? "", ...key.referred.map((referred) => referred.column)];
      return [JSON.stringify([key.columns, target, comparison.foreignKeyOptions(key)]), key];
    }),
  );
}

function sorted(keys: Keys): readonly (readonly [string, ForeignKeyConstraint])[] {
  return [...keys].toSorted(([left], [right]) => (left < right ? -1 : 1));
}

function nameOf(key: ForeignKeyConstraint): string | null {
  return key.name === null ? null : nameText(key.name);
}

function sameName(key: ForeignKeyConstraint, others: Keys): ForeignKeyConstraint | null {
  const name = nameOf(key);
  return name === null ? null : ([...others.values()].find((other) => nameOf(other) === name) ?? null);
}
