import { Config, locateConfig } from "../config/index.ts";
import { UsageError } from "../errors/index.ts";
import { type CommandTable, usualCommands } from "./command-table.ts";
import { completeCommand } from "./completion.ts";
import { exitStatus, reportFailure } from "./failure.ts";
import { GatheredText } from "./gathered-text.ts";
import type { Handler } from "./handlers/handler.ts";
import type { Invocation } from "./invocation.ts";
import { levelsOf } from "./log-lines.ts";
import { createOutput, type Terminal } from "./output.ts";
import { findCommand, parseCommandLine, splitAtCommand } from "./parse.ts";
import { createReporter } from "./reporter.ts";
import { versionLine } from "./version.ts";

/**
 * Runs a command line.
 *
 * @param argv what stands after the program's name
 * @param terminal where to read from and write to
 * @param commands the commands that there are; the tool's own unless given
 * @returns the exit status: 0 done, 1 failed, 2 called wrongly, 3 there is something to do
 */
export async function runCommandLine(
  argv: readonly string[],
  terminal: Terminal,
  commands: CommandTable = usualCommands,
): Promise<number> {
  let invocation: Invocation | null = null;
  try {
    const text = await requestedText(argv, commands);
    if (text !== null) {
      terminal.stdout.write(text);
      return exitStatus.done;
    }
    if (argv[0] === completeCommand) return await printCompletions(argv.slice(1), terminal, commands);
    invocation = parseCommandLine(argv, commands.specs);
    return await runCommand(invocation, terminal, commands);
  } catch (error) {
    return reportFailure(error, terminal, {
      command: invocation?.command ?? null,
      isJson: invocation?.options.flag("json") ?? argv.includes("--json"),
      showsStack: invocation?.global.flag("raiseerr") ?? argv.includes("--raiseerr"),
    });
  }
}

async function runCommand(invocation: Invocation, terminal: Terminal, commands: CommandTable): Promise<number> {
  const handler = await commands.load(invocation.command);
  if (handler === undefined) throw new UsageError("ALB0121", `There is no command "${invocation.command}".`);
  return invocation.options.flag("sql")
    ? withGatheredText(terminal, (gathered) => handle(handler, invocation, gathered))
    : handle(handler, invocation, terminal);
}

/** Gathers what goes to files and pipes while a script is written; on a terminal people want to see it come. */
async function withGatheredText(terminal: Terminal, work: (gathered: Terminal) => Promise<number>): Promise<number> {
  const stdout = terminal.stdout.isTTY === true ? terminal.stdout : new GatheredText(terminal.stdout);
  const stderr = terminal.stderr.isTTY === true ? terminal.stderr : new GatheredText(terminal.stderr);
  const flush = (): void => {
    for (const text of [stdout, stderr]) if (text instanceof GatheredText) text.flush();
  };
  // An env that ends the process by itself has its script all the same.
  process.once("exit", flush);
  try {
    return await work({ ...terminal, stdout, stderr });
  } finally {
    process.off("exit", flush);
    flush();
  }
}

function handle(handler: Handler, invocation: Invocation, terminal: Terminal): Promise<number> {
  const out = createOutput(terminal, {
    command: invocation.command,
    isJson: invocation.options.flag("json"),
    isQuiet: invocation.global.flag("quiet"),
  });
  return handler({ ...invocation, config: configFor(invocation, terminal), out, terminal });
}

/** What a shell asks for while a command line is written. Whatever is wrong with the project, there is no candidate then. */
async function printCompletions(
  words: readonly string[],
  terminal: Terminal,
  { specs }: CommandTable,
): Promise<number> {
  const { complete } = await import("./complete.ts");
  for (const { word, help } of await complete(words, { specs, environment: terminal.env }))
    terminal.stdout.write(`${word}\t${help}\n`);
  return exitStatus.done;
}

/** The configuration of a command: logs and warnings go to standard error, a script to standard output. */
function configFor({ global, options, command }: Invocation, terminal: Terminal): Config {
  const { iniFile, packageFile } = locateConfig(global.list("config") ?? [], terminal.env);
  const isSilent = global.flag("quiet") || options.flag("json");
  const section = global.text("name");
  const config: Config = new Config(iniFile, {
    packageFile,
    ...(section === undefined ? {} : { iniSection: section }),
    ...(terminal.interruption === undefined ? {} : { interruption: terminal.interruption }),
    ...(isSilent ? {} : { outputBuffer: terminal.stdout, stdout: terminal.stdout }),
    cmdOpts: { ...options.toObject(), ...global.toObject(), command, x: global.list("x") ?? [] },
    onWarning: (message) => reporter.warn(message),
    onLog: (record) => reporter.log(record),
    onStep: (event) => reporter.step(event),
  });
  let levels: ReturnType<typeof levelsOf> | undefined;
  const reporter = createReporter(terminal, {
    isJson: options.flag("json"),
    isQuiet: global.flag("quiet"),
    levels: () => (levels ??= levelsOf(config, { echo: global.flag("echo") })),
  });
  return config;
}

/** The text that a command line asks for in place of a command: the version, or help. */
async function requestedText(argv: readonly string[], { specs }: CommandTable): Promise<string | null> {
  const { before, after } = splitAtCommand(argv);
  if (before.includes("--version")) return versionLine();
  const end = after.indexOf("--");
  const words = new Set([...before, ...(end === -1 ? after : after.slice(0, end))]);
  if (!words.has("--help") && !words.has("-h")) return null;
  const { commandHelp, toolHelp } = await import("./help.ts");
  const spec = findCommand(splitAtCommand(argv).command ?? "", specs);
  return spec === undefined ? toolHelp(specs) : commandHelp(spec);
}
