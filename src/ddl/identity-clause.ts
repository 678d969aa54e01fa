import type { SequenceOptions } from "../schema/index.ts";

/** The options of a sequence or an identity column, in the order that databases expect. */
export function identityClause(options: SequenceOptions): string {
  return [
    options.increment === undefined ? null : `INCREMENT BY ${options.increment}`,
    options.start === undefined ? null : `START WITH ${options.start}`,
    options.minValue === undefined ? null : `MINVALUE ${options.minValue}`,
    options.maxValue === undefined ? null : `MAXVALUE ${options.maxValue}`,
    options.noMinValue === true ? "NO MINVALUE" : null,
    options.noMaxValue === true ? "NO MAXVALUE" : null,
    options.cache === undefined ? null : `CACHE ${options.cache}`,
    options.cycle === undefined ? null : options.cycle ? "CYCLE" : "NO CYCLE",
  ]
    .filter((part) => part !== null)
    .join(" ");
}
