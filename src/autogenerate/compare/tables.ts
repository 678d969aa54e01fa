import type { StatementChange } from "../../dialects/base/comparison.ts";
import { ModifyTableOps, type OpContainer } from "../../operations/containers.ts";
import { CreateIndexOp } from "../../operations/create-index.ts";
import type { MigrateOperation } from "../../operations/migrate-operation.ts";
import { type ReflectedTable, tableOf } from "../../reflection/index.ts";
import { ForeignKeyConstraint, Index, Table, UniqueConstraint } from "../../schema/index.ts";
import { sql, type SqlFragment } from "../../sql/index.ts";
import type { SqlType } from "../../types/index.ts";
import type { AutogenContext } from "../autogen-context.ts";
import type { ComparedTable } from "../comparators.ts";
import { targetName } from "../foreign-key-target.ts";
import { addConstraintOp, createTableOp, dropConstraintOp, dropTableOp } from "../ops-from-schema.ts";
import type { PluginDefinition } from "../plugins.ts";
import { isVersionTable, reflectedTables } from "../reflected-tables.ts";
import { StatementOps } from "../statement-op.ts";
import { sortByDependency } from "../sort-tables.ts";
import { addAndAlterColumns, dropColumns } from "./columns.ts";
import { dropsBeforeAlterations } from "./drop-order.ts";
import { askDatabase } from "./expressions.ts";
import { droppedByGeneratedNames } from "./nameless.ts";
import { PlainComparison } from "./plainly-same.ts";
import { aroundForeignKeys } from "./rebuilt-keys.ts";
import { followingReferences, type RenamedColumns, renamedColumns, renamedTables } from "./renames.ts";
import { type ChangedTable, hasKeyThroughout, Upheaval, type Upheavals } from "./upheaval.ts";

/** Compares tables and their columns, and hands both sides of each to the comparators of tables and columns. */
export const tables: PluginDefinition = {
  name: "alembic.autogenerate.tables",
  setup(plugin) {
    plugin.addAutogenerateComparator(compareTables, "schema", { element: "tables" });
  },
};

async function compareTables(
  context: AutogenContext,
  ops: OpContainer,
  included: ReadonlySet<string | null>,
): Promise<void> {
  const sides = await withNewNames(context, ops, await bothSides(context, included));
  const added = sides.model.filter(({ table, key }) => !sides.reflected.has(key) && isIncluded(context, table, null));
  const kept = sides.model.flatMap(({ table, key, schema }): ExistingTable[] => {
    const reflected = sides.reflected.get(key);
    return reflected !== undefined && isIncluded(context, table, reflected)
      ? [new ExistingTable(schema, table, reflected)]
      : [];
  });
  const modelKeys = new Set(sides.model.map(({ key }) => key));
  const removed = tablesBesides(sides.reflected, modelKeys).filter((table) =>
    context.includesObject(table, table.name, "table", true, null),
  );
  const typeChanges = await namedTypeChanges(context, sides, removed);
  ops.ops.push(...typeChanges.before);
  const waiting = await addTables(context, ops, added, { kept, reflected: sides.reflected });
  const [early, late] = byDependents(removed, kept);
  const earlyRemoval = removalOf(context, early);
  ops.ops.push(...earlyRemoval.keys);
  await removeTables(context, ops, earlyRemoval);
  const [settled, open] = await byPlainness(context, kept);
  const renamed: RenamedPair[] = [];
  for (const pair of open.toSorted(bySchemaAndName)) renamed.push(await withNewColumns(context, pair));
  await askDatabase(
    context,
    renamed.map(({ pair }) => pair),
  );
  const changed: ChangedTable[] = [];
  for (const table of renamed) changed.push({ pair: table.pair, changes: await compareTable(context, table) });
  const upheavals = upheavalsOf(context, changed);
  const lateRemoval = removalOf(context, late, upheavals);
  // Foreign keys of tables that stay as they are may be in the way of others.
  const touched = upheavals.size === 0 ? [] : [...changed, ...settled.map(unchanged)].toSorted(byPair);
  ops.ops.push(...lateRemoval.keys, ...(await aroundForeignKeys(context, touched, upheavals)), ...waiting);
  await removeTables(context, ops, lateRemoval);
  ops.ops.push(...typeChanges.after);
}

