import type { LiteralKind } from "../../../sql/index.ts";
import { checkLength, SqlType, type TypeRenderer } from "../../../types/index.ts";
import { checkOptions } from "../../../util/check-options.ts";
import { call, type Deconstructed } from "../../../util/deconstruct.ts";

/** Options of `sa.postgresql.bit`. */
export interface BitOptions {
  /** Whether shorter strings are kept as short as they are. */
  readonly varying?: boolean | undefined;
}

/** A string of bits. */
export class BIT extends SqlType<string> {
  readonly literalKind: LiteralKind = "string";
  readonly varying: boolean;

  constructor(
    /** Bits; of a varying one null for no bound. */
    readonly length: number | null = null,
    options: BitOptions = {},
  ) {
    super();
    checkLength(length);
    checkOptions("sa.postgresql.bit()", options, ["varying"]);
    this.varying = options.varying ?? false;
  }

  toSql(_renderer: TypeRenderer): string {
    if (!this.varying) return `BIT(${this.length ?? 1})`;
    return this.length === null ? "BIT VARYING" : `BIT VARYING(${this.length})`;
  }

  deconstruct(): Deconstructed {
    const options = { varying: this.varying ? true : undefined };
    return call("sa.postgresql.bit", this.length === null && !this.varying ? [] : [this.length], options);
  }
}
