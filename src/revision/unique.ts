/** The items without repetitions, in order. Most lists of a graph have one item or none: those are given back as they are. */
export function unique<T>(items: readonly T[]): readonly T[] {
  return items.length < 2 ? items : [...new Set(items)];
}
