import { type Difference, different, type TablePair } from "../../dialects/base/comparison.ts";
import type { ModifyTableOps } from "../../operations/containers.ts";
import type { MigrateOperation } from "../../operations/migrate-operation.ts";
import { Index, type Table, UniqueConstraint } from "../../schema/index.ts";
import { type AutogenContext, parentsOf } from "../autogen-context.ts";
import type { ComparedTable } from "../comparators.ts";
import { nameIn } from "../names.ts";
import { addConstraintOp, createIndexOp, dropConstraintOp, dropIndexOp } from "../ops-from-schema.ts";

type Item = Index | UniqueConstraint;

/** Indexes and unique constraints by name; a unique constraint without a name by its columns. */
export function compareIndexes(context: AutogenContext, ops: ModifyTableOps, tables: ComparedTable): void {
  const { reflected, model } = tables;
  if (reflected === null && model !== null) ops.ops.push(...created(context, model));
  if (reflected !== null && model === null) ops.ops.push(...dropped(context, reflected));
  if (reflected !== null && model !== null) ops.ops.push(...new IndexComparison(context, { reflected, model }).ops());
}

/** A new table's unique constraints stand in its CREATE TABLE. */
function created(context: AutogenContext, model: Table): readonly MigrateOperation[] {
  const apart = model.indexes.filter((index) => !context.comparison.isNeededByTable(index, model));
  return sortedByName(context, apart, model).flatMap((index) => {
    const name = nameIn(context, index, model);
    if (!context.includesObject(index, name, "index", false, null)) return [];
    context.log(`Detected added index '${name ?? ""}' on '(${index.columns.join(", ")})'`);
    return [createIndexOp(context, index, model)];
  });
}

/** A dropped table's unique constraints stand in the CREATE TABLE that would bring it back. */
function dropped(context: AutogenContext, reflected: Table): readonly MigrateOperation[] {
  const { comparison } = context;
  const own = reflected.indexes.filter(
    (index) => !comparison.isHeldByForeignKey(index, reflected) && !comparison.isNeededByTable(index, reflected),
  );
  return sortedByName(context, own, reflected).flatMap((index) => {
    const name = nameIn(context, index, reflected);
    const isIncluded =
      context.includesName(name, "index", parentsOf(reflected)) &&
      context.includesObject(index, name, "index", true, null);
    return isIncluded ? [dropIndexOp(context, index, reflected)] : [];
  });
}

function sortedByName(context: AutogenContext, indexes: readonly Index[], table: Table): readonly Index[] {
  return indexes
    .map((index) => [nameIn(context, index, table) ?? "", index] as const)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([, index]) => index);
}

/** The indexes and unique constraints of one table on both sides. */
class IndexComparison {
  readonly #before: ReadonlyMap<string, Item>;
  readonly #after: ReadonlyMap<string, Item>;
  readonly #unnamed: readonly Item[];
  readonly #reflected: readonly Item[];

  constructor(
    private readonly context: AutogenContext,
    private readonly tables: TablePair,
  ) {
    const model = [
      ...tables.model.constraints.filter((constraint) => constraint instanceof UniqueConstraint),
      ...tables.model.indexes,
    ];
    this.#after = this.#named(model, tables.model);
    this.#unnamed = model.filter((item) => nameIn(context, item, tables.model) === null);
    this.#reflected = this.#reflectedItems();
    this.#before = this.#named(this.#reflected, tables.reflected);
  }

  ops(): readonly MigrateOperation[] {
    return [...this.#removed(), ...this.#changed(), ...this.#added(), ...this.#addedWithoutName()];
  }

  #reflectedItems(): readonly Item[] {
    const { context, tables } = this;
    const parents = parentsOf(tables.reflected);
    const uniques = tables.reflected.constraints
      .filter((constraint) => constraint instanceof UniqueConstraint)
      .filter((unique) =>
        context.includesName(nameIn(context, unique, tables.reflected), "unique_constraint", parents),
      );
    const indexes = context.comparison
      .ownIndexes(tables.reflected.indexes, tables)
      .filter((index) =>
        context.includesName(nameIn(context, index, tables.reflected), this.#nameKind(index), parents),
      );
    return [...uniques, ...indexes.map((index) => this.#asModelSaysIt(index))];
  }

  /** Where a unique constraint and a unique index are one thing, a filter of names goes by what the model calls it. */
  #nameKind(index: Index): "index" | "unique_constraint" {
    const { uniquesAreIndexes } = this.context.comparison;
    const isConstraint = this.#asModelSaysIt(index) instanceof UniqueConstraint;
    return uniquesAreIndexes && isConstraint ? "unique_constraint" : "index";
  }

  /** Where a unique constraint and a unique index are one thing, it is what the model calls it. */
  #asModelSaysIt(index: Index): Item {
    const name = nameIn(this.context, index, this.tables.reflected);
    if (!this.context.comparison.uniquesAreIndexes || !index.unique || name === null) return index;
    const isPlain = index.columns.length === index.expressions.length;
    const isConstraint =
      this.#after.get(name) instanceof UniqueConstraint ||
      this.#unnamed.some((item) => item instanceof UniqueConstraint && columnsOf(item) === columnsOf(index));
    return isPlain && isConstraint ? new UniqueConstraint(index.columns, { name: index.name }) : index;
  }

  #removed(): readonly MigrateOperation[] {
    const unnamed = new Set(this.#unnamed.map(columnsOf));
    this.#warnOfNameless();
    return inOrder(this.#before).flatMap(([name, item]) => {
      const isKept = this.#after.has(name) || (item instanceof UniqueConstraint && unnamed.has(columnsOf(item)));
      if (isKept || !this.context.includesObject(item, name, kindOf(item), true, null)) return [];
      this.context.log(`Detected removed ${labelOf(item)} '${name}' on '${this.tables.model.fullName}'`);
      return [dropOp(this.context, item, this.tables.model)];
    });
  }

