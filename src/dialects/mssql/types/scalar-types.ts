import type { LiteralKind } from "../../../sql/index.ts";
import { IntegerType, SqlType, type TypeRenderer } from "../../../types/index.ts";
import { call, type Deconstructed } from "../../../util/deconstruct.ts";

/** 0 or 1. */
export class BIT extends SqlType<boolean> {
  readonly literalKind: LiteralKind = "boolean";
  toSql(_renderer: TypeRenderer): string {
    return "BIT";
  }
  deconstruct(): Deconstructed {
    return call("sa.mssql.bit");
  }
}

/** A whole number from 0 to 255. */
export class TINYINT extends IntegerType {
  protected readonly callee: string = "sa.mssql.tinyint";
  protected readonly word: string = "TINYINT";
}

abstract class MoneyType extends SqlType<string> {
  readonly literalKind: LiteralKind = "numeric";
  protected abstract readonly word: string;
  toSql(_renderer: TypeRenderer): string {
    return this.word;
  }
  deconstruct(): Deconstructed {
    return call(`sa.mssql.${this.word.toLowerCase()}`);
  }
}

/** An amount with four digits after the point. */
export class MONEY extends MoneyType {
  protected readonly word: string = "MONEY";
}

/** An amount of up to 214,748.3647. */
export class SMALLMONEY extends MoneyType {
  protected readonly word: string = "SMALLMONEY";
}

/** A UUID. */
export class UNIQUEIDENTIFIER extends SqlType<string> {
  readonly literalKind: LiteralKind = "uuid";
  toSql(_renderer: TypeRenderer): string {
    return "UNIQUEIDENTIFIER";
  }
  deconstruct(): Deconstructed {
    return call("sa.mssql.uniqueidentifier");
  }
}

/** A value of almost any type. */
export class SQL_VARIANT extends SqlType<unknown> {
  readonly literalKind: LiteralKind = "any";
  toSql(_renderer: TypeRenderer): string {
    return "SQL_VARIANT";
  }
  deconstruct(): Deconstructed {
    return call("sa.mssql.sqlVariant");
  }
}
