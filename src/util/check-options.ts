import { InvalidArgumentError } from "../errors/index.ts";
import { suggest } from "./suggest.ts";

/**
 * Refuses an options object that has a key nobody reads.
 *
 * @param where the call, as users write it: `op.addColumn()`
 * @param options what was given
 * @param known the keys that the call takes
 * @throws {InvalidArgumentError} naming the key and the nearest known one
 */
export function checkOptions(where: string, options: unknown, known: readonly string[]): void {
  if (options === undefined) return;
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new InvalidArgumentError("ALB0801", `${where} takes an options object, not ${describe(options)}.`, {
      hint: `Its keys are: ${known.join(", ")}.`,
    });
  }
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    const near = suggest(key, known);
    throw new InvalidArgumentError("ALB0802", `${where} has no option '${key}'.`, {
      hint: near === null ? `Its options are: ${known.join(", ")}.` : `Did you mean '${near}'?`,
    });
  }
}

/** A value's kind for a message, never its content. */
export function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object")
    return value.constructor?.name === undefined || value.constructor === Object
      ? "an object"
      : `a ${value.constructor.name}`;
  return typeof value === "undefined" ? "undefined" : `a ${typeof value}`;
}
