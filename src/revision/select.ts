import type { NodeSet } from "./edges.ts";
import type { RevisionNames } from "./revision.ts";

/** What to select from the graph. */
export interface RangeRequest {
  /** The end: targets of an upgrade, current heads of a downgrade. */
  readonly upper: RevisionNames;
  /** The start: current heads of an upgrade, the target of a downgrade. */
  readonly lower: RevisionNames;
  readonly inclusive: boolean;
  readonly implicitBase: boolean;
  readonly assertRelativeLength: boolean;
  readonly onWarning: (message: string) => void;
}

/** The selected revisions, and the heads from which they are put in order. */
export interface Selection {
  readonly included: NodeSet;
  readonly heads: readonly number[];
}
