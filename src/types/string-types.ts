import type { LiteralKind } from "../sql/index.ts";
import { type Deconstructed, sparseCall } from "../util/deconstruct.ts";
import { checkOptions } from "../util/check-options.ts";
import { checkLength } from "./check.ts";
import { SqlType, type TypeRenderer } from "./sql-type.ts";

/** Options of the character types. */
export interface StringTypeOptions {
  /** The collation's name, quoted by the dialect. */
  readonly collation?: string | undefined;
}

/** The common part of every character type. */
export abstract class StringType extends SqlType<string> {
  readonly literalKind: LiteralKind = "string";
  readonly collation: string | undefined;
  protected abstract readonly callee: string;

  constructor(
    /** Characters, or null for no bound. */
    readonly length: number | null = null,
    options: StringTypeOptions = {},
  ) {
    super();
    checkOptions(`${this.constructor.name} type`, options, ["collation"]);
    checkLength(length);
    this.collation = options.collation;
  }

  deconstruct(): Deconstructed {
    return sparseCall(this.callee, [this.length], { collation: this.collation });
  }

  protected withLength(word: string, renderer: TypeRenderer): string {
    const text = this.length === null ? word : `${word}(${this.length})`;
    return withCollation(text, this.collation, renderer);
  }
}

/** Adds `COLLATE "name"` where a collation is given. */
export function withCollation(text: string, collation: string | undefined, renderer: TypeRenderer): string {
  return collation === undefined ? text : `${text} COLLATE ${renderer.quoteCollation(collation)}`;
}

export class VARCHAR extends StringType {
  protected readonly callee: string = "sa.VARCHAR";
  toSql(renderer: TypeRenderer): string {
    return this.withLength("VARCHAR", renderer);
  }
}

export class CHAR extends StringType {
  protected readonly callee: string = "sa.CHAR";
  toSql(renderer: TypeRenderer): string {
    return this.withLength("CHAR", renderer);
  }
}

export class NVARCHAR extends StringType {
  override readonly literalKind: LiteralKind = "unicode";
  protected readonly callee: string = "sa.NVARCHAR";
  toSql(renderer: TypeRenderer): string {
    return this.withLength("NVARCHAR", renderer);
  }
}

export class NCHAR extends StringType {
  override readonly literalKind: LiteralKind = "unicode";
  protected readonly callee: string = "sa.NCHAR";
  toSql(renderer: TypeRenderer): string {
    return this.withLength("NCHAR", renderer);
  }
}

export class TEXT extends StringType {
  protected readonly callee: string = "sa.TEXT";
  toSql(renderer: TypeRenderer): string {
    return this.withLength("TEXT", renderer);
  }
}

export class CLOB extends StringType {
  protected readonly callee: string = "sa.CLOB";
  toSql(renderer: TypeRenderer): string {
    return this.withLength("CLOB", renderer);
  }
}

/** A string with an optional bound: VARCHAR, or the dialect's word for it. */
export class String extends StringType {
  protected readonly callee: string = "sa.string";
  toSql(renderer: TypeRenderer): string {
    return renderer.render(new VARCHAR(this.length, { collation: this.collation }));
  }
}

/** A string of any length: TEXT, or the dialect's word for it. */
export class Text extends StringType {
  protected readonly callee: string = "sa.text";
  toSql(renderer: TypeRenderer): string {
    return renderer.render(new TEXT(this.length, { collation: this.collation }));
  }
}

/** A string of any script: NVARCHAR where plain strings do not hold every character. */
export class Unicode extends StringType {
  override readonly literalKind: LiteralKind = "unicode";
  protected readonly callee: string = "sa.unicode";
  toSql(renderer: TypeRenderer): string {
    return renderer.render(new VARCHAR(this.length, { collation: this.collation }));
  }
}

/** A text of any script. */
export class UnicodeText extends StringType {
  override readonly literalKind: LiteralKind = "unicode";
  protected readonly callee: string = "sa.unicodeText";
  toSql(renderer: TypeRenderer): string {
    return renderer.render(new TEXT(this.length, { collation: this.collation }));
  }
}
