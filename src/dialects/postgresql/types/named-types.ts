import { InvalidArgumentError } from "../../../errors/index.ts";
import type { LiteralKind, LiteralType, SqlFragment } from "../../../sql/index.ts";
import { Enum, type EnumOptions, SqlType, type TypeRenderer } from "../../../types/index.ts";
import { checkOptions, describe } from "../../../util/check-options.ts";
import { call, type Deconstructed } from "../../../util/deconstruct.ts";

/** Options of `sa.postgresql.enum`. */
export type PostgresqlEnumOptions = Omit<EnumOptions, "nativeEnum" | "createConstraint" | "length">;

/** An enum type of the database. */
export class PostgresqlEnum<Value extends string = string> extends Enum<Value> {
  protected override readonly callee: string = "sa.postgresql.enum";

  constructor(values: readonly Value[], options: PostgresqlEnumOptions = {}) {
    super(values, options);
  }

  override generic(): Enum<Value> {
    return new Enum(this.values, this.options);
  }
}

/** Options of `sa.postgresql.domain`. */
export interface DomainOptions {
  readonly schema?: string | undefined;
  readonly collation?: string | undefined;
  /** A string is a literal; SQL is an `sql` fragment. */
  readonly default?: string | number | boolean | SqlFragment | undefined;
  /** The name of the domain's constraints. */
  readonly constraintName?: string | undefined;
  readonly notNull?: boolean | undefined;
  /** A condition on `VALUE`. */
  readonly check?: string | SqlFragment | undefined;
  /** Whether the domain is made by `createTable`; true unless given. */
  readonly createType?: boolean | undefined;
  /** Whether to ask first if it is there already; false unless given. */
  readonly checkFirst?: boolean | undefined;
  /** Made by the metadata as a whole, so that `createTable` leaves it alone. */
  readonly isMetadataBound?: boolean | undefined;
}

const domainOptionKeys = [
  "schema",
  "collation",
  "default",
  "constraintName",
  "notNull",
  "check",
  "createType",
  "checkFirst",
  "isMetadataBound",
] as const satisfies readonly (keyof DomainOptions)[];

/** A type of the database that is another one with rules. */
export class Domain<Value = unknown> extends SqlType<Value> {
  readonly literalKind: LiteralKind;
  override readonly itemType: LiteralType | undefined;

  constructor(
    readonly name: string,
    readonly dataType: SqlType<Value>,
    readonly options: DomainOptions = {},
  ) {
    super();
    if (typeof name !== "string" || !(dataType instanceof SqlType)) throw domainExpected(dataType);
    checkOptions("sa.postgresql.domain()", options, domainOptionKeys);
    this.literalKind = dataType.literalKind;
    this.itemType = dataType.itemType;
  }

  toSql(renderer: TypeRenderer): string {
    return typeName(renderer, this.name, this.options.schema);
  }

  deconstruct(): Deconstructed {
    return call("sa.postgresql.domain", [this.name, this.dataType], this.options);
  }
}

function domainExpected(got: unknown): InvalidArgumentError {
  return new InvalidArgumentError(
    "ALB0843",
    `sa.postgresql.domain() takes a name and a type, but got ${describe(got)}.`,
    {
      hint: 'For example: sa.postgresql.domain("knots", sa.integer(), { check: "VALUE >= 0" }).',
    },
  );
}

/** A named type's name with its schema in front. */
export function typeName(renderer: TypeRenderer, name: string, schema: string | undefined): string {
  return schema === undefined ? renderer.quote(name) : `${renderer.quoteSchema(schema)}.${renderer.quote(name)}`;
}

/** A type that the database knows by a name, and that is made by a statement of its own. */
export type NamedType = Enum | Domain;
