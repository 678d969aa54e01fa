import { members, type NodeSet, reach, reachBeyond } from "./edges.ts";
import type { RevisionGraph } from "./graph.ts";

/** Everything above or below the given revisions, themselves included. */
export function lineage(graph: RevisionGraph, nodes: readonly number[], includeDependencies: boolean): NodeSet {
  const related = reach(includeDependencies ? graph.allDown : graph.down, nodes);
  const above = reach(includeDependencies ? graph.allNext : graph.next, nodes);
  above.forEach((flag, node) => {
    if (flag === 1) related[node] = 1;
  });
  return related;
}

/** All that is applied when the given revisions are, reduced to what has nothing applied on top by down revisions. */
export function currentTips(graph: RevisionGraph, nodes: readonly number[]): number[] {
  const applied = members(reach(graph.allDown, nodes));
  const covered = reachBeyond(graph.down, applied);
  return applied.filter((node) => covered[node] !== 1);
}