/** Types with names of their own that tables are going to need, and their values. */
async function namedTypeChanges(
  context: AutogenContext,
  { model, reflected }: Sides,
  removed: readonly Table[],
): Promise<Readonly<Record<"before" | "after", readonly StatementOps[]>>> {
  const { compareType, compareServerDefault = false } = context.options;
  if (compareType === false) return { before: [], after: [] };
  const keys = new Set(model.map(({ key }) => key));
  const tables = model.map(({ table, key }) => {
    const found = reflected.get(key);
    return {
      model: table,
      get reflected() {
        return found?.table ?? null;
      },
    };
  });
  const changes = await context.comparison.typeChanges(
    {
      tables,
      reflected: () => [...reflected.values()].map(({ table }) => table),
      untouched: () => tablesBesides(reflected, keys).filter((table) => !removed.includes(table)),
      changesDefaults: compareServerDefault !== false,
    },
    context.inspector,
  );
  const opsOf = (change: StatementChange): StatementOps => typeChangeOps(context, change);
  for (const what of new Set([...changes.before, ...changes.after].map((change) => change.what)))
    context.log(`Detected ${what}`);
  return { before: changes.before.map(opsOf), after: changes.after.map(opsOf) };
}

function typeChangeOps({ comparison }: AutogenContext, change: StatementChange): StatementOps {
  // As one writes it by hand: names quoted where they have to be, values in their places.
  const written = (statement: SqlFragment): SqlFragment => sql.raw(comparison.dialect.ddl.text(statement));
  const { upgrade, downgrade, reasonToCommit = null, reasonToCommitDowngrade = null } = change;
  return new StatementOps(upgrade.map(written), downgrade.map(written), reasonToCommit, reasonToCommitDowngrade);
}

/** A table of the database. What is reported becomes a table of the schema language when somebody looks at it. */
class FoundTable {
  #table: Table | undefined;

  constructor(
    /** As it is reported; null where it has another name by now. */
    readonly reported: ReflectedTable | null,
    private readonly make: () => Table,
  ) {}

  get table(): Table {
    this.#table ??= this.make();
    return this.#table;
  }
}

/** A table that both sides have. */
export class ExistingTable implements ComparedTable {
  readonly #found: FoundTable;

  constructor(
    readonly schema: string | null,
    readonly model: Table,
    found: FoundTable,
  ) {
    this.#found = found;
  }

  get name(): string {
    return this.model.name;
  }

  get reflected(): Table {
    return this.#found.table;
  }

  get reported(): ReflectedTable | null {
    return this.#found.reported;
  }

  /** The same with what the database is going to have. */
  with(reflected: Table): ExistingTable {
    return reflected === this.reflected
      ? this
      : new ExistingTable(this.schema, this.model, new FoundTable(null, () => reflected));
  }
}

interface ModelTable {
  readonly table: Table;
  /** null for the default schema, even where the model names it. */
  readonly schema: string | null;
  readonly key: string;
}

interface Sides {
  readonly reflected: ReadonlyMap<string, FoundTable>;
  /** In order of dependency. */
  readonly model: readonly ModelTable[];
}

async function bothSides(context: AutogenContext, included: ReadonlySet<string | null>): Promise<Sides> {
  const standard = await context.inspector.defaultSchema();
  const model = context.sortedTables.flatMap((table): ModelTable[] => {
    const schema = table.schemaName === standard ? null : table.schemaName;
    // A model of the version table, in whatever schema the option names it, is not compared.
    const isOwn = included.has(schema) && !isVersionTable(context, schema, table.name);
    return isOwn ? [{ table, schema, key: keyOf(schema, table.name) }] : [];
  });
  const modelKeys = new Set(model.map(({ key }) => key));
  const reflected = new Map<string, FoundTable>();
  for (const schema of included) {
    for (const table of await reflectedTables(context, schema)) {
      const key = keyOf(schema, table.name);
      // What models cannot say is not missing in them.
      if (!table.isDeclarable && !modelKeys.has(key)) continue;
      reflected.set(key, new FoundTable(table, () => comparedForm(context, tableOf(table))));
    }
  }
  return { reflected, model };
}

