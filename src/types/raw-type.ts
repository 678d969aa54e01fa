import { InvalidArgumentError } from "../errors/index.ts";
import type { LiteralKind } from "../sql/index.ts";
import { describe } from "../util/check-options.ts";
import { call, type Deconstructed } from "../util/deconstruct.ts";
import { SqlType } from "./sql-type.ts";

/** A type of the database that this package does not know otherwise: of an extension, or made by the user. */
export class RawType<Value = unknown> extends SqlType<Value> {
  readonly literalKind: LiteralKind = "any";

  constructor(readonly text: string) {
    super();
    if (typeof text !== "string") throw textExpected(text);
  }

  toSql(): string {
    return this.text;
  }

  deconstruct(): Deconstructed {
    return call("sa.rawType", [this.text]);
  }
}

function textExpected(got: unknown): InvalidArgumentError {
  return new InvalidArgumentError("ALB0847", `sa.rawType() takes a type as SQL, but got ${describe(got)}.`, {
    hint: 'For example: sa.rawType("ltree").',
  });
}

/**
 * A type as it stands in SQL: one of an extension, or one that the database has under a name of its own.
 *
 * @param text the type as the database writes it, with quotes where a name needs them; empty for a column of SQLite
 *   without a type
 * @throws {InvalidArgumentError} when the text is no string
 * @example sa.rawType<string>("ltree");
 */
export const rawType = <Value = unknown>(text: string): RawType<Value> => new RawType<Value>(text);
