import type { Config } from "../../config/index.ts";
import type { Invocation } from "../invocation.ts";
import type { Output, Terminal } from "../output.ts";

/** What a command has to work with. */
export interface CommandRun extends Invocation {
  readonly config: Config;
  readonly out: Output;
  readonly terminal: Terminal;
}

/** Runs a command, prints its result, and gives the exit status. */
export type Handler = (run: CommandRun) => Promise<number>;
