import { sql } from "../sql/index.ts";
import { Boolean as BooleanType, Enum, type SqlType } from "../types/index.ts";
import type { Column } from "./column.ts";
import { CheckConstraint } from "./constraints.ts";

/** What a dialect says about the types that may need a CHECK. */
export interface NativeTypes {
  readonly dialectName: string;
  readonly supportsNativeBoolean: boolean;
  readonly supportsNativeEnum: boolean;
}

/** The CHECK that a column's type brings with it on a dialect without the type itself, or null. */
export function typeBoundCheck(column: Column, native: NativeTypes): CheckConstraint | null {
  const type = column.type.forDialect(native.dialectName);
  const values = allowedValues(type, native);
  if (values === null) return null;
  const condition = sql`${sql.identifier(column.identifier)} IN (${sql.join(values.map((value) => sql.literal(value)))})`;
  return new CheckConstraint(condition, { name: nameOf(type) });
}

function allowedValues(type: SqlType, native: NativeTypes): readonly (string | number)[] | null {
  if (type instanceof BooleanType) return type.createConstraint && !native.supportsNativeBoolean ? [0, 1] : null;
  if (!(type instanceof Enum) || !type.createConstraint) return null;
  return native.supportsNativeEnum && type.nativeEnum ? null : type.values;
}

function nameOf(type: SqlType): string | null {
  return type instanceof BooleanType || type instanceof Enum ? (type.name ?? null) : null;
}

/** A type whose CHECK has another name on a dialect without the type itself. */
export function withCheckName(type: SqlType, dialectName: string, name: string): SqlType {
  const own = type.forDialect(dialectName);
  return own instanceof BooleanType || own instanceof Enum ? own.withName(name) : type;
}

/** A type that brings no CHECK with it. */
export function withoutCheck(type: SqlType, dialectName: string): SqlType {
  const own = type.forDialect(dialectName);
  return own instanceof BooleanType || own instanceof Enum ? own.withoutConstraint() : type;
}
