import { CycleDetectedError, DependencyCycleDetectedError, RevisionError } from "../errors/index.ts";
import { bottomUp, type Edges, edgesOf, reversed } from "./edges.ts";
import { normalizeDependencies } from "./normalize-dependencies.ts";
import { NO_LABELS, spreadLabels } from "./spread-labels.ts";
import { unique } from "./unique.ts";
import { link, type Revision, type RevisionLinks, toList } from "./revision.ts";

/** Everything that is derived from the records, by index in load order. */
export interface RevisionGraph<R extends Revision = Revision> {
  readonly revisions: readonly R[];
  /** Ids and labels to indices: ids first, in load order. */
  readonly names: ReadonlyMap<string, number>;
  readonly down: Edges;
  readonly next: Edges;
  /** Down revisions and dependencies. */
  readonly allDown: Edges;
  readonly allNext: Edges;
  /** Down revisions, and the dependencies that no revision below has already. */
  readonly normalizedDown: Edges;
  /** What is wrong, as far as it did not keep the graph from being built. */
  readonly problems: readonly RevisionError[];
}

/** How strictly a graph is built, and who hears of what is doubtful. */
export interface GraphOptions {
  readonly tolerant: boolean;
  readonly onWarning: (message: string) => void;
}

/** Builds the graph in time linear in revisions plus edges, and links the revisions once all of it is known to be sound. */
export function buildGraph<R extends Revision>(input: Iterable<R>, options: GraphOptions): RevisionGraph<R> {
  const problems: RevisionError[] = [];
  const revisions = withoutDuplicates(input, options, problems);
  refuseReservedWords(revisions, options, problems);
  const ids = new Map(revisions.map((revision, index) => [revision.revision, index]));
  const names = withLabels(revisions, ids);
  const dependencies = revisions.map((revision) => known(dependencyNodes(revision, names), options, problems));
  const down = revisions.map((revision) =>
    known(downNodes(revision, ids, names, options.onWarning), options, problems),
  );
  const next = reversed(down);
  const order = bottomUp(down, next);
  refuseCycles(revisions, down, next, order.length, Cycle);
  // Most projects have no dependencies: what is the same with them and without is worked out once.
  const dependent = dependencies.some((nodes) => nodes.length > 0);
  const allDown = dependent ? together(down, dependencies) : down;
  const allNext = dependent ? reversed(allDown) : next;
  if (dependent) refuseCycles(revisions, allDown, allNext, bottomUp(allDown, allNext).length, DependencyCycle);
  const normalized = dependent ? normalizeDependencies(dependencies, next, order) : dependencies;
  const normalizedDown = dependent ? together(down, normalized) : down;
  const labels = spreadLabels(revisions, down, next, allNext, order);
  const edges = { next, allNext, dependencies, normalized };
  revisions.forEach((revision, index) =>
    link(revision, new Place(revisions, edges, index, labels[index] ?? NO_LABELS)),
  );
  return { revisions, names, down, next, allDown, allNext, normalizedDown, problems };
}

function together(edges: Edges, others: Edges): Edges {
  return edges.map((nodes, index) => {
    const more = others[index] ?? [];
    return more.length === 0 ? nodes : unique([...nodes, ...more]);
  });
}

/** A revision's place in the graph. Ids are looked up when somebody asks: of most revisions nobody does. */
class Place implements RevisionLinks {
  constructor(
    private readonly revisions: readonly Revision[],
    private readonly edges: Readonly<Record<"next" | "allNext" | "dependencies" | "normalized", Edges>>,
    private readonly index: number,
    readonly branchLabels: ReadonlySet<string>,
  ) {}

  get nextRevisions(): readonly string[] {
    return this.#ids(this.edges.next);
  }

  get allNextRevisions(): readonly string[] {
    return this.#ids(this.edges.allNext);
  }

  get resolvedDependencies(): readonly string[] {
    return this.#ids(this.edges.dependencies);
  }

  get normalizedDependencies(): readonly string[] {
    return this.#ids(this.edges.normalized);
  }

  #ids(edges: Edges): readonly string[] {
    return edgesOf(edges, this.index).map((node) => this.revisions[node]?.revision ?? "");
  }
}

function withoutDuplicates<R extends Revision>(
  input: Iterable<R>,
  options: GraphOptions,
  problems: RevisionError[],
): R[] {
  const byId = new Map<string, R>();
  for (const revision of input) {
    const id = revision.revision;
    if (byId.has(id)) {
      const problem = new RevisionError("ALB0404", `The revision id ${id} is used more than once.`, {
        hint: "Give one of the files another id, or delete the copy.",
      });
      problems.push(problem);
      options.onWarning(`${problem.message} The file that was read last is used.`);
    }
    byId.set(id, revision);
  }
  return [...byId.values()];
}

