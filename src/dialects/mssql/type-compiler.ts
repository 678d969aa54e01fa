import { refuses, type TypeRule, writes } from "../../ddl/index.ts";
import { InvalidArgumentError } from "../../errors/index.ts";
import {
  ARRAY,
  Boolean,
  DATE,
  DATETIME,
  DateTime,
  DateType,
  Double,
  Enum,
  JSON,
  LargeBinary,
  NCHAR,
  CHAR,
  NVARCHAR,
  type StringType,
  TEXT,
  TIME,
  Text,
  Time,
  Unicode,
  UnicodeText,
  Uuid,
  VARBINARY,
  VARCHAR,
} from "../../types/index.ts";
import type { MssqlFeatures } from "./features.ts";
import { IMAGE } from "./types/binary-types.ts";
import { NTEXT } from "./types/character-types.ts";
import { DATETIMEOFFSET } from "./types/moment-types.ts";
import { BIT, UNIQUEIDENTIFIER } from "./types/scalar-types.ts";

/** How SQL Server writes the types that it says differently. */
export function mssqlTypeRules(features: MssqlFeatures): readonly TypeRule[] {
  const { supportsDateAndTime, usesMaxTypes } = features;
  return [
    writes(VARCHAR, (type) => characters("VARCHAR", type, "(max)")),
    writes(NVARCHAR, (type) => characters("NVARCHAR", type, "(max)")),
    writes(CHAR, (type) => characters("CHAR", type)),
    writes(NCHAR, (type) => characters("NCHAR", type)),
    writes(TEXT, (type) => characters("TEXT", type)),
    writes(NTEXT, (type) => characters("NTEXT", type)),
    writes(Unicode, (type, renderer) => renderer.render(new NVARCHAR(type.length, options(type)))),
    writes(Text, (type, renderer) =>
      renderer.render(usesMaxTypes ? new VARCHAR(null, options(type)) : new TEXT(type.length, options(type))),
    ),
    writes(UnicodeText, (type, renderer) =>
      renderer.render(usesMaxTypes ? new NVARCHAR(null, options(type)) : new NTEXT(type.length, options(type))),
    ),
    writes(VARBINARY, (type) => `VARBINARY(${type.length ?? "max"})`),
    writes(LargeBinary, (_type, renderer) => renderer.render(usesMaxTypes ? new VARBINARY() : new IMAGE())),
    writes(Boolean, (_type, renderer) => renderer.render(new BIT())),
    writes(DateTime, (type, renderer) => renderer.render(type.timezone ? new DATETIMEOFFSET() : new DATETIME())),
    writes(DateType, (_type, renderer) => renderer.render(supportsDateAndTime ? new DATE() : new DATETIME())),
    writes(Time, (_type, renderer) => renderer.render(supportsDateAndTime ? new TIME() : new DATETIME())),
    writes(Double, () => "DOUBLE PRECISION"),
    writes(JSON, (_type, renderer) => renderer.render(new NVARCHAR())),
    writes(Uuid, (type, renderer) => renderer.render(type.nativeUuid ? new UNIQUEIDENTIFIER() : new CHAR(32))),
    writes(Enum, (type, renderer) => renderer.render(new VARCHAR(type.length))),
    refuses(ARRAY, "An array type", "Keep the values in a table of their own, or as sa.json()."),
  ];
}

function options({ collation }: StringType): { readonly collation?: string | undefined } {
  return { collation };
}

function characters(word: string, { length, collation }: StringType, unbounded = ""): string {
  const text = length === null ? `${word}${unbounded}` : `${word}(${length})`;
  return collation === undefined ? text : `${text} COLLATE ${checkedCollation(collation)}`;
}

/** A collation is a word of the language here, which cannot be put into brackets. */
function checkedCollation(collation: string): string {
  if (/^\w+$/.test(collation)) return collation;
  throw new InvalidArgumentError("ALB0370", `'${collation}' is no name of a collation.`, {
    hint: "It takes letters, digits and underscores: Latin1_General_CI_AS.",
  });
}
