import { InvalidArgumentError } from "../../../errors/index.ts";
import type { LiteralKind } from "../../../sql/index.ts";
import { Enum, SqlType, type TypeRenderer } from "../../../types/index.ts";
import { checkOptions } from "../../../util/check-options.ts";
import { call, type Deconstructed } from "../../../util/deconstruct.ts";
import { type CharsetOptions, type MysqlStringOptions, withCharset } from "./string-types.ts";

/** Options of `sa.mysql.enum()`. */
export interface MysqlEnumOptions extends MysqlStringOptions {
  /** Its name on databases where the type has one. */
  readonly name?: string | undefined;
}

const charsetKeys = ["charset", "collation", "ascii", "unicode", "binary", "national"];

/** The values of an ENUM or SET as MySQL lists them. */
export function valueList(values: readonly string[], renderer: TypeRenderer): string {
  return `(${values.map((value) => renderer.literal(value)).join(",")})`;
}

/** One of a list of words. */
export class MysqlEnum<Value extends string = string> extends Enum<Value> {
  protected override readonly callee: string = "sa.mysql.enum";

  constructor(
    values: readonly Value[],
    readonly characters: MysqlEnumOptions = {},
  ) {
    checkOptions("sa.mysql.enum()", characters, [...charsetKeys, "name"]);
    super(values, { name: characters.name });
  }

  override toSql(renderer: TypeRenderer): string {
    return withCharset(`ENUM${valueList(this.values, renderer)}`, this.characters, renderer);
  }

  override deconstruct(): Deconstructed {
    return call(this.callee, [this.values], this.characters);
  }

  override generic(): Enum<Value> {
    return new Enum(this.values, { name: this.name });
  }
}

/** Options of `sa.mysql.set()`. */
export interface SetOptions extends CharsetOptions {
  /** Rows hold the set as a number, one bit a value; the only form in which `""` can be among them. */
  readonly retrieveAsBitwise?: boolean | undefined;
}

/** Any number of a list of words. */
export class MysqlSet extends SqlType<string> {
  readonly literalKind: LiteralKind = "any";

  constructor(
    readonly values: readonly string[],
    readonly options: SetOptions = {},
  ) {
    super();
    checkOptions("sa.mysql.set()", options, ["charset", "collation", "retrieveAsBitwise"]);
    checkSetValues(values, options.retrieveAsBitwise ?? false);
  }

  toSql(renderer: TypeRenderer): string {
    return withCharset(`SET${valueList(this.values, renderer)}`, this.options, renderer);
  }

  deconstruct(): Deconstructed {
    return call("sa.mysql.set", [this.values], this.options);
  }
}

function checkSetValues(values: unknown, isBitwise: boolean): void {
  if (!Array.isArray(values) || values.some((value) => typeof value !== "string")) {
    throw new InvalidArgumentError("ALB0866", "sa.mysql.set() takes an array of strings.", {
      hint: 'For example: sa.mysql.set(["fog", "ice"]).',
    });
  }
  if (values.some((value) => String(value).includes(","))) {
    throw new InvalidArgumentError(
      "ALB0866",
      "A value of sa.mysql.set() cannot hold a comma: MySQL parts them by it.",
      { hint: "Take the comma out." },
    );
  }
  if (isBitwise || !values.includes("")) return;
  throw new InvalidArgumentError(
    "ALB0866",
    'sa.mysql.set() with "" among its values cannot tell it from the empty set.',
    {
      hint: "Take it out, or give { retrieveAsBitwise: true }, so that rows hold bits.",
    },
  );
}
