import type { RevisionEntry } from "../commands/revision-entry.ts";
import type { Styler } from "./output.ts";

/** What the line of a revision shows besides its id. */
export interface EntryParts {
  readonly parents?: boolean;
  /** What it depends on, where the parents do not say it. */
  readonly dependencies?: boolean;
  readonly labels?: boolean;
  readonly markers?: boolean;
  readonly message?: boolean;
}

/** A revision in one line. */
export function entryLine(entry: RevisionEntry, parts: EntryParts, style: Styler): string {
  const labels = entry.branchLabels.length === 0 || !parts.labels ? "" : ` (${entry.branchLabels.join(", ")})`;
  const needs =
    entry.dependencies.length > 0 && parts.dependencies ? ` (depends on ${entry.dependencies.join(", ")})` : "";
  const message = parts.message && entry.message !== "" ? `, ${entry.message}` : "";
  return [
    parts.parents ? `${parents(entry)} -> ` : "",
    style("yellow", entry.revision),
    style("green", labels),
    ...markers(entry, parts.markers ?? false).map((marker) => ` ${style("bold", `(${marker})`)}`),
    needs,
    message,
  ].join("");
}

function parents({ downRevisions, dependencies }: RevisionEntry): string {
  const below = downRevisions.length === 0 ? "<base>" : downRevisions.join(", ");
  return dependencies.length === 0 ? below : `${below} (${dependencies.join(", ")})`;
}

function markers(entry: RevisionEntry, all: boolean): readonly string[] {
  const head = entry.isRealHead ? ["head"] : entry.isHead ? ["effective head"] : [];
  return [
    ...head,
    ...(entry.isCurrent && all ? ["current"] : []),
    ...(entry.isBranchPoint && all ? ["branchpoint"] : []),
    ...(entry.isMergePoint && all ? ["mergepoint"] : []),
  ];
}

/** Everything about a revision, in several lines that end with an empty one. */
export function entryText(entry: RevisionEntry, style: Styler): string {
  const flags = [
    ...(entry.isHead ? ["head"] : []),
    ...(entry.isBranchPoint ? ["branchpoint"] : []),
    ...(entry.isMergePoint ? ["mergepoint"] : []),
    ...(entry.isCurrent ? ["current"] : []),
  ];
  const below = entry.downRevisions.length === 0 ? "<base>" : entry.downRevisions.join(", ");
  return [
    `Rev: ${[style("yellow", entry.revision), ...flags.map((flag) => style("bold", `(${flag})`))].join(" ")}`,
    `${entry.isMergePoint ? "Merges" : "Parent"}: ${below}`,
    ...optional("Also depends on", entry.dependencies),
    ...optional("Branches into", entry.isBranchPoint ? entry.nextRevisions : []),
    ...optional("Branch names", entry.branchLabels),
    `Path: ${entry.path}`,
    "",
    ...entry.doc.split(/\r?\n/).map((line) => `    ${line}`.trimEnd()),
    "",
  ].join("\n");
}

function optional(title: string, values: readonly string[]): readonly string[] {
  return values.length === 0 ? [] : [`${title}: ${values.join(", ")}`];
}
