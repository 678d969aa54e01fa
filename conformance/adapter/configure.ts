import type { ConfigureOptions } from "../../src/runtime/index.ts";
import type { JsonObject } from "../corpus.ts";
import { build, type Builder } from "./constructs.ts";
import { toOptions } from "./keywords.ts";

/** The options of `context.configure()`. The reference leaves placeholders in a script unless it is told otherwise. */
export function configureOptions(recorded: JsonObject, builder: Builder): ConfigureOptions {
  const { dialect_opts: _driver, ...given } = recorded;
  const literalBinds = given["literal_binds"] === true;
  return { ...toOptions(given, (value) => build(value, builder)), literalBinds };
}
