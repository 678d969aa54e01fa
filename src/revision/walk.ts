import { RevisionError } from "../errors/index.ts";
import { edgesOf } from "./edges.ts";
import type { RevisionGraph } from "./graph.ts";
import { lineage } from "./lineage.ts";
import { baseNodes, headNodes, idOf } from "./nodes.ts";

/** One step below a base revision. */
export const BELOW_BASE = "base";

/** A revision, `base` one step below the lowest, or null where the graph has ended before. */
export type Position = number | typeof BELOW_BASE | null;

/** A walk along down revisions; dependencies are no way to go. */
export interface Walk {
  /** Null: before the first revision when walking up, above the heads when walking down. */
  readonly start: number | null;
  /** Upwards when positive. */
  readonly steps: number;
  /** Where several ways lead up, only those on this revision's branch count. */
  readonly branch: number | null;
  /** Stop at the end of the graph instead of giving null. */
  readonly isTolerant: boolean;
}

/**
 * Walks a number of steps from a revision.
 *
 * @throws {RevisionError} where there is more than one way to go
 */
export function walk(graph: RevisionGraph, { start, steps, branch, isTolerant }: Walk): Position {
  const related = branch === null || steps < 0 ? null : lineage(graph, [branch], false);
  let position: Position = start;
  for (let left = Math.abs(steps); left > 0; left--) {
    const ways: readonly Way[] = steps > 0 ? above(graph, position) : below(graph, position);
    const open: readonly Way[] =
      related === null ? ways : ways.filter((way) => way !== BELOW_BASE && related[way] === 1);
    if (open.length > 1) throw ambiguous(graph, position, open);
    const way: Way | undefined = open[0];
    if (way === undefined) return isTolerant ? position : null;
    position = way;
  }
  return position;
}

type Way = number | typeof BELOW_BASE;

function above(graph: RevisionGraph, position: Position): readonly Way[] {
  if (position === null || position === BELOW_BASE) return baseNodes(graph);
  return edgesOf(graph.next, position);
}

function below(graph: RevisionGraph, position: Position): readonly Way[] {
  if (position === BELOW_BASE) return [];
  if (position === null) return headNodes(graph);
  // As written: a revision that names the same one twice counts as a merge.
  const ways = graph.revisions[position]?.downRevisions.flatMap((id) => graph.names.get(id) ?? []) ?? [];
  return ways.length === 0 ? [BELOW_BASE] : ways;
}

function ambiguous(graph: RevisionGraph, position: Position, ways: readonly Way[]): RevisionError {
  const from = typeof position === "number" ? `revision ${idOf(graph, position)}` : "the end";
  const ids = ways.map((way) => (way === BELOW_BASE ? way : idOf(graph, way)));
  return new RevisionError("ALB0415", `There is more than one way to go from ${from}: ${ids.join(", ")}.`, {
    hint: 'Name the revision to stop at, or the branch: "<label>@+1", "<label>@head".',
  });
}
