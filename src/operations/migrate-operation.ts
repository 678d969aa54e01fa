import type { Deconstructed, Deconstructible } from "../util/deconstruct.ts";
import { irreversible } from "./irreversible.ts";

/**
 * What a user meant with one directive: data that can be invoked, printed, compared and turned round.
 *
 * @example
 * class CreateViewOp extends MigrateOperation {
 *   constructor(
 *     readonly name: string,
 *     readonly query: SqlFragment,
 *   ) {
 *     super();
 *   }
 *
 *   deconstruct() {
 *     return call("op.createView", [this.name, this.query]);
 *   }
 * }
 */
export abstract class MigrateOperation implements Deconstructible {
  /** How the operation is written in a file. */
  abstract deconstruct(): Deconstructed;

  /**
   * The operation that undoes this one.
   *
   * @throws {UnsupportedOperationError} when it does not hold enough to be undone
   */
  reverse(): MigrateOperation {
    throw irreversible(this.constructor.name);
  }
}
