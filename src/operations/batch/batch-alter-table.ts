import { InvalidArgumentError } from "../../errors/index.ts";
import type { Column, NamingConvention, Table, TableItem, TableOptions } from "../../schema/index.ts";
import type { Identifier } from "../../sql/index.ts";
import { checkOptions, describe } from "../../util/check-options.ts";
import { call, type Deconstructed } from "../../util/deconstruct.ts";
import { checkName } from "../check-arguments.ts";
import { directive } from "../directive.ts";
import { MigrateOperation } from "../migrate-operation.ts";
import { Batch } from "./batch.ts";
import { type BatchOperations, createBatchOperations } from "./batch-operations.ts";

/** When a table is moved into a new one: where the dialect needs it, always, or never. */
export type Recreate = "auto" | "always" | "never";

/** How a batch reads its table from the database. */
export interface ReflectOptions {
  /** Each gets the columns as they are read, and may give another one in place of a column. */
  readonly listeners?: readonly ReflectListener[] | undefined;
  /** Accepted for the sake of a common form: the tables that foreign keys refer to are not read. */
  readonly resolveFks?: boolean | undefined;
}

/** What is heard, and by whom. */
export type ReflectListener = readonly [event: "columnReflect", listen: (column: Column) => Column | undefined];

/** Options of {@link batchAlterTable}. */
export interface BatchAlterTableOptions {
  readonly schema?: Identifier | null | undefined;
  /** When the table is moved into a new one; `auto` unless given: where the dialect cannot alter it in place. */
  readonly recreate?: Recreate | undefined;
  /** Lists of columns, each in the order that they are to have among themselves. */
  readonly partialReordering?: readonly (readonly string[])[] | undefined;
  /** The table as it is, in place of reflecting it: what a script needs. */
  readonly copyFrom?: Table | undefined;
  /** Further constraints and columns of the new table. */
  readonly tableArgs?: readonly TableItem[] | undefined;
  /** Options of the new table, over those it has. */
  readonly tableKwargs?: TableOptions | undefined;
  /** Columns and constraints that take the place of those which the database reports. */
  readonly reflectArgs?: readonly TableItem[] | undefined;
  /** How the table is read from the database. */
  readonly reflectKwargs?: ReflectOptions | undefined;
  /** Names constraints that have none, so that they can be dropped by name. */
  readonly namingConvention?: NamingConvention | undefined;
}

/** What a batch does, on the table that it was given. */
export type BatchBody = (batch: BatchOperations) => Promise<void> | void;

const batchOptionKeys = [
  "schema",
  "recreate",
  "partialReordering",
  "copyFrom",
  "tableArgs",
  "tableKwargs",
  "reflectArgs",
  "reflectKwargs",
  "namingConvention",
] as const satisfies readonly (keyof BatchAlterTableOptions)[];

const recreateWords: readonly unknown[] = ["auto", "always", "never"] satisfies readonly Recreate[];

export class BatchAlterTableOp extends MigrateOperation {
  constructor(
    readonly table: Identifier,
    readonly options: BatchAlterTableOptions,
    readonly body: BatchBody,
  ) {
    super();
    checkName("op.batchAlterTable()", "table's name", table);
    checkOptions("op.batchAlterTable()", options, batchOptionKeys);
    checkRecreate(options.recreate);
    checkOptions("op.batchAlterTable(), under 'reflectKwargs',", options.reflectKwargs, ["listeners", "resolveFks"]);
    checkBody(body);
  }

  get schema(): Identifier | null {
    return this.options.schema ?? null;
  }

  deconstruct(): Deconstructed {
    return call("op.batchAlterTable", [this.table, this.body], this.options);
  }
}

function checkRecreate(recreate: unknown): void {
  if (recreate === undefined || recreateWords.includes(recreate)) return;
  throw new InvalidArgumentError(
    "ALB0839",
    `op.batchAlterTable() cannot take recreate: ${typeof recreate === "string" ? `'${recreate}'` : describe(recreate)}.`,
    {
      hint: `It is one of: ${recreateWords.join(", ")}.`,
    },
  );
}

function checkBody(body: unknown): void {
  if (typeof body === "function") return;
  throw new InvalidArgumentError(
    "ALB0840",
    `op.batchAlterTable() takes a function that gets the batch, not ${describe(body)}.`,
    {
      hint: 'For example: op.batchAlterTable("posts", async (batch) => { await batch.dropColumn("content"); }).',
    },
  );
}

function buildBatch(table: Identifier, body: BatchBody): BatchAlterTableOp;
function buildBatch(table: Identifier, options: BatchAlterTableOptions, body: BatchBody): BatchAlterTableOp;
function buildBatch(
  table: Identifier,
  first: BatchAlterTableOptions | BatchBody,
  second?: BatchBody,
): BatchAlterTableOp {
  if (typeof first === "function") return new BatchAlterTableOp(table, {}, first);
  // Without a second function the constructor says what is missing.
  return new BatchAlterTableOp(table, first, second as BatchBody);
}

/**
 * Changes a table by several operations at once. Where the dialect cannot alter a table in place, the table is moved
 * into a new one; elsewhere the operations are done one by one, in order, when the function has ended.
 *
 * @param table the table's name, without its schema
 * @param first what to do, or options before it
 * @throws {CommandError} in a script, where the table has to be moved and `copyFrom` does not say what it is
 * @example
 * await op.batchAlterTable("posts", async (batch) => {
 *   await batch.alterColumn("title", { nullable: false });
 *   await batch.dropColumn("content");
 * });
 */
export const batchAlterTable = directive(
  BatchAlterTableOp,
  (
    ...args:
      | readonly [table: Identifier, body: BatchBody]
      | readonly [table: Identifier, options: BatchAlterTableOptions, body: BatchBody]
  ) => (args.length === 3 ? buildBatch(...args) : buildBatch(args[0], args[1])),
  async (scope, operation) => {
    const batch = new Batch(scope, operation);
    await scope.block(async () => operation.body(createBatchOperations(scope, operation, batch)));
    await batch.flush();
  },
);
