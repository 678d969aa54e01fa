export type { LoadedEnvironment } from "./environment.ts";
export type { GeneratedRevision } from "./generate-revision.ts";
export { type GenerateOptions, newRevisionId } from "./plan-revision.ts";
export { type HookResult, type PostWriteHookFunction, registerPostWriteHook } from "./post-write-hooks.ts";
export type { Script } from "./script.ts";
export { ScriptDirectory } from "./script-directory.ts";
