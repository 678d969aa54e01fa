import { InvalidArgumentError } from "../errors/index.ts";
import type { LiteralKind, LiteralType } from "../sql/index.ts";
import { checkOptions } from "../util/check-options.ts";
import { call, type Deconstructed, sparseCall } from "../util/deconstruct.ts";
import { checkLength } from "./check.ts";
import { SqlType, type TypeRenderer } from "./sql-type.ts";
import { CHAR } from "./string-types.ts";

/** The common part of the byte types. */
export abstract class BinaryType extends SqlType<Uint8Array> {
  readonly literalKind: LiteralKind = "bytes";
  protected abstract readonly callee: string;

  constructor(
    /** Bytes, or null for no bound. */
    readonly length: number | null = null,
  ) {
    super();
    checkLength(length);
  }

  deconstruct(): Deconstructed {
    return sparseCall(this.callee, [this.length]);
  }

  protected withLength(word: string): string {
    return this.length === null ? word : `${word}(${this.length})`;
  }
}

export class BLOB extends BinaryType {
  protected readonly callee: string = "sa.BLOB";
  toSql(_renderer: TypeRenderer): string {
    return this.withLength("BLOB");
  }
}

export class BINARY extends BinaryType {
  protected readonly callee: string = "sa.BINARY";
  toSql(_renderer: TypeRenderer): string {
    return this.withLength("BINARY");
  }
}

export class VARBINARY extends BinaryType {
  protected readonly callee: string = "sa.VARBINARY";
  toSql(_renderer: TypeRenderer): string {
    return this.withLength("VARBINARY");
  }
}

/** Bytes: BLOB, or the dialect's word for it. */
export class LargeBinary extends BinaryType {
  protected readonly callee: string = "sa.largeBinary";
  toSql(renderer: TypeRenderer): string {
    return renderer.render(new BLOB(this.length));
  }
}

export class BOOLEAN extends SqlType<boolean> {
  readonly literalKind: LiteralKind = "boolean";
  toSql(_renderer: TypeRenderer): string {
    return "BOOLEAN";
  }
  deconstruct(): Deconstructed {
    return call("sa.BOOLEAN");
  }
}

/** Options of {@link Boolean}. */
export interface BooleanOptions {
  /** Whether a CHECK keeps other values out where the database has no boolean; false unless given. */
  readonly createConstraint?: boolean | undefined;
  /** The CHECK's name. */
  readonly name?: string | undefined;
}

/** True or false. */
export class Boolean extends SqlType<boolean> {
  readonly literalKind: LiteralKind = "boolean";
  readonly createConstraint: boolean;
  readonly name: string | undefined;

  constructor(options: BooleanOptions = {}) {
    super();
    checkOptions("sa.boolean()", options, ["createConstraint", "name"]);
    this.createConstraint = options.createConstraint ?? false;
    this.name = options.name;
  }

  /** The same type, with another name for its CHECK. */
  withName(name: string): this {
    return this.copyWith({ name });
  }

  /** The same type without its CHECK. */
  withoutConstraint(): this {
    return this.copyWith({ createConstraint: false });
  }

  toSql(renderer: TypeRenderer): string {
    return renderer.render(new BOOLEAN());
  }

  deconstruct(): Deconstructed {
    return call("sa.boolean", [], { createConstraint: this.createConstraint ? true : undefined, name: this.name });
  }
}

/** Options of {@link JSON}. */
export interface JsonOptions {
  /** Whether null is stored as SQL NULL rather than as JSON's null; false unless given. */
  readonly noneAsNull?: boolean | undefined;
}

/** A JSON document. */
export class JSON extends SqlType<unknown> {
  readonly literalKind: LiteralKind = "json";
  readonly noneAsNull: boolean;

  constructor(options: JsonOptions = {}) {
    super();
    checkOptions("sa.json()", options, ["noneAsNull"]);
    this.noneAsNull = options.noneAsNull ?? false;
  }

  toSql(_renderer: TypeRenderer): string {
    return "JSON";
  }

  bindValue(value: unknown): unknown {
    return globalThis.JSON.stringify(value);
  }

  deconstruct(): Deconstructed {
    return call("sa.json", [], { noneAsNull: this.noneAsNull ? true : undefined });
  }
}

export class UUID extends SqlType<string> {
  readonly literalKind: LiteralKind = "uuid";
  toSql(_renderer: TypeRenderer): string {
    return "UUID";
  }
  deconstruct(): Deconstructed {
    return call("sa.UUID");
  }
}

/** Options of {@link Uuid}. */
export interface UuidOptions {
  /** Use the database's own UUID type where it has one; true unless given. */
  readonly nativeUuid?: boolean | undefined;
}

/** A UUID: the database's own type, else CHAR(32). */
export class Uuid extends SqlType<string> {
  readonly literalKind: LiteralKind = "uuid";
  readonly nativeUuid: boolean;

  constructor(options: UuidOptions = {}) {
    super();
    checkOptions("sa.uuid()", options, ["nativeUuid"]);
    this.nativeUuid = options.nativeUuid ?? true;
  }

  toSql(renderer: TypeRenderer): string {
    return renderer.render(new CHAR(32));
  }

  deconstruct(): Deconstructed {
    return call("sa.uuid", [], { nativeUuid: this.nativeUuid ? undefined : false });
  }
}

/** Options of {@link ARRAY}. */
export interface ArrayOptions {
  /** The number of dimensions; one unless given. */
  readonly dimensions?: number | undefined;
}

/** Several values of one type. */
export class ARRAY<Value = unknown> extends SqlType<Value[]> {
  readonly literalKind: LiteralKind = "array";
  readonly dimensions: number | undefined;
  override readonly itemType: LiteralType;
  protected readonly callee: string = "sa.ARRAY";

  constructor(
    readonly item: SqlType<Value>,
    options: ArrayOptions = {},
  ) {
    super();
    checkOptions("sa.ARRAY()", options, ["dimensions"]);
    if (item instanceof ARRAY) {
      throw new InvalidArgumentError("ALB0808", "An array's items cannot be arrays themselves.", {
        hint: "Give the number of dimensions: sa.ARRAY(sa.integer(), { dimensions: 2 }).",
      });
    }
    this.itemType = item;
    this.dimensions = options.dimensions;
  }

  toSql(renderer: TypeRenderer): string {
    const [base, ...collation] = renderer.render(this.item).split(" COLLATE ");
    const suffix = collation.length === 0 ? "" : ` COLLATE ${collation.join(" COLLATE ")}`;
    return `${base ?? ""}${"[]".repeat(this.dimensions ?? 1)}${suffix}`;
  }

  deconstruct(): Deconstructed {
    return call(this.callee, [this.item], { dimensions: this.dimensions });
  }
}

/** A value that is stored as bytes of its own form. */
export class PickleType extends SqlType<Uint8Array> {
  readonly literalKind: LiteralKind = "bytes";
  toSql(renderer: TypeRenderer): string {
    return renderer.render(new LargeBinary());
  }
  deconstruct(): Deconstructed {
    return call("sa.pickleType");
  }
}

/** The type of nothing: of a column whose type is not known. */
export class NullType extends SqlType<unknown> {
  readonly literalKind: LiteralKind = "any";
  toSql(_renderer: TypeRenderer): string {
    return "NULL";
  }
  deconstruct(): Deconstructed {
    return call("sa.nullType");
  }
}
