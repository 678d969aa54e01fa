import { edgesOf, type Edges } from "./edges.ts";
import type { Revision } from "./revision.ts";

type Labels = ReadonlySet<string>;

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
  const labels: Labels[] = revisions.map(() => new Set<string>());
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
  const [first, ...others] = new Set(parents.map((parent) => labels[parent] ?? new Set<string>()));
  if (others.length === 0 && own.length === 0 && first !== undefined) return first;
  return new Set([...(first ?? []), ...others.flatMap((set) => [...set]), ...own]);
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
    const old: Labels = labels[node] ?? new Set<string>();
    const extended: Labels = previous?.old === old ? previous.extended : new Set([...old, ...own]);
    labels[node] = extended;
    previous = { old, extended };
    node = below;
  }
}
