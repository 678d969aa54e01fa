import { InvalidArgumentError } from "../errors/index.ts";
import type { LiteralKind } from "../sql/index.ts";
import { checkOptions } from "../util/check-options.ts";
import { call, type Deconstructed } from "../util/deconstruct.ts";
import { checkLength } from "./check.ts";
import { SqlType, type TypeRenderer } from "./sql-type.ts";
import { VARCHAR } from "./string-types.ts";

/** Options of {@link Enum}. */
export interface EnumOptions {
  /** The type's name where it is native, else the CHECK's. */
  readonly name?: string | undefined;
  readonly schema?: string | undefined;
  /** Use the database's own enum type where it has one; true unless given. */
  readonly nativeEnum?: boolean | undefined;
  /** Whether a CHECK keeps other values out where the type is not native; false unless given. */
  readonly createConstraint?: boolean | undefined;
  /** The length of the string column where the type is not native; the longest value's unless given. */
  readonly length?: number | undefined;
  /** Whether a native type is made by `createTable`; true unless given. */
  readonly createType?: boolean | undefined;
  /** Whether to ask first if a native type is there already; false unless given. */
  readonly checkFirst?: boolean | undefined;
  /** Take the schema of the table. */
  readonly inheritSchema?: boolean | undefined;
  /** Made by the metadata as a whole, so that `createTable` leaves a native type alone. */
  readonly isMetadataBound?: boolean | undefined;
}

const optionKeys = [
  "name",
  "schema",
  "nativeEnum",
  "createConstraint",
  "length",
  "createType",
  "checkFirst",
  "inheritSchema",
  "isMetadataBound",
] as const satisfies readonly (keyof EnumOptions)[];

/** One of a list of words. */
export class Enum<Value extends string = string> extends SqlType<Value> {
  readonly literalKind: LiteralKind = "enum";
  readonly name: string | undefined;
  readonly schema: string | undefined;
  readonly nativeEnum: boolean;
  readonly createConstraint: boolean;
  readonly length: number;
  readonly createType: boolean;
  readonly checkFirst: boolean;
  readonly inheritSchema: boolean;
  readonly isMetadataBound: boolean;
  protected readonly callee: string = "sa.enum";

  constructor(
    readonly values: readonly Value[],
    readonly options: EnumOptions = {},
  ) {
    super();
    checkOptions("sa.enum()", options, optionKeys);
    checkValues(values);
    const longest = Math.max(0, ...values.map((value) => value.length));
    this.name = options.name;
    this.schema = options.schema;
    this.nativeEnum = options.nativeEnum ?? true;
    this.createConstraint = options.createConstraint ?? false;
    this.length = checkedLength(options.length, longest);
    this.createType = options.createType ?? true;
    this.checkFirst = options.checkFirst ?? false;
    this.inheritSchema = options.inheritSchema ?? false;
    this.isMetadataBound = options.isMetadataBound ?? false;
  }

  /** The same type under another name. */
  withName(name: string): this {
    return this.copyWith({ name, options: { ...this.options, name } });
  }

  /** The same type without its CHECK. */
  withoutConstraint(): this {
    return this.copyWith({ createConstraint: false, options: { ...this.options, createConstraint: false } });
  }

  toSql(renderer: TypeRenderer): string {
    return renderer.render(new VARCHAR(this.length));
  }

  deconstruct(): Deconstructed {
    return call(this.callee, [this.values], this.options);
  }
}

function checkValues(values: unknown): void {
  if (!Array.isArray(values) || values.some((value) => typeof value !== "string")) {
    throw new InvalidArgumentError("ALB0809", "sa.enum() takes an array of strings.", {
      hint: 'For example: sa.enum(["draft", "published"], { name: "post_state" }).',
    });
  }
}

function checkedLength(length: number | undefined, longest: number): number {
  checkLength(length);
  if (length === undefined) return longest;
  if (length >= longest) return length;
  throw new InvalidArgumentError(
    "ALB0810",
    `The enum's length ${length} is shorter than its longest value, ${longest}.`,
    {
      hint: "Leave the length out, or give one that holds every value.",
    },
  );
}
