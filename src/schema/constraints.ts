import { InvalidArgumentError } from "../errors/index.ts";
import { type ConstraintName, type Identifier, nameText, SqlFragment } from "../sql/index.ts";
import { checkOptions } from "../util/check-options.ts";
import { call, type Deconstructed, type Deconstructible } from "../util/deconstruct.ts";
import {
  type CheckDialectOptions,
  checkDialectOptions,
  type PrimaryKeyDialectOptions,
  type UniqueDialectOptions,
} from "./dialect-options.ts";
import { foreignKeyOptionKeys, type ForeignKeyOptions, parseReference, type ReferredColumn } from "./foreign-key.ts";

/** What every constraint may have. */
export interface ConstraintOptions {
  readonly name?: ConstraintName | null | undefined;
  readonly deferrable?: boolean | null | undefined;
  /** `DEFERRED` or `IMMEDIATE`. */
  readonly initially?: string | null | undefined;
  readonly comment?: string | undefined;
  readonly info?: Readonly<Record<string, unknown>> | undefined;
}

const constraintOptionKeys = [
  "name",
  "deferrable",
  "initially",
  "comment",
  "info",
] as const satisfies readonly (keyof ConstraintOptions)[];

/** The kind of a constraint, as `op.dropConstraint` names it. */
export type ConstraintKind = "primary" | "unique" | "foreignkey" | "check" | "exclude";

/** The root of the constraints. A dialect may have more of its own. */
export abstract class Constraint implements Deconstructible {
  abstract readonly kind: ConstraintKind;
  /** The columns it is made of, by name; empty for a CHECK. */
  abstract readonly columns: readonly string[];
  abstract readonly options: ConstraintOptions;

  get name(): ConstraintName | null {
    return this.options.name ?? null;
  }

  abstract deconstruct(): Deconstructed;

  /** A copy under another name. */
  abstract withName(name: ConstraintName | null): Constraint;
}

/** Options of {@link primaryKeyConstraint}. */
export interface PrimaryKeyConstraintOptions extends ConstraintOptions, PrimaryKeyDialectOptions {}

export class PrimaryKeyConstraint extends Constraint {
  readonly kind = "primary";

  constructor(
    readonly columns: readonly string[],
    readonly options: PrimaryKeyConstraintOptions = {},
  ) {
    super();
    checkColumns("sa.primaryKeyConstraint()", columns);
    checkDialectOptions("sa.primaryKeyConstraint()", "primaryKey", options, constraintOptionKeys);
    Object.freeze(this);
  }

  withName(name: ConstraintName | null): PrimaryKeyConstraint {
    return new PrimaryKeyConstraint(this.columns, { ...this.options, name });
  }

  deconstruct(): Deconstructed {
    return call("sa.primaryKeyConstraint", [this.columns], this.options);
  }
}

/** Options of {@link uniqueConstraint}. */
export interface UniqueConstraintOptions extends ConstraintOptions, UniqueDialectOptions {}

export class UniqueConstraint extends Constraint {
  readonly kind = "unique";

  constructor(
    readonly columns: readonly string[],
    readonly options: UniqueConstraintOptions = {},
  ) {
    super();
    checkColumns("sa.uniqueConstraint()", columns);
    checkDialectOptions("sa.uniqueConstraint()", "unique", options, constraintOptionKeys);
    Object.freeze(this);
  }

  withName(name: ConstraintName | null): UniqueConstraint {
    return new UniqueConstraint(this.columns, { ...this.options, name });
  }

  deconstruct(): Deconstructed {
    return call("sa.uniqueConstraint", [this.columns], this.options);
  }
}

/** Options of {@link checkConstraint}. */
export interface CheckConstraintOptions extends ConstraintOptions, CheckDialectOptions {}

export class CheckConstraint extends Constraint {
  readonly kind = "check";
  readonly columns: readonly string[] = [];

  constructor(
    /** SQL text, or a fragment. */
    readonly condition: string | SqlFragment,
    readonly options: CheckConstraintOptions = {},
  ) {
    super();
    checkDialectOptions("sa.checkConstraint()", "check", options, constraintOptionKeys);
    Object.freeze(this);
  }

  withName(name: ConstraintName | null): CheckConstraint {
    return new CheckConstraint(this.condition, { ...this.options, name });
  }

  deconstruct(): Deconstructed {
    return call("sa.checkConstraint", [this.condition], this.options);
  }
}

/** What an EXCLUDE constraint compares: a column's name or an `sql` expression, and the operator it is compared by. */
export type ExcludeElement = readonly [operand: Identifier | SqlFragment, operator: string];

/** Options of {@link excludeConstraint}. */
export interface ExcludeConstraintOptions extends ConstraintOptions {
  /** The index method; `gist` unless given. */
  readonly using?: string | undefined;
  /** The predicate of the rows that are compared. */
  readonly where?: string | SqlFragment | undefined;
  /** The operator class of a column. */
  readonly ops?: Readonly<Record<string, string>> | undefined;
}

/** Lets no two rows compare true by every operator. Only some dialects have it. */
export class ExcludeConstraint extends Constraint {
  readonly kind = "exclude";

  constructor(
    readonly elements: readonly ExcludeElement[],
    readonly options: ExcludeConstraintOptions = {},
  ) {
    super();
    checkOptions("sa.excludeConstraint()", options, [...constraintOptionKeys, "using", "where", "ops"]);
    checkElements(elements);
    Object.freeze(this);
  }

  get columns(): readonly string[] {
    return this.elements.flatMap(([operand]) => (operand instanceof SqlFragment ? [] : [nameText(operand)]));
  }

