import type { ConstraintName, Identifier } from "../sql/index.ts";
import { call, type DeconstructedCall } from "../util/deconstruct.ts";
import { MigrateOperation } from "./migrate-operation.ts";

/**
 * An operation on one table that is there: what a batch is made of.
 *
 * @example const isOfTable = (operation: MigrateOperation) => operation instanceof ops.TableOperation;
 */
export abstract class TableOperation extends MigrateOperation {
  abstract readonly table: Identifier;

  /** The table's schema; null for the connection's own. */
  abstract get schema(): Identifier | null;

  abstract override deconstruct(): DeconstructedCall;

  /** Where the table stands among the call's arguments. */
  protected get tablePosition(): number {
    return 0;
  }

  /** The option that gives the table's schema. */
  protected get schemaKey(): string {
    return "schema";
  }

  /** How the operation is written inside a batch, which knows table and schema. */
  deconstructInBatch(): DeconstructedCall {
    const { callee, args, options } = this.deconstruct();
    const { [this.schemaKey]: _schema, ...rest } = options;
    const inBatch = callee.replace(/^op\./, "batch.");
    return call(
      inBatch,
      args.filter((_, position) => position !== this.tablePosition),
      rest,
    );
  }
}

/** The table that a batch changes, as its builders get it. */
export interface BatchTarget {
  readonly table: Identifier;
  readonly schema: Identifier | null;
}

/** A constraint's or index's name, or null to have the naming convention or the database make one. */
export type OptionalName = ConstraintName | null;
