import { InvalidArgumentError } from "../errors/index.ts";
import { checkOptions } from "../util/check-options.ts";
import { type ArgumentSpec, type CommandSpec, globalOptions, type OptionSpec } from "./command-spec.ts";
import { type CommandTable, usualCommands } from "./command-table.ts";
import { exitStatus } from "./failure.ts";
import type { CommandRun, Handler } from "./handlers/handler.ts";
import type { Terminal } from "./output.ts";
import { runCommandLine } from "./run.ts";

/** A command of a project's own. */
export interface UserCommand {
  /** With dashes or underscores: both spellings call it. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly help: string;
  readonly args?: readonly ArgumentSpec[];
  readonly options?: readonly OptionSpec[];
  /** Calls of it, each as what stands after `alembic `. */
  readonly examples?: readonly string[];
  /** What else its help says. */
  readonly notes?: string;
  /**
   * What it does. An error that is thrown is told as those of the tool are, with status 1.
   *
   * @returns the exit status; 0 unless given
   */
  readonly run: (run: CommandRun) => Promise<number | void> | number | void;
}

const commandKeys = [
  "name",
  "help",
  "args",
  "options",
  "examples",
  "notes",
  "run",
] as const satisfies readonly (keyof UserCommand)[];

/**
 * The command line of the tool, to which a project can add commands of its own: they stand in the help, are completed by shells, and
 * have the configuration, the options and the ways to print that every command has.
 *
 * @example
 * const commandLine = new CommandLine();
 * commandLine.registerCommand({
 *   name: "count",
 *   help: "Count the revisions",
 *   run: async ({ config, out }) => {
 *     const script = await ScriptDirectory.fromConfig(config);
 *     out.line(String(script.walkRevisions().length));
 *   },
 * });
 * process.exitCode = await commandLine.main(process.argv.slice(2));
 */
export class CommandLine implements CommandTable {
  readonly #own = new Map<string, CommandSpec & Pick<UserCommand, "run">>();

  /** Every command, those of the tool first. */
  get specs(): readonly CommandSpec[] {
    return [...usualCommands.specs, ...this.#own.values()];
  }

  /**
   * Adds a command.
   *
   * @param command its name, how it is called, and what it does
   * @throws {InvalidArgumentError} where its name is taken, or none; or one of its options is the tool's own
   */
  registerCommand(command: UserCommand): void {
    checkOptions("registerCommand()", command, commandKeys);
    const name = command.name.replaceAll("_", "-");
    if (!/^[a-z][\w-]*$/i.test(name)) throw notUsable(`"${command.name}" cannot be the name of a command`);
    if (this.specs.some((spec) => spec.name === name)) throw notUsable(`There is a command "${name}" already`);
    const options = command.options ?? [];
    const taken = options.find((option) => globalOptions.some((global) => global.name === option.name));
    if (taken !== undefined) throw notUsable(`The option --${taken.name} is the tool's own`);
    this.#own.set(name, { ...command, name, args: command.args ?? [], options, examples: command.examples ?? [] });
  }

  /** What a command does; undefined for a command that there is not. */
  load(name: string): Promise<Handler> | undefined {
    const own = this.#own.get(name);
    if (own === undefined) return usualCommands.load(name);
    return Promise.resolve(async (run: CommandRun) => (await own.run(run)) ?? exitStatus.done);
  }

  /**
   * Runs a command line, and ends nothing: the status is for the caller to exit with.
   *
   * @param argv what stands after the program's name
   * @param terminal where to print; the process's own streams unless given
   * @returns the exit status: 0 done, 1 failed, 2 called wrongly, 3 there is something to do
   */
  async main(argv: readonly string[], terminal: Terminal = process): Promise<number> {
    return runCommandLine(argv, terminal, this);
  }
}

function notUsable(problem: string): InvalidArgumentError {
  return new InvalidArgumentError("ALB0129", `${problem}.`, { hint: "Choose another name for it." });
}
