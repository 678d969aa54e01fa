import { describe, expect, test } from "vitest";
import { growthOf, judge, regressionsOf } from "../../bench/harness/bounds.ts";
import { atMost, fasterThan, memoryBelow, missed, noMoreMemory, smallerOverhead } from "../../bench/harness/claims.ts";
import type { Bound, Scenario } from "../../bench/harness/scenario.ts";
import { resultOf, showing } from "./samples.ts";

const scenario: Scenario = { name: "some", title: "Some", about: "", cases: async function* none() {} };

function judged(bound: Bound, ...showings: Parameters<typeof resultOf>[0]) {
  return judge({ scenario, cases: [resultOf(showings, {}, [bound])] })[0];
}

describe("claims", () => {
  const tool = showing("tool", [20, 30, 25], "tool", 60);
  const floor = showing("floor", [10, 20, 10], "floor");
  const peer = showing("peer", [100, 90, 100], "peer", 40);

  test("a ratio is the median of the rounds' own ratios", () => {
    expect(judged(atMost("tool", 1.5, "floor"), tool, floor)?.measured).toBe(2);
    expect(judged(fasterThan("tool", 2, "peer"), tool, peer)?.measured).toBe(4);
  });

  test("what is missed says by how much", () => {
    expect(judged(atMost("tool", 1.6, "floor"), tool, floor)?.excess).toBe(1.25);
    expect(judged(fasterThan("tool", 5, "peer"), tool, peer)?.excess).toBe(1.25);
    expect(judged(fasterThan("tool", 2, "peer"), tool, peer)?.excess).toBe(0.5);
  });

  test("rounds in which one of the two did not run make no ratio", () => {
    const rare = showing("rare", [null, 60, null]);
    expect(judged(fasterThan("tool", 1, "rare"), tool, rare)?.measured).toBe(2);
  });

  test("two that never ran in the same round are compared by their medians", () => {
    const slow = showing("slow", [null, null, null, 250]);
    expect(judged(fasterThan("tool", 1, "slow"), tool, slow)?.measured).toBe(10);
  });

  test("who took no part leaves the claim unmeasured", () => {
    expect(judged(fasterThan("tool", 2, "nobody"), tool)).toMatchObject({ measured: null, excess: null });
  });

  test("overheads are compared over the floor, and one within the noise counts as a millisecond", () => {
    expect(judged(smallerOverhead("tool", 3, "peer", "floor"), tool, floor, peer)?.measured).toBe(6);
    const quick = showing("tool", [9, 9, 9], "tool");
    expect(judged(smallerOverhead("tool", 3, "peer", "floor"), quick, floor, peer)?.measured).toBe(90);
  });

  test("memory is compared with another's, and with a number of megabytes", () => {
    expect(judged(noMoreMemory("tool", "peer"), tool, peer)?.measured).toBe(1.5);
    expect(judged(memoryBelow("tool", 300), tool)?.measured).toBeCloseTo(62.9, 1);
  });
});

describe("growth", () => {
  const cases = [100, 1000, 10_000].map((size) =>
    resultOf([showing("tool", [size < 1000 ? 1000 : size])], { size, series: "SQLite", title: `${size}` }),
  );

  test("is judged from the size on from which it is claimed", () => {
    const growth = [{ series: "SQLite", contestant: "tool", from: 1000, limit: 1.1 }];
    const [verdict] = judge({ scenario: { ...scenario, growth }, cases });
    expect(verdict?.measured).toBeCloseTo(1);
    expect(growthOf("SQLite", "tool", cases)).toBeCloseTo(0.5);
  });

  test("of a series that was not run is no verdict", () => {
    const growth = [{ series: "PostgreSQL", contestant: "tool", from: 1000, limit: 1.1 }];
    expect(judge({ scenario: { ...scenario, growth }, cases })).toEqual([]);
  });
});

describe("a regression", () => {
  const floor = showing("floor", [10, 10, 10], "floor");
  const bound = atMost("tool", 1, "floor");

  test("misses a claim by more than half of its limit", () => {
    expect(regressionsOf(resultOf([showing("tool", [16, 16, 16], "tool"), floor], {}, [bound]))).toHaveLength(1);
    expect(regressionsOf(resultOf([showing("tool", [15, 15, 15], "tool"), floor], {}, [bound]))).toEqual([]);
  });

  test("misses a claim that is missed anyway by half as much again", () => {
    const known = missed(bound, 2);
    expect(regressionsOf(resultOf([showing("tool", [31, 31, 31], "tool"), floor], {}, [known]))).toHaveLength(1);
    expect(regressionsOf(resultOf([showing("tool", [30, 30, 30], "tool"), floor], {}, [known]))).toEqual([]);
  });

  test("is none where only the clock says so", () => {
    const waiting = showing("tool", [30, 30, 30], "tool");
    const samples = waiting.samples.map((sample) => (sample === null ? null : { ...sample, cpu: 5 }));
    expect(regressionsOf(resultOf([{ ...waiting, samples }, floor], {}, [bound]))).toEqual([]);
  });
});
