import { randomBytes } from "node:crypto";
import { CommandError, RevisionError } from "../errors/index.ts";
import { Revision, RevisionMap, type RevisionNames } from "../revision/index.ts";
import type { Script } from "./script.ts";

/** What a new revision is to be. */
export interface GenerateOptions {
  /** Its id; twelve hexadecimal digits by chance unless given. */
  readonly revisionId?: string | null;
  readonly message?: string | null;
  /** What it builds on: identifiers; the single head unless given, `base` for a new beginning. */
  readonly head?: string | readonly string[];
  /** It may build on revisions that others build on already. */
  readonly splice?: boolean;
  readonly branchLabels?: RevisionNames;
  /** The folder, one of the version locations, where it goes. */
  readonly versionPath?: string | null;
  /** What has to run before it: identifiers. */
  readonly dependsOn?: RevisionNames;
  /** The statements of `upgrade()`: the first line without indentation, the others with it. */
  readonly upgrades?: string;
  readonly downgrades?: string;
  /** Lines of imports besides that of this package. */
  readonly imports?: readonly string[];
  /** Further variables for the template. */
  readonly templateArgs?: Readonly<Record<string, unknown>>;
  /** When it was made; now unless given. */
  readonly createDate?: Date;
}

/** A new revision id: twelve hexadecimal digits. */
export function newRevisionId(): string {
  return randomBytes(6).toString("hex");
}

/** A revision that is about to be written. */
export interface PlannedRevision {
  readonly revision: string;
  readonly parents: readonly Script[];
  readonly branchLabels: readonly string[];
  readonly dependsOn: readonly string[];
}

/**
 * Works out what a new revision builds on, and makes sure that it fits.
 *
 * @throws {RevisionError} where its id or a label cannot be used, or an identifier denotes nothing
 * @throws {CommandError} where a parent is given twice, or is no head
 */
export function planRevision(map: RevisionMap<Script>, options: GenerateOptions): PlannedRevision {
  const revision = options.revisionId ?? newRevisionId();
  checkId(map, revision);
  const parents = map.getRevisions(options.head ?? "head");
  checkParents(parents, options.splice ?? false);
  const branchLabels = listOf(options.branchLabels);
  for (const label of branchLabels) checkLabel(map, label, revision);
  const dependsOn = listOf(options.dependsOn).map((name) => resolveDependency(map, name));
  const planned = { revision, parents, branchLabels, dependsOn };
  checkFits(map, planned);
  return planned;
}

const symbols: ReadonlySet<string> = new Set(["base", "head", "heads", "current"]);

function checkId(map: RevisionMap<Script>, id: string): void {
  const problem = symbols.has(id)
    ? "has a meaning of its own wherever revisions are named"
    : /[\s/\\\p{Cc}]/u.test(id)
      ? "holds a blank, a slash or a control character, and it is part of a file name"
      : namesOf(map).has(id)
        ? "is taken by another revision or its label"
        : null;
  if (problem === null) return;
  throw new RevisionError("ALB0249", `The revision id ${JSON.stringify(id)} ${problem}. Nothing was written.`, {
    hint: "Choose another id, or leave it out to have one made.",
  });
}

function checkLabel(map: RevisionMap<Script>, label: string, revision: string): void {
  const isUsable = label.trim() !== "" && !/\p{Cc}/u.test(label) && !symbols.has(label);
  if (isUsable && label !== revision && !namesOf(map).has(label)) return;
  const problem = isUsable ? "is taken by another revision or label" : "cannot be a name";
  throw new RevisionError("ALB0250", `The branch label ${JSON.stringify(label)} ${problem}. Nothing was written.`, {
    hint: "Choose another label: ids and labels share one set of names.",
  });
}

function namesOf(map: RevisionMap<Script>): ReadonlySet<string> {
  return new Set(map.revisions.flatMap((script) => [script.revision, ...script.declaredBranchLabels]));
}

function checkParents(parents: readonly Script[], splice: boolean): void {
  const ids = parents.map(({ revision }) => revision);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw new CommandError("ALB0251", `Revision ${twice} is given twice as a parent.`, {
      hint: "Name each parent once.",
    });
  }
  const inner = splice ? undefined : parents.find(({ isHead }) => !isHead);
  if (inner === undefined) return;
  throw new CommandError(
    "ALB0252",
    `Revision ${inner.revision} is no head: ${inner.nextRevisions.join(", ")} builds on it.`,
    {
      hint: "Build on a head, or give --splice to begin a new branch there.",
    },
  );
}

/** Ids are written out in full; a label stays a label, so that it goes on meaning that branch. */
function resolveDependency(map: RevisionMap<Script>, name: string): string {
  const found = map.getRevision(name);
  if (found !== null) return found.branchLabels.has(name) ? name : found.revision;
  throw new CommandError("ALB0253", `The dependency '${name}' denotes no revision.`, {
    hint: "Give an id, a unique prefix or a branch label.",
  });
}

/** Builds a graph with the new revision in it: whatever is wrong with it comes to light before there is a file. */
function checkFits(map: RevisionMap<Script>, planned: PlannedRevision): void {
  const copies = map.revisions.map(
    (script) =>
      new Revision({
        revision: script.revision,
        downRevision: script.downRevision,
        branchLabels: script.declaredBranchLabels,
        dependsOn: script.dependencies,
      }),
  );
  const added = new Revision({
    revision: planned.revision,
    downRevision: planned.parents.map(({ revision }) => revision),
    branchLabels: planned.branchLabels,
    dependsOn: planned.dependsOn,
  });
  new RevisionMap([...copies, added]).assertSound();
}

/** One name or several as a list. */
export function listOf(names: RevisionNames | undefined): readonly string[] {
  return names === null || names === undefined ? [] : [names].flat();
}
