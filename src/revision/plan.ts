import { RevisionError } from "../errors/index.ts";
import { RevisionStep, StampStep } from "./migration-step.ts";
import type { RevisionMap } from "./revision-map.ts";
import { type Revision, type RevisionNames, toList } from "./revision.ts";

/**
 * Plans an upgrade: what the targets need and the database has not, each after all it needs.
 *
 * @param map the revisions
 * @param currentHeads the rows of the version table
 * @param target an identifier or several: `head`, `+1`, `label@head`, an id
 * @returns no steps when everything is there already
 * @throws {RevisionError} when the map is not sound, an identifier is ambiguous or leads too far, or one target includes another
 * @throws {ResolutionError} when an identifier or a row denotes no revision
 * @throws {MultipleHeadsError} when `head` stands for several
 * @example const lines = planUpgrade(map, [], "head").map((step) => step.log);
 */
export function planUpgrade<R extends Revision>(
  map: RevisionMap<R>,
  currentHeads: readonly string[],
  target: RevisionNames,
): RevisionStep<R>[] {
  map.assertSound();
  const revisions = map.iterateRevisions(target, currentHeads, { implicitBase: true });
  return revisions.toReversed().map((revision) => new RevisionStep(revision, true));
}

/**
 * Plans a downgrade: everything that builds on the target or depends on what goes, the newest first.
 *
 * @param map the revisions
 * @param currentHeads the rows of the version table
 * @param target the revision to stay, `base`, `-1`, `label@base`
 * @throws {RevisionError} when the map is not sound, or a relative target is ambiguous or leads too far
 * @throws {RangeNotAncestorError} when the target does not lie below the current revisions
 * @throws {ResolutionError} when an identifier or a row denotes no revision
 * @example const steps = planDowngrade(map, ["b2"], "-1");
 */
export function planDowngrade<R extends Revision>(
  map: RevisionMap<R>,
  currentHeads: readonly string[],
  target: RevisionNames,
): RevisionStep<R>[] {
  map.assertSound();
  const revisions = map.iterateRevisions(currentHeads, target, { selectForDowngrade: true });
  return revisions.map((revision) => new RevisionStep(revision, false));
}

/**
 * Plans the row changes that make the version table say that the database is at given revisions. Nothing is run.
 *
 * @param map the revisions
 * @param currentHeads the rows of the version table
 * @param destinations one identifier or several; `base` or null empties the table, or a label's branch of it
 * @throws {RevisionError} when the map is not sound, or a destination lies above one row and below another
 * @throws {ResolutionError} when an identifier or a row denotes no revision
 * @throws {MultipleHeadsError} when `head` stands for several
 * @example const steps = planStamp(map, [], "heads");
 */
export function planStamp(map: RevisionMap, currentHeads: readonly string[], destinations: RevisionNames): StampStep[] {
  map.assertSound();
  map.getRevisions(currentHeads);
  const identifiers = destinations === null ? ["base"] : toList(destinations);
  const affected = affectedRows(map, currentHeads, identifiers);
  const targets = new Set(map.getRevisions(identifiers).map((each) => each.revision));
  if (targets.size === 0) return affected.map((row) => new StampStep([row], [], false, true));
  return stampSteps(map, affected, targets);
}

function affectedRows(map: RevisionMap, rows: readonly string[], identifiers: readonly string[]): readonly string[] {
  const related = identifiers.flatMap((each) => map.filterForLineage(rows, each, { includeDependencies: true }));
  return [...new Set(related)];
}

function stampSteps(map: RevisionMap, affected: readonly string[], targets: ReadonlySet<string>): StampStep[] {
  const replaced = affected.filter((row) => !targets.has(row));
  const implied = new Set(map.getAncestors(replaced));
  let rows = replaced;
  return [...targets]
    .filter((target) => !affected.includes(target))
    .map((target) => {
      const isBelowRows = implied.has(target);
      const isAboveRows = isAbove(map, target, replaced);
      if (isAboveRows && isBelowRows) throw betweenRows(target, replaced);
      const step = isAboveRows ? new StampStep(replaced, [target], true, false) : downOrNew(rows, target, isBelowRows);
      rows = rows.filter((row) => !step.sourceRevisionIds.includes(row));
      return step;
    });
}

/** On the way down only those rows are replaced that an earlier destination has left. */
function downOrNew(rows: readonly string[], target: string, isBelowRows: boolean): StampStep {
  if (isBelowRows && rows.length > 0) return new StampStep(rows, [target], false, false);
  return new StampStep([], [target], true, true);
}

function isAbove(map: RevisionMap, target: string, rows: readonly string[]): boolean {
  if (rows.length === 0) return false;
  const below = new Set(map.getAncestors(target));
  return rows.some((row) => below.has(row));
}

function betweenRows(target: string, rows: readonly string[]): RevisionError {
  const message = `Revision ${target} lies above one of the rows ${rows.join(", ")} and below another.`;
  return new RevisionError("ALB0428", message, {
    hint: "The version table holds a row that another includes: empty it and stamp again (stamp --purge).",
  });
}
