import { InvalidArgumentError } from "../errors/index.ts";
import { describe } from "../util/check-options.ts";

/** @throws {InvalidArgumentError} unless the length is null or a whole number from 0 */
export function checkLength(length: unknown, what = "length"): void {
  if (length === null || length === undefined) return;
  if (typeof length === "number" && Number.isInteger(length) && length >= 0) return;
  const got = typeof length === "number" ? String(length) : describe(length);
  throw new InvalidArgumentError("ALB0807", `A type's ${what} must be a whole number from 0, not ${got}.`, {
    hint: "Give a number, for example sa.string(50).",
  });
}
