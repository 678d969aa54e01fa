import type { SqlFragment } from "../sql/index.ts";
import { checkOptions } from "../util/check-options.ts";
import { call, type Deconstructed, type Deconstructible } from "../util/deconstruct.ts";

/** Options of {@link computed}. */
export interface ComputedOptions {
  /** true: stored; false: worked out when read; absent: as the database does by default. */
  readonly persisted?: boolean | undefined;
}

/** The expression of a generated column. */
export class Computed implements Deconstructible {
  readonly persisted: boolean | undefined;

  constructor(
    /** SQL text, or a fragment. */
    readonly expression: string | SqlFragment,
    options: ComputedOptions = {},
  ) {
    checkOptions("sa.computed()", options, ["persisted"]);
    this.persisted = options.persisted;
    Object.freeze(this);
  }

  deconstruct(): Deconstructed {
    return call("sa.computed", [this.expression], { persisted: this.persisted });
  }
}

/**
 * The expression of a generated column.
 *
 * @param expression SQL text, or a fragment
 * @example sa.column("total", sa.integer(), { computed: sa.computed(sql`price * amount`, { persisted: true }) });
 */
export function computed(expression: string | SqlFragment, options?: ComputedOptions): Computed {
  return new Computed(expression, options);
}

/** What sequences and identity columns have in common. */
export interface SequenceOptions {
  readonly start?: number | bigint | undefined;
  readonly increment?: number | bigint | undefined;
  readonly minValue?: number | bigint | undefined;
  readonly maxValue?: number | bigint | undefined;
  readonly noMinValue?: boolean | undefined;
  readonly noMaxValue?: boolean | undefined;
  readonly cycle?: boolean | undefined;
  readonly cache?: number | bigint | undefined;
  /** Oracle: numbers in the order of their requests. */
  readonly order?: boolean | undefined;
}

/** Options of {@link identity}. */
export interface IdentityOptions extends SequenceOptions {
  /** true: GENERATED ALWAYS; else BY DEFAULT. */
  readonly always?: boolean | undefined;
  /** Oracle: also where NULL is given. */
  readonly onNull?: boolean | undefined;
}

export const sequenceOptionKeys = [
  "start",
  "increment",
  "minValue",
  "maxValue",
  "noMinValue",
  "noMaxValue",
  "cycle",
  "cache",
  "order",
] as const satisfies readonly (keyof SequenceOptions)[];

/** A column numbered by the database. */
export class Identity implements Deconstructible {
  constructor(readonly options: IdentityOptions = {}) {
    checkOptions("sa.identity()", options, [...sequenceOptionKeys, "always", "onNull"]);
    Object.freeze(this);
  }

  get always(): boolean {
    return this.options.always ?? false;
  }

  deconstruct(): Deconstructed {
    return call("sa.identity", [], this.options);
  }
}

/**
 * A column numbered by the database.
 *
 * @example sa.column("id", sa.integer(), { identity: sa.identity({ always: true, start: 100 }) });
 */
export function identity(options?: IdentityOptions): Identity {
  return new Identity(options);
}

/** Options of {@link sequence}. */
export interface NamedSequenceOptions extends SequenceOptions {
  readonly schema?: string | undefined;
  /** Made and dropped with the metadata's tables; false for one that is there already. */
  readonly isMetadataBound?: boolean | undefined;
}

/** A sequence of the database. */
export class Sequence implements Deconstructible {
  constructor(
    readonly name: string,
    readonly options: NamedSequenceOptions = {},
  ) {
    checkOptions("sa.sequence()", options, [...sequenceOptionKeys, "schema", "isMetadataBound"]);
    Object.freeze(this);
  }

  deconstruct(): Deconstructed {
    return call("sa.sequence", [this.name], this.options);
  }
}

/**
 * A sequence of the database.
 *
 * @param name the sequence's name, without its schema
 * @example sa.column("id", sa.integer(), { sequence: sa.sequence("post_ids", { start: 10 }) });
 */
export function sequence(name: string, options?: NamedSequenceOptions): Sequence {
  return new Sequence(name, options);
}
