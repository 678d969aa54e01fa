import { type ConstraintName, type Identifier, QuotedName, asIdentifier, nameText } from "./names.ts";

/** When a dialect quotes a name, and with what. */
export interface QuotingRules {
  readonly open: string;
  readonly close: string;
  /** Words that must be quoted, in lower case. */
  readonly reservedWords: ReadonlySet<string>;
  /** What an unquoted name may consist of. */
  readonly legalCharacters: RegExp;
  /** What an unquoted name may not begin with. */
  readonly illegalInitial: RegExp;
  /** The longest name the database takes, in characters. */
  readonly maxIdentifierLength: number;
}

/** Writes names as one dialect wants them. */
export class IdentifierPreparer {
  constructor(readonly rules: QuotingRules) {}

  /** A name, quoted where its own word or the dialect's rules ask for it. */
  quote(name: ConstraintName): string {
    const identifier = asIdentifier(name);
    const text = nameText(identifier);
    const forced = identifier instanceof QuotedName ? identifier.quote : null;
    const isQuoted = forced ?? this.requiresQuotes(text);
    return isQuoted ? this.quoteAlways(text) : text;
  }

  quoteAlways(text: string): string {
    return this.rules.open + text.replaceAll(this.rules.close, this.rules.close + this.rules.close) + this.rules.close;
  }

  /** A schema's name: a plain string with dots is quoted part by part. */
  quoteSchema(schema: Identifier): string {
    if (schema instanceof QuotedName) return this.quote(schema);
    return schema
      .split(".")
      .map((part) => this.quote(part))
      .join(".");
  }

  /** A table's or index's name with its schema in front. */
  qualify(name: ConstraintName, schema: Identifier | null | undefined): string {
    const quoted = this.quote(name);
    return schema === null || schema === undefined ? quoted : `${this.quoteSchema(schema)}.${quoted}`;
  }

  requiresQuotes(text: string): boolean {
    const lower = text.toLowerCase();
    return (
      lower !== text ||
      text === "" ||
      this.rules.reservedWords.has(lower) ||
      this.rules.illegalInitial.test(text) ||
      !this.rules.legalCharacters.test(text)
    );
  }
}
