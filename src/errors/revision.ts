import { AlembicError } from "./base.ts";

/** Something is wrong with a revision identifier or with the graph of revisions. */
export class RevisionError extends AlembicError {}

/** An identifier names no revision, or more than one. */
export class ResolutionError extends RevisionError {}

/** One head was needed and there are several. */
export class MultipleHeadsError extends RevisionError {}

/** Two ends of a range do not lie along one branch. */
export class RangeNotAncestorError extends RevisionError {}

/** The down revisions form a cycle. */
export class CycleDetectedError extends RevisionError {}

/** A revision names itself as its down revision. */
export class LoopDetectedError extends CycleDetectedError {}

/** Down revisions and dependencies together form a cycle. */
export class DependencyCycleDetectedError extends RevisionError {}

/** A revision depends on itself. */
export class DependencyLoopDetectedError extends DependencyCycleDetectedError {}
