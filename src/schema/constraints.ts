import { InvalidArgumentError } from "../errors/index.ts";
import type { ConstraintName, SqlFragment } from "../sql/index.ts";
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

const constraintOptionKeys = ["name", "deferrable", "initially", "comment", "info"] as const satisfies readonly (keyof ConstraintOptions)[];

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
    const targets = this.referred.map(({ schema, table, column }) => [schema, table, column].filter((part) => part !== null).join("."));
    return call("sa.foreignKeyConstraint", [this.columns, targets], this.options);
  }
}

function checkColumns(where: string, columns: unknown): void {
  if (Array.isArray(columns) && columns.length > 0 && columns.every((column) => typeof column === "string")) return;
  throw new InvalidArgumentError("ALB0816", `${where} takes an array with the names of its columns.`, {
    hint: 'For example: ["owner_id"].',
  });
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
export function primaryKeyConstraint(columns: readonly string[], options?: PrimaryKeyConstraintOptions): PrimaryKeyConstraint {
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
