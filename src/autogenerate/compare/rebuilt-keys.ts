import { AlterColumnOp } from "../../operations/alter-column.ts";
import { ModifyTableOps } from "../../operations/containers.ts";
import { CreateForeignKeyOp } from "../../operations/create-foreign-key.ts";
import { DropConstraintOp } from "../../operations/drop-constraint.ts";
import type { MigrateOperation } from "../../operations/migrate-operation.ts";
import type { ForeignKeyConstraint, Table } from "../../schema/index.ts";
import type { AutogenContext } from "../autogen-context.ts";
import { targetName } from "../foreign-key-target.ts";
import { dropConstraintOp } from "../ops-from-schema.ts";
import { keptForeignKeys } from "./foreign-keys.ts";
import type { ChangedTable, Upheaval, Upheavals } from "./upheaval.ts";

/**
 * Puts foreign keys around what they need: those that stand in the way of other changes are dropped before all of
 * them and added after all of them, also where they stay as they are.
 */
export async function aroundForeignKeys(
  context: AutogenContext,
  tables: readonly ChangedTable[],
  upheavals: Upheavals,
): Promise<readonly ModifyTableOps[]> {
  const changed = tables.filter(({ changes }) => !changes.isEmpty);
  if (changed.length === 0 || !context.migrationContext.dialect.features.supportsAlterConstraint)
    return changed.map(({ changes }) => changes);
  const parts: Rearranged[] = [];
  for (const table of tables) parts.push(await rearranged(context, table, upheavals));
  const drops = parts.map(({ first }) => first).filter((each) => !each.isEmpty);
  // On the way back, keys are added under the names that columns had.
  const renames = drops.length === 0 ? [] : changed.map(({ changes }) => renamesOutOf(changes));
  const all = [...renames, ...drops, ...changed.map(({ changes }) => changes), ...parts.map(({ last }) => last)];
  return all.filter((each) => !each.isEmpty);
}

/** What is done with a table's foreign keys before and after everything else. */
interface Rearranged {
  readonly first: ModifyTableOps;
  readonly last: ModifyTableOps;
}

async function rearranged(
  context: AutogenContext,
  { pair, changes }: ChangedTable,
  upheavals: Upheavals,
): Promise<Rearranged> {
  const ends = new KeyEnds(pair.model, upheavals);
  const kept = pair.reflected.foreignKeys.some((key) => ends.meet(key)) ? await keptForeignKeys(context, pair) : [];
  const drops = kept.filter((key) => ends.refuse(key)).map((key) => dropConstraintOp(context, key, pair.model));
  const staying = kept.filter((key) => !ends.refuse(key));
  const moved = changes.ops.filter((op) => isMoved(op, ends));
  changes.ops = changes.ops
    .filter((op) => !moved.includes(op))
    .map((op) => {
      const needing = ends.needing(op, staying).map((key) => dropConstraintOp(context, key, pair.model));
      return needing.length === 0 ? op : new HeldKeyOps(op, changes, needing);
    });
  return {
    first: partOf(changes, [...moved.filter(isDrop), ...drops]),
    last: partOf(changes, [...drops.map((drop) => drop.reverse()), ...moved.filter((op) => !isDrop(op))]),
  };
}

/** What happens at both ends of the foreign keys of a table. */
class KeyEnds {
  readonly #table: Table;
  readonly #upheavals: Upheavals;

  constructor(table: Table, upheavals: Upheavals) {
    this.#table = table;
    this.#upheavals = upheavals;
  }

  /** Whether anything changes at either end of a key. */
  meet(key: ForeignKeyConstraint): boolean {
    return this.#source !== undefined || this.#target(key) !== undefined;
  }

  /** Whether the changes are refused as long as a key is there. */
  refuse(key: ForeignKeyConstraint): boolean {
    const [source, target] = [this.#source, this.#target(key)];
    return source?.isRefusedBy(key.columns, "source") === true || target?.isRefusedBy(referred(key), "target") === true;
  }

  /** Whether it matters to a key that changes itself when it does so. */
  disturb(key: ForeignKeyConstraint): boolean {
    const [source, target] = [this.#source, this.#target(key)];
    const isAltered = source?.alters(key.columns) === true || target?.alters(referred(key)) === true;
    const isRebuilt = source?.rebuildsKeyOf(key.columns) === true || target?.rebuildsKeys === true;
    return isAltered || isRebuilt || this.refuse(key);
  }

  /** Those of some keys that cannot do without what an operation makes, once it is there. */
  needing(op: MigrateOperation, keys: readonly ForeignKeyConstraint[]): readonly ForeignKeyConstraint[] {
    return keys.filter((key) => this.#source?.makesKeyOf(op, key.columns) === true);
  }

  get #source(): Upheaval | undefined {
    return this.#upheavals.get(this.#table.fullName);
  }

  #target(key: ForeignKeyConstraint): Upheaval | undefined {
    return this.#upheavals.get(targetName(key, this.#table));
  }
}

function referred(key: ForeignKeyConstraint): readonly string[] {
  return key.referred.map(({ column }) => column);
}

function isMoved(op: MigrateOperation, ends: KeyEnds): boolean {
  const leaf = leafOf(op);
  const made = leaf instanceof DropConstraintOp ? leaf.original : leaf;
  return made instanceof CreateForeignKeyOp && ends.disturb(made.toConstraint());
}

function isDrop(op: MigrateOperation): boolean {
  return leafOf(op) instanceof DropConstraintOp;
}

/** The foreign key of an operation that brings an index with it. */
function leafOf(op: MigrateOperation): MigrateOperation {
  const [first] = op instanceof ModifyTableOps ? op.ops : [];
  return first === undefined ? op : leafOf(first);
}

/** An operation that makes what foreign keys are going to hold: what undoes it drops them first, and adds them again. */
class HeldKeyOps extends ModifyTableOps {
  readonly #drops: readonly MigrateOperation[];

  constructor(op: MigrateOperation, { table, options }: ModifyTableOps, drops: readonly MigrateOperation[]) {
    super(table, [op], options);
    this.#drops = drops;
  }

  override reverse(): ModifyTableOps {
    const added = this.#drops.map((drop) => drop.reverse());
    return new ModifyTableOps(this.table, [...this.#drops, ...this.reversedOps(), ...added], this.options);
  }
}

/** Takes the renames of columns out of a table's changes. */
function renamesOutOf(changes: ModifyTableOps): ModifyTableOps {
  const isRename = (op: MigrateOperation): boolean =>
    op instanceof AlterColumnOp && op.options.newColumnName !== undefined;
  const renames = partOf(changes, changes.ops.filter(isRename));
  changes.ops = changes.ops.filter((op) => !isRename(op));
  return renames;
}

function partOf({ table, options }: ModifyTableOps, ops: MigrateOperation[]): ModifyTableOps {
  return new ModifyTableOps(table, ops, options);
}
