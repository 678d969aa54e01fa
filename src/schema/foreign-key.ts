import { InvalidArgumentError } from "../errors/index.ts";
import type { ConstraintName, Identifier } from "../sql/index.ts";
import { call, type Deconstructed, type Deconstructible } from "../util/deconstruct.ts";
import type { Column } from "./column.ts";
import { checkDialectOptions, type ForeignKeyDialectOptions } from "./dialect-options.ts";

/** What a foreign key does, wherever it is written. */
export interface ForeignKeyOptions extends ForeignKeyDialectOptions {
  readonly name?: ConstraintName | null | undefined;
  /** `CASCADE`, `SET NULL`, `SET DEFAULT`, `RESTRICT`, `NO ACTION`. */
  readonly onUpdate?: string | null | undefined;
  /** `CASCADE`, `SET NULL`, `SET DEFAULT`, `RESTRICT`, `NO ACTION`. */
  readonly onDelete?: string | null | undefined;
  readonly deferrable?: boolean | null | undefined;
  /** `DEFERRED` or `IMMEDIATE`. */
  readonly initially?: string | null | undefined;
  /** `FULL`, `PARTIAL` or `SIMPLE`. */
  readonly match?: string | null | undefined;
  /** Left out of CREATE TABLE, to be added by an ALTER TABLE of its own. */
  readonly useAlter?: boolean | undefined;
  readonly comment?: string | undefined;
  readonly info?: Readonly<Record<string, unknown>> | undefined;
}

export const foreignKeyOptionKeys = [
  "name",
  "onUpdate",
  "onDelete",
  "deferrable",
  "initially",
  "match",
  "useAlter",
  "comment",
  "info",
] as const satisfies readonly (keyof ForeignKeyOptions)[];

/** The column that a foreign key points at. */
export interface ReferredColumn {
  readonly schema: string | null;
  readonly table: string;
  readonly column: string;
  /** Schema and table with their own word on quoting, where they came with one. */
  readonly quoting?: { readonly schema: Identifier | null; readonly table: Identifier } | undefined;
}

/** A column's reference to another one; it becomes a constraint of the table. */
export class ForeignKey implements Deconstructible {
  constructor(
    /** `table.column`, `schema.table.column`, or a function that gives the column. */
    readonly target: string | (() => Column),
    readonly options: ForeignKeyOptions = {},
  ) {
    checkDialectOptions("sa.foreignKey()", "foreignKey", options, foreignKeyOptionKeys);
    Object.freeze(this);
  }

  /**
   * The column that is referred to.
   *
   * @throws {InvalidArgumentError} when the target is no path to a column
   */
  get referred(): ReferredColumn {
    return typeof this.target === "string" ? parseReference(this.target) : columnReference(this.target());
  }

  deconstruct(): Deconstructed {
    const { schema, table, column } = this.referred;
    return call("sa.foreignKey", [[schema, table, column].filter((part) => part !== null).join(".")], this.options);
  }
}

/**
 * Reads `table.column` or `schema.table.column`; a schema may have dots of its own.
 *
 * @throws {InvalidArgumentError} when there is no dot
 */
export function parseReference(target: string): ReferredColumn {
  const parts = target.split(".");
  const column = parts.pop();
  const table = parts.pop();
  if (column === undefined || table === undefined || column === "" || table === "") {
    throw new InvalidArgumentError("ALB0811", `'${target}' does not say which column a foreign key refers to.`, {
      hint: 'Write "table.column" or "schema.table.column".',
    });
  }
  return { schema: parts.length === 0 ? null : parts.join("."), table, column };
}

/** @throws {InvalidArgumentError} when the column belongs to no table */
export function columnReference(column: Column): ReferredColumn {
  const table = column.table;
  if (table === null || column.name === null) {
    throw new InvalidArgumentError("ALB0812", "A foreign key refers to a column that belongs to no table.", {
      hint: "Point at a table's column: sa.foreignKey(() => User.c.id).",
    });
  }
  return { schema: table.schemaName, table: table.name, column: column.name };
}

/**
 * A column's reference to another one.
 *
 * @param target `table.column`, `schema.table.column`, or a function that gives the column
 * @throws {InvalidArgumentError} on an unknown option
 * @example sa.column("owner_id", sa.integer(), { foreignKey: sa.foreignKey("users.id", { onDelete: "CASCADE" }) });
 */
export function foreignKey(target: string | (() => Column), options?: ForeignKeyOptions): ForeignKey {
  return new ForeignKey(target, options);
}
