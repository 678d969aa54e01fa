import { InvalidArgumentError } from "../errors/index.ts";
import type { LiteralKind, LiteralType } from "../sql/index.ts";
import type { Deconstructed, Deconstructible } from "../util/deconstruct.ts";

declare const jsType: unique symbol;

/** What a type asks of the compiler that writes it. */
export interface TypeRenderer {
  readonly dialectName: string;
  /** Writes another type, by the dialect's own rules. */
  render(type: SqlType): string;
  quote(name: string): string;
  quoteSchema(schema: string): string;
  /** A collation's name: in quotes, since most databases mind its case. */
  quoteCollation(collation: string): string;
  literal(value: unknown): string;
}

const noVariants: ReadonlyMap<string, SqlType> = new Map();

/**
 * A column type as a value. `Value` is what a row holds for it in TypeScript.
 *
 * A type says how it is written in general; a dialect's type compiler has rules for those it writes differently.
 *
 * @example const money: SqlType<string> = sa.numeric(12, 2);
 */
export abstract class SqlType<Value = unknown> implements Deconstructible, LiteralType {
  declare readonly [jsType]: Value;

  /** How a value of the type is written as a literal. */
  abstract readonly literalKind: LiteralKind;

  readonly itemType: LiteralType | undefined = undefined;

  /** Other types for some dialects, by the dialect's name. */
  readonly variants: ReadonlyMap<string, SqlType> = noVariants;

  /** The type as standard SQL, or as most dialects write it. */
  abstract toSql(renderer: TypeRenderer): string;

  abstract deconstruct(): Deconstructed;

  /**
   * The same type, but another one on the dialects that are named.
   *
   * @param type what those dialects get
   * @param dialects their names
   * @throws {InvalidArgumentError} when no dialect is named, or one has a variant already
   * @example sa.json().withVariant(sa.postgresql.jsonb(), "postgresql");
   */
  withVariant(type: SqlType, ...dialects: readonly string[]): this {
    if (dialects.length === 0) {
      throw new InvalidArgumentError("ALB0805", "withVariant() needs the name of at least one dialect.", {
        hint: "Name the dialect after the type: type.withVariant(variant, name).",
      });
    }
    const variants = new Map(this.variants);
    for (const dialect of dialects) {
      if (variants.has(dialect)) {
        throw new InvalidArgumentError("ALB0806", `The type has a variant for ${dialect} already.`, {
          hint: "Give each dialect one variant.",
        });
      }
      variants.set(dialect, type);
    }
    return this.copyWith({ variants });
  }

  /**
   * The generic type that stands for this one on dialects that do not know it; null where none does, and the type is
   * refused there.
   */
  generic(): SqlType | null {
    return null;
  }

  /** The type that a dialect gets: its variant, or this one. */
  forDialect(dialectName: string): SqlType {
    return this.variants.get(dialectName) ?? this;
  }

  /** A copy with some fields replaced. The class stays, and so do all other fields. */
  protected copyWith(fields: object): this {
    const copy: this = Object.create(Object.getPrototypeOf(this));
    return Object.freeze(Object.assign(copy, this, fields));
  }
}

/** The TypeScript type of the values of a column type. */
export type ValueOf<Type> = Type extends SqlType<infer Value> ? Value : never;

/**
 * The root of a user's own column types.
 *
 * @example
 * class Point extends UserDefinedType<string> {
 *   toSql(): string {
 *     return "POINT";
 *   }
 *   deconstruct(): Deconstructed {
 *     return call("point");
 *   }
 * }
 */
export abstract class UserDefinedType<Value = unknown> extends SqlType<Value> {
  readonly literalKind: LiteralKind = "any";

  /** Where the type is imported from in generated files: a module specifier and the exported name. */
  readonly importFrom: { readonly module: string; readonly name: string } | undefined = undefined;
}
