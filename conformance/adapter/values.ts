import type { LiteralType } from "../../src/sql/index.ts";
import { typeFactories as types } from "../../src/types/index.ts";
import type { Json } from "../corpus.ts";
import { asConstruct, asText, type Construct, isList, isObject } from "./json.ts";

type ValueBuilder = (construct: Construct) => unknown;

/** Python's values, as rows of ours hold them. */
const VALUES: Readonly<Record<string, ValueBuilder>> = {
  date: ({ args }) => asText(args[0], "date"),
  datetime: ({ args }) => withMicroseconds(asText(args[0], "datetime").replace("T", " ")),
  time: ({ args }) => withMicroseconds(asText(args[0], "time")),
  decimal: ({ args }) => asText(args[0], "decimal"),
  uuid: ({ args }) => asText(args[0], "uuid"),
  bytes: ({ args }) => Uint8Array.from(Buffer.from(asText(args[0], "bytes"), "hex")),
  timedelta: ({ kw }) =>
    number(kw["days"]) * 86_400 + number(kw["hours"]) * 3600 + number(kw["minutes"]) * 60 + number(kw["seconds"]),
};

const TYPES: Readonly<Record<string, () => LiteralType>> = {
  date: () => types.date(),
  datetime: () => types.dateTime(),
  time: () => types.time(),
  decimal: () => types.numeric(),
  uuid: () => types.uuid(),
  bytes: () => types.largeBinary(),
  timedelta: () => types.interval(),
};

/** Python prints six digits of a second's fraction, or none. */
function withMicroseconds(text: string): string {
  return text.replace(/\.(\d{1,6})/, (_, fraction: string) => `.${fraction.padEnd(6, "0")}`);
}

function number(value: Json | undefined): number {
  return typeof value === "number" ? value : 0;
}

/** Whether a construct is a value and no expression. */
export function isValue(construct: Construct): boolean {
  return construct.name in VALUES;
}

/** Turns a value of the corpus into one of JavaScript. */
export function buildValue(value: Json): unknown {
  const construct = asConstruct(value);
  if (construct !== null) return VALUES[construct.name]?.(construct) ?? value;
  if (isList(value)) return value.map(buildValue);
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, buildValue(each ?? null)]));
  return value;
}

/** The type that a value of Python brings with it; null where it has its JavaScript value's. */
export function valueType(value: Json): LiteralType | null {
  const construct = asConstruct(value);
  return construct === null ? null : (TYPES[construct.name]?.() ?? null);
}
