import { CommandError, type RevisionError } from "../errors/index.ts";
import { members, reach } from "./edges.ts";
import { buildGraph, type GraphOptions, type RevisionGraph } from "./graph.ts";
import { currentTips, lineage } from "./lineage.ts";
import { baseNodes, headNodes, idsOf, realHeadNodes } from "./nodes.ts";
import { currentHead, lineageSeeds, resolveAll, resolveOne, resolvePositions } from "./resolve.ts";
import type { Revision, RevisionNames } from "./revision.ts";
import { selectDowngrade } from "./select-downgrade.ts";
import { selectUpgrade } from "./select-upgrade.ts";
import { topologicalOrder } from "./topological-order.ts";
import { splitBranch } from "./identifier.ts";
import { BELOW_BASE } from "./walk.ts";

/** How a map is built. */
export interface RevisionMapOptions {
  /** Hears what is doubtful but no error: an id that is used twice, a parent that is missing, an ambiguous `-1`. */
  readonly onWarning?: ((message: string) => void) | undefined;
  /**
   * Build the map even where down revisions or dependencies are missing, as if the files did not name them. What is missing is
   * found in {@link RevisionMap.problems}, and no plan can be made.
   */
  readonly tolerant?: boolean | undefined;
}

/** What {@link RevisionMap.iterateRevisions} selects. */
export interface IterateOptions {
  /** Give out the start as well. Default: false. */
  readonly inclusive?: boolean | undefined;
  /** The start need not lie below the end, and other lines that the end needs are included. Default: false. */
  readonly implicitBase?: boolean | undefined;
  /** A relative end that leads past the end of the graph is an error. Default: true. */
  readonly assertRelativeLength?: boolean | undefined;
  /** Select what a downgrade from `upper` to `lower` removes, instead of what lies between them. Default: false. */
  readonly selectForDowngrade?: boolean | undefined;
}

/**
 * The graph of all revisions: pure, without files or a database.
 *
 * @example
 * const map = new RevisionMap([
 *   new Revision({ revision: "a1", downRevision: null, branchLabels: null, dependsOn: null }),
 *   new Revision({ revision: "b2", downRevision: "a1", branchLabels: null, dependsOn: null }),
 * ]);
 * map.heads; // ["b2"]
 */
export class RevisionMap<R extends Revision = Revision> {
  #graph: RevisionGraph<R>;
  readonly #options: GraphOptions;

  /**
   * @param revisions in load order, which decides the order of heads and every tie
   * @param options what to do about doubtful records
   * @throws {RevisionError} when labels collide, or a down revision or dependency is missing and the map is not tolerant
   * @throws {CycleDetectedError} when down revisions form a cycle
   * @throws {DependencyCycleDetectedError} when they do together with dependencies
   */
  constructor(revisions: Iterable<R>, options: RevisionMapOptions = {}) {
    this.#options = { tolerant: options.tolerant ?? false, onWarning: options.onWarning ?? ignore };
    this.#graph = buildGraph(revisions, this.#options);
  }

  /** All revisions in load order. */
  get revisions(): readonly R[] {
    return this.#graph.revisions;
  }

  /** What is wrong with the records although the map could be built: ids used twice, and, in a tolerant map, what is missing. */
  get problems(): readonly RevisionError[] {
    return this.#graph.problems;
  }

  /** The ids of the revisions that no other comes after, in load order. */
  get heads(): readonly string[] {
    return this.getHeads();
  }

