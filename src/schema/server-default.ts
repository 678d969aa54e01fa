import type { SqlFragment } from "../sql/index.ts";
import { call, type Deconstructed, type Deconstructible } from "../util/deconstruct.ts";

/** Says that the database fills the column by means of its own, such as a trigger; nothing is written for it. */
export class FetchedValue implements Deconstructible {
  deconstruct(): Deconstructed {
    return call("sa.fetchedValue");
  }
}

/**
 * A default that the database makes by means of its own.
 *
 * @example sa.column("version", sa.integer(), { serverDefault: sa.fetchedValue() });
 */
export function fetchedValue(): FetchedValue {
  return new FetchedValue();
}

/** A column's default in the database: a literal, or SQL. */
export type ServerDefault = string | number | bigint | boolean | SqlFragment | FetchedValue;
