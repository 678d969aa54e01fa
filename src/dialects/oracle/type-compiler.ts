import { refuses, type TypeRule, writes } from "../../ddl/index.ts";
import {
  ARRAY,
  BigInteger,
  BLOB,
  Boolean,
  CLOB,
  DATE,
  DateTime,
  Double,
  Enum,
  FLOAT,
  Float,
  Interval,
  JSON,
  LargeBinary,
  NVARCHAR,
  SMALLINT,
  String,
  Text,
  TIMESTAMP,
  Unicode,
  UnicodeText,
  VARCHAR,
} from "../../types/index.ts";
import type { OracleFeatures } from "./features.ts";
import { NVARCHAR2, VARCHAR2 } from "./types/character-types.ts";
import { OracleInterval, OracleTimestamp } from "./types/moment-types.ts";
import { NUMBER, OracleFloat } from "./types/number-types.ts";

/** How Oracle writes the types that it says differently. */
export function oracleTypeRules({ supportsJson }: OracleFeatures): readonly TypeRule[] {
  return [
    writes(String, (type, renderer) => renderer.render(new VARCHAR2(type.length))),
    writes(Unicode, (type, renderer) => renderer.render(new VARCHAR2(type.length))),
    writes(VARCHAR, ({ length }) => (length === null ? "VARCHAR" : `VARCHAR(${length} CHAR)`)),
    writes(NVARCHAR, (type, renderer) => renderer.render(new NVARCHAR2(type.length))),
    writes(Enum, (type, renderer) => renderer.render(new VARCHAR(type.length))),
    writes(Text, (_type, renderer) => renderer.render(new CLOB())),
    writes(UnicodeText, (_type, renderer) => renderer.render(new CLOB())),
    writes(LargeBinary, (_type, renderer) => renderer.render(new BLOB())),
    writes(BigInteger, (_type, renderer) => renderer.render(new NUMBER(19))),
    writes(Boolean, (_type, renderer) => renderer.render(new SMALLINT())),
    writes(Float, ({ precision }, renderer) => renderer.render(new OracleFloat(precision))),
    writes(FLOAT, ({ precision }, renderer) => renderer.render(new OracleFloat(precision))),
    writes(Double, ({ precision }) => (precision === null ? "DOUBLE PRECISION" : `DOUBLE PRECISION(${precision})`)),
    writes(DateTime, (_type, renderer) => renderer.render(new DATE())),
    writes(TIMESTAMP, ({ timezone }, renderer) => renderer.render(new OracleTimestamp({ timezone }))),
    writes(Interval, (type, renderer) => renderer.render(type.native ? intervalOf(type) : new DateTime())),
    ...(supportsJson
      ? []
      : [refuses(JSON, "A JSON type", "Use sa.text() with CHECK (… IS JSON), or a variant for this dialect.")]),
    refuses(ARRAY, "An array type", "Keep the values in a table of their own."),
  ];
}

function intervalOf({ dayPrecision, secondPrecision }: Interval): OracleInterval {
  return new OracleInterval({ dayPrecision, secondPrecision });
}
