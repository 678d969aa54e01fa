/**
 * The command line as a value, for projects that add commands of their own.
 *
 * @module
 */
export { CommandLine, type UserCommand } from "./command-line.ts";
export type { ArgumentSpec, CommandSpec, OptionSpec } from "./command-spec.ts";
export type { CommandRun } from "./handlers/handler.ts";
export type { Invocation, OptionValues } from "./invocation.ts";
export type { Output, Styler, Terminal, TextStyle } from "./output.ts";
