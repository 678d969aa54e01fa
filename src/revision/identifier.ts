/** `label@+2`, `head-1`, `-1`: a start and a number of steps from it. */
export interface RelativeIdentifier {
  readonly branch: string | null;
  /** The revision to start from; null for the current one. */
  readonly symbol: string | null;
  /** Upwards when positive. */
  readonly steps: number;
  readonly isUpward: boolean;
}

const RELATIVE = /^(?:(?<branch>.+?)@)?(?<symbol>[\p{L}\p{N}_]+)?(?<sign>[+-])(?<count>\p{Nd}+)/u;

/** Reads the relative form of an identifier; null where it has another form. */
export function parseRelative(identifier: string): RelativeIdentifier | null {
  const groups = RELATIVE.exec(identifier)?.groups;
  if (groups === undefined) return null;
  const isUpward = groups["sign"] === "+";
  const count = Number(groups["count"]);
  return {
    branch: groups["branch"] ?? null,
    symbol: groups["symbol"] ?? null,
    steps: isUpward ? count : -count,
    isUpward,
  };
}

/** Splits `label@rest`; the label is null where there is none, or an empty one. */
export function splitBranch(identifier: string): { readonly branch: string | null; readonly name: string } {
  const at = identifier.indexOf("@");
  if (at === -1) return { branch: null, name: identifier };
  return { branch: identifier.slice(0, at) || null, name: identifier.slice(at + 1) };
}

/** Puts a label and a name together again. */
export function joinBranch(branch: string | null, name: string): string {
  return branch === null ? name : `${branch}@${name}`;
}
