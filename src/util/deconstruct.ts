/** A call that would make the object again: a function's name, its arguments and its trailing options. */
export interface DeconstructedCall {
  readonly kind: "call";
  /** As users write it: `op.addColumn`, `sa.column`, `sa.postgresql.jsonb`. */
  readonly callee: string;
  readonly args: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** A tagged template that would make the object again. */
export interface DeconstructedTemplate {
  readonly kind: "template";
  readonly tag: string;
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
}

/** The source that makes an object again. */
export type Deconstructed = DeconstructedCall | DeconstructedTemplate;

/** An object that can say how it is written in a file. */
export interface Deconstructible {
  deconstruct(): Deconstructed;
}

/**
 * Builds a {@link DeconstructedCall}; options that are absent are left out.
 *
 * @param callee as users write it: `op.addColumn`, `sa.postgresql.jsonb`
 * @param args the arguments before the options
 * @param options the trailing options; left out where all are absent
 * @example call("sa.string", [50], { collation: undefined }); // sa.string(50)
 */
export function call(
  callee: string,
  args: readonly unknown[] = [],
  options: Readonly<Record<string, unknown>> | object = {},
): DeconstructedCall {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { kind: "call", callee, args, options: Object.fromEntries(given) };
}

/** A call whose arguments may be null: those at its end are left out, unless options follow them. */
export function sparseCall(
  callee: string,
  args: readonly unknown[],
  options: Readonly<Record<string, unknown>> | object = {},
): DeconstructedCall {
  const hasOptions = Object.values(options).some((value) => value !== undefined);
  const last = hasOptions ? args.length - 1 : args.findLastIndex((arg) => arg !== null);
  return call(callee, args.slice(0, last + 1), options);
}

export function isDeconstructible(value: unknown): value is Deconstructible {
  return (
    typeof value === "object" && value !== null && "deconstruct" in value && typeof value.deconstruct === "function"
  );
}
