/** Adjacency by index: `edges[node]` are the nodes one step on. */
export type Edges = readonly (readonly number[])[];

/** A set of nodes: 1 where the node is a member. */
export type NodeSet = Uint8Array;

const NO_NODES: readonly number[] = [];

/** The nodes one step on from a node. */
export function edgesOf(edges: Edges, node: number): readonly number[] {
  return edges[node] ?? NO_NODES;
}

/** The nodes that can be reached from the starts, the starts included, as far as `within` goes. */
export function reach(edges: Edges, starts: Iterable<number>, within: (node: number) => boolean = always): NodeSet {
  const reached = new Uint8Array(edges.length);
  const open = [...starts];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (reached[node] === 1 || !within(node)) continue;
    reached[node] = 1;
    for (const next of edgesOf(edges, node)) if (reached[next] !== 1) open.push(next);
  }
  return reached;
}

/** The nodes that can be reached from the starts by at least one step. */
export function reachBeyond(edges: Edges, starts: Iterable<number>): NodeSet {
  return reach(
    edges,
    Array.from(starts).flatMap((start) => edgesOf(edges, start)),
  );
}

/** The members of a set, in ascending order. */
export function members(set: NodeSet): number[] {
  const nodes: number[] = [];
  set.forEach((flag, node) => {
    if (flag === 1) nodes.push(node);
  });
  return nodes;
}

/** The same edges turned round; the sources of a node come in ascending order. */
export function reversed(edges: Edges): number[][] {
  const result: number[][] = edges.map(() => []);
  edges.forEach((targets, source) => {
    for (const target of targets) result[target]?.push(source);
  });
  return result;
}

/** Nodes in an order in which each comes after all that its edges lead to. Nodes of a cycle, and those above one, are left out. */
export function bottomUp(edges: Edges, above: Edges): number[] {
  const waiting = edges.map((targets) => targets.length);
  const order = edges.flatMap((targets, node) => (targets.length === 0 ? [node] : []));
  for (let index = 0; index < order.length; index++) {
    for (const node of edgesOf(above, order[index] ?? -1)) {
      const left = (waiting[node] ?? 0) - 1;
      waiting[node] = left;
      if (left === 0) order.push(node);
    }
  }
  return order;
}

function always(): boolean {
  return true;
}
