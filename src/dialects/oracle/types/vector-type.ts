import { InvalidArgumentError } from "../../../errors/index.ts";
import type { LiteralKind } from "../../../sql/index.ts";
import { checkLength } from "../../../types/check.ts";
import { SqlType, type TypeRenderer } from "../../../types/index.ts";
import { checkOptions } from "../../../util/check-options.ts";
import { call, type Deconstructed } from "../../../util/deconstruct.ts";

/** Options of `sa.oracle.vector`. */
export interface VectorOptions {
  /** The number of values; any unless given. */
  readonly dim?: number | undefined;
  /** How each value is kept; any way unless given. */
  readonly storageFormat?: "INT8" | "BINARY" | "FLOAT32" | "FLOAT64" | undefined;
  /** Whether values that are 0 are kept; either way unless given. */
  readonly storageType?: "DENSE" | "SPARSE" | undefined;
}

/** A vector of numbers, since Oracle 23ai. */
export class VECTOR extends SqlType<readonly number[]> {
  readonly literalKind: LiteralKind = "json";

  constructor(readonly options: VectorOptions = {}) {
    super();
    checkOptions("sa.oracle.vector()", options, ["dim", "storageFormat", "storageType"]);
    checkLength(options.dim, "dim");
    for (const word of [options.storageFormat, options.storageType]) checkVectorWord(word);
  }

  toSql(_renderer: TypeRenderer): string {
    const { dim, storageFormat, storageType } = this.options;
    return `VECTOR(${dim ?? "*"},${storageFormat ?? "*"},${storageType ?? "*"})`;
  }

  deconstruct(): Deconstructed {
    return call("sa.oracle.vector", [], this.options);
  }
}

const vectorWords: ReadonlySet<string | undefined> = new Set([
  "INT8",
  "BINARY",
  "FLOAT32",
  "FLOAT64",
  "DENSE",
  "SPARSE",
  undefined,
]);

function checkVectorWord(word: string | undefined): void {
  if (vectorWords.has(word)) return;
  throw new InvalidArgumentError("ALB0381", `'${word}' says nothing of how a vector is stored.`, {
    hint: "storageFormat is INT8, BINARY, FLOAT32 or FLOAT64; storageType is DENSE or SPARSE.",
  });
}
