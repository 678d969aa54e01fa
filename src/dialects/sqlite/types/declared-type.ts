import type { LiteralKind } from "../../../sql/index.ts";
import { SqlType } from "../../../types/index.ts";
import { call, type Deconstructed } from "../../../util/deconstruct.ts";

/** A column's type in the very words of a table that is moved: none, or words that no type of ours stands for. */
export class DeclaredType extends SqlType {
  constructor(
    readonly declared: string,
    readonly literalKind: LiteralKind,
  ) {
    super();
  }

  toSql(): string {
    return this.declared;
  }

  deconstruct(): Deconstructed {
    return call("declaredType", [this.declared]);
  }
}
