import { call, type Deconstructed, type Deconstructible } from "../util/deconstruct.ts";

/**
 * A name that says itself whether it is quoted. Made by `sa.quotedName()`.
 *
 * @example await op.dropTable(new QuotedName("Order", true));
 */
export class QuotedName implements Deconstructible {
  constructor(
    readonly name: string,
    /** true: always; false: never; null: as the dialect needs. */
    readonly quote: boolean | null,
  ) {
    Object.freeze(this);
  }

  deconstruct(): Deconstructed {
    return call("sa.quotedName", [this.name, this.quote]);
  }

  toString(): string {
    return this.name;
  }
}

/**
 * A constraint's or index's name that no naming convention expands any more. Made by `op.f()`.
 *
 * @example await op.dropConstraint(new FinalName("uq_users_email"), "users");
 */
export class FinalName implements Deconstructible {
  constructor(readonly name: string) {
    Object.freeze(this);
  }

  deconstruct(): Deconstructed {
    return call("op.f", [this.name]);
  }

  toString(): string {
    return this.name;
  }
}

/** A table's, column's or schema's name. */
export type Identifier = string | QuotedName;

/** A constraint's or index's name. */
export type ConstraintName = Identifier | FinalName;

/** The bare text of a name. */
export function nameText(name: ConstraintName): string {
  return typeof name === "string" ? name : name.name;
}

/** A name that can be quoted: a final name is plain text by then. */
export function asIdentifier(name: ConstraintName): Identifier {
  return name instanceof FinalName ? name.name : name;
}

/**
 * A name with its own word on quoting.
 *
 * @param name the bare name
 * @param quote true to quote always, false never, null as the dialect needs
 * @example sa.quotedName("Select", true);
 */
export function quotedName(name: string, quote: boolean | null): QuotedName {
  return new QuotedName(name, quote);
}
