import type { RecordedFacts } from "./cli-case.ts";

const MARKS = /\((head|effective head|current|branchpoint|mergepoint)\)/g;

/** The lines of an output that name revisions: their ids in order, and their markers. */
export function lineFacts(output: string, ids: ReadonlySet<string>): NonNullable<RecordedFacts["lines"]> {
  const names = [...ids].toSorted((left, right) => right.length - left.length).map((id) => id.replaceAll(".", "\\."));
  const pattern = new RegExp(["<base>", "<rev\\d+>", ...names.map((name) => `\\b${name}\\b`)].join("|"), "g");
  return output.split("\n").flatMap((line) => {
    const found = [...line.matchAll(pattern)].map(([id]) => id);
    const marks = [...line.matchAll(MARKS)].map(([, mark]) => mark ?? "");
    if (found.length === 0 && marks.length === 0) return [];
    return [marks.length === 0 ? { ids: found } : { ids: found, marks }];
  });
}

/** The steps that a log tells of. */
export function runningFacts(log: string, ids: ReadonlySet<string>): NonNullable<RecordedFacts["running"]> {
  const lines = log.matchAll(/\bRunning (upgrade|downgrade|stamp_revision) (.*?) -> (.*)$/gm);
  return [...lines]
    .map(([, kind = "", from = "", to = ""]) => [kind, leadingIds(from, ids), leadingIds(to, ids)] as const)
    .filter(([kind, , to]) => kind !== "stamp_revision" || to.length > 0); // The recording leaves these out.
}

/** The ids at the beginning of a list that may go on with a message. */
function leadingIds(text: string, ids: ReadonlySet<string>): readonly string[] {
  const words = text.split(", ");
  const end = words.findIndex((word) => !ids.has(word) && !/^<rev\d+>$/.test(word));
  return end === -1 ? words : words.slice(0, end);
}