/** Words of the identifier grammar: a revision of such a name cannot be reached by it. */
const RESERVED_WORDS = new Set(["base", "head", "heads"]);

function refuseReservedWords(revisions: readonly Revision[], options: GraphOptions, problems: RevisionError[]): void {
  for (const { revision } of revisions.filter((each) => RESERVED_WORDS.has(each.revision))) {
    const problem = new RevisionError(
      "ALB0432",
      `"${revision}" is a word with a meaning of its own, not a revision id.`,
      {
        hint: "Give the revision another id, in its file and in every file that names it.",
      },
    );
    problems.push(problem);
    options.onWarning(problem.message);
  }
}

function withLabels(revisions: readonly Revision[], ids: ReadonlyMap<string, number>): Map<string, number> {
  const names = new Map(ids);
  revisions.forEach((revision, index) => {
    for (const label of revision.declaredBranchLabels) {
      const owner = names.get(label);
      if (owner !== undefined) throw labelTaken(label, revision, revisions[owner]?.revision ?? label);
      names.set(label, index);
    }
  });
  return names;
}

function labelTaken(label: string, revision: Revision, owner: string): RevisionError {
  return new RevisionError(
    "ALB0405",
    `The branch label "${label}" of revision ${revision.revision} is already taken by revision ${owner}.`,
    { hint: "A label has to differ from every other label and every revision id: rename it in one of the files." },
  );
}

/** Where a name that a revision gives leads, or why it leads nowhere. */
type Reference = number | RevisionError;

function dependencyNodes(revision: Revision, names: ReadonlyMap<string, number>): Reference[] {
  return toList(revision.dependencies).map((name) => {
    const message = `Revision ${revision.revision} depends on "${name}", and there is no such revision or branch label.`;
    return (
      names.get(name) ??
      new RevisionError("ALB0406", message, {
        hint: `Restore the missing file, or write the full id of a revision into dependsOn of ${revision.revision}.`,
      })
    );
  });
}

function downNodes(
  revision: Revision,
  ids: ReadonlyMap<string, number>,
  names: ReadonlyMap<string, number>,
  onWarning: (message: string) => void,
): Reference[] {
  return revision.downRevisions.map((name) => {
    const node = ids.get(name);
    if (node !== undefined) return node;
    const error = names.has(name) ? labelAsDown(revision, name) : missingDown(revision, name);
    if (!names.has(name)) onWarning(error.message);
    return error;
  });
}

function labelAsDown(revision: Revision, name: string): RevisionError {
  const message = `Revision ${revision.revision} comes after "${name}", which is a branch label and no revision id.`;
  return new RevisionError("ALB0407", message, {
    hint: `Write the id of the revision into downRevision of ${revision.revision}.`,
  });
}

function missingDown(revision: Revision, name: string): RevisionError {
  const message = `Revision ${revision.revision} comes after "${name}", and there is no such revision.`;
  return new RevisionError("ALB0407", message, {
    hint: `Restore the file of revision ${name}, or correct downRevision of ${revision.revision}.`,
  });
}

const NO_NODES: readonly number[] = [];

function known(references: readonly Reference[], options: GraphOptions, problems: RevisionError[]): readonly number[] {
  if (references.length === 0) return NO_NODES;
  const nodes: number[] = [];
  for (const reference of references) {
    if (typeof reference === "number") {
      nodes.push(reference);
      continue;
    }
    if (!options.tolerant) throw reference;
    problems.push(reference);
  }
  return unique(nodes);
}

const Cycle = { Class: CycleDetectedError, code: "ALB0408", what: "Down revisions form a cycle" } as const;
const DependencyCycle = {
  Class: DependencyCycleDetectedError,
  code: "ALB0409",
  what: "Down revisions and dependencies form a cycle",
} as const;

/** As many ids as a message names: a cycle may hold thousands. */
const NAMED_OF_A_CYCLE = 20;

function refuseCycles(
  revisions: readonly Revision[],
  down: Edges,
  next: Edges,
  sorted: number,
  kind: typeof Cycle | typeof DependencyCycle,
): void {
  if (sorted === revisions.length) return;
  const clear = new Set([...bottomUp(down, next), ...bottomUp(next, down)]);
  const ids = revisions.filter((_, index) => !clear.has(index)).map((revision) => revision.revision);
  const more = ids.length - NAMED_OF_A_CYCLE;
  const named = [...ids.slice(0, NAMED_OF_A_CYCLE), ...(more > 0 ? [`and ${more} more`] : [])];
  throw new kind.Class(kind.code, `${kind.what}: ${named.join(", ")}.`, {
    hint: "One of these files has to name another revision, or null, in downRevision or dependsOn.",
  });
}
