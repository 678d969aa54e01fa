import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HeadMaintainer, planDowngrade, planStamp, planUpgrade, type RevisionMap } from "../../src/revision/index.ts";
import { ids, mapOf, type Short } from "./graphs.ts";

/** A graph with branches, merges, several bases and dependencies, in a load order of its own, and some applied part of it. */
interface Scene {
  readonly graph: readonly Short[];
  readonly applied: ReadonlySet<string>;
  readonly target: string;
}

const scenes: fc.Arbitrary<Scene> = fc
  .integer({ min: 1, max: 12 })
  .chain((size) =>
    fc.record({
      nodes: fc.tuple(...Array.from({ length: size }, (_, index) => nodeOf(index))),
      loadOrder: fc.shuffledSubarray(
        Array.from({ length: size }, (_, index) => index),
        { minLength: size, maxLength: size },
      ),
      picks: fc.array(fc.nat(size - 1), { maxLength: 3 }),
      target: fc.nat(size - 1),
    }),
  )
  .map(({ nodes, loadOrder, picks, target }) => {
    const graph = loadOrder.flatMap((index) => nodes.slice(index, index + 1));
    return { graph, applied: closure(graph, picks.map(nameOf)), target: nameOf(target) };
  });

function nameOf(index: number): string {
  return `n${String(index).padStart(3, "0")}`;
}

function nodeOf(index: number): fc.Arbitrary<Short> {
  const earlier = Array.from({ length: index }, (_, each) => nameOf(each));
  return fc
    .tuple(fc.subarray(earlier, atMost(3, index)), fc.subarray(earlier, atMost(2, index)))
    .map(([down, on]) => [nameOf(index), down, { on: on.filter((each) => !down.includes(each)) }]);
}

function atMost(limit: number, available: number): { readonly maxLength: number } {
  return { maxLength: Math.min(limit, available) };
}

// What follows is the planner as one would write it without a thought for speed: straight from the definitions.

function needs(graph: readonly Short[], id: string): string[] {
  const [, down, more] = graph.find(([each]) => each === id) ?? [id, [], {}];
  return [down ?? [], more?.on ?? []].flat();
}

function closure(graph: readonly Short[], starts: readonly string[]): Set<string> {
  return new Set(starts.flatMap((id) => [id, ...closure(graph, needs(graph, id))]));
}

function without(set: ReadonlySet<string>, other: ReadonlySet<string>): string[] {
  return [...set].filter((id) => !other.has(id)).toSorted();
}

/** The applied revisions that nothing applied needs. */
function rowsOf(graph: readonly Short[], applied: ReadonlySet<string>): string[] {
  return [...applied].filter((id) => ![...applied].some((other) => needs(graph, other).includes(id))).toSorted();
}

/** The order of the specification, with the whole set of ancestors kept for each line. */
function newestFirst(
  map: RevisionMap,
  graph: readonly Short[],
  included: readonly string[],
  heads: readonly string[],
): string[] {
  const order: string[] = [];
  const lines = graph.map(([id]) => id).filter((id) => heads.includes(id) && included.includes(id));
  for (let index = 0; lines.length > 0;) {
    const line = lines[index] ?? "";
    const above = lines.findIndex((other) => other !== line && closure(graph, [other]).has(line));
    if (above !== -1) {
      index = above;
      continue;
    }
    order.push(line);
    const below = map.getRevision(line)?.normalizedDownRevisions ?? [];
    const [first, ...others] = below.filter((id) => included.includes(id) && !lines.includes(id));
    lines.splice(index, 1, ...(first === undefined ? [] : [first]));
    lines.push(...others);
    if (first === undefined) index = Math.max(0, index - 1);
  }
  return order;
}

describe("the planner, against one made straight from the definitions", () => {
  it("REV-15 REV-16 upgrades by what the target needs and is not applied, in the order of the specification", () => {
    fc.assert(
      fc.property(scenes, ({ graph, applied, target }) => {
        const map = mapOf(graph);
        const expected = without(closure(graph, [target]), applied);
        const plan = ids(planUpgrade(map, rowsOf(graph, applied), target));
        expect(plan.toSorted()).toEqual(expected);
        expect(plan.toReversed()).toEqual(newestFirst(map, graph, expected, [target]));
      }),
      { numRuns: 1000 },
    );
  });

  it("REV-19 downgrades by all that builds on the target's successors or depends on it", () => {
    fc.assert(
      fc.property(scenes, ({ graph, applied, target }) => {
        const map = mapOf(graph);
        const rows = rowsOf(graph, applied);
        const roots = graph.filter(([, down]) => [down ?? []].flat().includes(target)).map(([id]) => id);
        const expected = [...applied].filter((id) => roots.some((root) => closure(graph, [id]).has(root))).toSorted();
        fc.pre(expected.length > 0);
        const plan = ids(planDowngrade(map, rows, target));
        expect(plan.toSorted()).toEqual(expected);
        expect(plan).toEqual(newestFirst(map, graph, expected, rows));
      }),
      { numRuns: 1000 },
    );
  });

  it("REV-02 downgrades to base by everything", () => {
    fc.assert(
      fc.property(scenes, ({ graph, applied }) => {
        const plan = ids(planDowngrade(mapOf(graph), rowsOf(graph, applied), "base"));
        expect(plan.toSorted()).toEqual([...applied].toSorted());
      }),
    );
  });

  it("REV-09 after each step the rows are the applied revisions that nothing applied needs", () => {
    fc.assert(
      fc.property(scenes, ({ graph, applied }) => {
        const map = mapOf(graph);
        const rows = rowsOf(graph, applied);
        const now = new Set(applied);
        const maintainer = new HeadMaintainer(map, rows);
        const up = planUpgrade(map, rows, "heads");
        const down = planDowngrade(map, rowsOf(graph, closure(graph, map.getHeads())), "base");
        for (const step of [...up, ...down]) {
          maintainer.apply(step);
          if (step.isUpgrade) now.add(step.revision.revision);
          else now.delete(step.revision.revision);
          expect([...maintainer.heads].toSorted()).toEqual(rowsOf(graph, now));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("REV-16 the changes of a step lead from its rows to its rows one by one, and never twice to one", () => {
    fc.assert(
      fc.property(scenes, ({ graph }) => {
        const map = mapOf(graph);
        const table: string[] = [];
        const maintainer = new HeadMaintainer(map, []);
        for (const step of planUpgrade(map, [], "heads")) {
          for (const change of maintainer.apply(step)) {
            if (change.kind !== "insert")
              table.splice(table.indexOf(change.kind === "update" ? change.from : change.id), 1);
            if (change.kind !== "delete") table.push(change.kind === "update" ? change.to : change.id);
          }
          expect(new Set(table)).toEqual(maintainer.heads);
          expect(table).toHaveLength(maintainer.heads.size);
        }
      }),
    );
  });

  it("REV-23 a stamp leaves its destination and the rows that have nothing to do with it", () => {
    fc.assert(
      fc.property(scenes, ({ graph, applied, target }) => {
        const map = mapOf(graph);
        const rows = rowsOf(graph, applied);
        const maintainer = new HeadMaintainer(map, rows);
        for (const step of planStamp(map, rows, target)) maintainer.apply(step);
        const unrelated = rows.filter(
          (row) => !closure(graph, [row]).has(target) && !closure(graph, [target]).has(row),
        );
        expect([...maintainer.heads].toSorted()).toEqual([target, ...unrelated].toSorted());
      }),
    );
  });
});
