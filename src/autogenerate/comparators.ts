import type { OpContainer, ModifyTableOps, UpgradeOps } from "../operations/containers.ts";
import type { Column, Table } from "../schema/index.ts";
import type { AutogenContext } from "./autogen-context.ts";
import type { ColumnChange } from "./column-change.ts";

/** One table that is compared; null where a side does not have it. */
export interface ComparedTable {
  /** null for the connection's default schema. */
  readonly schema: string | null;
  readonly name: string;
  readonly reflected: Table | null;
  readonly model: Table | null;
}

/** One column that both sides have. */
export interface ComparedColumn {
  readonly schema: string | null;
  readonly tableName: string;
  readonly name: string;
  readonly reflected: Column;
  readonly model: Column;
}

/** What is compared, and what a comparator of it gets besides the context. */
export interface ComparatorArguments {
  /** Everything, once a pass. */
  readonly autogenerate: readonly [ops: UpgradeOps];
  /** The schemas that take part; null is the default one. */
  readonly schema: readonly [ops: OpContainer, schemas: ReadonlySet<string | null>];
  /** A table on one side or on both; the operations are those that change it. */
  readonly table: readonly [ops: ModifyTableOps, table: ComparedTable];
  /** A column on both sides; the change is what its `op.alterColumn` is going to hold. */
  readonly column: readonly [change: ColumnChange, column: ComparedColumn];
}

/** A kind of thing that comparators are registered for. */
export type CompareTarget = keyof ComparatorArguments;

/** `"stop"` ends the comparison of what the comparator's element is, of this one object. */
export type ComparatorResult = "stop" | "continue" | void;

/** Compares one kind of thing, and adds what has to be done. */
export type Comparator<Target extends CompareTarget = CompareTarget> = (
  context: AutogenContext,
  ...args: ComparatorArguments[Target]
) => ComparatorResult | Promise<ComparatorResult>;

/** When a comparator runs among those of its target: `first` before `medium` before `last`. */
export type ComparatorPriority = "first" | "medium" | "last";

/** Options of a comparator. */
export interface ComparatorOptions {
  /** What is compared: comparators of one element can stop each other. */
  readonly element?: string | undefined;
  /** The only dialect that it is for. */
  readonly qualifier?: string | undefined;
  /** Default: `medium`. */
  readonly priority?: ComparatorPriority | undefined;
}

interface Registration {
  readonly element: string;
  readonly qualifier: string | null;
  readonly priority: ComparatorPriority;
  readonly run: (context: AutogenContext, args: readonly unknown[]) => ComparatorResult | Promise<ComparatorResult>;
}

const priorities: readonly ComparatorPriority[] = ["first", "medium", "last"];

/** Comparators by what they compare. */
export class Comparators {
  readonly #registered = new Map<CompareTarget, Registration[]>();

  /**
   * Adds a comparator.
   *
   * @param target what it compares
   * @param comparator the function
   * @param options its element, dialect and priority
   * @example
   * comparators.add("table", (context, changes, { model }) => {
   *   if (model?.comment === null) context.warn(`Table ${model.name} has no comment.`);
   * });
   */
  add<Target extends CompareTarget>(
    target: Target,
    comparator: Comparator<Target>,
    { element = "", qualifier, priority = "medium" }: ComparatorOptions = {},
  ): void {
    const list = this.#registered.get(target) ?? [];
    this.#registered.set(target, list);
    list.push({
      element,
      qualifier: qualifier ?? null,
      priority,
      // Dispatch passes on what the target's own arguments are.
      run: (context, args) => comparator(context, ...(args as ComparatorArguments[Target])),
    });
  }

  /** Whether any of them looks at tables or columns. */
  get seeTables(): boolean {
    return this.#registered.has("table") || this.#registered.has("column");
  }

  /** Those of one target and dialect in the order in which they run. */
  ofTarget(target: CompareTarget, dialect: string): readonly Registration[] {
    const all = this.#registered.get(target) ?? [];
    return priorities.flatMap((priority) => {
      const own = all.filter((each) => each.priority === priority);
      return [...own.filter((each) => each.qualifier === dialect), ...own.filter((each) => each.qualifier === null)];
    });
  }
}

/** The comparators that take part in one comparison. */
export class ComparatorPlan {
  readonly #lists = new Map<CompareTarget, readonly Registration[]>();

  constructor(
    private readonly sources: readonly Comparators[],
    private readonly dialect: string,
  ) {}

  /**
   * Runs the comparators of a target; one that stops leaves out the rest of its element.
   *
   * @returns nothing where no comparator had to wait: a turn for every column would cost more than comparing it
   */
  dispatch<Target extends CompareTarget>(
    target: Target,
    context: AutogenContext,
    ...args: ComparatorArguments[Target]
  ): Promise<void> | undefined {
    return this.#runFrom(0, this.#list(target), [], context, args);
  }

  #runFrom(
    first: number,
    list: readonly Registration[],
    stopped: string[],
    context: AutogenContext,
    args: readonly unknown[],
  ): Promise<void> | undefined {
    for (const [index, { element, run }] of list.entries()) {
      if (index < first || stopped.includes(element)) continue;
      const result = run(context, args);
      if (result instanceof Promise) {
        return result.then((verdict) => {
          if (verdict === "stop") stopped.push(element);
          return this.#runFrom(index + 1, list, stopped, context, args);
        });
      }
      if (result === "stop") stopped.push(element);
    }
    return undefined;
  }

  #list(target: CompareTarget): readonly Registration[] {
    const known = this.#lists.get(target);
    if (known !== undefined) return known;
    const lists = this.sources.map((source) => source.ofTarget(target, this.dialect));
    const all = priorities.flatMap((priority) =>
      lists.flatMap((list) => list.filter((each) => each.priority === priority)),
    );
    this.#lists.set(target, all);
    return all;
  }
}

/**
 * Comparators of one's own that always take part, whatever `autogeneratePlugins` says.
 *
 * @example
 * comparators.add("table", (context, ops, { model }) => {
 *   if (model !== null && model.comment === null) context.warn(`Table ${model.name} has no comment.`);
 * });
 */
export const comparators = new Comparators();
