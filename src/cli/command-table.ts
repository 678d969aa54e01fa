import { type CommandSpec, commandSpecs } from "./command-spec.ts";
import type { Handler } from "./handlers/handler.ts";
import { handlers } from "./handlers/index.ts";

/** The commands that a command line can have: how each is called, and what it does. */
export interface CommandTable {
  readonly specs: readonly CommandSpec[];
  /** What a command does, loaded when it is called; undefined for a command that there is not. */
  load(name: string): Promise<Handler> | undefined;
}

/** The commands of the tool itself. */
export const usualCommands: CommandTable = {
  specs: commandSpecs,
  load: (name) => handlers[name]?.().then(({ handler }) => handler),
};
