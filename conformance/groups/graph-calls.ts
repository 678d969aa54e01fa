import { planDowngrade, planStamp, planUpgrade, type Revision, type RevisionMap } from "../../src/revision/index.ts";
import { runPlan } from "./graph-plans.ts";

type Identifier = string | readonly string[] | null;

/** The arguments of a query, under the reference's names. */
export interface QueryArguments {
  readonly id?: Identifier;
  readonly revision?: Identifier;
  readonly destination?: Identifier;
  readonly current?: readonly string[];
  readonly consider_depends_on?: boolean;
  readonly branch_label?: string;
  readonly targets?: readonly string[];
  readonly check_against?: string | null;
  readonly include_dependencies?: boolean;
  readonly upper?: Identifier;
  readonly lower?: Identifier;
  readonly inclusive?: boolean;
  readonly implicit_base?: boolean;
  readonly assert_relative_length?: boolean;
  readonly select_for_downgrade?: boolean;
  readonly base?: Identifier;
  readonly head?: Identifier;
}

type Call = (map: RevisionMap, args: QueryArguments) => unknown;

const CALLS = new Map<string, Call>([
  ["heads", (map) => map.heads],
  ["bases", (map) => map.bases],
  ["get_heads", (map, args) => map.getHeads({ considerDependsOn: args.consider_depends_on })],
  ["get_current_head", (map, args) => map.getCurrentHead(args.branch_label ?? null)],
  ["get_base", (map) => map.getBase()],
  ["get_revision", (map, args) => map.getRevision(args.id ?? null)?.revision ?? null],
  ["get_revisions", (map, args) => map.resolveRevisions(args.id ?? null).map(idOrMarker)],
  ["as_revision_number", (map, args) => map.asRevisionNumber(asText(args.id))],
  ["get_all_current", (map, args) => idsOf(map.getAllCurrent(args.id ?? null)).toSorted()],
  ["filter_for_lineage", filterForLineage],
  ["iterate_revisions", iterateRevisions],
  ["walk_revisions", (map, args) => idsOf(map.walkRevisions(args.base, args.head))],
  ["describe", (map) => Object.fromEntries(map.revisions.map((each) => [each.revision, describeRevision(each)]))],
  ["upgrade", (map, args) => runPlan(map, rows(args), planUpgrade(map, rows(args), args.destination ?? null))],
  ["downgrade", (map, args) => runPlan(map, rows(args), planDowngrade(map, rows(args), args.destination ?? null))],
  ["stamp", (map, args) => runPlan(map, rows(args), planStamp(map, rows(args), args.revision ?? null))],
]);

/** Makes the call that a query names. */
export function callGraph(map: RevisionMap, name: string, args: QueryArguments): unknown {
  const call = CALLS.get(name);
  if (call === undefined) throw new TypeError(`there is no call "${name}"`);
  return call(map, args);
}

function rows(args: QueryArguments): readonly string[] {
  return args.current ?? [];
}

function filterForLineage(map: RevisionMap, args: QueryArguments): readonly string[] {
  const options = { includeDependencies: args.include_dependencies };
  return map.filterForLineage(args.targets ?? [], args.check_against ?? null, options);
}

function iterateRevisions(map: RevisionMap, args: QueryArguments): readonly string[] {
  return idsOf(
    map.iterateRevisions(args.upper ?? null, args.lower ?? null, {
      inclusive: args.inclusive,
      implicitBase: args.implicit_base,
      assertRelativeLength: args.assert_relative_length,
      selectForDowngrade: args.select_for_downgrade,
    }),
  );
}

function describeRevision(revision: Revision): unknown {
  return {
    branch_labels: [...revision.branchLabels].toSorted(),
    nextrev: revision.nextRevisions.toSorted(),
    down: revision.downRevisions,
    depends: revision.resolvedDependencies.toSorted(),
    effective_down: revision.normalizedDownRevisions.toSorted(),
    is_base: revision.isBase,
    is_head: revision.isHead,
    is_effective_head: revision.isRealHead,
    is_branch_point: revision.isBranchPoint,
    is_merge_point: revision.isMergePoint,
  };
}

function idsOf(revisions: readonly Revision[]): string[] {
  return revisions.map((revision) => revision.revision);
}

function idOrMarker(found: Revision | "base" | null): string | null {
  return found === null || found === "base" ? found : found.revision;
}

function asText(id: Identifier | undefined): string | null {
  if (id === undefined || id === null || typeof id === "string") return id ?? null;
  throw new TypeError("as_revision_number takes one identifier");
}
