import { refuses, TypeCompiler, type TypeRule, writes } from "../../ddl/index.ts";
import { UnsupportedOperationError } from "../../errors/index.ts";
import {
  ARRAY,
  BinaryType,
  BOOLEAN,
  Boolean as BooleanType,
  DateTimeType,
  DECIMAL,
  DOUBLE,
  Enum,
  FloatType,
  IntegerType,
  NCHAR,
  NumericType,
  NVARCHAR,
  type SqlType,
  StringType,
  type TypeRenderer,
  VARCHAR,
} from "../../types/index.ts";
import { MysqlEnum, valueList } from "./types/enum-types.ts";
import { checkBoth, MysqlInteger } from "./types/number-types.ts";
import { MysqlNationalString, MysqlString, withCharset } from "./types/string-types.ts";

/** Types that MySQL and MariaDB say differently. */
export const mysqlTypeRules: readonly TypeRule[] = [
  writes(VARCHAR, (type, renderer) => {
    requireLength(type, renderer);
    return type.toSql(renderer);
  }),
  writes(NVARCHAR, (type, renderer) => `NATIONAL ${bounded("VARCHAR", type, renderer)}`),
  writes(NCHAR, (type, renderer) => `NATIONAL ${bounded("CHAR", type, renderer)}`),
  writes(MysqlString, (type, renderer) => {
    if (type.word === "VARCHAR") requireLength(type, renderer);
    return type.toSql(renderer);
  }),
  writes(MysqlNationalString, (type, renderer) => {
    if (type.word === "NVARCHAR") requireLength(type, renderer);
    return type.toSql(renderer);
  }),
  writes(BOOLEAN, () => "BOOL"),
  writes(DOUBLE, ({ precision }) => {
    checkBoth("sa.double", precision !== null);
    return "DOUBLE";
  }),
  { of: Enum, render: nativeEnum },
  refuses(ARRAY, "An array", "Keep the values in a table of their own, or in a sa.json() column."),
];

function nativeEnum(type: SqlType, renderer: TypeRenderer): string | null {
  if (!(type instanceof Enum) || type instanceof MysqlEnum || !type.nativeEnum) return null;
  return `ENUM${valueList(type.values, renderer)}`;
}

function bounded(word: "VARCHAR" | "CHAR", type: StringType, renderer: TypeRenderer): string {
  if (word === "VARCHAR") requireLength(type, renderer);
  return withCharset(type.length === null ? word : `${word}(${type.length})`, { collation: type.collation }, renderer);
}

function requireLength({ length }: StringType, { dialectName }: TypeRenderer): void {
  if (length !== null) return;
  throw new UnsupportedOperationError("ALB0345", {
    operation: "A VARCHAR without a length",
    dialect: dialectName,
    hint: "Give a length, as in sa.string(255), or use sa.text().",
  });
}

/** Writes types as MySQL does: in CAST() it takes but a few words. */
export class MysqlTypeCompiler extends TypeCompiler {
  /** A collation is a word there, in any case. */
  override quoteCollation(collation: string): string {
    return /^\w+$/.test(collation) ? collation : super.quoteCollation(collation);
  }

  override renderForCast(type: SqlType): string {
    const own = type.forDialect(this.dialectName);
    if (own instanceof IntegerType || own instanceof BooleanType || own instanceof BOOLEAN)
      return isUnsigned(own) ? "UNSIGNED INTEGER" : "SIGNED INTEGER";
    if (own instanceof NumericType)
      return own.precision === null ? "DECIMAL" : this.render(new DECIMAL(own.precision, own.scale));
    if (own instanceof FloatType) return "DOUBLE";
    if (own instanceof StringType || own instanceof Enum) return own.length === null ? "CHAR" : `CHAR(${own.length})`;
    if (own instanceof BinaryType) return "BINARY";
    if (own instanceof DateTimeType) return "DATETIME";
    return this.render(own);
  }
}

function isUnsigned(type: SqlType): boolean {
  return type instanceof MysqlInteger && type.attributes.unsigned;
}
