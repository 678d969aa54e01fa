import { RangeNotAncestorError } from "../errors/index.ts";
import { type Edges, edgesOf, members, type NodeSet, reach } from "./edges.ts";
import type { RevisionGraph } from "./graph.ts";
import { idsOf } from "./nodes.ts";

/**
 * Orders revisions so that each comes before all that it builds on or depends on, one line being followed as long as possible.
 *
 * Starting from the heads, the line of one head is followed downwards. A revision that something not yet given out still needs
 * is left, and the first other line that leads to it is followed instead. Ties are decided by load order alone.
 *
 * @param included the revisions to give out
 * @param heads where to start; those that are not included are left out
 * @throws {RangeNotAncestorError} when an included revision cannot be reached from the heads through included ones
 */
export function topologicalOrder(graph: RevisionGraph, included: NodeSet, heads: Iterable<number>): number[] {
  const blockers = new Blockers(graph, included);
  const lines = new Lines(included, heads);
  const order: number[] = [];
  for (let line = lines.current; line !== undefined; line = lines.current) {
    if (!blockers.areAbove(line)) {
      order.push(line);
      blockers.release(line);
      lines.advance(edgesOf(graph.normalizedDown, line));
    } else if (!lines.switchTo(blockers.nodesAbove(line))) {
      break;
    }
  }
  const given = new Set(order);
  const missing = members(included).filter((node) => !given.has(node));
  if (missing.length > 0) throw unreachable(graph, missing);
  return order;
}

function unreachable(graph: RevisionGraph, missing: readonly number[]): RangeNotAncestorError {
  const ids = idsOf(graph, missing).slice(0, 5).join(", ");
  return new RangeNotAncestorError(
    "ALB0416",
    `The range holds revisions that its end reaches only through a dependency outside of it: ${ids}.`,
    { hint: "Begin the range at a base, or end it at a revision that builds on its start." },
  );
}

/** The lowest revision reached on each line, and the line that is being followed. */
class Lines {
  readonly #lines: number[];
  readonly #included: NodeSet;
  readonly #active: NodeSet;
  #index = 0;

  constructor(included: NodeSet, heads: Iterable<number>) {
    this.#included = included;
    this.#lines = [...new Set(heads)].filter((head) => included[head] === 1).toSorted((left, right) => left - right);
    this.#active = new Uint8Array(included.length);
    for (const line of this.#lines) this.#active[line] = 1;
  }

  get current(): number | undefined {
    return this.#lines[this.#index];
  }

  /** Follows the current line down: the first way goes on in its place, further ones become lines at the end. */
  advance(down: readonly number[]): void {
    const ways = down.filter((node) => this.#included[node] === 1 && this.#active[node] !== 1);
    for (const way of ways) this.#active[way] = 1;
    const [first, ...others] = ways;
    if (first === undefined) {
      this.#lines.splice(this.#index, 1);
      this.#index = Math.max(0, this.#index - 1);
      return;
    }
    this.#lines[this.#index] = first;
    this.#lines.push(...others);
  }

  /** Goes on with the first line that stands on one of the given revisions. */
  switchTo(candidates: NodeSet): boolean {
    const index = this.#lines.findIndex((line) => candidates[line] === 1);
    if (index === -1) return false;
    this.#index = index;
    return true;
  }
}

/** How many answers of `nodesAbove` are kept: a revision that many lines lead to is asked for once a line. */
const REMEMBERED = 16;

/**
 * Knows which revisions still wait for one above them.
 *
 * Revisions between included ones count as well, so that an order through them is kept: each is released with the last one above it.
 */
class Blockers {
  readonly #allDown: Edges;
  readonly #allNext: Edges;
  readonly #included: NodeSet;
  readonly #between: NodeSet;
  readonly #above: Int32Array;
  readonly #remembered = new Map<number, NodeSet>();

  constructor(graph: RevisionGraph, included: NodeSet) {
    this.#allDown = graph.allDown;
    this.#allNext = graph.allNext;
    this.#included = included;
    const starts = members(included);
    const below = reach(graph.allDown, starts);
    this.#between = reach(graph.allNext, starts, (node) => below[node] === 1);
    this.#above = new Int32Array(included.length);
    for (const node of members(this.#between)) this.#count(node, 1);
  }

  areAbove(node: number): boolean {
    return (this.#above[node] ?? 0) > 0;
  }

  release(node: number): void {
    const open = [node];
    for (let released = open.pop(); released !== undefined; released = open.pop()) {
      this.#between[released] = 0;
      this.#count(released, -1);
      for (const lower of edgesOf(this.#allDown, released)) {
        if (this.#between[lower] === 1 && this.#included[lower] !== 1 && !this.areAbove(lower)) open.push(lower);
      }
    }
  }

  /** The revisions above a node that are not released; some of a remembered answer may be by now. */
  nodesAbove(node: number): NodeSet {
    const remembered = this.#remembered.get(node);
    if (remembered !== undefined) return remembered;
    const found = reach(this.#allNext, edgesOf(this.#allNext, node), (above) => this.#between[above] === 1);
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size >= REMEMBERED && oldest !== undefined) this.#remembered.delete(oldest);
    this.#remembered.set(node, found);
    return found;
  }

  #count(node: number, by: 1 | -1): void {
    for (const lower of edgesOf(this.#allDown, node)) {
      if (this.#between[lower] === 1) this.#above[lower] = (this.#above[lower] ?? 0) + by;
    }
  }
}
