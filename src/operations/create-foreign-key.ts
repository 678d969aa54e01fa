import { ForeignKeyConstraint, type ForeignKeyOptions } from "../schema/index.ts";
import { type Identifier, nameText } from "../sql/index.ts";
import { call, type DeconstructedCall } from "../util/deconstruct.ts";
import { addConstraint, AddConstraintOp } from "./add-constraint.ts";
import { batchDirective } from "./batch-directive.ts";
import { checkColumnNames, checkName, checkOptionalName } from "./check-arguments.ts";
import { directive } from "./directive.ts";
import type { OptionalName } from "./table-operation.ts";

/** Options of {@link createForeignKey}. */
export interface CreateForeignKeyOptions extends Omit<ForeignKeyOptions, "name"> {
  /** The schema of the table that gets the key. */
  readonly sourceSchema?: Identifier | null | undefined;
  /** The schema of the table that the key refers to. */
  readonly referentSchema?: Identifier | null | undefined;
}

/** Options of `batch.createForeignKey`. */
export type BatchCreateForeignKeyOptions = Omit<CreateForeignKeyOptions, "sourceSchema">;

/**
 * Adds a foreign key to a table.
 *
 * @example new ops.CreateForeignKeyOp("post_users_fk", "posts", "users", ["owner_id"], ["id"]);
 */
export class CreateForeignKeyOp extends AddConstraintOp {
  readonly kind = "foreignkey";
  readonly #constraint: ForeignKeyConstraint;

  constructor(
    readonly name: OptionalName,
    readonly table: Identifier,
    readonly referentTable: Identifier,
    readonly localCols: readonly string[],
    readonly remoteCols: readonly string[],
    readonly options: CreateForeignKeyOptions = {},
  ) {
    super();
    checkOptionalName("op.createForeignKey()", name);
    checkName("op.createForeignKey()", "name of the table that gets the key", table);
    checkName("op.createForeignKey()", "name of the table that the key refers to", referentTable);
    checkColumnNames("op.createForeignKey()", localCols);
    checkColumnNames("op.createForeignKey()", remoteCols);
    this.#constraint = this.#makeConstraint();
  }

  get schema(): Identifier | null {
    return this.options.sourceSchema ?? null;
  }

  protected override get schemaKey(): string {
    return "sourceSchema";
  }

  toConstraint(): ForeignKeyConstraint {
    return this.#constraint;
  }

  deconstruct(): DeconstructedCall {
    return call(
      "op.createForeignKey",
      [this.name, this.table, this.referentTable, this.localCols, this.remoteCols],
      this.options,
    );
  }

  #makeConstraint(): ForeignKeyConstraint {
    const { sourceSchema: _source, referentSchema, ...options } = this.options;
    const schema = referentSchema === undefined || referentSchema === null ? null : nameText(referentSchema);
    const table = nameText(this.referentTable);
    const quoting = { schema: referentSchema ?? null, table: this.referentTable };
    const targets = this.remoteCols.map((column) => ({ schema, table, column, quoting }));
    return new ForeignKeyConstraint(this.localCols, targets, { ...options, name: this.name });
  }
}

/**
 * Adds a foreign key.
 *
 * @param name the constraint's name; null to have the naming convention, or the database, make one
 * @param sourceTable the table that gets the key
 * @param referentTable the table that the key refers to
 * @param localCols names of the columns of the one
 * @param remoteCols names of the columns of the other, in the same order
 * @throws {UnsupportedOperationError} where the dialect cannot add it in place
 * @example await op.createForeignKey("post_users_fk", "posts", "users", ["owner_id"], ["id"], { onDelete: "CASCADE" });
 */
export const createForeignKey = directive(
  CreateForeignKeyOp,
  (
    name: OptionalName,
    sourceTable: Identifier,
    referentTable: Identifier,
    localCols: readonly string[],
    remoteCols: readonly string[],
    options?: CreateForeignKeyOptions,
  ) => new CreateForeignKeyOp(name, sourceTable, referentTable, localCols, remoteCols, options),
  addConstraint,
);

/**
 * Adds a foreign key to the batch's table.
 *
 * @param name the constraint's name; null to have the naming convention make one
 * @param referentTable the table that the key refers to
 * @param localCols names of the columns of the batch's table
 * @param remoteCols names of the columns of the other, in the same order
 * @throws {InvalidArgumentError} when the table is moved and the constraint has no name
 * @example await batch.createForeignKey("post_users_fk", "users", ["owner_id"], ["id"]);
 */
export const batchCreateForeignKey = batchDirective(
  (
    { table, schema },
    name: OptionalName,
    referentTable: Identifier,
    localCols: readonly string[],
    remoteCols: readonly string[],
    options: BatchCreateForeignKeyOptions = {},
  ) => new CreateForeignKeyOp(name, table, referentTable, localCols, remoteCols, { ...options, sourceSchema: schema }),
);
