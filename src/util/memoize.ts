/**
 * A function that works each value out once, for arguments that say the same.
 *
 * @param keyOf what arguments say; null where the value is to be worked out each time
 * @param make works the value out, which has to be immutable
 */
export function memoize<Args extends readonly unknown[], Value>(
  keyOf: (...args: Args) => string | null,
  make: (...args: Args) => Value,
): (...args: Args) => Value {
  const known = new Map<string, Value>();
  return (...args) => {
    const key = keyOf(...args);
    if (key === null) return make(...args);
    const value = known.get(key) ?? make(...args);
    known.set(key, value);
    return value;
  };
}
