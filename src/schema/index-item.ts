import { InvalidArgumentError } from "../errors/index.ts";
import { type ConstraintName, type Identifier, SqlFragment } from "../sql/index.ts";
import { call, type Deconstructed, type Deconstructible } from "../util/deconstruct.ts";
import { checkDialectOptions, type IndexDialectOptions } from "./dialect-options.ts";

/** A column or expression of an index with its order. */
export class OrderedExpression implements Deconstructible {
  constructor(
    readonly expression: Identifier | SqlFragment,
    readonly direction: "asc" | "desc" | null = null,
    readonly nulls: "first" | "last" | null = null,
    /** The name by which an operator class is given for an expression. */
    readonly label: string | null = null,
  ) {
    Object.freeze(this);
  }

  deconstruct(): Deconstructed {
    const labelled = this.label === null ? this.expression : call("sa.label", [this.label, this.expression]);
    const ordered = this.direction === null ? labelled : call(`sa.${this.direction}`, [labelled]);
    if (this.nulls !== null) return call(this.nulls === "first" ? "sa.nullsFirst" : "sa.nullsLast", [ordered]);
    return ordered === labelled || typeof ordered !== "object" || !("kind" in ordered)
      ? call("sa.label", [this.label, this.expression])
      : ordered;
  }
}

/** A column's name, an expression, or one of them with an order. */
export type IndexExpression = Identifier | SqlFragment | OrderedExpression;

function ordered(of: IndexExpression, changes: Partial<OrderedExpression>): OrderedExpression {
  const base = of instanceof OrderedExpression ? of : new OrderedExpression(of);
  const { expression, direction = base.direction, nulls = base.nulls, label = base.label } = changes;
  return new OrderedExpression(expression ?? base.expression, direction, nulls, label);
}

/**
 * Descending order, in an index.
 *
 * @param of a column's name, or an expression
 * @example sa.index("ix_posts_created", [sa.desc("created_at")]);
 */
export function desc(of: IndexExpression): OrderedExpression {
  return ordered(of, { direction: "desc" });
}

/**
 * Ascending order, in an index.
 *
 * @param of a column's name, or an expression
 * @example sa.index("ix_posts_created", [sa.asc("created_at")]);
 */
export function asc(of: IndexExpression): OrderedExpression {
  return ordered(of, { direction: "asc" });
}

/**
 * NULLs before everything else, in an index.
 *
 * @param of a column's name, an expression, or one with an order
 * @example sa.index("ix_posts_created", [sa.nullsFirst(sa.desc("created_at"))]);
 */
export function nullsFirst(of: IndexExpression): OrderedExpression {
  return ordered(of, { nulls: "first" });
}

/**
 * NULLs after everything else, in an index.
 *
 * @param of a column's name, an expression, or one with an order
 * @example sa.index("ix_posts_created", [sa.nullsLast(sa.desc("created_at"))]);
 */
export function nullsLast(of: IndexExpression): OrderedExpression {
  return ordered(of, { nulls: "last" });
}

/**
 * A name for an expression of an index, by which an operator class is given.
 *
 * @param name the name
 * @param of the expression
 * @example sa.index("ix_users_email", [sa.label("email_lower", sql`lower(email)`)], { postgresql: { ops: { email_lower: "text_pattern_ops" } } });
 */
export function label(name: string, of: IndexExpression): OrderedExpression {
  return ordered(of, { label: name });
}

/** Options of {@link index}. */
export interface IndexOptions extends IndexDialectOptions {
  readonly unique?: boolean | undefined;
  readonly info?: Readonly<Record<string, unknown>> | undefined;
  readonly quote?: boolean | undefined;
}

/** An index of a table. */
export class Index implements Deconstructible {
  constructor(
    readonly name: ConstraintName | null,
    readonly expressions: readonly IndexExpression[],
    readonly options: IndexOptions = {},
  ) {
    checkDialectOptions("sa.index()", "index", options, ["unique", "info", "quote"]);
    if (!Array.isArray(expressions)) {
      throw new InvalidArgumentError("ALB0818", "sa.index() takes an array of columns.", {
        hint: 'For example: sa.index("ix_posts_title", ["title"]).',
      });
    }
    Object.freeze(this);
  }

  get unique(): boolean {
    return this.options.unique ?? false;
  }

  /** The names of its columns; expressions are left out. */
  get columns(): readonly string[] {
    return this.expressions.flatMap((item) => {
      const expression = item instanceof OrderedExpression ? item.expression : item;
      if (expression instanceof SqlFragment) return [];
      return [typeof expression === "string" ? expression : expression.name];
    });
  }

  withName(name: ConstraintName | null): Index {
    return new Index(name, this.expressions, this.options);
  }

  deconstruct(): Deconstructed {
    return call("sa.index", [this.name, this.expressions], this.options);
  }
}

/**
 * An index of a table.
 *
 * @param name its name; null to have one made by the naming convention
 * @param expressions names of columns, `sql` expressions, or `sa.desc(...)` of one
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.index("ix_users_email", [sql`lower(email)`], { unique: true });
 */
export function index(
  name: ConstraintName | null,
  expressions: readonly IndexExpression[],
  options?: IndexOptions,
): Index {
  return new Index(name, expressions, options);
}
