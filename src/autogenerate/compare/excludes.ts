import type { TablePair } from "../../dialects/base/comparison.ts";
import type { ModifyTableOps } from "../../operations/containers.ts";
import type { MigrateOperation } from "../../operations/migrate-operation.ts";
import { ExcludeConstraint, type Table } from "../../schema/index.ts";
import { type AutogenContext, parentsOf } from "../autogen-context.ts";
import type { ComparedTable } from "../comparators.ts";
import { nameIn } from "../names.ts";
import { addConstraintOp, dropConstraintOp } from "../ops-from-schema.ts";

/** EXCLUDE constraints by name, and by what they say; one without a name by what it says alone. */
export function compareExcludes(
  context: AutogenContext,
  ops: ModifyTableOps,
  { reflected, model }: ComparedTable,
): void {
  if (reflected === null || model === null || !context.comparison.comparesExcludes) return;
  const [before, after] = [reflected, model].map((table) => excludesOf(context, table));
  if (before === undefined || after === undefined || before.length + after.length === 0) return;
  const parents = parentsOf(reflected);
  const included = before.filter(({ name }) => context.includesName(name, "exclude_constraint", parents));
  ops.ops.push(...new ExcludeComparison(context, { reflected, model }, included).ops(after));
}

/** An EXCLUDE constraint, with its name in the database; null where the database is to make one. */
interface NamedExclude {
  readonly exclude: ExcludeConstraint;
  readonly name: string | null;
}

function excludesOf(context: AutogenContext, table: Table): readonly NamedExclude[] {
  const all = table.constraints.filter((constraint) => constraint instanceof ExcludeConstraint);
  return all.map((exclude) => ({ exclude, name: nameIn(context, exclude, table) })).toSorted(byName);
}

/** By name; those without one last, which take what the others leave. */
function byName({ name: left }: NamedExclude, { name: right }: NamedExclude): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return left < right ? -1 : 1;
}

/** The EXCLUDE constraints of one table on both sides. */
class ExcludeComparison {
  readonly #left: Set<NamedExclude>;

  constructor(
    private readonly context: AutogenContext,
    private readonly tables: TablePair,
    reflected: readonly NamedExclude[],
  ) {
    this.#left = new Set(reflected);
  }

  ops(model: readonly NamedExclude[]): readonly MigrateOperation[] {
    const made = model.flatMap((own) => this.#compared(own));
    return [...[...this.#left].flatMap((gone) => this.#remove(gone)), ...made];
  }

  #compared(own: NamedExclude): readonly MigrateOperation[] {
    const before = [...this.#left].find((other) =>
      own.name === null ? !this.#differ(other, own) : other.name === own.name,
    );
    if (before === undefined) return this.#add(own);
    this.#left.delete(before);
    const { context, tables } = this;
    if (!this.#differ(before, own) || !context.includesObject(own.exclude, own.name, kind, false, before.exclude))
      return [];
    context.log(`Detected changed exclude constraint '${own.name ?? ""}' on '${tables.model.fullName}'`);
    return [
      dropConstraintOp(context, before.exclude, tables.model),
      addConstraintOp(context, own.exclude, tables.model),
    ];
  }

  #differ(before: NamedExclude, own: NamedExclude): boolean {
    return this.context.comparison.differsInExclude(before.exclude, own.exclude, this.tables);
  }

  #add({ exclude, name }: NamedExclude): readonly MigrateOperation[] {
    const { context, tables } = this;
    if (!context.includesObject(exclude, name, kind, false, null)) return [];
    context.log(`Detected added exclude constraint '${name ?? ""}' on '${tables.model.fullName}'`);
    return [addConstraintOp(context, exclude, tables.model)];
  }

  #remove({ exclude, name }: NamedExclude): readonly MigrateOperation[] {
    const { context, tables } = this;
    if (!context.includesObject(exclude, name, kind, true, null)) return [];
    context.log(`Detected removed exclude constraint '${name ?? ""}' on '${tables.model.fullName}'`);
    return [dropConstraintOp(context, exclude, tables.model)];
  }
}

const kind = "exclude_constraint";
