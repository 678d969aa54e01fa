import type { LiteralKind } from "../sql/index.ts";
import { checkOptions } from "../util/check-options.ts";
import { call, type Deconstructed, sparseCall } from "../util/deconstruct.ts";
import { checkLength } from "./check.ts";
import { SqlType, type TypeRenderer } from "./sql-type.ts";

/** The common part of the whole-number types. */
export abstract class IntegerType<Value = number> extends SqlType<Value> {
  readonly literalKind: LiteralKind = "integer";
  protected abstract readonly callee: string;
  protected abstract readonly word: string;

  toSql(_renderer: TypeRenderer): string {
    return this.word;
  }

  deconstruct(): Deconstructed {
    return call(this.callee);
  }
}

export class INTEGER extends IntegerType {
  protected readonly callee: string = "sa.INTEGER";
  protected readonly word: string = "INTEGER";
}

export class SMALLINT extends IntegerType {
  protected readonly callee: string = "sa.SMALLINT";
  protected readonly word: string = "SMALLINT";
}

export class BIGINT extends IntegerType<bigint> {
  protected readonly callee: string = "sa.BIGINT";
  protected readonly word: string = "BIGINT";
}

/** A whole number of 32 bits. */
export class Integer extends IntegerType {
  protected readonly callee: string = "sa.integer";
  protected readonly word: string = "INTEGER";
  override toSql(renderer: TypeRenderer): string {
    return renderer.render(new INTEGER());
  }
}

/** A whole number of 16 bits. */
export class SmallInteger extends IntegerType {
  protected readonly callee: string = "sa.smallInteger";
  protected readonly word: string = "SMALLINT";
  override toSql(renderer: TypeRenderer): string {
    return renderer.render(new SMALLINT());
  }
}

/** A whole number of 64 bits. */
export class BigInteger extends IntegerType<bigint> {
  protected readonly callee: string = "sa.bigInteger";
  protected readonly word: string = "BIGINT";
  override toSql(renderer: TypeRenderer): string {
    return renderer.render(new BIGINT());
  }
}

/** The common part of the exact decimal types. */
export abstract class NumericType extends SqlType<string> {
  readonly literalKind: LiteralKind = "numeric";
  protected abstract readonly callee: string;

  constructor(
    /** Digits in all, or null for the database's default. */
    readonly precision: number | null = null,
    /** Digits after the point. */
    readonly scale: number | null = null,
  ) {
    super();
    checkLength(precision, "precision");
    checkLength(scale, "scale");
  }

  deconstruct(): Deconstructed {
    return sparseCall(this.callee, [this.precision, this.scale]);
  }

  protected withPrecision(word: string): string {
    if (this.precision === null) return word;
    return this.scale === null ? `${word}(${this.precision})` : `${word}(${this.precision}, ${this.scale})`;
  }
}

export class NUMERIC extends NumericType {
  protected readonly callee: string = "sa.NUMERIC";
  toSql(_renderer: TypeRenderer): string {
    return this.withPrecision("NUMERIC");
  }
}

export class DECIMAL extends NumericType {
  protected readonly callee: string = "sa.DECIMAL";
  toSql(_renderer: TypeRenderer): string {
    return this.withPrecision("DECIMAL");
  }
}

/** An exact decimal number; rows hold it as a string, so that no digit is lost. */
export class Numeric extends NumericType {
  protected readonly callee: string = "sa.numeric";
  toSql(renderer: TypeRenderer): string {
    return renderer.render(new NUMERIC(this.precision, this.scale));
  }
}

/** Options of {@link Float}. */
export interface FloatOptions {
  /** Digits kept when a float is turned into a decimal; no part of the SQL. */
  readonly decimalReturnScale?: number | undefined;
}

/** The common part of the floating-point types. */
export abstract class FloatType extends SqlType<number> {
  readonly literalKind: LiteralKind = "float";
  protected abstract readonly callee: string;

  constructor(
    /** Bits or digits, as the database counts them; null for its default. */
    readonly precision: number | null = null,
  ) {
    super();
    checkLength(precision, "precision");
  }

  deconstruct(): Deconstructed {
    return sparseCall(this.callee, [this.precision]);
  }
}

export class FLOAT extends FloatType {
  protected readonly callee: string = "sa.FLOAT";
  toSql(_renderer: TypeRenderer): string {
    return this.precision === null ? "FLOAT" : `FLOAT(${this.precision})`;
  }
}

export class REAL extends FloatType {
  protected readonly callee: string = "sa.REAL";
  toSql(_renderer: TypeRenderer): string {
    return "REAL";
  }
}

export class DOUBLE extends FloatType {
  protected readonly callee: string = "sa.DOUBLE";
  toSql(_renderer: TypeRenderer): string {
    return "DOUBLE";
  }
}

export class DOUBLE_PRECISION extends FloatType {
  protected readonly callee: string = "sa.DOUBLE_PRECISION";
  toSql(_renderer: TypeRenderer): string {
    return "DOUBLE PRECISION";
  }
}

/** A floating-point number. */
export class Float extends FloatType {
  protected readonly callee: string = "sa.float";
  readonly decimalReturnScale: number | undefined;

  constructor(precision: number | null = null, options: FloatOptions = {}) {
    super(precision);
    checkOptions("sa.float()", options, ["decimalReturnScale"]);
    this.decimalReturnScale = options.decimalReturnScale;
  }

  toSql(renderer: TypeRenderer): string {
    return renderer.render(new FLOAT(this.precision));
  }
}

/** A floating-point number of 64 bits. */
export class Double extends FloatType {
  protected readonly callee: string = "sa.double";
  toSql(renderer: TypeRenderer): string {
    return renderer.render(new DOUBLE(this.precision));
  }
}
