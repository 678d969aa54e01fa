import { RangeNotAncestorError, ResolutionError, RevisionError } from "../errors/index.ts";
import { edgesOf, type NodeSet, reach } from "./edges.ts";
import type { RevisionGraph } from "./graph.ts";
import { joinBranch, parseRelative, type RelativeIdentifier, splitBranch } from "./identifier.ts";
import { currentTips, lineage } from "./lineage.ts";
import { baseNodes, idsOf } from "./nodes.ts";
import { movesNowhere, tooFar, wrongDirection } from "./relative-errors.ts";
import { resolveAll, resolveBranch, resolveOne } from "./resolve.ts";
import type { RevisionNames } from "./revision.ts";
import type { RangeRequest, Selection } from "./select.ts";
import { BELOW_BASE, walk } from "./walk.ts";

interface DowngradeTarget {
  /** Null for base. */
  readonly node: number | null;
  /** The revision whose own line is to be left, where a branch is named or a single current revision counted from. */
  readonly branch: number | null;
  /** The heads to come down from: all current ones, or the one that a relative target counts from. */
  readonly heads: readonly number[];
}

/** Selects what has to go so that the target is a head: all that builds on it or depends on what goes, as far as it is applied. */
export function selectDowngrade(graph: RevisionGraph, request: RangeRequest): Selection {
  const target = downgradeTarget(graph, request);
  const applied = reach(graph.allDown, target.heads);
  const roots = downgradeRoots(graph, target, request);
  const included = intersection(reach(graph.allNext, roots), applied);
  if (request.implicitBase && target.node !== null) addOtherBranches(graph, included, target.heads, target.node);
  const isEmpty = !included.includes(1);
  if (isEmpty && target.node !== null && !target.heads.includes(target.node)) throw notBelow(graph, request, target);
  return { included, heads: target.heads };
}

function downgradeTarget(graph: RevisionGraph, request: RangeRequest): DowngradeTarget {
  const current = resolveAll(graph, request.upper);
  const text = targetText(request.lower);
  const relative = parseRelative(text);
  const branch = branchNode(graph, relative === null ? splitBranch(text).branch : relative.branch);
  if (relative === null) return { node: resolveOne(graph, text), branch, heads: current };
  const { steps, symbol } = relative;
  const start =
    symbol === null
      ? currentStart(graph, relative, text, current, request)
      : resolveOne(graph, joinBranch(relative.branch, symbol));
  const position = walk(graph, { start, steps, branch, isTolerant: !request.assertRelativeLength });
  if (position === null) throw tooFar(text);
  const node = position === BELOW_BASE ? null : position;
  const countsFromOne = symbol === null && branch === null && start !== null;
  return countsFromOne ? { node, branch: start, heads: [start] } : { node, branch, heads: current };
}

function branchNode(graph: RevisionGraph, branch: string | null): number | null {
  return branch === null ? null : resolveBranch(graph, branch);
}

function targetText(lower: RevisionNames): string {
  if (lower === null) return "base";
  if (typeof lower === "string") return lower;
  const [only, ...others] = lower;
  if (others.length === 0) return only ?? "base";
  throw new ResolutionError("ALB0423", `A downgrade leads to one revision, not to several: ${lower.join(", ")}.`, {
    hint: "Downgrade to the revision below both, or one branch after the other.",
  });
}

function currentStart(
  graph: RevisionGraph,
  { branch, steps, isUpward }: RelativeIdentifier,
  text: string,
  current: readonly number[],
  request: RangeRequest,
): number {
  if (isUpward) throw wrongDirection(text, "A downgrade", "-");
  if (steps === 0) throw movesNowhere(text);
  const [first, ...others] = new Set(current);
  if (first === undefined) {
    throw new RevisionError("ALB0424", `"${text}" counts from the current revision, and there is none.`, {
      hint: "The database is at base: there is nothing to downgrade.",
    });
  }
  if (branch !== null) return startOnBranch(graph, branch, text, [first, ...others]);
  if (others.length > 0) request.onWarning(severalHeadsWarning(graph, text, [first, ...others]));
  return first;
}

function severalHeadsWarning(graph: RevisionGraph, text: string, current: readonly number[]): string {
  const ids = idsOf(graph, current);
  return (
    `The database has several heads (${ids.join(", ")}), so "${text}" is ambiguous: only ${ids[0] ?? ""} is downgraded. ` +
    `Say which branch: "<label>@${text}".`
  );
}

/** The current head on a branch, or the one revision of it that the current heads imply. */
function startOnBranch(graph: RevisionGraph, branch: string, text: string, current: readonly number[]): number {
  const related = lineage(graph, [resolveBranch(graph, branch)], false);
  const direct = current.filter((node) => related[node] === 1);
  const candidates = direct.length > 0 ? direct : currentTips(graph, current).filter((node) => related[node] === 1);
  const [only, ...others] = candidates;
  if (only !== undefined && others.length === 0) return only;
  const what = only === undefined ? "no revision" : `several revisions (${idsOf(graph, candidates).join(", ")})`;
  throw new RevisionError(
    "ALB0425",
    `"${text}" counts from the current revision on branch "${branch}", which has ${what}.`,
    {
      hint: "Name the revision to downgrade to.",
    },
  );
}

function downgradeRoots(graph: RevisionGraph, target: DowngradeTarget, request: RangeRequest): readonly number[] {
  if (request.inclusive && target.node !== null) return [target.node];
  const roots = target.node === null ? baseNodes(graph) : edgesOf(graph.next, target.node);
  if (target.branch === null || roots.length < 2) return roots;
  const below = reach(graph.down, [target.branch]);
  const onBranch = roots.filter((root) => below[root] === 1);
  if (onBranch.length === 0) throw notBelow(graph, request, target);
  return onBranch;
}

function notBelow(graph: RevisionGraph, request: RangeRequest, target: DowngradeTarget): RangeNotAncestorError {
  const ids = idsOf(graph, target.heads).join(", ") || "base";
  const message = `"${String(request.lower)}" is no revision to downgrade to: it does not lie below the current ${ids}.`;
  return new RangeNotAncestorError("ALB0426", message, {
    hint: 'Choose a revision that "history" shows below the current one.',
  });
}

function intersection(left: NodeSet, right: NodeSet): NodeSet {
  return left.map((flag, node) => flag & (right[node] ?? 0));
}

/** Adds what the heads on other branches hold beyond the target. */
function addOtherBranches(graph: RevisionGraph, included: NodeSet, heads: readonly number[], target: number): void {
  const applied = reach(
    graph.allDown,
    heads.filter((head) => included[head] !== 1),
  );
  const kept = reach(graph.allDown, [target]);
  applied.forEach((flag, node) => {
    if (flag === 1 && kept[node] !== 1) included[node] = 1;
  });
}
