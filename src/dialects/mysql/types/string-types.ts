import type { LiteralKind } from "../../../sql/index.ts";
import {
  CHAR,
  NCHAR,
  NVARCHAR,
  type SqlType,
  StringType,
  TEXT,
  type TypeRenderer,
  VARCHAR,
} from "../../../types/index.ts";
import { checkOptions } from "../../../util/check-options.ts";
import { type Deconstructed, sparseCall } from "../../../util/deconstruct.ts";

/** Options of MySQL's character types that say how characters are kept. */
export interface CharsetOptions {
  /** The character set: `utf8mb4`. */
  readonly charset?: string | undefined;
  readonly collation?: string | undefined;
}

/** Options of MySQL's character types. */
export interface MysqlStringOptions extends CharsetOptions {
  /** Writes ASCII: the character set latin1. */
  readonly ascii?: boolean | undefined;
  /** Writes UNICODE: the character set ucs2. */
  readonly unicode?: boolean | undefined;
  /** Writes BINARY: the character set's binary collation. */
  readonly binary?: boolean | undefined;
  /** Writes NATIONAL before the type: the server's national character set. */
  readonly national?: boolean | undefined;
}

const optionKeys = [
  "charset",
  "collation",
  "ascii",
  "unicode",
  "binary",
  "national",
] as const satisfies readonly (keyof MysqlStringOptions)[];

/** Writes the character set and collation after a type; a set that is named comes before one by a word. */
export function withCharset(text: string, options: MysqlStringOptions, renderer: TypeRenderer): string {
  const { charset, collation } = options;
  const words = [
    charset === undefined ? null : `CHARACTER SET ${renderer.quote(charset)}`,
    charset === undefined && options.ascii === true ? "ASCII" : null,
    charset === undefined && options.unicode === true ? "UNICODE" : null,
    collation === undefined ? null : `COLLATE ${renderer.quoteCollation(collation)}`,
    collation === undefined && options.binary === true ? "BINARY" : null,
  ].filter((word) => word !== null);
  return [text, ...words].join(" ");
}

/** A string with MySQL's words about characters. */
export class MysqlString extends StringType {
  protected readonly callee: string;

  constructor(
    readonly word: "CHAR" | "VARCHAR" | "TEXT" | "TINYTEXT" | "MEDIUMTEXT" | "LONGTEXT",
    length: number | null = null,
    readonly options: MysqlStringOptions = {},
  ) {
    super(length, { collation: options.collation });
    this.callee = `sa.mysql.${word.toLowerCase()}`;
    checkOptions(`${this.callee}()`, options, optionKeys);
  }

  toSql(renderer: TypeRenderer): string {
    const bounded = this.length === null ? this.word : `${this.word}(${this.length})`;
    if (this.options.national !== true) return withCharset(bounded, this.options, renderer);
    return withCharset(
      `NATIONAL ${bounded}`,
      { collation: this.options.collation, binary: this.options.binary },
      renderer,
    );
  }

  override deconstruct(): Deconstructed {
    return sparseCall(this.callee, [this.length], this.options);
  }

  override generic(): SqlType | null {
    const options = { collation: this.options.collation };
    if (this.word === "CHAR") return new CHAR(this.length, options);
    if (this.word === "VARCHAR") return new VARCHAR(this.length, options);
    return this.word === "TEXT" ? new TEXT(this.length, options) : null;
  }
}

/** A string of the server's national character set. */
export class MysqlNationalString extends StringType {
  override readonly literalKind: LiteralKind = "unicode";
  protected readonly callee: string;

  constructor(
    readonly word: "NCHAR" | "NVARCHAR",
    length: number | null = null,
    readonly options: { readonly collation?: string | undefined } = {},
  ) {
    super(length, options);
    this.callee = `sa.mysql.${word.toLowerCase()}`;
  }

  toSql(renderer: TypeRenderer): string {
    return withCharset(this.withLength(`NATIONAL ${this.word.slice(1)}`, renderer), {}, renderer);
  }

  override generic(): SqlType | null {
    return this.word === "NCHAR" ? new NCHAR(this.length, this.options) : new NVARCHAR(this.length, this.options);
  }
}
