import type { Row } from "./driver.ts";

/** Builds rows from the names of the columns and lists of values; of two columns with one name the last one wins. */
export function toRows(columns: readonly string[], rows: readonly (readonly unknown[])[]): readonly Row[] {
  return rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
}

/** An integer as a number where that is exact, else as it is. */
export function toSafeInteger(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}
