import {
  checkDialectOptions,
  type IndexDialectOptions,
  Index,
  type IndexExpression,
  type IndexOptions,
} from "../schema/index.ts";
import type { ConstraintName, Identifier } from "../sql/index.ts";
import { call, type DeconstructedCall } from "../util/deconstruct.ts";
import { holderOf } from "./add-constraint.ts";
import { batchDirective } from "./batch-directive.ts";
import { checkName, checkOptionalName } from "./check-arguments.ts";
import { directive } from "./directive.ts";
import { irreversible } from "./irreversible.ts";
import { MigrateOperation } from "./migrate-operation.ts";
import { type OptionalName, TableOperation } from "./table-operation.ts";

/** Options of {@link createIndex}. */
export interface CreateIndexOptions extends IndexOptions {
  readonly schema?: Identifier | null | undefined;
  /** Leave out when an index of that name is there already. */
  readonly ifNotExists?: boolean | undefined;
}

/** Options of `batch.createIndex`. */
export type BatchCreateIndexOptions = Omit<CreateIndexOptions, "schema">;

/** Options of {@link dropIndex}. */
export interface DropIndexOptions extends IndexDialectOptions {
  /** The index's table; some databases need it. */
  readonly tableName?: Identifier | null | undefined;
  readonly schema?: Identifier | null | undefined;
  /** Do nothing when the index is not there. */
  readonly ifExists?: boolean | undefined;
}

/** Options of `batch.dropIndex`. */
export type BatchDropIndexOptions = Omit<DropIndexOptions, "schema" | "tableName">;

/**
 * Creates an index.
 *
 * @example new ops.CreateIndexOp("ix_posts_title", "posts", ["title"]);
 */
export class CreateIndexOp extends TableOperation {
  readonly #index: Index;

  constructor(
    readonly name: OptionalName,
    readonly table: Identifier,
    readonly columns: readonly IndexExpression[],
    readonly options: CreateIndexOptions = {},
  ) {
    super();
    checkOptionalName("op.createIndex()", name);
    checkName("op.createIndex()", "table's name", table);
    const { schema: _schema, ifNotExists: _ifNotExists, ...rest } = options;
    this.#index = new Index(name, columns, rest);
  }

  get schema(): Identifier | null {
    return this.options.schema ?? null;
  }

  protected override get tablePosition(): number {
    return 1;
  }

  toIndex(): Index {
    return this.#index;
  }

  override reverse(): DropIndexOp {
    const { ifNotExists: _ifNotExists, unique: _unique, info: _info, quote: _quote, schema, ...options } = this.options;
    return new DropIndexOp(this.name, { ...options, tableName: this.table, schema }, this);
  }

  deconstruct(): DeconstructedCall {
    return call("op.createIndex", [this.name, this.table, this.columns], this.options);
  }
}

/**
 * Drops an index.
 *
 * @example new ops.DropIndexOp("ix_posts_title", { tableName: "posts" });
 */
export class DropIndexOp extends MigrateOperation {
  constructor(
    readonly name: OptionalName,
    readonly options: DropIndexOptions = {},
    /** What created the index, where that is known: what makes the operation reversible. */
    readonly original: CreateIndexOp | null = null,
  ) {
    super();
    checkOptionalName("op.dropIndex()", name);
    if (name === null && original === null) checkName("op.dropIndex()", "index's name", name);
    checkDialectOptions("op.dropIndex()", "index", options, ["tableName", "schema", "ifExists"]);
  }

  get table(): Identifier | null {
    return this.options.tableName ?? null;
  }

  get schema(): Identifier | null {
    return this.options.schema ?? null;
  }

  /** The index that is dropped, as far as it is known. */
  toIndex(): Index {
    const { tableName: _table, schema: _schema, ifExists: _ifExists, ...options } = this.options;
    return this.original?.toIndex() ?? new Index(this.name, [], options);
  }

  override reverse(): CreateIndexOp {
    if (this.original !== null) return this.original;
    throw irreversible("op.dropIndex()", "it does not say which columns the index has");
  }

  deconstruct(): DeconstructedCall {
    return call("op.dropIndex", [this.name], this.options);
  }

  /** How the operation is written inside a batch, which knows table and schema. */
  deconstructInBatch(): DeconstructedCall {
    const { tableName: _table, schema: _schema, ...options } = this.options;
    return call("batch.dropIndex", [this.name], options);
  }
}

/**
 * Creates an index.
 *
 * @param name the index's name; null to have the naming convention make one
 * @param table the table's name, without its schema
 * @param columns names of columns, `sql` expressions, or `sa.desc(...)` of one
 * @throws {UnsupportedOperationError} where the dialect lacks what is asked for
 * @example await op.createIndex("ix_posts_title", "posts", ["title", sa.desc("created_at")]);
 */
export const createIndex = directive(
  CreateIndexOp,
  (name: OptionalName, table: Identifier, columns: readonly IndexExpression[], options?: CreateIndexOptions) =>
    new CreateIndexOp(name, table, columns, options),
  async ({ impl, metadata }, operation) =>
    impl.createIndex(operation.toIndex(), holderOf(operation.table, operation.schema, metadata), operation.options),
);

/**
 * Creates an index of the batch's table.
 *
 * @param name the index's name; null to have the naming convention make one
 * @param columns names of columns, `sql` expressions, or `sa.desc(...)` of one
 * @throws {UnsupportedOperationError} where the dialect lacks what is asked for
 * @example await batch.createIndex("ix_posts_title", ["title"]);
 */
export const batchCreateIndex = batchDirective(
  ({ table, schema }, name: OptionalName, columns: readonly IndexExpression[], options: BatchCreateIndexOptions = {}) =>
    new CreateIndexOp(name, table, columns, { ...options, schema }),
);

/**
 * Drops an index.
 *
 * @param name the index's name
 * @throws {InvalidArgumentError} without a name, or without a table where the dialect needs it
 * @example await op.dropIndex("ix_posts_title", { tableName: "posts" });
 */
export const dropIndex = directive(
  DropIndexOp,
  (name: ConstraintName, options?: DropIndexOptions) => new DropIndexOp(name, options),
  async ({ impl, metadata }, operation) => {
    const { table, schema, options } = operation;
    const holder = table === null ? null : holderOf(table, schema, metadata);
    await impl.dropIndex(operation.toIndex(), holder, schema, options);
  },
);

/**
 * Drops an index of the batch's table.
 *
 * @param name the index's name
 * @throws {InvalidArgumentError} when the table is moved and has no such index
 * @example await batch.dropIndex("ix_posts_title");
 */
export const batchDropIndex = batchDirective(
  ({ table, schema }, name: ConstraintName, options: BatchDropIndexOptions = {}) =>
    new DropIndexOp(name, { ...options, tableName: table, schema }),
);
