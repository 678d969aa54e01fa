import { edgesOf, type Edges } from "./edges.ts";

/**
 * Leaves out each dependency that a revision below has already, since what is below runs first anyway.
 *
 * Only revisions that are depended on more than once need a look, and the look goes no higher than the highest of those that
 * depend on them.
 */
export function normalizeDependencies(dependencies: Edges, next: Edges, order: readonly number[]): readonly number[][] {
  const implied = new Set<string>();
  const ranks = new Int32Array(next.length);
  order.forEach((node, rank) => {
    ranks[node] = rank;
  });
  for (const [dependency, dependants] of dependantsOf(dependencies)) {
    if (dependants.length < 2) continue;
    const above = nodesAbove(dependants, next, ranks);
    for (const node of dependants) if (above.has(node)) implied.add(`${node} ${dependency}`);
  }
  return dependencies.map((nodes, node) => nodes.filter((dependency) => !implied.has(`${node} ${dependency}`)));
}

function dependantsOf(dependencies: Edges): Map<number, number[]> {
  const dependants = new Map<number, number[]>();
  dependencies.forEach((nodes, node) => {
    for (const dependency of nodes) {
      const known = dependants.get(dependency);
      if (known === undefined) dependants.set(dependency, [node]);
      else known.push(node);
    }
  });
  return dependants;
}

function nodesAbove(starts: readonly number[], next: Edges, ranks: Int32Array): Set<number> {
  const highest = starts.reduce((rank, node) => Math.max(rank, ranks[node] ?? 0), 0);
  const above = new Set<number>();
  const open = [...starts];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const upper of edgesOf(next, node)) {
      if (above.has(upper) || (ranks[upper] ?? 0) > highest) continue;
      above.add(upper);
      open.push(upper);
    }
  }
  return above;
}
