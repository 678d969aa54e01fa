import {
  columnOf,
  type ReflectedColumn,
  type ReflectedForeignKey,
  type ReflectedIndex,
  type ReflectedTable,
  type ReflectedUnique,
} from "../../reflection/index.ts";
import {
  type Column,
  type Constraint,
  FetchedValue,
  ForeignKeyConstraint,
  type Index,
  type Table,
  tableOptionKeys,
  typeBoundCheck,
  UniqueConstraint,
} from "../../schema/index.ts";
import { nameText } from "../../sql/index.ts";
import { NullType } from "../../types/index.ts";
import type { AutogenContext } from "../autogen-context.ts";
import { targetsOf } from "../foreign-key-target.ts";
import { nameIn } from "../names.ts";

/**
 * Tells tables of which nothing has to be compared, because the model says in the same words what the database reports:
 * most of them, as a rule. It says no wherever anything is left to be decided, and the comparators are asked then; it is
 * never asked where somebody else wants to see what is compared.
 */
export class PlainComparison {
  readonly #context: AutogenContext;
  readonly #standardSchema: string | null;
  readonly #comparesTypes: boolean;
  readonly #comparesDefaults: boolean;
  readonly #keepsComments: boolean;

  /** @param standardSchema the schema of names that give none */
  constructor(context: AutogenContext, standardSchema: string | null) {
    const { compareType = true, compareServerDefault = false } = context.options;
    this.#context = context;
    this.#standardSchema = standardSchema;
    this.#comparesTypes = compareType !== false;
    this.#comparesDefaults = compareServerDefault !== false;
    this.#keepsComments = context.migrationContext.dialect.features.supportsComments;
  }

  /** Whether no comparator could find anything. */
  isSame(reflected: ReflectedTable, model: Table): boolean {
    if (reflected.checks.length > 0 || reflected.excludes.length > 0) return false;
    if (hasOthers(model.options, plainTableOptions) || !this.#isSameComment(reflected.comment, model.comment))
      return false;
    return (
      this.#areColumnsSame(reflected.columns, model) &&
      areListsSame(reflected.primaryKey?.columns ?? [], model.primaryKey?.columns ?? []) &&
      this.#areItemsSame(reflected, model)
    );
  }

  #isSameComment(before: string | null, after: string | null): boolean {
    return !this.#keepsComments || (before ?? "") === (after ?? "");
  }

  #areColumnsSame(reflected: readonly ReflectedColumn[], model: Table): boolean {
    if (reflected.length !== model.columns.size) return false;
    for (const before of reflected) {
      const after = model.columns.get(before.name);
      if (after === undefined || !this.#isColumnSame(before, after)) return false;
    }
    return true;
  }

