import type { ModifyTableOps } from "../../operations/containers.ts";
import type { MigrateOperation } from "../../operations/migrate-operation.ts";
import type { TablePair } from "../../dialects/base/comparison.ts";
import { CheckConstraint } from "../../schema/index.ts";
import { type AutogenContext, parentsOf } from "../autogen-context.ts";
import type { ComparedTable } from "../comparators.ts";
import { nameIn } from "../names.ts";
import { addConstraintOp, dropConstraintOp } from "../ops-from-schema.ts";
import type { PluginDefinition } from "../plugins.ts";
import { checksOfModel, type ModelCheck } from "./model-checks.ts";

/** CHECKs: by name, and by what they say; one without a name by what it says alone. */
export const checks: PluginDefinition = {
  name: "alembic.autogenerate.checkconstraint_byname",
  setup(plugin) {
    plugin.addAutogenerateComparator(compareChecks, "table", { element: "checkconstraints" });
  },
};

function compareChecks(context: AutogenContext, ops: ModifyTableOps, { reflected, model }: ComparedTable): void {
  if (reflected !== null && model !== null) ops.ops.push(...new CheckComparison(context, { reflected, model }).ops());
}

/** The CHECKs of one table on both sides. */
class CheckComparison {
  readonly #reflected: readonly (readonly [string | null, CheckConstraint])[];
  readonly #model: readonly ModelCheck[];
  readonly #matched = new Set<CheckConstraint>();

  constructor(
    private readonly context: AutogenContext,
    private readonly tables: TablePair,
  ) {
    const parents = parentsOf(tables.reflected);
    this.#reflected = tables.reflected.constraints
      .filter((constraint) => constraint instanceof CheckConstraint)
      .map((check) => [nameIn(context, check, tables.reflected), check] as const)
      .filter(([name]) => context.includesName(name, "check_constraint", parents));
    this.#model = checksOfModel(tables.model, context.migrationContext.dialect.features);
  }

  ops(): readonly MigrateOperation[] {
    if (this.#reflected.length === 0 && this.#model.length === 0) return [];
    const changed = this.#named();
    const added = this.#unnamed();
    return [...this.#removed(), ...changed, ...added];
  }

  #named(): readonly MigrateOperation[] {
    const named = this.#model.flatMap((own) => (own.name === null ? [] : [{ ...own, name: own.name }]));
    const known = named.filter(({ name }) => this.#counterpart(name) !== undefined);
    const unknown = named.filter(({ name }) => this.#counterpart(name) === undefined);
    return [
      ...known.toSorted(byName).flatMap((own) => this.#compared(own)),
      ...unknown.toSorted(byName).flatMap((own) => this.#add(own)),
    ];
  }

  #counterpart(name: string): CheckConstraint | undefined {
    return this.#reflected.find(([other]) => other === name)?.[1];
  }

  #compared(own: ModelCheck & { readonly name: string }): readonly MigrateOperation[] {
    const before = this.#counterpart(own.name);
    if (before === undefined) return [];
    this.#matched.add(before);
    if (!this.context.comparison.differsInCheck(before, own.check, this.tables) || this.#isOfChangedType(own))
      return [];
    if (!this.context.includesObject(own.check, own.name, "check_constraint", false, before)) return [];
    this.context.log(`Detected changed check constraint '${own.name}' on '${this.tables.model.fullName}'`);
    return [
      dropConstraintOp(this.context, before, this.tables.model),
      addConstraintOp(this.context, own.check, this.tables.model),
    ];
  }

  #unnamed(): readonly MigrateOperation[] {
    return this.#model.flatMap((own) => {
      if (own.name !== null) return [];
      const same = this.#reflected.find(
        ([, other]) =>
          !this.#matched.has(other) && !this.context.comparison.differsInCheck(other, own.check, this.tables),
      );
      if (same !== undefined) this.#matched.add(same[1]);
      return same === undefined ? this.#add(own) : [];
    });
  }

  #add(own: ModelCheck): readonly MigrateOperation[] {
    if (this.#isOfChangedType(own)) return [];
    if (!this.context.includesObject(own.check, own.name, "check_constraint", false, null)) return [];
    if (own.name === null && this.context.migrationContext.dialect.features.movesTableInBatch) {
      this.context.warn(
        `A check constraint of '${this.tables.model.fullName}' has no name, which it needs to be added to a table that is there.`,
      );
      return [];
    }
    this.context.log(`Detected added check constraint '${own.name ?? ""}' on '${this.tables.model.fullName}'`);
    return [addConstraintOp(this.context, own.check, this.tables.model)];
  }

  /** The CHECK of a type comes with the column, or with the change of its type. */
  #isOfChangedType({ column }: ModelCheck): boolean {
    if (column === null) return false;
    const before = this.tables.reflected.columns.get(column.requireName());
    return before === undefined || this.context.comparison.compareType(before.type, column.type);
  }

  #removed(): readonly MigrateOperation[] {
    const left = this.#reflected.filter(([, check]) => !this.#matched.has(check));
    return left
      .map(([name, check]) => ({ name, check }))
      .toSorted(byName)
      .flatMap(({ name, check }) => this.#remove(name, check));
  }

  #remove(name: string | null, check: CheckConstraint): readonly MigrateOperation[] {
    const { context, tables } = this;
    if (name === null) {
      if (!context.comparison.isOfTypeItself(check, tables.reflected))
        context.warn(
          `Table '${tables.model.fullName}' has a check constraint without a name that the models lack: it cannot be dropped by name.`,
        );
      return [];
    }
    if (!context.includesObject(check, name, "check_constraint", true, null)) return [];
    context.log(`Detected removed check constraint '${name}' on '${tables.model.fullName}'`);
    return [dropConstraintOp(context, check, tables.model)];
  }
}

function byName(left: { readonly name: string | null }, right: { readonly name: string | null }): number {
  return (left.name ?? "") < (right.name ?? "") ? -1 : 1;
}
