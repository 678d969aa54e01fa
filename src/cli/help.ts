import { type ArgumentSpec, type CommandSpec, commandSpecs, globalOptions, type OptionSpec } from "./command-spec.ts";

/** The help of the tool, with the commands that there are. */
export function toolHelp(specs: readonly CommandSpec[] = commandSpecs): string {
  return sections([
    ["Usage", ["alembic [global options] COMMAND [options] [arguments]"]],
    ["Commands", table(specs.map((spec) => [spec.name, spec.help]))],
    ["Global options, before the command", optionTable(globalOptions)],
    [
      "Examples",
      [
        "alembic init alembic",
        'alembic revision -m "create posts table"',
        "alembic upgrade head",
        "alembic -x tenant=acme upgrade head",
      ],
    ],
    ["Status", ["0 done, 1 failed, 2 called wrongly, 3 there is something to do (current --check-heads, check)"]],
  ]);
}

/** The help of one command. */
export function commandHelp(spec: CommandSpec): string {
  return `${spec.help}.\n\n${sections([
    ["Usage", [usage(spec)]],
    ["Arguments", table(spec.args.map((arg) => [arg.name, arg.help]))],
    ["Options", optionTable([...spec.options, { name: "help", short: "h", kind: "flag", help: "print this help" }])],
    ["Examples", spec.examples.map((example) => (example.includes("alembic ") ? example : `alembic ${example}`))],
    ["Notes", spec.notes === undefined ? [] : [spec.notes]],
  ])}`;
}

/** How a command is called, in one line. */
export function usage(spec: CommandSpec): string {
  return ["alembic", spec.name, "[options]", ...spec.args.map(argumentText)].join(" ");
}

function argumentText({ name, kind }: ArgumentSpec): string {
  if (kind === "variadic") return `${name}...`;
  return kind === "optional" ? `[${name}]` : name;
}

function sections(parts: readonly (readonly [string, readonly string[]])[]): string {
  return parts
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `${title}:\n${lines.map((line) => `  ${line}\n`).join("")}`)
    .join("\n");
}

function optionTable(options: readonly OptionSpec[]): readonly string[] {
  return table(options.map((option) => [optionText(option), option.help]));
}

function optionText({ name, short, value }: OptionSpec): string {
  const long = name.length === 1 ? "" : `--${name}`;
  const names = [short === undefined ? "  " : `-${short}`, long]
    .filter((text) => text !== "")
    .join(short === undefined || long === "" ? "  " : ", ");
  return value === undefined ? names : `${names} ${value}`;
}

function table(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, help]) => `${name.padEnd(width)}  ${help}`);
}