  /** The ids of the revisions that come after no other, in load order. */
  get bases(): readonly string[] {
    return idsOf(this.#graph, baseNodes(this.#graph));
  }

  /**
   * Gives the heads.
   *
   * @param options with `considerDependsOn`, a revision that another depends on is no head: what a database that is up to date holds
   * @example const rows = map.getHeads({ considerDependsOn: true });
   */
  getHeads(options: { readonly considerDependsOn?: boolean | undefined } = {}): readonly string[] {
    const nodes = options.considerDependsOn === true ? realHeadNodes(this.#graph) : headNodes(this.#graph);
    return idsOf(this.#graph, nodes);
  }

  /**
   * Gives the one head, or null where there are no revisions.
   *
   * @param branchLabel count only heads on this branch
   * @throws {MultipleHeadsError} when there are several
   * @example map.getCurrentHead("billing");
   */
  getCurrentHead(branchLabel: string | null = null): string | null {
    return this.#idOf(currentHead(this.#graph, branchLabel));
  }

  /**
   * Gives the one base, or null where there are no revisions.
   *
   * @throws {CommandError} when there are several
   * @example map.getBase();
   */
  getBase(): string | null {
    const [base, ...others] = this.bases;
    if (others.length === 0) return base ?? null;
    throw new CommandError("ALB0427", `There are several bases: ${this.bases.join(", ")}.`, {
      hint: "Ask for all of them: getBases().",
    });
  }

  /** The same as {@link bases}, by the name that goes with {@link getHeads}. */
  getBases(): readonly string[] {
    return this.bases;
  }

  /**
   * Gives the revision that an identifier denotes: an id, a unique prefix, a label, `head`, `label@head`, `label@rev`.
   *
   * @param identifier null and `base` denote no revision
   * @throws {ResolutionError} when there is none, or a prefix fits several
   * @throws {MultipleHeadsError} when the identifier stands for several
   * @example map.getRevision("billing@head")?.doc;
   */
  getRevision(identifier: RevisionNames): R | null {
    const node = resolveOne(this.#graph, identifier);
    return node === null ? null : (this.#graph.revisions[node] ?? null);
  }

  /**
   * Gives all revisions that identifiers denote; also `heads`, and `-N` and `label@-N` for N steps down from each head.
   *
   * @param identifiers one identifier or several
   * @throws {ResolutionError} when one denotes nothing
   * @example map.getRevisions("heads").map((revision) => revision.doc);
   */
  getRevisions(identifiers: RevisionNames): readonly R[] {
    return this.resolveRevisions(identifiers).filter((found) => found !== null && found !== BELOW_BASE);
  }

  /**
   * The same as {@link getRevisions}, with the places to which `-N` leads where there is no revision: `base` for one step below a
   * base, null for further.
   *
   * @param identifiers one identifier or several
   * @throws {ResolutionError} when one denotes nothing
   * @example map.resolveRevisions("-2");
   */
  resolveRevisions(identifiers: RevisionNames): readonly (R | "base" | null)[] {
    return resolvePositions(this.#graph, identifiers).map((position) =>
      typeof position === "number" ? (this.#graph.revisions[position] ?? null) : position,
    );
  }

  /**
   * Turns a symbol into ids: `heads` into all of them, any other into one, `base` into null. Other names are given back as they are.
   *
   * @param identifier a symbol, a name, or null
   * @throws {MultipleHeadsError} when `head` stands for several
   * @example map.asRevisionNumber("head");
   */
  asRevisionNumber(identifier: string | null): string | readonly string[] | null {
    if (identifier === null) return null;
    const { name } = splitBranch(identifier);
    if (!["base", "head", "heads"].includes(name)) return name;
    const ids = idsOf(this.#graph, resolveAll(this.#graph, identifier));
    return identifier === "heads" && ids.length > 0 ? ids : (ids[0] ?? null);
  }

  /**
   * Gives what is current for rows of a version table: all that they imply, reduced to what has nothing applied on top of it.
   *
   * @param rows the ids in the version table
   * @throws {ResolutionError} when a row names no revision
   * @example map.getAllCurrent(["c3"]).map((revision) => revision.revision);
   */
  getAllCurrent(rows: RevisionNames): readonly R[] {
    return this.#revisionsOf(currentTips(this.#graph, resolveAll(this.#graph, rows)));
  }

  /**
   * Keeps the ids that are above or below a revision, or are that revision.
   *
   * @param targets the ids to filter
   * @param checkAgainst the revision; with `label@rev`, one of both will do; null and `base` keep all
   * @param options with `includeDependencies`, dependencies count as well as down revisions
   * @throws {ResolutionError} when an identifier denotes nothing
   * @example map.filterForLineage(map.heads, "billing");
   */
  filterForLineage(
    targets: readonly string[],
    checkAgainst: string | null,
    options: { readonly includeDependencies?: boolean | undefined } = {},
  ): readonly string[] {
    const seeds = lineageSeeds(this.#graph, checkAgainst);
    if (seeds.length === 0) return targets;
    const related = lineage(this.#graph, seeds, options.includeDependencies ?? false);
    return targets.filter((target) => resolveAll(this.#graph, target).some((node) => related[node] === 1));
  }

  /**
   * Gives the revisions between two ends, each before those that it builds on.
   *
   * @param upper the end, or the current heads when selecting for a downgrade
   * @param lower the start, or the target when selecting for a downgrade
   * @param options which revisions count
   * @throws {ResolutionError} when an identifier denotes nothing
   * @throws {RangeNotAncestorError} when the ends do not lie along one branch
   * @throws {RevisionError} when relative identifiers are ambiguous or lead too far, or one end includes another
   * @example map.iterateRevisions("head", "base").map((revision) => revision.revision);
   */
  iterateRevisions(upper: RevisionNames, lower: RevisionNames, options: IterateOptions = {}): readonly R[] {
    const select = options.selectForDowngrade === true ? selectDowngrade : selectUpgrade;
    const { included, heads } = select(this.#graph, {
      upper,
      lower,
      inclusive: options.inclusive ?? false,
      implicitBase: options.implicitBase ?? false,
      assertRelativeLength: options.assertRelativeLength ?? true,
      onWarning: this.#options.onWarning,
    });
    return this.#revisionsOf(topologicalOrder(this.#graph, included, heads));
  }

  /**
   * Gives the revisions from a head down to a base, both included, newest first.
   *
   * @param base where to stop; `base` for the beginning
   * @param head where to begin; `heads` for everything
   * @throws {RangeNotAncestorError} when they do not lie along one branch
   * @example const newestFirst = map.walkRevisions().map((revision) => revision.revision);
   */
  walkRevisions(base: RevisionNames = "base", head: RevisionNames = "heads"): readonly R[] {
    return this.iterateRevisions(head, base, { inclusive: true, assertRelativeLength: false });
  }

  /**
   * Gives the ids of everything that the given revisions build on or depend on, themselves included, in load order.
   *
   * @param identifiers where to start
   * @throws {ResolutionError} when one denotes nothing
   * @example map.getAncestors("head");
   */
  getAncestors(identifiers: RevisionNames): readonly string[] {
    return idsOf(this.#graph, members(reach(this.#graph.allDown, resolveAll(this.#graph, identifiers))));
  }

  /**
   * Adds a revision after all others. Where it does not fit, the map stays as it was.
   *
   * @param revision the new one; its down revisions and dependencies have to be there
   * @throws {RevisionError} when its id or a label is taken, or something it names is missing
   * @example map.addRevision(new Revision({ revision: "c3", downRevision: "b2", branchLabels: null, dependsOn: null }));
   */
  addRevision(revision: R): void {
    this.#graph = buildGraph([...this.#graph.revisions, revision], this.#options);
  }

  /**
   * Makes sure that nothing stands in the way of a plan.
   *
   * @throws {RevisionError} the first of the {@link problems}
   * @example map.assertSound();
   */
  assertSound(): void {
    const [problem] = this.problems;
    if (problem !== undefined) throw problem;
  }

  #revisionsOf(nodes: readonly number[]): readonly R[] {
    return nodes.flatMap((node) => this.#graph.revisions[node] ?? []);
  }

  #idOf(node: number | null): string | null {
    return node === null ? null : (this.#graph.revisions[node]?.revision ?? null);
  }
}

function ignore(): void {
  // Warnings are the caller's to ask for.
}
