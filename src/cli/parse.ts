import { UsageError } from "../errors/index.ts";
import { suggest } from "../util/suggest.ts";
import { type CommandSpec, commandSpecs, globalOptions, type OptionSpec } from "./command-spec.ts";
import { usage } from "./help.ts";
import type { Invocation } from "./invocation.ts";
import { longOption, nameIn, readOptions } from "./read-options.ts";

/**
 * Reads a command line.
 *
 * @param argv what stands after the program's name
 * @param specs the commands that there are
 * @throws {UsageError} for an unknown command or option, or an argument too few or too many
 */
export function parseCommandLine(argv: readonly string[], specs: readonly CommandSpec[] = commandSpecs): Invocation {
  const split = splitAtCommand(argv);
  const global = readOptions(split.before, globalOptions, (unknown) => hintFor(unknown, null, globalOptions));
  const spec = specOf(split.command, specs);
  const { options, args } = readOptions(split.after, spec.options, (unknown) => hintFor(unknown, spec, spec.options));
  checkArguments(spec, args);
  return { command: spec.name, global: global.options, options, args };
}

/** The command of a name, in either spelling. */
export function findCommand(name: string, specs: readonly CommandSpec[] = commandSpecs): CommandSpec | undefined {
  const dashed = name.replaceAll("_", "-");
  return specs.find((spec) => spec.name === dashed);
}

/** A command line in three parts. */
export interface SplitLine {
  readonly before: readonly string[];
  readonly command: string | undefined;
  readonly after: readonly string[];
}

/** The tool's own options stand before the command, which is the first word that is no option and no value of one. */
export function splitAtCommand(argv: readonly string[]): SplitLine {
  let index = 0;
  while (index < argv.length) {
    const word = argv[index] ?? "";
    if (!word.startsWith("-") || word === "-") break;
    index += takesNextWord(word) ? 2 : 1;
  }
  return { before: argv.slice(0, index), command: argv[index], after: argv.slice(index + 1) };
}

function takesNextWord(word: string): boolean {
  if (word.startsWith("--")) return !word.includes("=") && takesValue(longOption(word, globalOptions));
  const kinds = Array.from(word.slice(1), (letter) => globalOptions.find(({ short }) => short === letter));
  return kinds.findIndex(takesValue) === kinds.length - 1;
}

function takesValue(option: OptionSpec | undefined): boolean {
  return option !== undefined && option.kind !== "flag";
}

function specOf(name: string | undefined, specs: readonly CommandSpec[]): CommandSpec {
  if (name === undefined) {
    throw new UsageError("ALB0120", "There is no command on the command line.", {
      hint: "`alembic --help` lists the commands.",
    });
  }
  const spec = findCommand(name, specs);
  if (spec !== undefined) return spec;
  const near = suggest(
    name.replaceAll("_", "-"),
    specs.map((each) => each.name),
  );
  throw new UsageError("ALB0121", `There is no command "${name}".`, {
    hint: near === null ? "`alembic --help` lists the commands." : `Did you mean "${near}"?`,
  });
}

/** What can be written in place of an option that there is not, `--quit` or `-z`. */
function hintFor(unknown: string, spec: CommandSpec | null, options: readonly OptionSpec[]): string {
  const name = nameIn(unknown);
  const isGlobal = globalOptions.some((each) => unknown === `--${each.name}` || unknown === `-${each.short}`);
  if (spec !== null && isGlobal) return `${unknown} stands before the command: alembic ${unknown} ... ${spec.name}`;
  const near = suggest(
    name,
    options.flatMap((each) => (each.name.length > 1 ? [each.name] : [])),
  );
  if (near !== null && name.length > 1) return `Did you mean --${near}?`;
  return spec === null ? "`alembic --help` lists the options." : `Usage: ${usage(spec)}`;
}

function checkArguments(spec: CommandSpec, args: readonly string[]): void {
  const missing = spec.args.find(({ kind }, index) => kind !== "optional" && args[index] === undefined);
  const hint = `Usage: ${usage(spec)}`;
  if (missing !== undefined) {
    throw new UsageError("ALB0123", `The argument ${missing.name} of ${spec.name} is missing.`, { hint });
  }
  const isOpen = spec.args.some(({ kind }) => kind === "variadic");
  const extra = isOpen ? undefined : args[spec.args.length];
  if (extra !== undefined) {
    throw new UsageError("ALB0124", `${spec.name} does not take the argument "${extra}".`, { hint });
  }
}