  /** What has no name in the database cannot be dropped by one. */
  #warnOfNameless(): void {
    const wanted = new Set(
      [...this.#unnamed, ...this.#after.values()].filter((item) => item instanceof UniqueConstraint).map(columnsOf),
    );
    for (const item of this.#reflected) {
      if (item.name !== null || wanted.has(columnsOf(item))) continue;
      this.context.warn(
        `Table '${this.tables.model.fullName}' has a unique constraint without a name on (${item.columns.join(", ")}) that the models lack: it cannot be dropped by name.`,
      );
    }
  }

  #changed(): readonly MigrateOperation[] {
    return inOrder(this.#after).flatMap(([name, after]) => {
      const before = this.#before.get(name);
      if (before === undefined) return [];
      const found = this.#difference(before, after);
      if (found.isEqual || !this.context.includesObject(after, name, kindOf(after), false, before)) return [];
      this.context.log(
        `Detected changed ${labelOf(after)} '${name}' on '${this.tables.model.fullName}': ${found.reasons.join("; ")}`,
      );
      return [dropOp(this.context, before, this.tables.model), addOp(this.context, after, this.tables.model)];
    });
  }

  #difference(before: Item, after: Item): Difference {
    const { comparison } = this.context;
    if (before instanceof Index && after instanceof Index) return comparison.compareIndex(before, after, this.tables);
    if (before instanceof UniqueConstraint && after instanceof UniqueConstraint)
      return comparison.compareUnique(before, after);
    return different("an index and a constraint take each other's place");
  }

  #added(): readonly MigrateOperation[] {
    return inOrder(this.#after).flatMap(([name, item]) => (this.#before.has(name) ? [] : this.#add(item, name)));
  }

  #addedWithoutName(): readonly MigrateOperation[] {
    const known = new Set(this.#reflected.filter((item) => item instanceof UniqueConstraint).map(columnsOf));
    return this.#unnamed.flatMap((item) => (known.has(columnsOf(item)) ? [] : this.#add(item, null)));
  }

  #add(item: Item, name: string | null): readonly MigrateOperation[] {
    if (!this.context.includesObject(item, name, kindOf(item), false, null)) return [];
    if (item instanceof Index && !this.context.comparison.canReflect(item)) {
      this.context.warn(`Index '${name ?? ""}' holds expressions that this database does not tell: it was left out.`);
      return [];
    }
    this.context.log(`Detected added ${labelOf(item)} '${name ?? ""}' on '(${item.columns.join(", ")})'`);
    return [addOp(this.context, item, this.tables.model)];
  }

  #named(items: readonly Item[], table: Table): ReadonlyMap<string, Item> {
    return new Map(
      items.flatMap((item): [string, Item][] => {
        const name = nameIn(this.context, item, table);
        return name === null ? [] : [[name, item]];
      }),
    );
  }
}

function inOrder(items: ReadonlyMap<string, Item>): readonly (readonly [string, Item])[] {
  return [...items].toSorted(([left], [right]) => (left < right ? -1 : 1));
}

function columnsOf(item: Item): string {
  return item.columns.toSorted().join("\0");
}

function addOp(context: AutogenContext, item: Item, table: Table): MigrateOperation {
  return item instanceof Index ? createIndexOp(context, item, table) : addConstraintOp(context, item, table);
}

function dropOp(context: AutogenContext, item: Item, table: Table): MigrateOperation {
  return item instanceof Index ? dropIndexOp(context, item, table) : dropConstraintOp(context, item, table);
}

function kindOf(item: Item): "index" | "unique_constraint" {
  return item instanceof Index ? "index" : "unique_constraint";
}

function labelOf(item: Item): string {
  return item instanceof Index ? "index" : "unique constraint";
}
