import { DependencyLoopDetectedError, LoopDetectedError, RevisionError } from "../errors/index.ts";
import { unique } from "./unique.ts";

/** One id or label, several of them, or none. */
export type RevisionNames = string | readonly string[] | null;

/** What a revision file says about itself. */
export interface RevisionRecord {
  readonly revision: string;
  readonly downRevision: RevisionNames;
  readonly branchLabels: RevisionNames;
  readonly dependsOn: RevisionNames;
  /** The file's doc comment: a message, and after a blank line whatever its author wrote below. */
  readonly doc?: string | undefined;
}

/** What a map finds out about a revision once it knows all the others. */
export interface RevisionLinks {
  readonly branchLabels: ReadonlySet<string>;
  readonly nextRevisions: readonly string[];
  readonly allNextRevisions: readonly string[];
  readonly resolvedDependencies: readonly string[];
  readonly normalizedDependencies: readonly string[];
}

const UNLINKED: RevisionLinks = {
  branchLabels: new Set(),
  nextRevisions: [],
  allNextRevisions: [],
  resolvedDependencies: [],
  normalizedDependencies: [],
};

let setLinks: (revision: Revision, links: RevisionLinks) => void;

/** Tells a revision its place in a map. A revision belongs to the map that linked it last. */
export function link(revision: Revision, links: RevisionLinks): void {
  setLinks(revision, links);
}

/**
 * One revision of the graph: its own record, and its place among the others once a `RevisionMap` holds it.
 *
 * @example
 * const revision = new Revision({ revision: "b2", downRevision: "a1", branchLabels: null, dependsOn: null });
 */
export class Revision {
  readonly revision: string;
  /** The revision below; several for a merge point, null for a base. */
  readonly downRevision: RevisionNames;
  /** What else has to run first, as the file says it: ids or branch labels. */
  readonly dependencies: RevisionNames;
  /** The labels that this revision's own file declares. */
  readonly declaredBranchLabels: readonly string[];
  /** The whole doc comment. */
  readonly longDoc: string;
  // Private, so that only a map can write them and a subclass cannot collide with them. (A WeakMap would do as well, and
  // cost a garbage collector more than all the rest of a large graph.)
  #links: RevisionLinks = UNLINKED;

  static {
    setLinks = (revision, links) => {
      revision.#links = links;
    };
  }

  /**
   * @param record what the file says
   * @throws {RevisionError} when the id holds a character that the identifier grammar needs
   * @throws {LoopDetectedError} when the revision is its own down revision
   * @throws {DependencyLoopDetectedError} when the revision depends on itself
   */
  constructor(record: RevisionRecord) {
    this.revision = record.revision;
    this.downRevision = scalarOrList(record.downRevision);
    this.dependencies = scalarOrList(record.dependsOn);
    this.declaredBranchLabels = toList(record.branchLabels);
    this.longDoc = (record.doc ?? "").trim();
    checkCharacters(this.revision);
    checkLoops(this);
  }

  /** The message: the first paragraph of the doc comment. */
  get doc(): string {
    return this.longDoc.split(/\r?\n[^\S\n]*\r?\n/u, 1)[0] ?? "";
  }

  /** The down revisions as a list, as written. */
  get downRevisions(): readonly string[] {
    return toList(this.downRevision);
  }

  /** The labels that lead to this revision: its own, and those that spread to it along its branch. */
  get branchLabels(): ReadonlySet<string> {
    return this.#links.branchLabels;
  }

  /** The revisions that name this one as their down revision, in load order. */
  get nextRevisions(): readonly string[] {
    return this.#links.nextRevisions;
  }

  /** The revisions that build on this one, or depend on it. */
  get allNextRevisions(): readonly string[] {
    return this.#links.allNextRevisions;
  }

  /** The dependencies as ids. */
  get resolvedDependencies(): readonly string[] {
    return this.#links.resolvedDependencies;
  }

  /** Down revisions and dependencies, each once. */
  get allDownRevisions(): readonly string[] {
    return unique([...this.downRevisions, ...this.resolvedDependencies]);
  }

  /** Down revisions, and the dependencies that no revision below has already. */
  get normalizedDownRevisions(): readonly string[] {
    return unique([...this.downRevisions, ...this.#links.normalizedDependencies]);
  }

  /** No revision builds on this one. */
  get isHead(): boolean {
    return this.nextRevisions.length === 0;
  }

  /** No revision builds on this one or depends on it: it has a row of its own in a database that is up to date. */
  get isRealHead(): boolean {
    return this.allNextRevisions.length === 0;
  }

  /** There is nothing below. */
  get isBase(): boolean {
    return this.downRevision === null;
  }

  /** There is nothing below, and it depends on nothing. */
  get isRealBase(): boolean {
    return this.isBase && this.dependencies === null;
  }

  /** Several revisions build on this one. */
  get isBranchPoint(): boolean {
    return this.nextRevisions.length > 1;
  }

  /** Several revisions build on this one or depend on it. */
  get isRealBranchPoint(): boolean {
    return this.allNextRevisions.length > 1;
  }

  /** It builds on several revisions. */
  get isMergePoint(): boolean {
    return this.downRevisions.length > 1;
  }
}

/** Ids or labels as a list. */
export function toList(names: RevisionNames): readonly string[] {
  if (names === null) return NOTHING;
  return typeof names === "string" ? [names] : names;
}

const NOTHING: readonly string[] = [];

function scalarOrList(names: RevisionNames): RevisionNames {
  if (names === null || typeof names === "string") return names;
  const list = toList(names);
  if (list.length > 1) return Object.freeze([...list]);
  return list[0] ?? null;
}

const RESERVED_CHARACTERS = ["@", "-", "+", ":"];

function checkCharacters(id: string): void {
  if (/^[^@+:-]+$/.test(id)) return;
  const found = RESERVED_CHARACTERS.filter((character) => id.includes(character));
  const reason = id === "" ? "is empty" : `holds ${found.map((character) => `"${character}"`).join(" and ")}`;
  throw new RevisionError("ALB0401", `The revision id "${id}" ${reason}.`, {
    hint: "Give the revision an id without @, -, + and :, which belong to the grammar of identifiers.",
  });
}

function checkLoops(revision: Revision): void {
  const id = revision.revision;
  if (revision.downRevisions.includes(id)) {
    throw new LoopDetectedError("ALB0402", `Revision ${id} names itself as its down revision.`, {
      hint: "Set downRevision to the revision that comes before it, or to null for a first revision.",
    });
  }
  if (toList(revision.dependencies).includes(id)) {
    throw new DependencyLoopDetectedError("ALB0403", `Revision ${id} depends on itself.`, {
      hint: "Take the id out of its own dependsOn.",
    });
  }
}
