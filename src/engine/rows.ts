import type { Row } from "./driver.ts";

/**
 * Builds rows from the names of the columns and lists of values; of two columns with one name the last one wins.
 *
 * @param decode turns a value, as the package read it, and the number of its column into the form that drivers give
 */
export function toRows<Value>(
  columns: readonly string[],
  rows: readonly (readonly Value[])[],
  decode: (value: Value | undefined, column: number) => unknown = (value) => value,
): readonly Row[] {
  if (columns.includes("__proto__")) {
    return rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, decode(row[index], index)])));
  }
  // Assigned one after the other, all rows have one shape, and none has lists of its own on the way.
  return rows.map((values) => {
    const row: Record<string, unknown> = {};
    let index = 0;
    for (const name of columns) row[name] = decode(values[index], index++);
    return row;
  });
}

/** An integer as a number where that is exact, else as it is. */
export function toSafeInteger(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}
