import { QuotedName } from "../../src/sql/index.ts";
import type { Json } from "../corpus.ts";
import { AdapterError, asConstruct, asText } from "./json.ts";

/** A name of the corpus: plain, or with its word on quoting. */
export function buildName(value: Json | undefined): string | QuotedName | null {
  const construct = asConstruct(value);
  if (construct?.name === "quoted_name")
    return new QuotedName(asText(construct.args[0], "name"), asFlag(construct.args[1]));
  return typeof value === "string" ? value : null;
}

/** The same, where there has to be one. */
export function requireName(value: Json | undefined, what: string): string | QuotedName {
  const name = buildName(value);
  if (name !== null) return name;
  throw new AdapterError(`${what} is no name: ${JSON.stringify(value)}`);
}

function asFlag(value: Json | undefined): boolean | null {
  return typeof value === "boolean" ? value : null;
}
