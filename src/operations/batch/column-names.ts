import { InvalidArgumentError } from "../../errors/index.ts";
import {
  CheckConstraint,
  type Column,
  Computed,
  type Constraint,
  ExcludeConstraint,
  ForeignKeyConstraint,
  Index,
  type IndexExpression,
  OrderedExpression,
  PrimaryKeyConstraint,
  type ReferredColumn,
  type Table,
  UniqueConstraint,
} from "../../schema/index.ts";
import { type Identifier, nameText, SqlFragment, type SqlPart } from "../../sql/index.ts";
import { suggest } from "../../util/suggest.ts";
import type { DraftRules, Part } from "./table-draft.ts";

/** The names that a table's columns had, and those that they get: what else names a column follows. */
export class ColumnNames {
  readonly #finals: ReadonlyMap<string, string>;
  readonly #keys: ReadonlyMap<string, string>;
  readonly #renamed: ReadonlyMap<string, string>;

  /** @param names the columns' new names by those that operations know them by */
  constructor(
    names: ReadonlyMap<string, string>,
    private readonly table: Table,
    private readonly rules: DraftRules,
  ) {
    this.#finals = names;
    this.#keys = new Map([...names].map(([key, name]) => [name, key]));
    this.#renamed = new Map([...names].filter(([key, name]) => key !== name));
  }

  /** @throws {InvalidArgumentError} when there is no such column */
  key(name: string): string {
    if (this.#finals.has(name)) return name;
    const key = this.#keys.get(name);
    if (key === undefined) throw columnMissing(this.table, name, this.#finals.keys());
    return key;
  }

  /** @throws {InvalidArgumentError} when there is no such column */
  final(name: string): string {
    return this.#finals.get(this.key(name)) ?? name;
  }

  /** A column that was there, with the columns that its own expressions name. */
  column(column: Column): Column {
    const { computed } = column.options;
    if (this.#renamed.size === 0 || (computed === undefined && column.checks.length === 0)) return column;
    return column.with({
      check: column.checks.map((check) => this.#check(check)),
      ...(computed === undefined
        ? {}
        : { computed: new Computed(this.#expression(computed.expression), { persisted: computed.persisted }) }),
    });
  }

  constraint({ item, isKept }: Part<Constraint>): Constraint {
    if (item instanceof PrimaryKeyConstraint) return new PrimaryKeyConstraint(this.#list(item.columns), item.options);
    if (item instanceof UniqueConstraint) return new UniqueConstraint(this.#list(item.columns), item.options);
    if (item instanceof ForeignKeyConstraint) return this.#foreignKey(item);
    if (item instanceof ExcludeConstraint) return this.#exclude(item);
    return isKept && item instanceof CheckConstraint ? this.#check(item) : item;
  }

  index({ item, isKept }: Part<Index>): Index {
    const expressions = item.expressions.map((expression) => this.#indexed(expression, isKept));
    return new Index(item.name, expressions, isKept ? this.#indexOptions(item.options) : item.options);
  }

  #list(names: readonly string[]): readonly string[] {
    return names.map((name) => this.final(name));
  }

  #foreignKey(key: ForeignKeyConstraint): ForeignKeyConstraint {
    const targets = key.referred.map((referred) => (this.#isOwn(referred) ? this.#ownTarget(referred) : referred));
    return new ForeignKeyConstraint(this.#list(key.columns), targets, key.options);
  }

  #isOwn({ schema, table }: ReferredColumn): boolean {
    return schema === this.table.schemaName && table === this.table.name;
  }

  #ownTarget(referred: ReferredColumn): ReferredColumn {
    return { ...referred, column: this.#finals.get(referred.column) ?? referred.column };
  }

  #exclude(item: ExcludeConstraint): ExcludeConstraint {
    const elements = item.elements.map(
      ([operand, operator]) =>
        [operand instanceof SqlFragment ? operand : this.#identifier(operand), operator] as const,
    );
    return new ExcludeConstraint(elements, item.options);
  }

  #check(check: CheckConstraint): CheckConstraint {
    return new CheckConstraint(this.#expression(check.condition), check.options);
  }

  #indexed(item: IndexExpression, isKept: boolean): IndexExpression {
    if (item instanceof OrderedExpression) {
      const { expression, direction, nulls, label } = item;
      return new OrderedExpression(this.#operand(expression, isKept), direction, nulls, label);
    }
    return this.#operand(item, isKept);
  }

  #operand(operand: Identifier | SqlFragment, isKept: boolean): Identifier | SqlFragment {
    if (!(operand instanceof SqlFragment)) return this.#identifier(operand);
    return isKept ? this.#fragment(operand) : operand;
  }

  #identifier(name: Identifier): Identifier {
    // An index over a column that is dropped is left to the database to refuse: the user says which is to go.
    const text = nameText(name);
    const final = this.#finals.get(this.#keys.get(text) ?? text) ?? text;
    return final === text ? name : final;
  }

  /** The predicate of a partial index, in whichever dialect's options it stands. */
  #indexOptions(options: Index["options"]): Index["options"] {
    if (this.#renamed.size === 0) return options;
    const entries = Object.entries(options).map(([key, value]: [string, unknown]) => {
      if (typeof value !== "object" || value === null || !("where" in value)) return [key, value] as const;
      const { where } = value;
      const isExpression = typeof where === "string" || where instanceof SqlFragment;
      return [key, isExpression ? { ...value, where: this.#expression(where) } : value] as const;
    });
    return Object.fromEntries(entries);
  }

  #expression<Expression extends string | SqlFragment>(expression: Expression): string | SqlFragment {
    if (expression instanceof SqlFragment) return this.#fragment(expression);
    return this.#renamed.size === 0 ? expression : this.rules.renameColumns(expression, this.#renamed);
  }

  #fragment(fragment: SqlFragment): SqlFragment {
    if (this.#renamed.size === 0) return fragment;
    return new SqlFragment(fragment.parts.map((part) => this.#part(part)));
  }

  #part(part: SqlPart): SqlPart {
    if (part.kind === "value") return part;
    if (part.kind === "text") return { ...part, text: this.rules.renameColumns(part.text, this.#renamed) };
    const last = part.path.at(-1);
    if (last === undefined) return part;
    return { ...part, path: [...part.path.slice(0, -1), this.#identifier(last)] };
  }
}

export function columnMissing(table: Table, name: string, known: Iterable<string>): InvalidArgumentError {
  const near = suggest(name, known);
  return new InvalidArgumentError("ALB0870", `The batch on "${table.fullName}" finds no column "${name}".`, {
    hint:
      near === null
        ? "In a batch, columns go by the names that they had before it."
        : `Did you mean "${near}"? In a batch, columns go by the names that they had before it.`,
  });
}
