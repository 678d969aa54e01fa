import type { AlterColumnChange } from "../dialects/base/alter-column.ts";
import { CommandError } from "../errors/index.ts";
import { type AlterColumnDialectOptions, checkDialectOptions } from "../schema/index.ts";
import type { Identifier } from "../sql/index.ts";
import { call, type DeconstructedCall } from "../util/deconstruct.ts";
import { batchDirective } from "./batch-directive.ts";
import { checkName } from "./check-arguments.ts";
import { directive } from "./directive.ts";
import { irreversible } from "./irreversible.ts";
import { TableOperation } from "./table-operation.ts";
import { tableRef } from "./table-ref.ts";

/** Options of {@link alterColumn}: what changes, and under `existing…` what is there. Absent is "not given", null is "remove". */
export interface AlterColumnOptions extends AlterColumnChange {
  readonly schema?: Identifier | null | undefined;
}

/** Options of `batch.alterColumn`. */
export interface BatchAlterColumnOptions extends AlterColumnChange {
  /** Accepted for the sake of a common form; a column that is altered keeps its place. */
  readonly insertBefore?: string | undefined;
  /** Accepted for the sake of a common form; a column that is altered keeps its place. */
  readonly insertAfter?: string | undefined;
}

const alterColumnOptionKeys = [
  "schema",
  "nullable",
  "comment",
  "serverDefault",
  "newColumnName",
  "type",
  "autoincrement",
  "existingType",
  "existingServerDefault",
  "existingNullable",
  "existingComment",
  "existingAutoincrement",
] as const satisfies readonly (keyof AlterColumnOptions)[];

/**
 * Changes a column of a table.
 *
 * @example new ops.AlterColumnOp("posts", "title", { nullable: false, existingType: sa.string(200) });
 */
export class AlterColumnOp extends TableOperation {
  constructor(
    readonly table: Identifier,
    readonly column: Identifier,
    readonly options: AlterColumnOptions = {},
    /** The dialects' options of what undoes it: how new values become old ones again. */
    readonly undoing: AlterColumnDialectOptions = {},
  ) {
    super();
    checkName("op.alterColumn()", "table's name", table);
    checkName("op.alterColumn()", "column's name", column);
    checkDialectOptions("op.alterColumn()", "alterColumn", options, alterColumnOptionKeys);
    checkUsing(options);
  }

  get schema(): Identifier | null {
    return this.options.schema ?? null;
  }

  /** Whether the options change anything, and do not just say what is there. */
  get hasChanges(): boolean {
    const { nullable, comment, serverDefault, newColumnName, type, autoincrement } = this.options;
    return [nullable, comment, serverDefault, newColumnName, type, autoincrement].some(
      (change) => change !== undefined,
    );
  }

  override reverse(): AlterColumnOp {
    const { options } = this;
    const isRenamed = options.newColumnName !== undefined;
    const undone: AlterColumnOptions = {
      ...this.undoing,
      schema: options.schema,
      ...(isRenamed ? { newColumnName: this.column } : {}),
      type: before("type", options.type, options.existingType),
      existingType: options.type ?? options.existingType,
      nullable: before("nullable", options.nullable, options.existingNullable),
      existingNullable: options.nullable ?? options.existingNullable,
      serverDefault: before("serverDefault", options.serverDefault, options.existingServerDefault),
      existingServerDefault: given(options.serverDefault, options.existingServerDefault),
      comment: before("comment", options.comment, options.existingComment),
      existingComment: given(options.comment, options.existingComment),
      autoincrement: before("autoincrement", options.autoincrement, options.existingAutoincrement),
      existingAutoincrement: options.autoincrement ?? options.existingAutoincrement,
    };
    return new AlterColumnOp(this.table, options.newColumnName ?? this.column, undone, this.#dialectOptions());
  }

  #dialectOptions(): AlterColumnDialectOptions {
    const own: ReadonlySet<string> = new Set(alterColumnOptionKeys);
    return Object.fromEntries(Object.entries(this.options).filter(([key]) => !own.has(key)));
  }

  deconstruct(): DeconstructedCall {
    return call("op.alterColumn", [this.table, this.column], this.options);
  }
}

/** What something was before it was changed; undefined where it is not changed. */
function before<Value>(option: string, changed: Value | undefined, existing: Value | undefined): Value | undefined {
  if (changed === undefined) return undefined;
  if (existing !== undefined) return existing;
  const name = `existing${option.charAt(0).toUpperCase()}${option.slice(1)}`;
  throw irreversible("op.alterColumn()", `${option} changes, and ${name} does not say what it was`);
}

/** Null is a value here: it says that there is none. */
function given<Value>(changed: Value | undefined, existing: Value | undefined): Value | undefined {
  return changed === undefined ? existing : changed;
}

function checkUsing(options: AlterColumnOptions): void {
  if (options.type !== undefined || Object.values(options).every((value) => !hasUsing(value))) return;
  throw new CommandError("ALB0315", "op.alterColumn() was given 'using' without a type.", {
    hint: "Give the new type as well: 'using' says how old values are turned into it.",
  });
}

function hasUsing(value: unknown): boolean {
  return typeof value === "object" && value !== null && "using" in value && value.using !== undefined;
}

/**
 * Changes a column: its type, nullability, default, comment or name.
 *
 * Some databases write a column anew to change any part of it. There, what is not changed has to be given as
 * `existingType`, `existingNullable`, `existingServerDefault`, `existingComment`.
 *
 * @param table the table's name, without its schema
 * @param column the column's name
 * @param options what changes, and what is there
 * @throws {CommandError} when the dialect needs to know more of the column than was given
 * @throws {UnsupportedOperationError} when the dialect cannot change it in place
 * @example await op.alterColumn("posts", "title", { nullable: false, existingType: sa.string(200) });
 */
export const alterColumn = directive(
  AlterColumnOp,
  (table: Identifier, column: Identifier, options?: AlterColumnOptions) => new AlterColumnOp(table, column, options),
  async ({ impl }, { table, column, options: { schema, ...change } }) =>
    impl.alterColumn(tableRef(table, schema), column, change),
);

/**
 * Changes a column of the batch's table.
 *
 * @param column the column's name
 * @param options what changes, and what is there
 * @throws {CommandError} when the dialect needs to know more of the column than was given
 * @example await batch.alterColumn("title", { nullable: false });
 */
export const batchAlterColumn = batchDirective(
  (
    { table, schema },
    column: Identifier,
    { insertBefore: _before, insertAfter: _after, ...change }: BatchAlterColumnOptions = {},
  ) => new AlterColumnOp(table, column, { ...change, schema }),
);