  withName(name: ConstraintName | null): ExcludeConstraint {
    return new ExcludeConstraint(this.elements, { ...this.options, name });
  }

  deconstruct(): Deconstructed {
    return call("sa.excludeConstraint", [this.elements], this.options);
  }
}

export class ForeignKeyConstraint extends Constraint {
  readonly kind = "foreignkey";

  constructor(
    readonly columns: readonly string[],
    /** `table.column` or `schema.table.column`, one for each column. */
    readonly targets: readonly (string | ReferredColumn)[],
    readonly options: ForeignKeyOptions = {},
  ) {
    super();
    checkColumns("sa.foreignKeyConstraint()", columns);
    checkDialectOptions("sa.foreignKeyConstraint()", "foreignKey", options, foreignKeyOptionKeys);
    checkSameLength(columns, targets);
    Object.freeze(this);
  }

  /** The columns referred to, in order. */
  get referred(): readonly ReferredColumn[] {
    return this.targets.map((target) => (typeof target === "string" ? parseReference(target) : target));
  }

  withName(name: ConstraintName | null): ForeignKeyConstraint {
    return new ForeignKeyConstraint(this.columns, this.targets, { ...this.options, name });
  }

  deconstruct(): Deconstructed {
    const targets = this.referred.map(pathOf);
    return call("sa.foreignKeyConstraint", [this.columns, targets], this.options);
  }
}

function checkElements(elements: unknown): void {
  const isElement = (element: unknown): boolean =>
    Array.isArray(element) && element.length === 2 && isOperator(element[1]);
  if (Array.isArray(elements) && elements.length > 0 && elements.every(isElement)) return;
  throw new InvalidArgumentError(
    "ALB0841",
    "An EXCLUDE constraint takes pairs of a column or expression and an operator.",
    {
      hint: 'For example: [["room_id", "="], ["period", "&&"]].',
    },
  );
}

/** Characters of operators only, so that nothing else can get in. */
function isOperator(operator: unknown): boolean {
  return (
    typeof operator === "string" && /^([-+*/<>=~!@#%^&|`?]+|OPERATOR\([\w".]*[-+*/<>=~!@#%^&|`?]+\))$/i.test(operator)
  );
}

function checkColumns(where: string, columns: unknown): void {
  if (Array.isArray(columns) && columns.length > 0 && columns.every((column) => typeof column === "string")) return;
  throw new InvalidArgumentError("ALB0816", `${where} takes an array with the names of its columns.`, {
    hint: 'For example: ["owner_id"].',
  });
}

/** A referred column as it is written: a path, unless a dot in a name makes it read as another. */
function pathOf({ schema, table, column }: ReferredColumn): string | ReferredColumn {
  if (table.includes(".") || column.includes(".")) return { schema, table, column };
  return [schema, table, column].filter((part) => part !== null).join(".");
}

function checkSameLength(columns: readonly string[], targets: readonly unknown[]): void {
  if (columns.length === targets.length) return;
  throw new InvalidArgumentError(
    "ALB0817",
    `A foreign key of ${columns.length} columns refers to ${targets.length}: there must be as many on both sides.`,
    { hint: 'For example: sa.foreignKeyConstraint(["a", "b"], ["t.a", "t.b"]).' },
  );
}

/**
 * A primary key, at the level of the table.
 *
 * @param columns names of columns, in order
 * @throws {InvalidArgumentError} when no column is named, or on an unknown option
 * @example sa.primaryKeyConstraint(["post_id", "user_id"], { name: "votes_pkey" });
 */
export function primaryKeyConstraint(
  columns: readonly string[],
  options?: PrimaryKeyConstraintOptions,
): PrimaryKeyConstraint {
  return new PrimaryKeyConstraint(columns, options);
}

/**
 * A unique constraint, at the level of the table.
 *
 * @param columns names of columns, in order
 * @throws {InvalidArgumentError} when no column is named, or on an unknown option
 * @example sa.uniqueConstraint(["email"], { name: "users_email_key" });
 */
export function uniqueConstraint(columns: readonly string[], options?: UniqueConstraintOptions): UniqueConstraint {
  return new UniqueConstraint(columns, options);
}

/**
 * A CHECK.
 *
 * @param condition SQL text, or a fragment
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.checkConstraint(sql`price > 0`, { name: "price_positive" });
 */
export function checkConstraint(condition: string | SqlFragment, options?: CheckConstraintOptions): CheckConstraint {
  return new CheckConstraint(condition, options);
}

/**
 * A foreign key, at the level of the table.
 *
 * @param columns names of columns, in order
 * @param targets `table.column` or `schema.table.column`, one for each column
 * @throws {InvalidArgumentError} when the two lists differ in length, or on an unknown option
 * @example sa.foreignKeyConstraint(["owner_id"], ["users.id"], { name: "post_users_fk", onDelete: "CASCADE" });
 */
export function foreignKeyConstraint(
  columns: readonly string[],
  targets: readonly string[],
  options?: ForeignKeyOptions,
): ForeignKeyConstraint {
  return new ForeignKeyConstraint(columns, targets, options);
}

/**
 * An EXCLUDE constraint: no two rows may compare true by every operator. Only some databases have it.
 *
 * @param elements pairs of a column's name, or an `sql` expression, and an operator
 * @throws {InvalidArgumentError} on an unknown option, or when an element is no such pair
 * @example sa.excludeConstraint([["room_id", "="], ["period", "&&"]], { name: "no_overlap" });
 */
export function excludeConstraint(
  elements: readonly ExcludeElement[],
  options?: ExcludeConstraintOptions,
): ExcludeConstraint {
  return new ExcludeConstraint(elements, options);
}
