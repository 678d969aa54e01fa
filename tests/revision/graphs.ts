import { Revision, type RevisionNames, RevisionMap, type RevisionMapOptions } from "../../src/revision/index.ts";

/** A revision in short: id, down revisions, and what it depends on or is called. */
export type Short = readonly [
  id: string,
  down: RevisionNames,
  more?: { readonly on?: RevisionNames; readonly label?: RevisionNames; readonly doc?: string },
];

/** Builds a map from revisions in short, in load order. */
export function mapOf(revisions: readonly Short[], options: RevisionMapOptions = {}): RevisionMap {
  return new RevisionMap(
    revisions.map(
      ([revision, downRevision, more = {}]) =>
        new Revision({
          revision,
          downRevision,
          branchLabels: more.label ?? null,
          dependsOn: more.on ?? null,
          doc: more.doc,
        }),
    ),
    options,
  );
}

/** One line of so many revisions: `r0`, `r1`, ... */
export function lineOf(length: number): Short[] {
  return Array.from({ length }, (_, index) => [`r${index}`, index === 0 ? null : `r${index - 1}`] as const);
}

/** Two branches from one root, brought together again, and a line of its own that depends on one of them. */
export const branched: readonly Short[] = [
  ["root1", null],
  ["left1", "root1", { label: "lft" }],
  ["left2", "left1"],
  ["right1", "root1", { label: "rgt" }],
  ["right2", "right1"],
  ["merge1", ["left2", "right2"]],
  ["indep1", null, { label: "ind" }],
  ["indep2", "indep1", { on: "right1" }],
  ["after1", "merge1"],
];

/** The ids of revisions or of the revisions of steps. */
export function ids(items: Iterable<Revision | { readonly revision: Revision }>): string[] {
  return Array.from(items, (item) => (item instanceof Revision ? item.revision : item.revision.revision));
}
