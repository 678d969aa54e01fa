export {
  type CommandLineOptions,
  Config,
  type ConfigOptions,
  type Interruption,
  type LogRecord,
  type StepEvent,
  type TextSink,
} from "./config.ts";
export type { ConfigValues, OptionValue, PostWriteHook } from "./config-values.ts";
export { hookSettings } from "./hook-settings.ts";
export { type ConfigFiles, locateConfig } from "./locate.ts";
export type { LogLevel } from "./logger-levels.ts";
export { projectKey } from "./project-file.ts";
export { type LockSettings, lockSettings, type ScriptSettings, scriptSettings } from "./settings.ts";
