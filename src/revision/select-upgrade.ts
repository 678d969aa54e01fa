import { RangeNotAncestorError, ResolutionError, RevisionError } from "../errors/index.ts";
import { members, type NodeSet, reach, reachBeyond } from "./edges.ts";
import type { RevisionGraph } from "./graph.ts";
import { joinBranch, parseRelative, type RelativeIdentifier, splitBranch } from "./identifier.ts";
import { lineage } from "./lineage.ts";
import { idOf, idsOf } from "./nodes.ts";
import { movesNowhere, tooFar, wrongDirection } from "./relative-errors.ts";
import { resolveAll, resolveBranch, resolveOne, resolvePositions } from "./resolve.ts";
import type { RevisionNames } from "./revision.ts";
import type { RangeRequest, Selection } from "./select.ts";
import { BELOW_BASE, walk } from "./walk.ts";

/**
 * Selects what lies below the targets and not below the start.
 *
 * With an implicit base that is all an upgrade needs; without, only what builds on the start by down revisions, as a history shows it.
 */
export function selectUpgrade(graph: RevisionGraph, request: RangeRequest): Selection {
  const { lower, implicitBase, inclusive } = request;
  const targets = onLabelOf(graph, lower, upgradeTargets(graph, request));
  refuseOverlap(graph, targets);
  const current = startingNodes(graph, request);
  const included = reach(graph.allDown, targets);
  if (!implicitBase) refuseStartOutside(graph, request, included, current);
  refuseOverlap(graph, current);
  remove(included, reach(graph.allDown, current));
  if (!implicitBase && current.length > 0) keepOnly(included, reach(graph.next, current));
  if (inclusive) for (const node of current) included[node] = 1;
  return { included, heads: targets };
}

function upgradeTargets(graph: RevisionGraph, request: RangeRequest): readonly number[] {
  const { upper, assertRelativeLength } = request;
  const relative = typeof upper === "string" ? parseRelative(upper) : null;
  if (typeof upper !== "string" || relative === null) return resolveAll(graph, upper);
  const start = relative.symbol === null ? currentStart(graph, relative, upper, request) : symbolStart(graph, relative);
  const branch = relative.branch === null ? null : resolveBranch(graph, relative.branch);
  const target = walk(graph, { start, steps: relative.steps, branch, isTolerant: !assertRelativeLength });
  if (typeof target === "number") return [target];
  if (assertRelativeLength || target === BELOW_BASE) throw tooFar(upper);
  return [];
}

function symbolStart(graph: RevisionGraph, { branch, symbol }: RelativeIdentifier): number | null {
  return resolveOne(graph, joinBranch(branch, symbol ?? "base"));
}

function currentStart(
  graph: RevisionGraph,
  { branch, steps, isUpward }: RelativeIdentifier,
  text: string,
  request: RangeRequest,
): number | null {
  if (!isUpward) throw wrongDirection(text, "An upgrade", "+");
  if (steps === 0) throw movesNowhere(text);
  const current = resolveAll(graph, request.lower);
  const starts = branch === null ? current : startsOnBranch(graph, current, resolveBranch(graph, branch));
  if (starts.length > 1) throw severalStarts(graph, text, starts);
  return starts[0] ?? null;
}

/** The current revisions on a branch; where there are none, the highest ones there that the current ones depend on. */
function startsOnBranch(graph: RevisionGraph, current: readonly number[], branch: number): readonly number[] {
  const related = lineage(graph, [branch], false);
  const direct = current.filter((node) => related[node] === 1);
  if (direct.length > 0) return direct;
  const implied = members(reach(graph.allDown, current)).filter((node) => related[node] === 1);
  const covered = reachBeyond(graph.allDown, implied);
  return implied.filter((node) => covered[node] !== 1);
}

/** A start such as `label@base` narrows the targets to those that carry the label. */
function onLabelOf(graph: RevisionGraph, lower: RevisionNames, targets: readonly number[]): readonly number[] {
  const branch = typeof lower === "string" ? splitBranch(lower).branch : null;
  if (branch === null) return targets;
  const label = labelOf(graph, branch);
  return targets.filter((node) => graph.revisions[node]?.branchLabels.has(label));
}

function labelOf(graph: RevisionGraph, branch: string): string {
  const revision = graph.revisions[resolveBranch(graph, branch)];
  if (revision === undefined || revision.declaredBranchLabels.includes(branch)) return branch;
  const [label, ...others] = revision.branchLabels;
  if (label !== undefined && others.length === 0) return label;
  const which = label === undefined ? "no branch label" : `several branch labels: ${[label, ...others].join(", ")}`;
  throw new ResolutionError("ALB0417", `Revision "${branch}", on the left of the @, has ${which}.`, {
    hint: "Begin the range with a branch label and @base, or with the revision itself.",
  });
}

function startingNodes(graph: RevisionGraph, request: RangeRequest): readonly number[] {
  const positions = resolvePositions(graph, request.lower);
  if (request.assertRelativeLength && positions.includes(null)) throw tooFar(String(request.lower));
  return positions.filter((position) => typeof position === "number");
}

function refuseStartOutside(
  graph: RevisionGraph,
  { lower, upper }: RangeRequest,
  included: NodeSet,
  current: readonly number[],
): void {
  const outside = current.filter((node) => included[node] !== 1);
  if (outside.length === 0) return;
  const message = `Revision ${idsOf(graph, outside).join(", ")} does not lie below "${String(upper)}".`;
  throw new RangeNotAncestorError("ALB0418", message, {
    hint: `Both ends of a range have to lie along one branch, the older first: check "${String(lower)}".`,
  });
}

function refuseOverlap(graph: RevisionGraph, nodes: readonly number[]): void {
  const covered = reachBeyond(graph.allDown, nodes);
  const lower = nodes.find((node) => covered[node] === 1);
  if (lower === undefined) return;
  const above = reachBeyond(graph.allNext, [lower]);
  const upper = nodes.find((node) => above[node] === 1) ?? lower;
  const message = `Revision ${idOf(graph, upper)} includes revision ${idOf(graph, lower)}, and both are given.`;
  throw new RevisionError("ALB0419", message, {
    hint: `Leave out ${idOf(graph, lower)}; if both stand in the version table, delete its row there.`,
  });
}

function severalStarts(graph: RevisionGraph, text: string, starts: readonly number[]): RevisionError {
  const ids = idsOf(graph, starts).join(", ");
  return new RevisionError("ALB0420", `"${text}" could count from any of the current revisions ${ids}.`, {
    hint: `Say which branch: "<label>@${text}".`,
  });
}

function remove(from: NodeSet, nodes: NodeSet): void {
  nodes.forEach((flag, node) => {
    if (flag === 1) from[node] = 0;
  });
}

function keepOnly(from: NodeSet, nodes: NodeSet): void {
  nodes.forEach((flag, node) => {
    if (flag !== 1) from[node] = 0;
  });
}
