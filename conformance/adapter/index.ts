/** Turns what the corpus says into calls of the public API: the one place that knows both vocabularies. */
export { type CorpusCall, CallRunner, readCalls } from "./calls.ts";
export { build, type Builder } from "./constructs.ts";
export type { ExpressionScope } from "./expressions.ts";
export { AdapterError, asText } from "./json.ts";
