import { MultipleHeadsError, ResolutionError, RevisionError } from "../errors/index.ts";
import { suggest } from "../util/suggest.ts";
import type { RevisionGraph } from "./graph.ts";
import { joinBranch, parseRelative, splitBranch } from "./identifier.ts";
import { lineage } from "./lineage.ts";
import { headNodes, idOf, idsOf, realHeadNodes } from "./nodes.ts";
import type { RevisionNames } from "./revision.ts";
import { type Position, walk } from "./walk.ts";

/** What an identifier without a relative part denotes. */
interface Denoted {
  readonly nodes: readonly number[];
  /** The revision on the left of the `@`. */
  readonly branch: number | null;
}

/** Resolves every form but the relative ones; several for `heads` and for lists. */
export function resolveAll(graph: RevisionGraph, identifier: RevisionNames): readonly number[] {
  if (isList(identifier)) return identifier.flatMap((each) => [...resolveAll(graph, each)]);
  return denoted(graph, asText(identifier)).nodes;
}

/** Like {@link resolveAll}, and `-N` and `label@-N` as N steps down from each head. */
export function resolvePositions(graph: RevisionGraph, identifier: RevisionNames): readonly Position[] {
  if (isList(identifier)) return identifier.flatMap((each) => [...resolvePositions(graph, each)]);
  const text = asText(identifier);
  const relative = text === null ? null : parseRelative(text);
  if (relative === null || relative.symbol !== null || relative.steps >= 0) return denoted(graph, text).nodes;
  const { branch, steps } = relative;
  const heads = branch === null ? headNodes(graph) : denoted(graph, joinBranch(branch, "heads")).nodes;
  return heads.map((head) => walk(graph, { start: head, steps, branch: null, isTolerant: false }));
}

/** Resolves an identifier that has to denote one revision, or none as `base` does. */
export function resolveOne(graph: RevisionGraph, identifier: RevisionNames): number | null {
  const nodes = resolveAll(graph, identifier);
  if (nodes.length > 1) throw severalHeads(graph, String(identifier), nodes);
  return nodes[0] ?? null;
}

/** The single head, or the single head on a branch. */
export function currentHead(graph: RevisionGraph, branch: string | null): number | null {
  const heads = headNodes(graph);
  const candidates = branch === null ? heads : onBranch(graph, heads, resolveBranch(graph, branch));
  if (candidates.length > 1) throw severalHeads(graph, joinBranch(branch, "head"), candidates);
  return candidates[0] ?? null;
}

/** The revision that a label, an id or a unique prefix on the left of an `@` stands for. */
export function resolveBranch(graph: RevisionGraph, branch: string): number {
  return findName(graph, branch, null);
}

/** What an identifier is checked against when revisions are filtered by their lineage. */
export function lineageSeeds(graph: RevisionGraph, identifier: string | null): readonly number[] {
  const { nodes, branch } = denoted(graph, asText(identifier));
  return branch === null ? nodes : [...nodes, branch];
}

function denoted(graph: RevisionGraph, identifier: string | null): Denoted {
  if (identifier === null) return { nodes: [], branch: null };
  const { branch: label, name } = splitBranch(identifier);
  const branch = label === null ? null : resolveBranch(graph, label);
  return { nodes: nodesNamed(graph, name, label, branch), branch };
}

function nodesNamed(graph: RevisionGraph, name: string, label: string | null, branch: number | null): number[] {
  switch (name) {
    case "base":
      return [];
    case "head": {
      const head = currentHead(graph, label);
      return head === null ? [] : [head];
    }
    case "heads":
      return branch === null ? realHeadNodes(graph) : onBranch(graph, headNodes(graph), branch);
    default:
      return [findName(graph, name, branch)];
  }
}

function onBranch(graph: RevisionGraph, nodes: readonly number[], branch: number): number[] {
  const related = lineage(graph, [branch], false);
  return nodes.filter((node) => related[node] === 1);
}

function findName(graph: RevisionGraph, name: string, branch: number | null): number {
  if (name === "") {
    throw new ResolutionError("ALB0410", "An empty text identifies no revision.", {
      hint: 'Give an id, a label, "head", "heads" or "base".',
    });
  }
  const exact = graph.names.get(name);
  if (exact === undefined) return findPrefix(graph, name, branch);
  if (branch !== null && lineage(graph, [branch], false)[exact] !== 1) throw notOnBranch(graph, name, branch);
  return exact;
}

/** Ids and labels of up to three characters have to be written in full. */
const SHORTEST_ABBREVIATED = 4;

function findPrefix(graph: RevisionGraph, prefix: string, branch: number | null): number {
  const matches = [...graph.names].filter(([name]) => name.length >= SHORTEST_ABBREVIATED && name.startsWith(prefix));
  const related = branch === null ? null : lineage(graph, [branch], false);
  const candidates = related === null ? matches : matches.filter(([, node]) => related[node] === 1);
  const [first, second] = new Set(candidates.map(([, node]) => node));
  if (second !== undefined) throw ambiguousPrefix(prefix, candidates);
  if (first !== undefined) return first;
  if (matches.length === 1 && branch !== null) throw notOnBranch(graph, prefix, branch);
  throw notFound(graph, prefix);
}

function ambiguousPrefix(prefix: string, matches: readonly (readonly [string, number])[]): ResolutionError {
  const shown = matches.slice(0, 5).map(([name]) => name);
  const more = matches.length > shown.length ? ", ..." : "";
  return new ResolutionError("ALB0411", `"${prefix}" is the beginning of several names: ${shown.join(", ")}${more}.`, {
    hint: "Write more characters of the one that is meant.",
  });
}

function notFound(graph: RevisionGraph, name: string): ResolutionError {
  const nearest = suggest(name, graph.names.keys());
  return new ResolutionError("ALB0410", `There is no revision or branch label "${name}".`, {
    hint: nearest === null ? 'The commands "heads" and "history" list what there is.' : `Did you mean "${nearest}"?`,
  });
}

function notOnBranch(graph: RevisionGraph, name: string, branch: number): ResolutionError {
  const message = `Revision "${name}" is not on the branch of revision ${idOf(graph, branch)}.`;
  return new ResolutionError("ALB0412", message, {
    hint: "Leave out the part before the @, or name a revision that is above or below that branch's own.",
  });
}

function severalHeads(graph: RevisionGraph, identifier: string, nodes: readonly number[]): MultipleHeadsError {
  const ids = idsOf(graph, nodes).join(", ");
  return new MultipleHeadsError("ALB0413", `"${identifier}" stands for several revisions: ${ids}.`, {
    hint: 'Name one of them, use "<label>@head" for one branch or "heads" for all, or bring them together with "merge".',
  });
}

function isList(identifier: RevisionNames): identifier is readonly string[] {
  return Array.isArray(identifier);
}

function asText(identifier: unknown): string | null {
  if (identifier === null || typeof identifier === "string") return identifier;
  throw new RevisionError("ALB0414", `The revision identifier ${JSON.stringify(identifier)} is not a string.`, {
    hint: "If it comes from the version table, its column has to hold text: check the table and the driver's settings.",
  });
}
