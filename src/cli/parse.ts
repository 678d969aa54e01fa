import { Command, CommanderError, Option } from "commander";
import { UsageError } from "../errors/index.ts";
import { suggest } from "../util/suggest.ts";
import { type CommandSpec, commandSpecs, globalOptions, type OptionSpec } from "./command-spec.ts";
import { usage } from "./help.ts";
import { type Invocation, OptionValues } from "./invocation.ts";

/**
 * Reads a command line.
 *
 * @param argv what stands after the program's name
 * @throws {UsageError} for an unknown command or option, or an argument too few or too many
 */
export function parseCommandLine(argv: readonly string[]): Invocation {
  const split = splitAtCommand(argv);
  const global = parseOptions(split.before, null, globalOptions);
  const spec = specOf(split.command);
  const { options, args } = parseOptions(split.after, spec, spec.options);
  return { command: spec.name, global: global.options, options, args };
}

/** The command of a name, in either spelling. */
export function findCommand(name: string): CommandSpec | undefined {
  const dashed = name.replaceAll("_", "-");
  return commandSpecs.find((spec) => spec.name === dashed);
}

interface SplitLine {
  readonly before: readonly string[];
  readonly command: string | undefined;
  readonly after: readonly string[];
}

/** The tool's own options stand before the command, which is the first word that is no option and no value of one. */
function splitAtCommand(argv: readonly string[]): SplitLine {
  let index = 0;
  while (index < argv.length) {
    const word = argv[index] ?? "";
    if (!word.startsWith("-") || word === "-") break;
    index += takesNextWord(word) ? 2 : 1;
  }
  return { before: argv.slice(0, index), command: argv[index], after: argv.slice(index + 1) };
}

function takesNextWord(word: string): boolean {
  const option = globalOptions.find(({ name, short }) => word === `--${name}` || word === `-${short}`);
  const abbreviated = option ?? prefixOf(word, globalOptions);
  return abbreviated !== undefined && abbreviated.kind !== "flag";
}

function specOf(name: string | undefined): CommandSpec {
  if (name === undefined) {
    throw new UsageError("ALB0120", "There is no command on the command line.", {
      hint: "`alembic --help` lists the commands.",
    });
  }
  const spec = findCommand(name);
  if (spec !== undefined) return spec;
  const near = suggest(
    name.replaceAll("_", "-"),
    commandSpecs.map((each) => each.name),
  );
  throw new UsageError("ALB0121", `There is no command "${name}".`, {
    hint: near === null ? "`alembic --help` lists the commands." : `Did you mean "${near}"?`,
  });
}

interface ParsedWords {
  readonly options: OptionValues;
  readonly args: readonly string[];
}

function parseOptions(words: readonly string[], spec: CommandSpec | null, options: readonly OptionSpec[]): ParsedWords {
  const command = new Command(spec?.name ?? "alembic");
  command
    .exitOverride()
    .configureOutput({ writeErr: () => undefined, writeOut: () => undefined })
    .helpOption(false);
  for (const option of options) command.addOption(commanderOption(option));
  for (const arg of spec?.args ?? []) {
    const name = arg.kind === "variadic" ? `${arg.name}...` : arg.name;
    command.argument(arg.kind === "optional" ? `[${name}]` : `<${name}>`);
  }
  command.allowExcessArguments(false);
  try {
    command.parse(
      words.map((word) => wholeName(word, options)),
      { from: "user" },
    );
  } catch (error) {
    throw error instanceof CommanderError ? usageError(error, spec, options) : error;
  }
  // What commander gives by attribute names, each of the kind that its option declares.
  const values = command.opts() as Record<string, boolean | string | readonly string[]>;
  return { options: new OptionValues(byLongName(values, options)), args: command.args };
}

function commanderOption({ name, short, kind, value }: OptionSpec): Option {
  const flags = [short === undefined ? [] : [`-${short}`], name.length === 1 ? [] : [`--${name}`]].flat().join(", ");
  const option = new Option(kind === "flag" ? flags : `${flags} <${value ?? "value"}>`);
  if (kind === "list") option.argParser((text: string, before: readonly string[] = []) => [...before, text]);
  return option;
}

function byLongName(
  values: Readonly<Record<string, boolean | string | readonly string[]>>,
  options: readonly OptionSpec[],
): ReadonlyMap<string, boolean | string | readonly string[]> {
  const found = new Map<string, boolean | string | readonly string[]>();
  for (const { name } of options) {
    const value = values[name.replaceAll(/-(.)/g, (_match, letter: string) => letter.toUpperCase())];
    if (value !== undefined) found.set(name, value);
  }
  return found;
}

/** `--rev_id` and `--rev-i` are `--rev-id`: either spelling, and the beginning of a name where it is unique. */
function wholeName(word: string, options: readonly OptionSpec[]): string {
  const option = prefixOf(word, options);
  if (option === undefined) return word;
  const equals = word.indexOf("=");
  return `--${option.name}${equals === -1 ? "" : word.slice(equals)}`;
}

function prefixOf(word: string, options: readonly OptionSpec[]): OptionSpec | undefined {
  if (!word.startsWith("--") || word.length < 3) return undefined;
  const given = (word.split("=", 1)[0] ?? "").slice(2).replaceAll("_", "-");
  const exact = options.find(({ name }) => name === given);
  const [first, ...others] = options.filter(({ name }) => name.length > 1 && name.startsWith(given));
  return exact ?? (others.length === 0 ? first : undefined);
}

const codes = {
  "commander.unknownOption": "ALB0122",
  "commander.missingArgument": "ALB0123",
  "commander.excessArguments": "ALB0124",
  "commander.optionMissingArgument": "ALB0125",
} as const;

function isKnown(code: string): code is keyof typeof codes {
  return code in codes;
}

function usageError(error: CommanderError, spec: CommandSpec | null, options: readonly OptionSpec[]): UsageError {
  const code = isKnown(error.code) ? codes[error.code] : "ALB0122";
  const text = error.message.replace(/^error: /, "").split("\n", 1)[0] ?? "";
  const message = `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, "")}.`;
  return new UsageError(code, message, { hint: usageHint(error, spec, options), cause: error });
}

function usageHint(error: CommanderError, spec: CommandSpec | null, options: readonly OptionSpec[]): string {
  const word = /'(--?[^'= ]+)/.exec(error.message)?.[1] ?? "";
  if (spec !== null && error.code === "commander.unknownOption") {
    if (globalOptions.some(({ name, short }) => word === `--${name}` || word === `-${short}`)) {
      return `${word} stands before the command: alembic ${word} ... ${spec.name}`;
    }
    const near = suggest(
      word.replace(/^-+/, ""),
      options.map(({ name }) => name),
    );
    if (near !== null) return `Did you mean --${near}?`;
  }
  return spec === null ? "`alembic --help` lists the options." : `Usage: ${usage(spec)}`;
}