  #isColumnSame(before: ReflectedColumn, after: Column): boolean {
    const { options } = after;
    if (before.nullable !== after.nullable || options.system === true || after.checks.length > 0) return false;
    if (before.identity !== null || before.computed !== null) return false;
    if (options.identity !== undefined || options.computed !== undefined) return false;
    return (
      this.#isSameComment(before.comment, after.comment) &&
      this.#isTypeSame(before, after) &&
      this.#isDefaultSame(before, after)
    );
  }

  #isTypeSame(before: ReflectedColumn, after: Column): boolean {
    const { comparison, migrationContext } = this.#context;
    if (typeBoundCheck(after, migrationContext.dialect.features) !== null) return false;
    if (!this.#comparesTypes) return true;
    if (before.type instanceof NullType || after.type instanceof NullType) return false;
    return !comparison.compareType(before.type, after.type);
  }

  #isDefaultSame(before: ReflectedColumn, after: Column): boolean {
    if (!this.#comparesDefaults || (before.defaultSql === null && after.serverDefault === null)) return true;
    if (after.serverDefault instanceof FetchedValue) return true;
    return !this.#context.comparison.differsInDefault(columnOf(before), after);
  }

  /** Each constraint and index of the model has one of the database's, and none is left. */
  #areItemsSame(reflected: ReflectedTable, model: Table): boolean {
    const uniques = [...reflected.uniques];
    const indexes = reflected.indexes.filter((index) => !this.#isImplied(index, reflected, model));
    const keys = [...reflected.foreignKeys];
    for (const item of model.constraints) {
      if (item.kind !== "primary" && !this.#take({ uniques, keys }, item, model)) return false;
    }
    for (const index of model.indexes) {
      if (!this.#takeIndex(indexes, index, model) && !this.#takeUniqueIndex(uniques, index, model)) return false;
    }
    return uniques.length === 0 && indexes.length === 0 && keys.length === 0;
  }

  /** What the database has made by itself, for a constraint or for a foreign key: it is looked for nowhere. */
  #isImplied(index: ReflectedIndex, reflected: ReflectedTable, model: Table): boolean {
    if (index.duplicatesConstraint !== null) return true;
    if (reflected.foreignKeys.length === 0) return false;
    const isInModel = model.indexes.some(({ name }) => name !== null && nameText(name) === index.name);
    if (isInModel) return false;
    const { name, expressions, options } = index;
    const columns = expressions.filter((expression) => typeof expression === "string");
    const keys = [
      ...reflected.foreignKeys,
      ...model.foreignKeys.map((key) => ({
        name: key.name === null ? null : nameText(key.name),
        columns: key.columns,
      })),
    ];
    const { comparison } = this.#context;
    return comparison.isMadeForForeignKey({ name, columns, isUnique: options.unique ?? false, isPrimary: false }, keys);
  }

  #take(open: OpenConstraints, constraint: Constraint, table: Table): boolean {
    if (constraint instanceof UniqueConstraint) return this.#takeUnique(open.uniques, constraint, table);
    return constraint instanceof ForeignKeyConstraint && this.#takeForeignKey(open.keys, constraint, table);
  }

  #takeUnique(open: ReflectedUnique[], model: UniqueConstraint, table: Table): boolean {
    if (hasOthers(model.options, plainUniqueOptions)) return false;
    const name = nameIn(this.#context, model, table);
    return take(
      open,
      (unique) =>
        (name === null || unique.name === name) &&
        areListsSame(unique.columns, model.columns) &&
        !hasOthers(unique.options, plainUniqueOptions),
    );
  }

  #takeIndex(open: ReflectedIndex[], model: Index, table: Table): boolean {
    if (hasOthers(model.options, plainIndexOptions)) return false;
    const name = nameIn(this.#context, model, table);
    return take(
      open,
      (index) =>
        index.name === name &&
        (index.options.unique ?? false) === model.unique &&
        !hasOthers(index.options, plainIndexOptions) &&
        areListsSame(index.expressions, model.expressions),
    );
  }

  /** Where a unique constraint and a unique index are one thing, the database reports it as the former. */
  #takeUniqueIndex(open: ReflectedUnique[], model: Index, table: Table): boolean {
    if (!this.#context.comparison.uniquesAreIndexes || !model.unique) return false;
    if (hasOthers(model.options, plainIndexOptions)) return false;
    const name = nameIn(this.#context, model, table);
    return take(open, (unique) => unique.name === name && areListsSame(unique.columns, model.expressions));
  }

  #takeForeignKey(open: ReflectedForeignKey[], model: ForeignKeyConstraint, table: Table): boolean {
    const { comparison } = this.#context;
    const targets = targetsOf(model, table);
    const [first] = targets;
    if (first === undefined) return false;
    const schema = first.schema === this.#standardSchema ? null : first.schema;
    const does = comparison.foreignKeyOptions(model);
    return take(
      open,
      (key) =>
        key.referredTable === first.table &&
        (key.referredSchema === this.#standardSchema ? null : key.referredSchema) === schema &&
        areListsSame(key.columns, model.columns) &&
        targets.every(({ column }, at) => key.referredColumns[at] === column) &&
        comparison.foreignKeyOptions(key) === does,
    );
  }
}

/** What the database has of a table that no item of the model has taken. */
interface OpenConstraints {
  readonly uniques: ReflectedUnique[];
  readonly keys: ReflectedForeignKey[];
}

// Options that make nothing different.
const plainTableOptions: ReadonlySet<string> = new Set(tableOptionKeys);
const plainUniqueOptions: ReadonlySet<string> = new Set(["name", "deferrable", "initially", "comment", "info"]);
const plainIndexOptions: ReadonlySet<string> = new Set(["unique", "info", "quote"]);

function hasOthers(options: object, plain: ReadonlySet<string>): boolean {
  return Object.entries(options).some(([key, value]) => value !== undefined && !plain.has(key));
}

/** Takes the first that fits out of a list; whether there was one. */
function take<Item>(open: Item[], fits: (item: Item) => boolean): boolean {
  const at = open.findIndex(fits);
  if (at >= 0) open.splice(at, 1);
  return at >= 0;
}

/** Whether the same names stand in two lists; what is no name is never the same. */
function areListsSame(before: readonly unknown[], after: readonly unknown[]): boolean {
  return before.length === after.length && before.every((item, at) => typeof item === "string" && item === after[at]);
}
