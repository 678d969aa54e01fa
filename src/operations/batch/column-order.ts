import { InvalidArgumentError } from "../../errors/index.ts";

/** One name that stands before another. */
export type Precedence = readonly [first: string, second: string];

/**
 * Sorts names so that every pair is in order. What the pairs leave open stays as it was: names that wait for nothing
 * come first, then those that waited for these only, and so on.
 *
 * @throws {InvalidArgumentError} when the pairs contradict each other
 */
export function sortByPrecedence(names: readonly string[], pairs: readonly Precedence[]): readonly string[] {
  const sorted = new Set<string>();
  while (sorted.size < names.length) {
    const open = names.filter((name) => !sorted.has(name));
    const ready = open.filter((name) => pairs.every(([first, second]) => second !== name || sorted.has(first)));
    if (ready.length === 0) throw contradiction(open);
    for (const name of ready) sorted.add(name);
  }
  return [...sorted];
}

/** Each name before the next one. */
export function chain(names: readonly string[]): readonly Precedence[] {
  return names.slice(1).map((name, index) => [names[index] ?? name, name]);
}

function contradiction(names: readonly string[]): InvalidArgumentError {
  return new InvalidArgumentError(
    "ALB0871",
    `The places of ${names.map((name) => `"${name}"`).join(", ")} contradict each other.`,
    { hint: "Look at partialReordering, insertBefore and insertAfter: one wants a column before and after another." },
  );
}
