import type { Edges } from "./edges.ts";
import type { RevisionGraph } from "./graph.ts";

/** The revisions that none comes after, by down revisions, in load order. */
export function headNodes(graph: RevisionGraph): number[] {
  return nodesWithout(graph.next);
}

/** The revisions that none comes after or depends on. */
export function realHeadNodes(graph: RevisionGraph): number[] {
  return nodesWithout(graph.allNext);
}

/** The revisions with nothing below. */
export function baseNodes(graph: RevisionGraph): number[] {
  return nodesWithout(graph.down);
}

/** The id of a node. */
export function idOf(graph: RevisionGraph, node: number): string {
  return graph.revisions[node]?.revision ?? "";
}

/** The ids of nodes, in their order. */
export function idsOf(graph: RevisionGraph, nodes: Iterable<number>): string[] {
  return Array.from(nodes, (node) => idOf(graph, node));
}

function nodesWithout(edges: Edges): number[] {
  return edges.flatMap((targets, node) => (targets.length === 0 ? [node] : []));
}
