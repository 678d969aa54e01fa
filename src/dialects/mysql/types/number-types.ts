import { InvalidArgumentError } from "../../../errors/index.ts";
import type { LiteralKind } from "../../../sql/index.ts";
import {
  BIGINT,
  checkLength,
  DECIMAL,
  DOUBLE,
  FLOAT,
  FloatType,
  INTEGER,
  IntegerType,
  NUMERIC,
  NumericType,
  REAL,
  SMALLINT,
  SqlType,
  type TypeRenderer,
} from "../../../types/index.ts";
import { checkOptions } from "../../../util/check-options.ts";
import { call, type Deconstructed, sparseCall } from "../../../util/deconstruct.ts";

/** Options of MySQL's number types. */
export interface NumberOptions {
  readonly unsigned?: boolean | undefined;
  /** Pads with zeros, and makes the column unsigned. */
  readonly zerofill?: boolean | undefined;
}

/** The words after a number type. */
class NumberAttributes {
  readonly unsigned: boolean;
  readonly zerofill: boolean;

  constructor(callee: string, options: NumberOptions) {
    checkOptions(`${callee}()`, options, ["unsigned", "zerofill"]);
    this.unsigned = options.unsigned ?? false;
    this.zerofill = options.zerofill ?? false;
  }

  after(text: string): string {
    return `${text}${this.unsigned ? " UNSIGNED" : ""}${this.zerofill ? " ZEROFILL" : ""}`;
  }

  get options(): NumberOptions {
    return { unsigned: this.unsigned || undefined, zerofill: this.zerofill || undefined };
  }
}

/** A whole number. */
export class MysqlInteger<Value = number> extends IntegerType<Value> {
  protected readonly callee: string;
  readonly attributes: NumberAttributes;

  constructor(
    protected readonly word: "TINYINT" | "SMALLINT" | "MEDIUMINT" | "INTEGER" | "BIGINT",
    /** Digits shown, where the client looks at it; null for none. */
    readonly displayWidth: number | null = null,
    options: NumberOptions = {},
  ) {
    super();
    this.callee = `sa.mysql.${word.toLowerCase()}`;
    checkLength(displayWidth, "display width");
    this.attributes = new NumberAttributes(this.callee, options);
  }

  override toSql(_renderer: TypeRenderer): string {
    return this.attributes.after(this.displayWidth === null ? this.word : `${this.word}(${this.displayWidth})`);
  }

  override deconstruct(): Deconstructed {
    return call(this.callee, this.displayWidth === null ? [] : [this.displayWidth], this.attributes.options);
  }

  override generic(): SqlType | null {
    if (this.word === "SMALLINT") return new SMALLINT();
    if (this.word === "INTEGER") return new INTEGER();
    return this.word === "BIGINT" ? new BIGINT() : null;
  }
}

/** An exact decimal number. */
export class MysqlDecimal extends NumericType {
  protected readonly callee: string;
  readonly attributes: NumberAttributes;

  constructor(
    private readonly word: "DECIMAL" | "NUMERIC",
    precision: number | null = null,
    scale: number | null = null,
    options: NumberOptions = {},
  ) {
    super(precision, scale);
    this.callee = `sa.mysql.${word.toLowerCase()}`;
    this.attributes = new NumberAttributes(this.callee, options);
  }

  toSql(_renderer: TypeRenderer): string {
    return this.attributes.after(this.withPrecision(this.word));
  }

  override deconstruct(): Deconstructed {
    return sparseCall(this.callee, [this.precision, this.scale], this.attributes.options);
  }

  override generic(): SqlType | null {
    return this.word === "DECIMAL" ? new DECIMAL(this.precision, this.scale) : new NUMERIC(this.precision, this.scale);
  }
}

/** A floating-point number. */
export class MysqlFloat extends FloatType {
  protected readonly callee: string;
  readonly attributes: NumberAttributes;

  constructor(
    private readonly word: "FLOAT" | "DOUBLE" | "REAL",
    precision: number | null = null,
    /** Digits after the point; for FLOAT alone the precision may stand without it. */
    readonly scale: number | null = null,
    options: NumberOptions = {},
  ) {
    super(precision);
    this.callee = `sa.mysql.${word.toLowerCase()}`;
    checkLength(scale, "scale");
    checkBoth(this.callee, word !== "FLOAT" && (precision === null) !== (scale === null));
    this.attributes = new NumberAttributes(this.callee, options);
  }

  toSql(_renderer: TypeRenderer): string {
    const digits = [this.precision, this.scale].filter((number) => number !== null).join(", ");
    return this.attributes.after(digits === "" ? this.word : `${this.word}(${digits})`);
  }

  override deconstruct(): Deconstructed {
    return sparseCall(this.callee, [this.precision, this.scale], this.attributes.options);
  }

  override generic(): SqlType | null {
    if (this.word === "DOUBLE") return new DOUBLE(this.precision);
    return this.word === "REAL" ? new REAL(this.precision) : new FLOAT(this.precision);
  }
}

/** @throws {InvalidArgumentError} where a precision stands without a scale: MySQL takes neither or both */
export function checkBoth(callee: string, isHalfGiven: boolean): void {
  if (!isHalfGiven) return;
  throw new InvalidArgumentError("ALB0865", `${callee}() takes precision and scale together on MySQL, or neither.`, {
    hint: "Leave the precision out, or give both: sa.mysql.double(16, 4).",
  });
}

/** Bits, from 1 to 64. */
export class MysqlBit extends SqlType<Uint8Array> {
  readonly literalKind: LiteralKind = "any";

  constructor(
    /** Bits, or null for one. */
    readonly length: number | null = null,
  ) {
    super();
    checkLength(length);
  }

  toSql(_renderer: TypeRenderer): string {
    return this.length === null ? "BIT" : `BIT(${this.length})`;
  }

  deconstruct(): Deconstructed {
    return sparseCall("sa.mysql.bit", [this.length]);
  }
}

/** A year. */
export class MysqlYear extends SqlType<number> {
  readonly literalKind: LiteralKind = "integer";

  constructor(
    /** Digits, 4 where given. */
    readonly displayWidth: number | null = null,
  ) {
    super();
    checkLength(displayWidth, "display width");
  }

  toSql(_renderer: TypeRenderer): string {
    return this.displayWidth === null ? "YEAR" : `YEAR(${this.displayWidth})`;
  }

  deconstruct(): Deconstructed {
    return sparseCall("sa.mysql.year", [this.displayWidth]);
  }
}
