import type { Comparison, ForeignKeyEnd, KeyColumns, TablePair } from "../../dialects/base/comparison.ts";
import { AlterColumnOp } from "../../operations/alter-column.ts";
import { ModifyTableOps } from "../../operations/containers.ts";
import { CreateIndexOp, DropIndexOp } from "../../operations/create-index.ts";
import { CreatePrimaryKeyOp } from "../../operations/create-primary-key.ts";
import { CreateUniqueConstraintOp } from "../../operations/create-unique-constraint.ts";
import { DropConstraintOp } from "../../operations/drop-constraint.ts";
import type { MigrateOperation } from "../../operations/migrate-operation.ts";
import {
  type ForeignKeyConstraint,
  Index,
  PrimaryKeyConstraint,
  type Table,
  UniqueConstraint,
} from "../../schema/index.ts";
import { type ConstraintName, nameText } from "../../sql/index.ts";
import type { ExistingTable } from "./tables.ts";

/** A table on both sides, and what changes in it. */
export interface ChangedTable {
  readonly pair: ExistingTable;
  readonly changes: ModifyTableOps;
}

/** What changes mean for foreign keys, by `schema.table` or `table`. */
export type Upheavals = ReadonlyMap<string, Upheaval>;

/** What the changes of one table mean for foreign keys that begin or end there. */
export class Upheaval {
  readonly #comparison: Comparison;
  readonly #pair: ExistingTable;
  readonly #alterations: readonly AlterColumnOp[];
  readonly #dropped: readonly KeyColumns[];
  readonly #made: readonly KeyColumns[];

  constructor(comparison: Comparison, { pair, changes: { ops } }: ChangedTable) {
    this.#comparison = comparison;
    this.#pair = pair;
    this.#alterations = ops.filter((op) => op instanceof AlterColumnOp);
    this.#dropped = ops.flatMap((op) => keyDroppedBy(op) ?? []);
    this.#made = ops.flatMap((op) => keyMadeBy(op) ?? []);
  }

  /** Whether a primary key, unique constraint or unique index is dropped or made. */
  get rebuildsKeys(): boolean {
    return [...this.#dropped, ...this.#made].some(({ isUnique }) => isUnique);
  }

  /** Whether columns are altered in any way. */
  alters(columns: readonly string[]): boolean {
    return this.#alterations.some(({ column }) => columns.includes(nameText(column)));
  }

  /** Whether keys are dropped or made that serve a foreign key at its beginning. */
  rebuildsKeyOf(columns: readonly string[]): boolean {
    return this.#comparison.needsOneOf(columns, "source", [...this.#dropped, ...this.#made], []);
  }

  /** Whether a foreign key that stays would refuse the changes at this end of it. */
  isRefusedBy(columns: readonly string[], end: ForeignKeyEnd): boolean {
    return this.#retypes(columns) || this.#dropsKeyOf(columns, end);
  }

  #dropsKeyOf(columns: readonly string[], end: ForeignKeyEnd): boolean {
    if (this.#dropped.length === 0) return false;
    const names = new Set(this.#dropped.map(({ name }) => name));
    const left = keysOf(this.#pair.reflected, this.#comparison.primaryKeyName).filter(({ name }) => !names.has(name));
    return this.#comparison.needsOneOf(columns, end, this.#dropped, left);
  }

  /** Whether an operation makes a key that a foreign key of this table is going to need. */
  makesKeyOf(op: MigrateOperation, columns: readonly string[]): boolean {
    const made = keyMadeBy(op);
    if (made === null) return false;
    const { reflected } = this.#pair;
    const comparison = this.#comparison;
    const implicit = reflected.indexes.filter((index) => comparison.isImplicit(index, reflected));
    const others = keysOf(reflected, comparison.primaryKeyName).filter(
      ({ name }) => !implicit.some((index) => index.name !== null && nameText(index.name) === name),
    );
    return comparison.needsOneOf(columns, "source", [made], others);
  }

  #retypes(columns: readonly string[]): boolean {
    return this.#alterations.some(({ column, options: { type, existingType } }) => {
      if (type === undefined || existingType === undefined || !columns.includes(nameText(column))) return false;
      return this.#comparison.isTypeHeldByKeys(existingType, type);
    });
  }
}

/** Whether a table has what a foreign key refers to now, and keeps it as it is. */
export function hasKeyThroughout(
  comparison: Comparison,
  { reflected, model }: TablePair,
  { referred }: ForeignKeyConstraint,
): boolean {
  const columns = referred.map(({ column }) => column);
  const isKept = (name: string): boolean => {
    const [before, after] = [reflected.columns.get(name), model.columns.get(name)];
    return before !== undefined && after !== undefined && !comparison.compareType(before.type, after.type);
  };
  const [before, after] = [reflected, model].map((table) =>
    keysOf(table, comparison.primaryKeyName).filter((key) => comparison.needsOneOf(columns, "target", [key], [])),
  );
  return columns.every(isKept) && before?.some((key) => after?.some((other) => isSame(key, other))) === true;
}

function isSame(reflected: KeyColumns, model: KeyColumns): boolean {
  if (model.isPrimary !== reflected.isPrimary) return false;
  const isSameName = model.isPrimary || model.name === null || model.name === reflected.name;
  return isSameName && model.columns.join("\0") === reflected.columns.join("\0");
}

/** The key or index that an operation drops, as far as it is known. */
function keyDroppedBy(op: MigrateOperation): KeyColumns | null {
  const isDrop = op instanceof DropIndexOp || op instanceof DropConstraintOp;
  return isDrop && op.original !== null ? keyMadeBy(op.original) : null;
}

/** The key or index that an operation makes. */
function keyMadeBy(op: MigrateOperation): KeyColumns | null {
  const [first] = op instanceof ModifyTableOps ? op.ops : [];
  if (first !== undefined) return keyMadeBy(first);
  if (op instanceof CreateIndexOp) return keyOf(op.toIndex(), op.name);
  if (op instanceof CreatePrimaryKeyOp || op instanceof CreateUniqueConstraintOp)
    return keyOf(op.toConstraint(), op.name);
  return null;
}

function keysOf(table: Table, primaryKeyName: string | null): readonly KeyColumns[] {
  const uniques = table.constraints.filter((constraint) => constraint instanceof UniqueConstraint);
  const { primaryKey } = table;
  const primary = primaryKey === null ? [] : [keyOf(primaryKey, primaryKey.name ?? primaryKeyName)];
  return [...primary, ...[...uniques, ...table.indexes].map((item) => keyOf(item, item.name))];
}

function keyOf(item: Index | UniqueConstraint | PrimaryKeyConstraint, name: ConstraintName | null): KeyColumns {
  const isPlain = !(item instanceof Index) || item.columns.length === item.expressions.length;
  return {
    name: name === null ? null : nameText(name),
    // An index over expressions serves no foreign key.
    columns: isPlain ? item.columns : [],
    isUnique: !(item instanceof Index) || item.unique,
    isPrimary: item instanceof PrimaryKeyConstraint,
  };
}
