import type { Json, JsonObject } from "../corpus.ts";

/** A construct of the corpus: a call of a name. */
export interface Construct {
  readonly name: string;
  readonly args: readonly Json[];
  readonly kw: JsonObject;
}

/** The case says something that this adapter does not know: no answer of ours, so that no recorded error matches it. */
export class AdapterError extends Error {}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !isList(value);
}

/** Reads `{"$": name, args, kw}`, or gives null for every other value. */
export function asConstruct(value: Json | undefined): Construct | null {
  if (!isObject(value) || typeof value["$"] !== "string") return null;
  const { args, kw } = value;
  return { name: value["$"], args: isList(args) ? args : [], kw: isObject(kw) ? kw : {} };
}

export function asText(value: Json | undefined, what: string): string {
  if (typeof value === "string") return value;
  throw new AdapterError(`${what} is no text: ${JSON.stringify(value)}`);
}

export function asList(value: Json | undefined, what: string): readonly Json[] {
  if (isList(value)) return value;
  throw new AdapterError(`${what} is no list: ${JSON.stringify(value)}`);
}
