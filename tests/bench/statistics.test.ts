import { describe, expect, test } from "vitest";
import { exponent, median, quantile } from "../../bench/harness/statistics.ts";

describe("statistics of the benchmarks", () => {
  test("the median is the middle one, or lies between the two in the middle", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 7])).toBe(6);
    expect(median([])).toBeNaN();
  });

  test("a quantile lies between its neighbours", () => {
    expect(quantile([1, 2, 3, 4, 5], 0.25)).toBe(2);
    expect(quantile([10, 20], 0.75)).toBe(17.5);
  });

  test.each([0.5, 1, 2])("the exponent of c * size^%d is found", (power) => {
    const points = [100, 1000, 10_000].map((size) => ({ size, time: 3 * size ** power }));
    expect(exponent(points)).toBeCloseTo(power);
  });

  test("one size has no exponent", () => {
    expect(exponent([{ size: 10, time: 1 }])).toBeNull();
    expect(
      exponent([
        { size: 10, time: 1 },
        { size: 10, time: 2 },
      ]),
    ).toBeNull();
  });
});
