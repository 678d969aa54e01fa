import { UnsupportedOperationError } from "../errors/index.ts";
import { type IdentifierPreparer, type LiteralCompiler, QuotedName } from "../sql/index.ts";
import { NullType, type SqlType, type TypeRenderer } from "../types/index.ts";

type TypeClass<Type extends SqlType> = abstract new (...args: never[]) => Type;

/** One rule: a type, and how the dialect writes it. Made by {@link writes}. */
export interface TypeRule {
  readonly of: TypeClass<SqlType>;
  render(type: SqlType, renderer: TypeRenderer): string | null;
}

/**
 * How a dialect writes one type that it says differently.
 *
 * @example
 * import { BLOB } from "../../src/types/index.ts";
 *
 * writes(BLOB, () => "BYTEA");
 */
export function writes<Type extends SqlType>(
  of: TypeClass<Type>,
  render: (type: Type, renderer: TypeRenderer) => string,
): TypeRule {
  return { of, render: (type, renderer) => (type instanceof of ? render(type, renderer) : null) };
}

/**
 * A type that the dialect does not have.
 *
 * @example
 * import { ARRAY } from "../../src/types/index.ts";
 *
 * refuses(ARRAY, "An array", "Keep the values in a table of their own.");
 */
export function refuses(of: TypeClass<SqlType>, what: string, hint: string): TypeRule {
  return writes(of, (_type, { dialectName }) => {
    throw new UnsupportedOperationError("ALB0344", { operation: what, dialect: dialectName, hint });
  });
}

/** Writes column types: by the dialect's rule for the nearest class, else as the type itself says. */
export class TypeCompiler implements TypeRenderer {
  readonly #rules: ReadonlyMap<unknown, TypeRule>;

  constructor(
    readonly dialectName: string,
    private readonly identifiers: IdentifierPreparer,
    private readonly literals: LiteralCompiler,
    rules: readonly TypeRule[],
    /** The dialects whose own types this one knows. */
    private readonly knows: readonly string[] = [dialectName],
  ) {
    this.#rules = new Map(rules.map((rule) => [rule.of.prototype, rule]));
  }

  /** The type that a column has here: its variant, and the generic one for another dialect's own. */
  resolve(type: SqlType): SqlType {
    const own = type.forDialect(this.dialectName);
    const home = homeOf(own);
    if (home === null || this.knows.includes(home)) return own;
    return this.resolve(own.generic() ?? this.#refuseForeign(own, home));
  }

  render(type: SqlType): string {
    const own = this.resolve(type);
    if (own instanceof NullType) throw this.#typeMissing();
    let prototype: unknown = Object.getPrototypeOf(own);
    while (typeof prototype === "object" && prototype !== null) {
      const text = this.#rules.get(prototype)?.render(own, this);
      if (text !== undefined && text !== null) return text;
      if (Object.hasOwn(prototype, "toSql")) break;
      prototype = Object.getPrototypeOf(prototype);
    }
    return own.toSql(this);
  }

  /** A type as it stands in CAST(... AS ...), where the dialect says it differently there. */
  renderForCast(type: SqlType): string {
    return this.render(type);
  }

  quote(name: string): string {
    return this.identifiers.quote(name);
  }

  quoteSchema(schema: string): string {
    return this.identifiers.quoteSchema(schema);
  }

  quoteCollation(collation: string): string {
    return this.identifiers.quote(new QuotedName(collation, true));
  }

  literal(value: unknown): string {
    return this.literals.literal(value);
  }

  #refuseForeign(type: SqlType, home: string): never {
    throw new UnsupportedOperationError("ALB0317", {
      operation: `The type ${calleeOf(type)}()`,
      dialect: this.dialectName,
      reason: `it is a type of ${home}`,
      hint: `Take a generic type, with this one for its own dialect: sa.text().withVariant(${calleeOf(type)}(), "${home}").`,
    });
  }

  #typeMissing(): UnsupportedOperationError {
    return new UnsupportedOperationError("ALB0311", {
      operation: "A column without a type",
      dialect: this.dialectName,
      hint: 'Give the column its type: sa.column("title", sa.string()).',
    });
  }
}

function calleeOf(type: SqlType): string {
  const made = type.deconstruct();
  return made.kind === "call" ? made.callee : made.tag;
}

/** By class, which says it for all of its types: a comparison asks for each column. */
const homes = new Map<unknown, string | null>();

/** The dialect whose namespace a type is made in: `sa.mysql.year()`; null for the generic ones and users' own. */
function homeOf(type: SqlType): string | null {
  const known = homes.get(type.constructor);
  if (known !== undefined) return known;
  const home = readHome(type);
  homes.set(type.constructor, home);
  return home;
}

function readHome(type: SqlType): string | null {
  const [root, home, name] = calleeOf(type).split(".");
  return root === "sa" && name !== undefined ? (home ?? null) : null;
}
