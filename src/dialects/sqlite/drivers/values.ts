import { toSafeInteger } from "../../../engine/rows.ts";
import type { SqliteValue } from "./handle.ts";

/**
 * Turns a value into one that SQLite stores. Whole numbers go in as integers: bound as they are, the packages would
 * store some of them as REAL.
 */
export function encodeValue(value: unknown): SqliteValue {
  if (value === undefined || value === null) return null;
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value === "bigint" || typeof value === "string") return value;
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (value instanceof Uint8Array) return value;
  if (value instanceof Date) return value.toISOString().replace("T", " ").replace("Z", "");
  return JSON.stringify(value);
}

/** Turns a value that a package read into the form that every package of the dialect gives. */
export function decodeValue(value: unknown): unknown {
  // Most values.
  if (typeof value === "string" || typeof value === "number") return value;
  if (typeof value === "bigint") return toSafeInteger(value);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  return value;
}
