import { InvalidArgumentError } from "../../../errors/index.ts";
import { checkLength } from "../../../types/check.ts";
import { FLOAT, FloatType, NumericType, type TypeRenderer } from "../../../types/index.ts";
import { checkOptions } from "../../../util/check-options.ts";
import { type Deconstructed, sparseCall } from "../../../util/deconstruct.ts";

/** Oracle's own kind of number: exact, of up to 38 digits. */
export class NUMBER extends NumericType {
  protected readonly callee: string = "sa.oracle.number";
  toSql(_renderer: TypeRenderer): string {
    return this.withPrecision("NUMBER");
  }
}

/** Options of `sa.oracle.float`. */
export interface OracleFloatOptions {
  /** Bits, from 1 to 126: Oracle counts them, and no decimal digits. */
  readonly binaryPrecision?: number | undefined;
}

/** A floating-point number, kept in decimal. */
export class OracleFloat extends FloatType {
  protected readonly callee: string = "sa.oracle.float";
  readonly binaryPrecision: number | undefined;

  constructor(precision: number | null = null, options: OracleFloatOptions = {}) {
    super(precision);
    checkOptions("sa.oracle.float()", options, ["binaryPrecision"]);
    checkLength(options.binaryPrecision, "binaryPrecision");
    this.binaryPrecision = options.binaryPrecision;
  }

  toSql(_renderer: TypeRenderer): string {
    if (this.binaryPrecision !== undefined) return `FLOAT(${this.binaryPrecision})`;
    if (this.precision === null) return "FLOAT";
    throw new InvalidArgumentError("ALB0380", "Oracle's FLOAT counts its precision in bits, not in decimal digits.", {
      hint: 'Write sa.oracle.float(null, { binaryPrecision: 63 }), or .withVariant() it for "oracle".',
    });
  }

  override deconstruct(): Deconstructed {
    return sparseCall(this.callee, [this.precision], { binaryPrecision: this.binaryPrecision });
  }

  override generic(): FLOAT {
    return new FLOAT(this.precision);
  }
}

/** A floating-point number of 64 bits. */
export class BINARY_DOUBLE extends FloatType {
  protected readonly callee: string = "sa.oracle.binaryDouble";
  toSql(_renderer: TypeRenderer): string {
    return "BINARY_DOUBLE";
  }
}

/** A floating-point number of 32 bits. */
export class BINARY_FLOAT extends FloatType {
  protected readonly callee: string = "sa.oracle.binaryFloat";
  toSql(_renderer: TypeRenderer): string {
    return "BINARY_FLOAT";
  }
}
