import { describe, expect, it } from "vitest";
import { HeadMaintainer, planDowngrade, planUpgrade, type RevisionMap } from "../../src/revision/index.ts";
import { lineOf, mapOf, type Short } from "./graphs.ts";

const SIZE = 10_000;

/** In milliseconds: far above the tens that it takes, and far below what an algorithm takes that is quadratic. */
const patience = 20_000;

/** Lines side by side, of two revisions each, on one root, and brought together by one merge. */
function fan(lines: number): Short[] {
  const sides = Array.from({ length: lines }, (_, index): Short[] => [
    [`a${index}`, "root"],
    [`b${index}`, `a${index}`],
  ]);
  return [["root", null], ...sides.flat(), ["top", Array.from({ length: lines }, (_, index) => `b${index}`)]];
}

/** Two lines; each revision of the second depends on its neighbour in the first. */
function ladder(rungs: number): Short[] {
  return Array.from({ length: rungs }, (_, index): Short[] => [
    [`a${index}`, index === 0 ? null : `a${index - 1}`],
    [`b${index}`, index === 0 ? null : `b${index - 1}`, { on: `a${index}` }],
  ]).flat();
}

function upAndDown(map: RevisionMap): number {
  const up = planUpgrade(map, [], "heads");
  const maintainer = new HeadMaintainer(map, []);
  for (const step of up) maintainer.apply(step);
  const down = planDowngrade(map, [...maintainer.heads], "base");
  for (const step of down) maintainer.apply(step);
  expect(maintainer.heads.size).toBe(0);
  return up.length + down.length;
}

describe(`a graph of ${SIZE} revisions`, () => {
  it.each<readonly [string, readonly Short[]]>([
    ["in one line", lineOf(SIZE)],
    ["in one line, read from the top", lineOf(SIZE).toReversed()],
    ["in lines side by side", fan(SIZE / 2 - 1)],
    ["in two lines, one depending on the other throughout", ladder(SIZE / 2)],
    [
      "that all depend on the first",
      lineOf(SIZE).map(([id, down], index) => [id, down, { on: index < 2 ? null : "r0" }]),
    ],
    [
      "that all have a label",
      lineOf(SIZE).map(([id, down], index) => [id, down, index % 100 === 0 ? { label: `l${index}` } : {}]),
    ],
  ])("%s is planned over at once, without deep recursion", { timeout: patience }, (_, revisions) => {
    expect(upAndDown(mapOf(revisions))).toBe(2 * revisions.length);
  });

  it("in one line is walked through and looked up", () => {
    const map = mapOf(lineOf(SIZE));
    expect(map.walkRevisions()).toHaveLength(SIZE);
    expect(map.getRevision(`head-${SIZE}`.slice(0, 4))?.revision).toBe(`r${SIZE - 1}`);
    expect(planUpgrade(map, [], `+${SIZE}`)).toHaveLength(SIZE);
    expect(planDowngrade(map, ["head"], `-${SIZE - 1}`)).toHaveLength(SIZE - 1);
  });
});