/** Renames tables first: from then on the database's side has their new names. */
async function withNewNames(context: AutogenContext, ops: OpContainer, sides: Sides): Promise<Sides> {
  const modelKeys = new Set(sides.model.map(({ key }) => key));
  const removed = tablesBesides(sides.reflected, modelKeys);
  const added = sides.model.filter(({ key }) => !sides.reflected.has(key));
  const renames = await renamedTables(context, removed, added);
  ops.ops.push(...renames.ops);
  ops.notes = [...ops.notes, ...renames.notes];
  if (renames.renamed.size === 0) return sides;
  const reflected = [...sides.reflected].map(([key, { table }]) => {
    const renamed = renames.renamed.get(table);
    const now = followingReferences(renamed ?? table, renames);
    const found = new FoundTable(null, () => now);
    return [renamed === undefined ? key : keyOf(now.schemaName, now.name), found] as const;
  });
  return { ...sides, reflected: new Map(reflected) };
}

/** The tables of the database that the models have not. */
function tablesBesides(reflected: Sides["reflected"], modelKeys: ReadonlySet<string>): readonly Table[] {
  return [...reflected].flatMap(([key, found]) => (modelKeys.has(key) ? [] : [found.table]));
}

/** Tables of which nothing has to be compared, and the others. */
async function byPlainness(
  context: AutogenContext,
  kept: readonly ExistingTable[],
): Promise<readonly [settled: readonly ExistingTable[], open: readonly ExistingTable[]]> {
  if (context.isWatched) return [[], kept];
  const plain = new PlainComparison(context, await context.inspector.defaultSchema());
  const settled = new Set(kept.filter(({ reported, model }) => reported !== null && plain.isSame(reported, model)));
  return [[...settled], kept.filter((pair) => !settled.has(pair))];
}

function unchanged(pair: ExistingTable): ChangedTable {
  return { pair, changes: new ModifyTableOps(pair.model.identifier, [], schemaOption(pair.model)) };
}

interface RenamedPair {
  readonly pair: ExistingTable;
  readonly renames: RenamedColumns;
}

async function withNewColumns(context: AutogenContext, pair: ExistingTable): Promise<RenamedPair> {
  const renames = await renamedColumns(context, pair);
  return { pair: pair.with(renames.reflected), renames };
}

/** Where a unique constraint and a unique index are one thing to the database, an index is what can be dropped. */
function comparedForm({ comparison }: AutogenContext, found: Table): Table {
  const table = comparison.asDeclared(found);
  if (!comparison.uniquesAreIndexes) return table;
  const isUnique = (item: Table["items"][number]): item is UniqueConstraint => item instanceof UniqueConstraint;
  if (!table.items.some(isUnique)) return table;
  const items = table.items.map((item) =>
    isUnique(item) ? new Index(item.name, item.columns, { unique: true }) : item,
  );
  return new Table(table.identifier, items, table.options);
}

function keyOf(schema: string | null, name: string): string {
  return `${schema ?? ""}\0${name}`;
}

function isIncluded(context: AutogenContext, table: Table, found: FoundTable | null): boolean {
  return !context.isWatched || context.includesObject(table, table.name, "table", false, found?.table ?? null);
}

function byPair(left: ChangedTable, right: ChangedTable): number {
  return bySchemaAndName(left.pair, right.pair);
}

function bySchemaAndName(left: ExistingTable, right: ExistingTable): number {
  const [first, second] = [left, right].map(({ schema, name }) => `${schema ?? ""}\0${name}`);
  return (first ?? "") < (second ?? "") ? -1 : 1;
}

/** Creates tables; what is returned adds the foreign keys that need what is changed afterwards. */
async function addTables(
  context: AutogenContext,
  ops: OpContainer,
  added: readonly ModelTable[],
  { kept, reflected }: { readonly kept: readonly ExistingTable[]; readonly reflected: Sides["reflected"] },
): Promise<readonly ModifyTableOps[]> {
  if (added.length === 0) return [];
  const unmade = new Set(added.map(({ table }) => table.fullName));
  const existing = new Map(kept.map((pair) => [pair.model.fullName, pair]));
  const later: ModifyTableOps[] = [];
  const waiting: ModifyTableOps[] = [];
  const typeOf = typeOfFirstUse(context, reflected);
  for (const { table, schema } of added) {
    context.log(`Detected added table '${table.fullName}'`);
    const split = keysToAddLater(context, table, unmade, existing);
    const indexes = table.indexes.filter((index) => context.comparison.isNeededByTable(index, table));
    ops.ops.push(createTableOp(context, table, { indexes, without: [...split.later, ...split.waiting], typeOf }));
    unmade.delete(table.fullName);
    const changes = new ModifyTableOps(table.identifier, [], schemaOption(table));
    await context.dispatch("table", changes, { schema, name: table.name, reflected: null, model: table });
    changes.ops = changes.ops.map((op) => (isHeld(context, op, table) ? new HeldIndexOps(changes, op) : op));
    if (!changes.isEmpty) ops.ops.push(changes);
    later.push(keysAdded(context, split.later, table));
    waiting.push(keysAdded(context, split.waiting, table));
  }
  ops.ops.push(...later.filter(({ isEmpty }) => !isEmpty));
  return waiting.filter(({ isEmpty }) => !isEmpty);
}

