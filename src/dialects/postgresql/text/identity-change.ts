import type { Identity, IdentityOptions } from "../../../schema/index.ts";

/** What SET takes for each attribute that differs, in the alphabetical order of their names. */
export function identityChange(to: Identity, from: Identity): readonly string[] {
  const before: IdentityOptions = from.options;
  const after: IdentityOptions = to.options;
  const changed = (key: keyof IdentityOptions): boolean => after[key] !== before[key];
  return [
    to.always === from.always ? null : `GENERATED ${to.always ? "ALWAYS" : "BY DEFAULT"}`,
    changed("cache") ? `CACHE ${after.cache ?? 1}` : null,
    (after.cycle ?? false) === (before.cycle ?? false) ? null : after.cycle === true ? "CYCLE" : "NO CYCLE",
    changed("increment") ? `INCREMENT BY ${after.increment ?? 1}` : null,
    bound("MAXVALUE", after.maxValue, before.maxValue),
    bound("MINVALUE", after.minValue, before.minValue),
    changed("start") ? `START WITH ${after.start ?? 1}` : null,
  ]
    .filter((part) => part !== null)
    .map((part) => `SET ${part}`);
}

function bound(word: string, after: number | bigint | undefined, before: number | bigint | undefined): string | null {
  if (after === before) return null;
  return after === undefined ? `NO ${word}` : `${word} ${after}`;
}
