import { edgesOf, type Edges } from "./edges.ts";
import type { Revision } from "./revision.ts";
import { unique } from "./unique.ts";

type Labels = ReadonlySet<string>;

/** Shared by all that no label leads to. */
export const NO_LABELS: Labels = new Set();

/**
 * Spreads each label over its branch: up to everything that builds on the revision which declares it, and down as long as nothing
 * but that revision's one line comes up from there.
 *
 * Revisions with the same labels share one set, so that a long line costs one set and not one a revision.
 */
export function spreadLabels(
  revisions: readonly Revision[],
  down: Edges,
  next: Edges,
  allNext: Edges,
  order: readonly number[],
): readonly Labels[] {
  const labels: Labels[] = revisions.map(() => NO_LABELS);
  if (revisions.every((revision) => revision.declaredBranchLabels.length === 0)) return labels;
  for (const node of order)
    labels[node] = inherited(labels, edgesOf(down, node), revisions[node]?.declaredBranchLabels);
  const isStraight = straightLines(revisions, next, allNext, order);
  revisions.forEach((revision, node) => {
    if (revision.declaredBranchLabels.length === 0 || isStraight[node] !== true) return;
    spreadDown(labels, revision.declaredBranchLabels, edgesOf(down, node)[0], (below) => ({
      stops: revisions[below]?.isMergePoint === true || edgesOf(allNext, below).length > 1,
      below: edgesOf(down, below)[0],
    }));
  });
  return labels;
}

function inherited(labels: readonly Labels[], parents: readonly number[], own: readonly string[] = []): Labels {
  const sets = unique(parents.map((parent) => labels[parent] ?? NO_LABELS));
  if (own.length === 0 && sets.length < 2) return sets[0] ?? NO_LABELS;
  return new Set([...sets.flatMap((set) => [...set]), ...own]);
}

/** For each revision: does one unbranched line lead from it to a head, without a merge, itself included? */
function straightLines(
  revisions: readonly Revision[],
  next: Edges,
  allNext: Edges,
  order: readonly number[],
): readonly boolean[] {
  const straight: boolean[] = revisions.map(() => false);
  for (const node of order.toReversed()) {
    const above = edgesOf(next, node)[0];
    const isPlain = revisions[node]?.isMergePoint === false && edgesOf(allNext, node).length < 2;
    straight[node] = isPlain && (above === undefined || straight[above] === true);
  }
  return straight;
}

function spreadDown(
  labels: Labels[],
  own: readonly string[],
  start: number | undefined,
  look: (node: number) => { readonly stops: boolean; readonly below: number | undefined },
): void {
  let previous: { readonly old: Labels; readonly extended: Labels } | null = null;
  for (let node = start; node !== undefined;) {
    const { stops, below } = look(node);
    if (stops) return;
    const old: Labels = labels[node] ?? NO_LABELS;
    const extended: Labels = previous?.old === old ? previous.extended : new Set([...old, ...own]);
    labels[node] = extended;
    previous = { old, extended };
    node = below;
  }
}