/** An index of a new table that a foreign key of it is going to hold: it goes with the table. */
class HeldIndexOps extends ModifyTableOps {
  constructor({ table, options }: ModifyTableOps, op: MigrateOperation) {
    super(table, [op], options);
  }

  override reverse(): ModifyTableOps {
    return new ModifyTableOps(this.table, [], this.options);
  }
}

function isHeld({ comparison }: AutogenContext, op: MigrateOperation, table: Table): boolean {
  return op instanceof CreateIndexOp && comparison.isHeldByForeignKey(op.toIndex(), table);
}

function keysAdded(context: AutogenContext, keys: readonly ForeignKeyConstraint[], table: Table): ModifyTableOps {
  const added = keys.map((key) => addConstraintOp(context, withoutUseAlter(key), table));
  return new ModifyTableOps(table.identifier, added, schemaOption(table));
}

/** A type with a name of its own is made by the first table that uses it: for the others, it may be there. */
function typeOfFirstUse({ comparison }: AutogenContext, reflected: Sides["reflected"]): (type: SqlType) => SqlType {
  const keyOfType = (type: SqlType): string | null =>
    comparison.typeMaybeThere(type) === type ? null : JSON.stringify(comparison.typeMaybeThere(type).deconstruct());
  const seen = new Set(
    [...reflected.values()].flatMap(({ table }) => [...table.columns.values()].map((column) => keyOfType(column.type))),
  );
  return (type) => {
    const key = keyOfType(type);
    if (key === null) return type;
    if (seen.has(key)) return comparison.typeMaybeThere(type);
    seen.add(key);
    return type;
  };
}

/** Keys that CREATE TABLE cannot hold where the database checks what they refer to. */
interface SplitKeys {
  /** To tables that are made afterwards. */
  readonly later: readonly ForeignKeyConstraint[];
  /** To columns and keys that tables which are there get afterwards. */
  readonly waiting: readonly ForeignKeyConstraint[];
}

function keysToAddLater(
  { migrationContext, comparison }: AutogenContext,
  table: Table,
  unmade: ReadonlySet<string>,
  existing: ReadonlyMap<string, ExistingTable>,
): SplitKeys {
  if (!migrationContext.dialect.features.supportsAlterConstraint) return { later: [], waiting: [] };
  const isWaiting = (key: ForeignKeyConstraint): boolean => {
    const pair = existing.get(targetName(key, table));
    return pair !== undefined && !hasKeyThroughout(comparison, pair, key);
  };
  const isLater = (key: ForeignKeyConstraint): boolean => {
    const target = targetName(key, table);
    return key.options.useAlter === true || (target !== table.fullName && unmade.has(target));
  };
  const waiting = table.foreignKeys.filter(isWaiting);
  return { waiting, later: table.foreignKeys.filter((key) => !waiting.includes(key) && isLater(key)) };
}

/** Once a key stands by itself, nothing is left to be said of when it is added. */
function withoutUseAlter(key: ForeignKeyConstraint): ForeignKeyConstraint {
  const { useAlter: _useAlter, ...options } = key.options;
  return new ForeignKeyConstraint(key.columns, key.targets, options);
}

/** Removed tables that the tables that stay still refer to go last: the keys are dropped before. */
function byDependents(
  removed: readonly Table[],
  kept: readonly ExistingTable[],
): readonly [early: readonly Table[], late: readonly Table[]] {
  if (removed.length === 0) return [[], []];
  const byName = new Map(removed.map((table) => [table.fullName, table]));
  const late = new Set<Table>();
  const open = kept.map(({ reflected }) => reflected);
  for (let table = open.pop(); table !== undefined; table = open.pop()) {
    for (const key of table.foreignKeys) {
      const target = byName.get(targetName(key, table));
      if (target === undefined || late.has(target)) continue;
      late.add(target);
      open.push(target);
    }
  }
  return [removed.filter((table) => !late.has(table)), removed.filter((table) => late.has(table))];
}

/** Tables that go, and what has to go before them. */
interface Removal {
  readonly order: readonly Table[];
  readonly closing: ReadonlyMap<Table, readonly ForeignKeyConstraint[]>;
  /** Drops the closing keys. */
  readonly keys: readonly ModifyTableOps[];
}

/** @param upheavals of tables that stay, the keys of which change before these go */
function removalOf(context: AutogenContext, removed: readonly Table[], upheavals: Upheavals = new Map()): Removal {
  const order = sortByDependency(removed).toReversed();
  const gone = new Set<string>();
  const closing = new Map(order.map((table) => [table, closingKeys(context, table, gone, upheavals)]));
  const keys = [...closing].flatMap(([table, own]) => {
    const drops = own.map((key) => dropConstraintOp(context, key, table));
    return drops.length === 0 ? [] : [new ModifyTableOps(table.identifier, drops, schemaOption(table))];
  });
  return { order, closing, keys };
}

function upheavalsOf(context: AutogenContext, changed: readonly ChangedTable[]): Upheavals {
  const those = changed.filter(({ changes }) => !changes.isEmpty);
  return new Map(those.map((each) => [each.pair.model.fullName, new Upheaval(context.comparison, each)]));
}

async function removeTables(context: AutogenContext, ops: OpContainer, { order, closing }: Removal): Promise<void> {
  for (const table of order) await removeTable(context, ops, table, closing.get(table) ?? []);
}

/** Keys of a table that goes after what they refer to: they close a circle, and are dropped before both. */
function closingKeys(
  { migrationContext }: AutogenContext,
  table: Table,
  gone: Set<string>,
  upheavals: Upheavals,
): readonly ForeignKeyConstraint[] {
  const isClosing = (key: ForeignKeyConstraint): boolean => {
    const target = targetName(key, table);
    const columns = key.referred.map(({ column }) => column);
    return gone.has(target) || upheavals.get(target)?.isRefusedBy(columns, "target") === true;
  };
  const closing = table.foreignKeys.filter(isClosing);
  gone.add(table.fullName);
  if (!migrationContext.dialect.features.supportsAlterConstraint) return [];
  return closing.filter((key) => key.name !== null);
}

async function removeTable(
  context: AutogenContext,
  ops: OpContainer,
  table: Table,
  closing: readonly ForeignKeyConstraint[],
): Promise<void> {
  context.log(`Detected removed table '${table.fullName}'`);
  const changes = new ModifyTableOps(table.identifier, [], schemaOption(table));
  const schema = table.schemaName;
  await context.dispatch("table", changes, { schema, name: table.name, reflected: table, model: null });
  if (!changes.isEmpty) ops.ops.push(changes);
  const { comparison } = context;
  const held = table.indexes.filter(
    (index) =>
      comparison.isNeededByTable(index, table) ||
      (comparison.isHeldByForeignKey(index, table) && !comparison.isImplicit(index, table)),
  );
  ops.ops.push(
    dropTableOp(context, table, {
      indexes: held,
      without: closing,
      // Dropping a table leaves its types there.
      typeOf: (type) => comparison.typeMaybeThere(type),
    }),
  );
}

async function compareTable(context: AutogenContext, { pair, renames }: RenamedPair): Promise<ModifyTableOps> {
  const { schema, name, reflected, model } = pair;
  const changes = new ModifyTableOps(model.identifier, [...renames.ops], schemaOption(model));
  changes.notes = renames.notes;
  await addAndAlterColumns(context, changes, pair);
  await context.dispatch("table", changes, { schema, name, reflected, model });
  changes.ops = dropsBeforeAlterations(context.comparison, changes.ops);
  droppedByGeneratedNames(context.comparison, changes, pair);
  dropColumns(context, changes, pair);
  return changes;
}

function schemaOption(table: Table): ModifyTableOps["options"] {
  return table.schema === null ? {} : { schema: table.schema };
}
